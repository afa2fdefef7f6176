"""A stretch of text to examine, and the line of the file that each of its characters is on."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from veille.guard.mapped import Mapped
from veille.guard.rules.base import PROSE

_NEWLINE = re.compile("\n")


@dataclass(frozen=True)
class Piece:
    """Text, what kind of writing it is, and where it stands.

    ``text`` maps back to the file's own text ``raw``; the first line of ``raw`` is line
    ``first`` of the file. When ``rows`` is given, line *i* of ``raw`` is line ``rows[i]``; when
    ``only`` is given, everything is on that line.
    """

    text: Mapped
    raw: str
    kind: str = PROSE
    first: int = 1
    only: int | None = None
    rows: Sequence[int] | None = field(default=None, repr=False)
    edges: tuple[bool, bool] = (False, False)  # does the file go on before, after?

    @cached_property
    def _breaks(self) -> list[int]:
        return [match.start() for match in _NEWLINE.finditer(self.raw)]

    def line(self, position: int) -> int:
        """Give the line of the file for a position of ``raw``."""
        if self.only is not None:
            return self.only
        index = bisect_right(self._breaks, position - 1)
        return self.rows[min(index, len(self.rows) - 1)] if self.rows else self.first + index


def piece(text: str, kind: str = PROSE, **place: object) -> Piece:
    """Make a piece of a text that stands in the file as it is."""
    return Piece(Mapped(text), text, kind, **place)
