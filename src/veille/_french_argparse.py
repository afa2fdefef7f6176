"""argparse in French: the standard library ships its messages in English only."""

import argparse
import re
from typing import NoReturn

from veille.french import typeset

_FRENCH = {
    "usage: ": "usage : ",
    "positional arguments": "arguments",
    "show this help message and exit": "affiche cette aide et s’arrête",
    "show program's version number and exit": "affiche la version et s’arrête",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "argument inconnu : %s",
    "expected one argument": "une valeur est attendue",
    "ignored explicit argument %r": "aucune valeur n’est attendue, trouvé %r",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)":
        "trouvé « %(value)s », une de ces valeurs est attendue : %(choices)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
}
# argparse looks each of its messages up through this module-level name; unknown ones stay.
argparse._ = lambda text: _FRENCH.get(text, text)

_FOUND = re.compile(r",? trouvé .*", re.S)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def start_section(self, heading: str | None) -> None:
        """Open a section whose colon stands after a space, as French has it."""
        super().start_section(f"{heading} " if heading else heading)


class Parser(argparse.ArgumentParser):
    """A parser, and sub-parsers, that speak French and take no abbreviated option.

    A ``discreet`` one never writes back what it was given: it may be a name, typed by mistake.
    """

    def __init__(self, *, discreet: bool = False, **options: object) -> None:
        super().__init__(**{"formatter_class": _Formatter, "allow_abbrev": False} | options)
        self._discreet = discreet

    def parse_known_args(self, args: object = None, namespace: object = None) -> tuple:
        """Refuse here what is unknown, rather than let another parser write it back."""
        options, unknown = super().parse_known_args(args, namespace)
        if unknown and self._discreet:
            self.error("argument inconnu, qui n’est pas répété ici")
        return options, unknown

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and stop; a discreet parser says only what was expected."""
        super().error(_FOUND.sub("", message) if self._discreet else message)

    def _print_message(self, message: str, file: object = None) -> None:
        super()._print_message(typeset(message), file)
