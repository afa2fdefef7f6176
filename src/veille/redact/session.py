"""One document: what was found in it so far, and each of its texts with placeholders instead."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from veille.guard.allow import Allowed
from veille.guard.characters import plain_characters
from veille.guard.clean import clean
from veille.guard.engine import Reading, readings
from veille.guard.mapped import Mapped
from veille.guard.rules.base import PROSE
from veille.redact.dates import BY_MONTH, Calendar
from veille.redact.folding import skeleton
from veille.redact.hours import hours
from veille.redact.placeholders import DATE, HOUR, NUMBERED, PASSAGE, Placeholders, shielded
from veille.redact.spots import VALUE, Spot, settle
from veille.redact.stretches import Stretches
from veille.redact.values import contents, shapes, values
from veille.redact.words import Wanted, Words

_SPREAD = ("PSEUDO", "COURRIEL", "TÉLÉPHONE", "IDENTIFIANT")
_SHORTEST = {"PSEUDO": 3, "COURRIEL": 6, "TÉLÉPHONE": 6, "IDENTIFIANT": 5}
# Markup inside a word; letters with accents too, which the guard's own fragments do without.
_CUT = re.compile(
    r"(?:\*{1,3}|__|~~|`|</?[a-z]\w{0,12}(?:\s[^<>]{0,80})?/?>|<!--[^<>]{0,80}-->)+", re.I
)
_WHOLE = (DATE, HOUR, "COURRIEL", "TÉLÉPHONE", "IDENTIFIANT", "MACHINE")
_LINE_ENDS = re.compile(r"[.,;:>]{0,2} {0,2}\n")
REMOVED = f"[{PASSAGE} RETIRÉ]"


@dataclass(frozen=True)
class Wish:
    """What a person asks for: their list of names, how dates are said, what is never replaced."""

    names: tuple[Wanted, ...] = ()
    dates: str = BY_MONTH
    allowed: Allowed = field(default_factory=Allowed)


class Session:
    """The placeholders, calendar and known values of one document."""

    def __init__(self, wish: Wish, text: str = ""):
        self._wish = wish
        self.placeholders = Placeholders(text)
        self._calendar = Calendar(wish.dates, text)
        self._listed = Words(list(wish.names))
        self._known: dict[str, Wanted] = {}
        self._words = Words([])
        self._count: Counter[str] = Counter()
        self._values: dict[str, set[str]] = {}
        self.severe = False

    @property
    def names_found(self) -> int:
        """How many names of the list the document holds."""
        return len(self._listed.found)

    def counts(self) -> dict[str, dict[str, int]]:
        """Give, for each kind, how many values were replaced, and how many times."""
        return {
            kind: {"values": len(self._values[kind]), "occurrences": self._count[kind]}
            for kind in (*NUMBERED, DATE, HOUR, PASSAGE)
            if self._count[kind]
        }

    def learn(self) -> None:
        """Look, from now on, for the values already found wherever they stand alone."""
        self._words = Words(list(self._known.values()))

    def redact(self, text: str, kind: str = PROSE, context: str = "") -> str:
        """Give a text with placeholders for what is found in it.

        ``context`` is read before the text, as the name of a column is, and not given back.
        """
        whole = context + text
        spots = settle(self._spots(whole, kind), [(0, len(context)), *shielded(whole)])
        if self.severe:
            spots = [_whole_lines(whole, spot) for spot in spots]
        return self.put(whole, [_clipped(spot, len(context)) for spot in spots])[len(context) :]

    def put(self, text: str, spots: list[Spot]) -> str:
        """Replace spots, in order, in a text; of two that overlap, the first."""
        written, position = [], 0
        for spot in spots:
            if spot.start >= position:
                written += (text[position : spot.start], self._written(spot))
                position = spot.end
        return "".join((*written, text[position:]))

    def found(self, text: str, kind: str) -> list[Spot]:
        """Give what the guard finds in a text, and nothing else."""
        spots = (
            spot
            for reading in readings(clean(Mapped(text)), kind, (False, False))
            for spot in values(reading, self._wish.allowed, text)
        )
        return settle(spots, shielded(text))

    def _spots(self, text: str, kind: str) -> Iterator[Spot]:
        raw = Mapped(text)
        plain = clean(raw)
        for source in {id(raw): raw, id(plain): plain}.values():
            yield from contents(source)
        whole, *joined = readings(plain, kind, (False, False))
        told = [*self._in(whole, text), *shapes(whole)]
        yield from told
        # letters spaced out are read before they are joined to a letter that follows them
        for other in (plain_characters(raw), plain.substitute(_CUT, lambda match: "")):
            if other is not plain:
                yield from self._listed.find(other)
                yield from self._words.find(other)
        # a date or a whole e-mail that ends its line: what follows is another line, not its end
        whole_ones = Stretches(
            (spot.start, spot.end)
            for spot in told
            if spot.kind in _WHOLE and _LINE_ENDS.match(text, spot.end)
        )
        for reading in joined:
            for spot in self._in(reading, text):
                if not (reading.over_lines and whole_ones.touching(spot.start, spot.end)):
                    yield spot

    def _in(self, reading: Reading, text: str) -> Iterator[Spot]:
        yield from values(reading, self._wish.allowed, text)
        yield from self._listed.find(reading.text)
        yield from self._words.find(reading.text)
        yield from self._calendar.find(reading.text)
        yield from hours(reading.text, reading.kind)

    def _written(self, spot: Spot) -> str:
        self._count[spot.kind] += 1
        self._values.setdefault(spot.kind, set()).add(spot.key)
        if spot.written is not None:
            return spot.written
        if spot.kind in _SPREAD and len(skeleton(spot.key)) >= _SHORTEST[spot.kind]:
            self._spread(spot)
        return self.placeholders.give(spot.kind, spot.key)

    def _spread(self, spot: Spot) -> None:
        for text in {spot.key, re.sub(r"#\d{4,5}$", "", spot.key)}:
            if len(skeleton(text)) >= _SHORTEST[spot.kind]:
                self._known.setdefault(text, Wanted(text, spot.kind, spot.key))


def _clipped(spot: Spot, start: int) -> Spot:
    return spot if spot.start >= start else replace(spot, start=start, end=max(start, spot.end))


def _whole_lines(text: str, spot: Spot) -> Spot:
    """What three readings did not undo is given up with its whole line."""
    if spot.rank != VALUE:
        return spot
    start = text.rfind("\n", 0, spot.start) + 1
    end = text.find("\n", spot.end)
    return Spot(start, end if end >= 0 else len(text), PASSAGE, "", REMOVED)
