"""What every rule receives and gives back."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

PROSE, CODE, CSV, DATA, MARKUP, CELL = "prose", "code", "csv", "data", "markup", "cell"
SAID = "said"  # a sentence inside a program or a table


@dataclass(frozen=True)
class Zone:
    """A line, or the part of a very long line around a candidate."""

    text: str
    kind: str = PROSE

    def before(self, position: int, length: int = 40) -> str:
        """Give what stands just before a position."""
        return self.text[max(0, position - length) : position]

    def after(self, position: int, length: int = 40) -> str:
        """Give what stands just after a position."""
        return self.text[position : position + length]

    @cached_property
    def lower(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    def quoted(self, position: int) -> bool:
        """Say whether a position of a line of code is inside a string, a comment or a sentence."""
        head = self.text[:position]
        if head.lstrip().startswith(("from ", "import ", ">>>")):
            return False
        if any(head.count(quote) % 2 for quote in "\"'`"):
            return True
        if re.search(r"(?:^|\s)(?:#|//|/?\*)", head):
            return True
        return not re.search(r"[=(){}\[\];]", self.text) and len(self.text.split()) > 3


@dataclass(frozen=True)
class Hit:
    """Characters that a rule recognised; without a rule, characters known to be harmless."""

    start: int
    end: int
    rule: str | None
    value: str


@dataclass(frozen=True)
class Family:
    """One family of rules: candidates, in re2's syntax, and what confirms them."""

    candidates: tuple[str, ...]
    find: Callable[[Zone], Iterable[Hit]]
    written: tuple[str, ...] = ()  # candidates that a table or a program is too full of
    opening: tuple[str, ...] = ()  # candidates that open the lines of a program for another purpose
    quoted: tuple[str, ...] = ()  # candidates for the strings of a program or of data alone


def hits(
    pattern: re.Pattern,
    zone: Zone,
    rule: str | None,
    keep: Callable[[re.Match], bool] = lambda match: True,
    group: int | str = 0,
) -> Iterable[Hit]:
    """Give a hit, of the whole or of one group, for each match of a pattern that passes a check."""
    for match in pattern.finditer(zone.text):
        if keep(match):
            yield Hit(match.start(group), match.end(group), rule, match[group])
