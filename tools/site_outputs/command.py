"""The commands of ``tools/outputs.py``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from veille import _french_argparse
from veille.errors import VeilleError
from veille.french import typeset

from .downloads import publish
from .places import BUILD, SITE, built, size
from .serve import PORT, serve

PUBLICATION = BUILD / "publication"
LAST_PORT = 65_535


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; give its exit status: 0 done, 1 refused, 2 misused, 130 interrupted."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except VeilleError as error:
        print(typeset(str(error)), file=sys.stderr)
        return 1
    except OSError as error:
        print(typeset(f"« {error.filename} » : {error.strerror}."), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrompu.", file=sys.stderr)
        return 130
    return 0


def _archive(options: argparse.Namespace) -> None:
    from .archive import make_archive

    _say(make_archive(options.site, options.out))


def _pdf(options: argparse.Namespace) -> None:
    from .pdf import make_pdf

    _say(make_pdf(options.site, options.out))


def _epub(options: argparse.Namespace) -> None:
    from .epub import make_epub

    _say(make_epub(options.site, options.out))


def _publish(options: argparse.Namespace) -> None:
    folder = options.out / PUBLICATION.name
    for path in publish(options.site, options.out, folder, options.base.rstrip("/")):
        _say(path)
    print(typeset(f"À publier : {folder}"))


def _serve(options: argparse.Namespace) -> None:
    ready = PUBLICATION if options.site == SITE and PUBLICATION.is_dir() else options.site
    serve(built(ready), options.port)


def _say(path: Path) -> None:
    print(typeset(f"{path} : {size(path)}"))


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(
            f"trouvé « {text} », un nombre de 0 à {LAST_PORT} est attendu"
        )
    return int(text)


COMMANDS = {
    "archive": (_archive, "le site entier en un fichier zip"),
    "pdf": (_pdf, "le livre en un PDF balisé"),
    "epub": (_epub, "le livre en un EPUB"),
    "publication": (_publish, "le dossier à publier : le site et ce qu’on peut en emporter"),
    "serve": (_serve, "montre le site sur cette machine, avec ses en-têtes"),
}


def _parser() -> argparse.ArgumentParser:
    parser = _french_argparse.Parser(prog="outputs.py", description="Ce que l’on tire du site.")
    commands = parser.add_subparsers(title="commandes", metavar="COMMANDE", required=True)
    for name, (run, words) in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("--site", type=Path, default=SITE, metavar="DOSSIER",
                             help="le site construit (par défaut _build/html)")
        if name == "serve":
            command.add_argument("--port", type=_port, default=PORT, metavar="N",
                                 help=f"port de la machine (par défaut {PORT})")
        else:
            command.add_argument("--out", type=Path, default=BUILD, metavar="DOSSIER",
                                 help="où écrire (par défaut _build)")
        if name == "publication":
            command.add_argument("--base", default="", metavar="CHEMIN",
                                 help="où l’hébergeur montrera le site, par exemple /carnets")
        command.set_defaults(run=run)
    return parser
