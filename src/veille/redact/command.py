"""The command ``veille redact``; what is slow to load is loaded only to run it."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from veille.errors import VeilleError
from veille.french import typeset

if TYPE_CHECKING:
    from veille.redact.note import Redacted
    from veille.redact.report import Report

STANDARD = "-"
_DESCRIPTION = """\
Remplace, dans une note, ce qui permettrait de reconnaître quelqu’un : liens,
identifiants, adresses, numéros, pseudonymes, dates, et les noms de votre liste.
La note n’est jamais modifiée ; sans -o, le texte caviardé va sur la sortie
standard et le rapport sur la sortie d’erreur. Rien ne quitte la machine."""

_EPILOG = """\
exemples :
  veille redact note.md -o note-caviardee.md --names mes_noms.txt
  veille redact journal.csv -o journal-caviarde.csv --dates relatif
  cat note.txt | veille redact - > note-caviardee.txt

La liste de noms a une ligne par nom, en UTF-8, précédée si l’on veut de « nom: »,
« lieu: » ou « pseudo: » ; une ligne qui commence par # est un commentaire. Les noms
qui n’y sont pas ne sont pas cherchés : la relecture par une personne reste nécessaire.

code de sortie : 0 fait, 1 refus (illisible, existe déjà…), 2 mauvais usage"""


def add_redact(commands: argparse._SubParsersAction) -> None:
    """Add ``redact`` to the commands."""
    parser = commands.add_parser(
        "redact", help="caviarde une note avant de la partager",
        description=_DESCRIPTION, epilog=_EPILOG, discreet=True,
    )
    parser.add_argument("note", metavar="NOTE",
                        help="note à lire : md, txt, csv, tsv ou ipynb ; - pour l’entrée standard")
    parser.add_argument("-o", "--output", metavar="SORTIE", default=STANDARD,
                        help="fichier à écrire (par défaut, la sortie standard)")
    parser.add_argument("--names", metavar="LISTE", type=Path,
                        help="fichier de noms, de lieux et de pseudonymes à remplacer")
    parser.add_argument("--dates", metavar="MANIÈRE", type=_one_of("mois", "relatif"),
                        default="mois",
                        help="mois : « mars 2026 » ; relatif : jours depuis la première date "
                        "(par défaut mois)")
    parser.add_argument("--format", metavar="FORME", type=_one_of("text", "json"),
                        default="text", dest="form",
                        help="forme du rapport : text ou json (par défaut text)")
    parser.add_argument("--overwrite", action="store_true",
                        help="remplace SORTIE si elle existe déjà ; jamais la note elle-même")
    parser.set_defaults(run=run)


def _one_of(*choices: str) -> Callable[[str], str]:
    """Give what takes one of some words, and does not write back another."""

    def convert(text: str) -> str:
        if text not in choices:
            raise argparse.ArgumentTypeError(
                f"{' ou '.join(f'« {choice} »' for choice in choices)} est attendu"
            )
        return text

    return convert


def run(options: argparse.Namespace) -> None:
    """Redact what the options name; whatever goes wrong, say nothing of what was read."""
    try:
        _run(options)
    except VeilleError:
        raise
    except Exception as error:
        kind = type(error).__name__
    else:
        return
    raise VeilleError(
        f"Arrêt inattendu ({kind}) : la note n’a pas changé, et son contenu n’est pas montré ici. "
        "Vous pouvez signaler ce nom d’erreur, sans rien joindre."
    )


def _run(options: argparse.Namespace) -> None:
    from veille.redact.names import read_names
    from veille.redact.note import published, redact_note
    from veille.redact.output import check_output, read_note, write_output
    from veille.redact.session import Wish

    out = None if options.output == STANDARD else Path(options.output)
    note = None if options.note == STANDARD else Path(options.note)
    if out:
        check_output(out, [path for path in (note, options.names) if path], options.overwrite)
    names = tuple(read_names(options.names)) if options.names else ()
    data, suffix = read_note(note)
    redacted = redact_note(data, suffix, Wish(names, options.dates, published()))
    if out:
        write_output(out, redacted.data, overwrite=options.overwrite)
    else:
        _to_standard_output(redacted)
    _tell(redacted.report, options.form, sys.stdout if out else sys.stderr)


def _to_standard_output(redacted: "Redacted") -> None:
    try:
        sys.stdout.buffer.write(redacted.data)
        sys.stdout.buffer.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more is flushed
        raise VeilleError(
            f"La sortie standard n’a pas tout pris ({error.strerror}) : le texte caviardé y est "
            "incomplet."
        ) from None


def _tell(report: "Report", form: str, stream: object) -> None:
    if form == "json":
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1), file=stream)
        return
    for line in report.lines():
        print(typeset(line), file=stream)
