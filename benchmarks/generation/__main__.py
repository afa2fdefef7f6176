"""Measure generation and write the committed table: ``python -m benchmarks.generation``."""

import argparse
import json
import sys
from pathlib import Path

from veille.french import typeset

from . import machine, results
from .plan import PLANS
from .run import ROOT, run_plan


def main() -> None:
    """Run the plan that was asked for; the table is replaced only when all of it is done."""
    options = _parser().parse_args()
    contenders, sizes = run_plan(PLANS[options.plan], options.peers.absolute(), _say)
    options.results.mkdir(parents=True, exist_ok=True)
    results.write_table(results.table(contenders, sizes), options.results / "generation.csv")
    about = machine.describe() | {"peers": dict(results.versions(contenders))}
    if "sdv" in contenders:
        about["sdv"] = {key: contenders["sdv"][0][key] for key in ("licence", "three_levels")}
    text = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
    (options.results / "generation.json").write_text(text, encoding="utf-8")
    print(typeset(f"Table écrite : {options.results / 'generation.csv'}"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.generation",
        description="Mesure la vitesse de la génération et écrit la table publiée.",
    )
    parser.add_argument("--plan", choices=PLANS, default="default",
                        help="ce qui est mesuré : l’ordinaire, jusqu’à 10⁸ lignes, ou un essai")
    parser.add_argument("--peers", metavar="PYTHON", type=Path, default=Path(sys.executable),
                        help="interpréteur de l’environnement des autres outils")
    parser.add_argument("--results", metavar="DOSSIER", type=Path,
                        default=ROOT / "benchmarks" / "results", help="où écrire la table")
    return parser


def _say(line: str) -> None:
    print(typeset(line), file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
