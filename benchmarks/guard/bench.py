"""Speed and recall of the guard beside its peers, in one run.

    .tools/bin/uv venv benchmarks/guard/.venv
    .tools/bin/uv pip install --python benchmarks/guard/.venv/bin/python \\
        -r benchmarks/guard/requirements.txt
    .venv/bin/python benchmarks/guard/bench.py

Writes benchmarks/results/guard_speed.csv and guard_peers.csv. Times are processor seconds of one
process: a machine that does something else meanwhile changes them less than it changes a clock.
"""

import csv
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from random import Random
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
RESULTS = ROOT / "benchmarks" / "results"
PEERS = Path(__file__).parent / ".venv" / "bin" / "python"
SAMPLE, LINES, ROUNDS, SIZE = 200_000, 1500, 3, 4_000_000
KINDS = {
    "Markdown": ("md", ["README.md", "CONTRIBUTING.md", "book/*.md"]),
    "CSV": ("csv", ["data_synthetic/*.csv"]),
    "HTML": ("html", ["_build/html/book/*.html", "_build/html/notebooks/*.html"]),
    "Python": ("py", ["src/**/*.py", "tests/**/*.py"]),
}


def own_text(patterns: list[str], size: int) -> str:
    """Give so much of the project's own text, repeated when it is too short."""
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for pattern in patterns
        for path in sorted(ROOT.glob(pattern))
    )
    return (text * (size // max(len(text), 1) + 1))[:size]


def guard_seconds(text: str, suffix: str, rounds: int = ROUNDS) -> float:
    """Give the processor seconds the guard takes on a text, the median of some rounds."""
    from veille.guard.allow import load
    from veille.guard.scan import scan

    allowed, times = load(ROOT), []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"texte.{suffix}"
        path.write_text(text, encoding="utf-8")
        for _ in range(rounds):
            start = time.process_time()
            scan(path, path.name, allowed)
            times.append(time.process_time() - start)
    return median(times)


def speed() -> list[dict[str, object]]:
    """Give the guard's megabytes per second on each kind of text."""
    rows = []
    for name, (suffix, patterns) in KINDS.items():
        text = own_text(patterns, SIZE)
        rows.append(
            {
                "texte": name,
                "Mo": round(len(text.encode()) / 1e6, 1),
                "Mo/s": round(len(text.encode()) / 1e6 / guard_seconds(text, suffix), 1),
            }
        )
    return rows


def labelled() -> list[str]:
    """Give the lines of the test set that identify."""
    import guard_templates as templates

    draws = Random("epreuve/bench")
    return [templates.positive(draws, "epreuve")[0] for _ in range(LINES)]


def guard_seen(lines: list[str]) -> int:
    """Give how many of the lines the guard sees."""
    from veille.guard.allow import load
    from veille.guard.scan import scan

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lignes.md"
        path.write_text("\n\n".join(lines), encoding="utf-8")
        return len({finding.line for finding in scan(path, path.name, load(ROOT)).findings})


def peers(sample: str, lines: list[str]) -> dict[str, dict]:
    """Run the peers in their own environment."""
    with tempfile.TemporaryDirectory() as folder:
        given, written = Path(folder) / "given.json", Path(folder) / "results.json"
        parts = [sample[start : start + 10_000] for start in range(0, len(sample), 10_000)]
        given.write_text(json.dumps({"sample": parts, "lines": lines}), encoding="utf-8")
        subprocess.run([PEERS, Path(__file__).with_name("peers.py"), given, written], check=True)
        return json.loads(written.read_text(encoding="utf-8"))


def main() -> None:
    """Measure, and write the two tables."""
    lines = labelled()
    sample = own_text(KINDS["Markdown"][1], SAMPLE)
    size = len(sample.encode()) / 1e6
    own = guard_seconds(sample * 10, "md") / 10
    rows = [
        {
            "outil": "veille audit",
            "version": version("veille"),
            "Mo/s": round(size / own, 2),
            "fois plus lent": 1,
            "rappel": round(guard_seen(lines) / len(lines), 3),
        }
    ]
    for name, found in peers(sample, lines).items():
        rows.append(
            {
                "outil": name,
                "version": found["version"],
                "Mo/s": round(size / found["seconds"], 3),
                "fois plus lent": round(found["seconds"] / own),
                "rappel": round(sum(found["seen"]) / len(lines), 3),
            }
        )
    machine = {"processeurs": os.cpu_count(), "Python": platform.python_version()}
    for name, table in (("guard_peers.csv", rows), ("guard_speed.csv", speed())):
        with (RESULTS / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fieldnames=[*table[0], *machine], lineterminator="\n")
            writer.writeheader()
            writer.writerows(row | machine for row in table)


if __name__ == "__main__":
    main()
