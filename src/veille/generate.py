"""The command ``veille generate``; what is slow to load is loaded only to run it."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from veille.errors import VeilleError
from veille.french import duration, number, typeset
from veille.limits import (
    DEFAULT_SEED,
    DEFAULT_SERVERS,
    DEFAULT_WEEKS,
    FORMATS,
    MAX_SEED,
    MAX_SERVERS,
    MAX_WEEKS,
)

if TYPE_CHECKING:
    from veille.progress import Shown
    from veille.synth.write import Written
    from veille.synth.write.engines import Engine

MAX_WORKERS = 512
_BETWEEN_DIGITS = re.compile("(?<=[0-9])[_ \u00a0\u202f](?=[0-9])")


def add_generate(commands: argparse._SubParsersAction) -> None:
    """Add ``generate`` to the commands."""
    parser = commands.add_parser(
        "generate",
        help="fabrique un monde synthétique dans un dossier",
        description=_DESCRIPTION, epilog=_EXAMPLES,
    )
    parser.add_argument("out", metavar="DOSSIER", type=Path,
                        help="dossier à créer, ou vide")
    _add_world(parser.add_argument_group("le monde"))
    _add_files(parser.add_argument_group("les fichiers"))
    _add_engine(parser.add_argument_group("le travail ; les fichiers n’en dépendent pas"))
    parser.set_defaults(run=_generate)


_DESCRIPTION = """\
Fabrique un monde synthétique à partir d’hypothèses et d’une graine. Les mêmes
arguments redonnent les mêmes fichiers, octet par octet.

Le travail se fait par parts, dans un dossier « .DOSSIER.veille-partiel » voisin
de DOSSIER, qui ne paraît qu’une fois entier. Après un arrêt, quelle qu’en soit
la cause, la même commande vérifie les parts finies, les garde et continue."""

_EXAMPLES = """\
exemples :
  veille generate mon_monde --seed 7 --servers 5000
  veille generate grand_monde --servers 10_000_000 --format parquet --workers 8
  veille generate /partage/monde --servers 10_000_000 --format parquet \\
      --scheduler tcp://machine:8786

Compter, par million de serveurs, moins d’un gigaoctet en Parquet, et moins de
0,5 Go de mémoire par processus, quel que soit le nombre de serveurs. En CSV, le
disque tient deux fois le monde le temps de mettre les parts bout à bout."""


def _add_world(parser: argparse._ArgumentGroup) -> None:
    parser.add_argument("--seed", metavar="N", type=whole(0, MAX_SEED), default=DEFAULT_SEED,
                        help=f"graine du monde (par défaut {DEFAULT_SEED})")
    parser.add_argument("--servers", metavar="N", type=whole(10, MAX_SERVERS),
                        default=DEFAULT_SERVERS,
                        help=f"serveurs, vus ou non, de 10 à {number(MAX_SERVERS, 0)} "
                        f"(par défaut {number(DEFAULT_SERVERS, 0)}) ; 10_000_000 et "
                        "« 10 000 000 » se lisent aussi")
    parser.add_argument("--weeks", metavar="N", type=whole(4, MAX_WEEKS), default=DEFAULT_WEEKS,
                        help=f"semaines de la fenêtre (par défaut {DEFAULT_WEEKS})")
    parser.add_argument("--assumptions", metavar="DOSSIER", type=Path,
                        help="dossier d’hypothèses (*.yaml) à la place de celles du projet")


def _add_files(parser: argparse._ArgumentGroup) -> None:
    parser.add_argument("--format", choices=FORMATS, default="csv", dest="form",
                        help="csv : un fichier par table, pour un monde qui se lit ; parquet : un "
                        "fichier par table et par part, pour un grand monde (par défaut csv)")
    parser.add_argument("--partitions", metavar="N", type=whole(1, MAX_SERVERS),
                        help="parts du monde, au plus une pour 1 000 serveurs ; chacune est "
                        "gardée dès qu’elle est finie (par défaut, une pour 10 000 serveurs : "
                        "la relire tient en mémoire). Les lignes n’en dépendent pas")
    parser.add_argument("--overwrite", action="store_true",
                        help="remplace le monde que contient déjà le dossier ; les autres "
                        "fichiers y restent")


def _add_engine(parser: argparse._ArgumentGroup) -> None:
    engine = parser.add_mutually_exclusive_group()
    engine.add_argument("--workers", metavar="N", type=whole(1, MAX_WORKERS), default=1,
                        help="processus de cette machine, une part à la fois chacun (par défaut 1)")
    engine.add_argument("--scheduler", metavar="ADRESSE", type=address,
                        help="ordonnanceur d’une grappe Dask en marche, tel que "
                        "tcp://machine:8786 ; ses ouvriers voient le même dossier, au même "
                        "chemin, et ont la même installation")
    parser.add_argument("--restart", action="store_true",
                        help="jette le travail inachevé d’une autre commande pour ce dossier")


def whole(low: int, high: int) -> Callable[[str], int]:
    """Give what reads a whole number between two bounds, spaced thousands allowed."""

    def convert(text: str) -> int:
        digits = _BETWEEN_DIGITS.sub("", text.strip())
        value = int(digits) if re.fullmatch("[0-9]+", digits) else None
        if value is None or not low <= value <= high:
            raise argparse.ArgumentTypeError(
                f"trouvé « {text} », un entier de {low} à {high} est attendu"
            )
        return value

    return convert


def address(text: str) -> str:
    """Read the address of a Dask scheduler."""
    from veille.synth.write.cluster import check_address

    try:
        return check_address(text)
    except VeilleError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _generate(options: argparse.Namespace) -> None:
    from veille.assumptions import load_catalogue
    from veille.progress import shown
    from veille.synth import World
    from veille.synth.write import Manner, write_world

    world = World(
        load_catalogue(options.assumptions), options.seed, options.servers, options.weeks
    )
    with shown(options.servers) as progress:
        manner = Manner(options.overwrite, options.restart, _engine(options), progress)
        written = write_world(world, options.out, options.form, options.partitions, manner)
    _summarise(written, options, progress)


def _engine(options: argparse.Namespace) -> "Engine":
    from veille.synth.write.cluster import Cluster
    from veille.synth.write.engines import Alone
    from veille.synth.write.processes import Processes

    if options.scheduler:
        return Cluster(options.scheduler)
    return Processes(options.workers) if options.workers > 1 else Alone()


def _summarise(written: "Written", options: argparse.Namespace, progress: "Shown") -> None:
    print(typeset(
        f"Monde écrit dans « {written.folder} » : graine {options.seed}, "
        f"{number(options.servers, 0)} serveurs, {number(options.weeks, 0)} semaines, "
        f"{number(written.size / 1e6, 1)} Mo."
    ))
    width = max(map(len, written.rows))
    for name, rows in written.rows.items():
        print(f"  {name:<{width}}  {number(rows, 0):>13} lignes")
    pace = number(progress.rows / max(progress.elapsed, 1e-3), 0)
    print(typeset(f"{number(progress.rows, 0)} lignes faites en {duration(progress.elapsed)} "
                  f"({pace} par seconde)."))
