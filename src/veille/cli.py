"""The command ``veille``."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tqdm import tqdm

from veille import __version__, _french_argparse
from veille.assumptions import load_catalogue
from veille.errors import VeilleError
from veille.french import number, typeset
from veille.synth import World
from veille.synth.setting import MAX_SEED, MAX_SERVERS, MAX_WEEKS
from veille.synth.world import DEFAULT_SEED, DEFAULT_SERVERS, DEFAULT_WEEKS
from veille.synth.write import FORMATS, Written, write_world

REFUSED, MISUSED, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; give its exit status: 0 done, 1 refused, 2 misused, 130 interrupted."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except VeilleError as error:
        print(typeset(f"veille : {error}"), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print(typeset("veille : interrompu ; rien n’a été écrit."), file=sys.stderr)
        return INTERRUPTED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _french_argparse.Parser(
        prog="veille",
        description="Données synthétiques et méthodes éprouvées pour étudier la veille et la "
        "modération bénévoles, sans exposer personne.",
    )
    parser.add_argument("--version", action="version", version=f"veille {__version__}")
    commands = parser.add_subparsers(title="commandes", metavar="COMMANDE", required=True)
    _add_generate(commands)
    return parser


def _add_generate(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "generate",
        help="fabrique un monde synthétique dans un dossier",
        description="Fabrique un monde synthétique à partir d’hypothèses et d’une graine. Les "
        "mêmes arguments redonnent les mêmes fichiers, octet par octet.",
        epilog="exemple : veille generate mon_monde --seed 7 --servers 5000 --format parquet",
    )
    parser.add_argument("out", metavar="DOSSIER", type=Path,
                        help="dossier à créer, ou vide")
    parser.add_argument("--seed", metavar="N", type=_whole(0, MAX_SEED), default=DEFAULT_SEED,
                        help=f"graine du monde (par défaut {DEFAULT_SEED})")
    parser.add_argument("--servers", metavar="N", type=_whole(10, MAX_SERVERS),
                        default=DEFAULT_SERVERS,
                        help=f"serveurs, vus ou non (par défaut {DEFAULT_SERVERS})")
    parser.add_argument("--weeks", metavar="N", type=_whole(4, MAX_WEEKS), default=DEFAULT_WEEKS,
                        help=f"semaines de la fenêtre (par défaut {DEFAULT_WEEKS})")
    parser.add_argument("--assumptions", metavar="DOSSIER", type=Path,
                        help="dossier d’hypothèses (*.yaml) à la place de celles du projet")
    parser.add_argument("--format", choices=FORMATS, default="csv", dest="form",
                        help="forme des fichiers (par défaut csv)")
    parser.add_argument("--partitions", metavar="N", type=_whole(1, MAX_SERVERS),
                        help="parts faites l’une après l’autre ; les lignes n’en dépendent pas")
    parser.add_argument("--overwrite", action="store_true",
                        help="remplace le monde que contient déjà le dossier")
    parser.set_defaults(run=_generate)


def _whole(low: int, high: int) -> Callable[[str], int]:
    def convert(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = None
        if value is None or not low <= value <= high:
            raise argparse.ArgumentTypeError(
                f"trouvé « {text} », un entier de {low} à {high} est attendu"
            )
        return value

    return convert


def _generate(options: argparse.Namespace) -> None:
    world = World(
        load_catalogue(options.assumptions), options.seed, options.servers, options.weeks
    )
    with tqdm(total=options.servers, unit=" serveurs", desc="Fabrication", unit_scale=True,
              disable=None, file=sys.stderr) as bar:
        written = write_world(world, options.out, options.form, options.partitions,
                              overwrite=options.overwrite, progress=bar.update)
    _summarise(written, options)


def _summarise(written: Written, options: argparse.Namespace) -> None:
    print(typeset(
        f"Monde écrit dans « {written.folder} » : graine {options.seed}, "
        f"{number(options.servers, 0)} serveurs, {number(options.weeks, 0)} semaines, "
        f"{number(written.size / 1e6, 1)} Mo."
    ))
    width = max(map(len, written.rows))
    for name, rows in written.rows.items():
        print(f"  {name:<{width}}  {number(rows, 0):>12} lignes")


if __name__ == "__main__":
    sys.exit(main())
