"""The command ``veille``."""

import argparse
import sys
from collections.abc import Sequence

from veille import __version__, _french_argparse
from veille.check.command import add_check
from veille.errors import VeilleError
from veille.french import typeset
from veille.generate import add_generate
from veille.guard.command import add_audit
from veille.redact.command import add_redact
from veille.verify.command import add_sensitivity, add_verify

REFUSED, MISUSED, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; give its exit status: 0 done, 1 refused, 2 misused, 130 interrupted."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options) or 0
    except VeilleError as error:
        print(typeset(f"veille : {error}"), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt as stop:
        print(typeset(f"veille : {stop or 'interrompu.'}"), file=sys.stderr)
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = _french_argparse.Parser(
        prog="veille",
        description="Données synthétiques et méthodes éprouvées pour étudier la veille et la "
        "modération bénévoles, sans exposer personne.",
    )
    parser.add_argument("--version", action="version", version=f"veille {__version__}",
                        help="affiche la version et s’arrête")
    commands = parser.add_subparsers(title="commandes", metavar="COMMANDE", required=True)
    add_generate(commands)
    add_check(commands)
    add_audit(commands)
    add_redact(commands)
    add_verify(commands)
    add_sensitivity(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
