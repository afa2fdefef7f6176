"""Cost of a protected table beside a plain one, and what differencing gives back, in one run.

    .tools/bin/uv venv benchmarks/disclosure/.venv
    .tools/bin/uv pip install --python benchmarks/disclosure/.venv/bin/python \\
        -r benchmarks/disclosure/requirements.txt
    .venv/bin/python benchmarks/disclosure/bench.py

Writes benchmarks/results/disclosure_speed.csv and disclosure_differencing.csv. Times are
processor seconds of one process, the median of some rounds; ratios are of the same run.
"""

import csv
import json
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

from veille.disclosure import Ledger, Released, Request, Rules, naive, protect

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results"
PEER = Path(__file__).parent / ".venv" / "bin" / "python"
ROWS, ROUNDS, MINIMUM = 1_000_000, 5, 10


def seconds(work: Callable[[], object]) -> float:
    """Give the processor seconds of a piece of work."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return median(times)


def rows() -> pd.DataFrame:
    """Give a million rows with common and rare categories, and an amount."""
    draws = np.random.default_rng(2026)
    return pd.DataFrame({
        "voie": draws.choice([f"voie {i}" for i in range(8)], ROWS, p=draws.dirichlet([1] * 8)),
        "issue": draws.choice([f"issue {i}" for i in range(6)], ROWS,
                              p=[0.5, 0.3, 0.19, 0.009, 0.00099, 0.00001]),
        "heures": draws.lognormal(size=ROWS),
        "équipe": draws.choice(["x", "y"], ROWS),
    })


def speed() -> list[dict[str, object]]:
    """Compare each kind of table with the plain one of pandas."""
    frame = rows()
    both, hours = Request("voie", "issue"), Request("voie", "issue", value="heures")
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(folder)
        for request in (Request("voie"), Request("issue"), Request("équipe", "issue")):
            protect(frame, request, ledger=ledger)
        book = ledger.path.read_bytes()

        def again() -> None:
            ledger.path.write_bytes(book)
            protect(frame, both, ledger=ledger)

        plain = seconds(lambda: pd.crosstab(frame["voie"], frame["issue"], margins=True))
        summed = seconds(lambda: pd.crosstab(frame["voie"], frame["issue"], frame["heures"],
                                             aggfunc="sum", margins=True))
        found = [("effectifs, 8 × 6", plain, seconds(lambda: protect(frame, both))),
                 ("effectifs, après trois tableaux au registre", plain, seconds(again)),
                 ("sommes, 8 × 6", summed, seconds(lambda: protect(frame, hours)))]
    return [{"tableau": name, "lignes": ROWS, "pandas (s)": round(base, 3),
             "protégé (s)": round(own, 3), "rapport": round(own / base, 2)}
            for name, base, own in found]


def pair() -> pd.DataFrame:
    """Give thirty groups, each with a small count that two tables tell by their difference."""
    return pd.DataFrame([(f"g{number:02d}", "oui" if place < 40 else "rare")
                         for number in range(30) for place in range(41 + number % 9)],
                        columns=["groupe", "reponse"])


def given_back(first: dict[str, float], second: dict[str, float]) -> int:
    """Count the small counts that subtracting one table from the other gives."""
    return sum(0 < second[group] - value < MINIMUM
               for group, value in first.items() if group in second)


def read(table: Released) -> dict[str, float]:
    """Give what a table shows of each group: those who said yes, or everybody."""
    place = table.column_labels.index("oui") if table.columns else 0
    return {label: value for label, value in zip(table.row_labels, table.cells[:, place],
                                                 strict=False) if not np.isnan(value)}


def differencing() -> list[dict[str, object]]:
    """Compare what ACRO, a minimum cell alone and this project's tables give back."""
    frame, requests = pair(), (Request("groupe", "reponse"), Request("groupe"))
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(folder)
        ours = [read(protect(frame, request, ledger=ledger)) for request in requests]
        given, written = Path(folder) / "rows.csv", Path(folder) / "tables.json"
        frame.to_csv(given, index=False)
        lines = [("veille.disclosure", given_back(*ours)),
                 ("seuil seul", given_back(*(read(naive(frame, request, Rules()))
                                             for request in requests)))]
        if PEER.exists():
            subprocess.run([PEER, Path(__file__).with_name("peer_acro.py"), given, written],
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            peer = json.loads(written.read_text(encoding="utf-8"))
            lines.append(("ACRO 1.0.2", given_back(peer["first"], peer["second"])))
    return [{"outil": name, "petits effectifs": 30, "redonnés": back} for name, back in lines]


def main() -> None:
    """Measure, and write the two tables."""
    machine = {"processeurs": os.cpu_count(), "Python": platform.python_version(),
               "pandas": pd.__version__}
    for name, table in (("disclosure_differencing.csv", differencing()),
                        ("disclosure_speed.csv", speed())):
        with (RESULTS / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fieldnames=[*table[0], *machine], lineterminator="\n")
            writer.writeheader()
            writer.writerows(row | machine for row in table)


if __name__ == "__main__":
    main()
