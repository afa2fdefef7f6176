"""The command ``veille check``."""

import argparse
import json
import sys
from itertools import groupby
from pathlib import Path

from veille.errors import VeilleError
from veille.french import number, typeset

SOUND, FAULTY, UNREADABLE = 0, 1, 2


def add_check(commands: argparse._SubParsersAction) -> None:
    """Add ``check`` to the commands."""
    parser = commands.add_parser(
        "check",
        help="dit si vos propres fichiers peuvent nourrir les carnets",
        description="Lit tout un dossier de tables et dit, fichier par fichier, colonne par "
        "colonne et ligne par ligne, ce qui n’est pas comme le schéma l’attend. Ne change rien, "
        "n’envoie rien, et ne répète aucune valeur.",
        epilog="code de sortie : 0 tout va bien, 1 des fautes, 2 mauvais usage ou dossier "
        "illisible ; ensuite : VEILLE_DATA=DOSSIER, et les carnets lisent ces tables",
    )
    parser.add_argument("folder", metavar="DOSSIER", type=Path, help="où sont les tables")
    parser.add_argument("--format", choices=("text", "json"), default="text", dest="form",
                        help="forme du rapport (par défaut text)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check the folder, write the report, give the exit status."""
    from veille.check.folder import check_folder

    try:
        report = check_folder(options.folder, _advanced)
    except VeilleError as error:
        print(typeset(f"veille : {error}"), file=sys.stderr)
        return UNREADABLE
    (_as_json if options.form == "json" else _as_text)(report)
    return FAULTY if report.faults else SOUND


def _advanced(name: str) -> None:
    if sys.stderr.isatty():
        print(typeset(f"lecture de {name}"), file=sys.stderr)


def _as_json(report: object) -> None:
    json.dump({
        "rows": report.rows,
        "faults": [vars(fault) for fault in report.faults],
        "warnings": [vars(fault) for fault in report.warnings],
        "stopped": report.stopped,
    }, sys.stdout, ensure_ascii=False, indent=1)
    print()


def _as_text(report: object) -> None:
    for file, faults in groupby(report.faults, key=lambda fault: fault.file):
        print(file)
        for fault in faults:
            print(typeset(f"  {fault}."))
    for warning in report.warnings:
        where = f"{warning.file}, " if warning.file else ""
        print(typeset(f"à regarder : {where}{warning}."))
    if report.stopped:
        print("Ces carnets ne tourneront pas :")
        for name, tables in report.stopped.items():
            print(typeset(f"  carnet {name} : il lui manque {', '.join(tables)}."))
    count, tables = sum(report.rows.values()), len(report.rows)
    said = f"{number(len(report.faults), 0)} sortes de fautes" if report.faults else "aucune faute"
    print(typeset(f"{tables} table{'s' if tables > 1 else ''}, {number(count, 0)} lignes lues : "
                  f"{said}."))
