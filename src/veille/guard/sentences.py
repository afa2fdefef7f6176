"""What a program or a table says in sentences: comments, long strings, cells of text."""

from veille.guard.automata import one_of, spans
from veille.guard.mapped import Mapped
from veille.guard.rules.base import CELL, CODE, CSV


def _words(sign: str) -> str:
    """Give three words or more without a sign: two may be a type and a name, or a label."""
    inner = rf"[^{sign}\n]"
    return rf"{inner}*[a-z\x{{c0}}-\x{{17f}}] {inner}+ {inner}+"


_in_programs = one_of(
    [r"(?:#|//|/\*|--)[ \t][^\n]{4}[^\n]*", f'"{_words(chr(34))}"', f"'{_words(chr(39))}'"]
)
_in_tables = one_of([_words(r",;\t|")])


def sentences(text: Mapped, kind: str) -> Mapped | None:
    """Give the sentences of a program or of a table, one a line; None when there is none."""
    pattern = {CODE: _in_programs, CELL: _in_programs, CSV: _in_tables}.get(kind)
    if pattern is None:
        return None
    pieces: list[tuple[int, int] | str] = []
    for span in spans(pattern, text.text):
        pieces += [span, "\n"]
    return text.pick(pieces) if pieces else None
