"""Run a plan: each contender in a fresh process, one after another, round after round.

This process imports nothing large, because a child's peak memory starts at its parent's.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .plan import Contender, Plan

ROOT = Path(__file__).resolve().parents[2]
Report = dict[str, object]


@dataclass(frozen=True)
class Runner:
    """Start contenders with the interpreter that has what they need.

    Attributes
    ----------
    peers
        The interpreter of the peers' environment.
    sample
        Where the true rows stand that every contender may read.
    """

    peers: Path
    sample: Path

    def run(self, contender: Contender, servers: int = 0) -> Report:
        """Give the report of one contender; what it wrote is removed."""
        python = self.peers if contender.peer else Path(sys.executable)
        with tempfile.TemporaryDirectory(prefix="veille-bench-") as folder:
            order = {"rows": contender.rows, "folder": folder, "sample": str(self.sample),
                     "servers": servers}
            return _child(python, contender.module, order)

    def draw_sample(self) -> Report:
        """Write the sample: one block of ours."""
        order = {"rows": 1, "folder": str(self.sample.parent), "sample": "", "servers": 0}
        report = _child(Path(sys.executable), "blocks", order)
        (self.sample.parent / "rows.parquet").replace(self.sample)
        return report


def _child(python: Path, module: str, order: dict[str, object]) -> Report:
    command = [str(python), "-m", f"{__package__}.{module}", json.dumps(order)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{module} a échoué :\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def run_plan(
    plan: Plan, peers: Path, say: Callable[[str], object]
) -> tuple[dict[str, list[Report]], dict[int, list[Report]]]:
    """Give the reports of each contender and of each size, in the order of the rounds."""
    with tempfile.TemporaryDirectory(prefix="veille-bench-") as folder:
        runner = Runner(peers, Path(folder) / "sample.parquet")
        sample = runner.draw_sample()
        rate = sample["rows"] / sample["servers"]
        contenders = {one.name: [] for one in plan.contenders}
        for number in range(plan.rounds):
            for one in plan.contenders:
                contenders[one.name].append(runner.run(one))
                say(f"tour {number + 1}/{plan.rounds} : {one.name}")
        sizes = {rows: [] for rows in plan.sizes}
        for rows in _interleaved(plan.sizes):
            world = Contender("world", "world", rows)
            sizes[rows].append(runner.run(world, servers=max(10, round(rows / rate))))
            say(f"monde de {rows} lignes")
    return contenders, sizes


def _interleaved(sizes: dict[int, int]) -> Iterator[int]:
    """Yield each size as many times as asked, the sizes in turn."""
    for turn in range(max(sizes.values())):
        yield from (rows for rows, times in sizes.items() if turn < times)
