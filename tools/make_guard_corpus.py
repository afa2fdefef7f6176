"""Make a labelled corpus of made-up identifiers, and measure what the guard makes of it.

    python tools/make_guard_corpus.py corpus FOLDER [--set epreuve] [--seed 2026] [--lines 4000]
    python tools/make_guard_corpus.py measure

The first writes files and ``labels.csv`` (path, line, rule; no rule: the line must stay silent).
The second writes benchmarks/results/guard_accuracy.csv, which the book shows.
"""

import argparse
import csv
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

import guard_templates as templates
from scipy.stats import binomtest

from veille.french import interval, number
from veille.guard.allow import load
from veille.guard.command import RULES
from veille.guard.scan import scan

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "guard_accuracy.csv"
SETS = {"reglage": 2025, "epreuve": 2026}
LINES = 4000
PER_FILE = 200


def corpus(folder: Path, which: str, seed: int, lines: int) -> list[tuple[str, int, str]]:
    """Write text files, half of whose lines identify; give path, line and rule of each line."""
    draws, labels = Random(f"{which}/{seed}"), []
    for first in range(0, lines, PER_FILE):
        path = folder / f"texte-{first // PER_FILE:03d}.md"
        written = []
        for line in range(1, min(PER_FILE, lines - first) + 1):
            text, rule = (
                templates.positive(draws, which)
                if draws.random() < 0.5
                else (templates.negative(draws, which), "")
            )
            written += [text, ""]
            labels.append((path.name, 2 * line - 1, rule))
        path.write_text("\n".join(written), encoding="utf-8")
    return labels


def measure(which: str, seed: int, lines: int) -> list[dict[str, object]]:
    """Give, for each rule and for all, lines found among those planted."""
    allowed = load(ROOT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        labels = corpus(folder, which, seed, lines)
        said = {
            (path.name, finding.line): finding.rule
            for path in sorted(folder.iterdir())
            for finding in scan(path, path.name, allowed).findings
        }
    planted = Counter(rule for _, _, rule in labels if rule)
    found = Counter(rule for path, line, rule in labels if rule and (path, line) in said)
    false = Counter(
        said[path, line] for path, line, rule in labels if not rule and (path, line) in said
    )
    rows = [
        _row(which, RULES[rule], found[rule], planted[rule], false[rule])
        for rule in sorted(planted, key=RULES.get)
    ]
    return [*rows, _row(which, "ensemble", found.total(), planted.total(), false.total())]


def _row(which: str, rule: str, found: int, planted: int, false: int) -> dict[str, object]:
    return {
        "jeu": which,
        "règle": rule,
        "plantées": planted,
        "trouvées": found,
        "rappel": share(found, planted),
        "à tort": false,
        "précision": share(found, found + false),
    }


def share(count: int, total: int) -> str:
    """Give a share with its Wilson interval, as the page prints it."""
    bounds = binomtest(count, total).proportion_ci(method="wilson") if total else None
    return f"{number(count / total, 3)} {interval(bounds.low, bounds.high, 3)}" if bounds else "–"


def write(rows: list[dict[str, object]], path: Path) -> None:
    """Write the rows as a table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def all_rows() -> list[dict[str, object]]:
    """Give the measures of both sets."""
    return [row for which, seed in SETS.items() for row in measure(which, seed, LINES)]


def main() -> None:
    """Run what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    tasks = parser.add_subparsers(dest="task", required=True)
    make = tasks.add_parser("corpus")
    make.add_argument("folder", type=Path)
    make.add_argument("--set", choices=SETS, default="epreuve", dest="which")
    make.add_argument("--seed", type=int)
    make.add_argument("--lines", type=int, default=LINES)
    tasks.add_parser("measure")
    options = parser.parse_args()
    if options.task == "measure":
        write(all_rows(), RESULTS)
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    seed = SETS[options.which] if options.seed is None else options.seed
    labels = corpus(options.folder, options.which, seed, options.lines)
    write(
        [dict(zip(("path", "line", "rule"), label, strict=True)) for label in labels],
        options.folder / "labels.csv",
    )


if __name__ == "__main__":
    main()
