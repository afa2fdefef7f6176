"""Where to look: re2 finds the lines that hold a candidate, and which rules should read them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from veille.guard.automata import Which, one_of
from veille.guard.rules import FAMILIES
from veille.guard.rules.base import CODE, CSV, DATA, SAID, Family, Hit, Zone

LONGEST_LINE = 2048
BEFORE, AFTER, STEP = 512, 1024, 640

# Rules that look around a word: one automaton for all would have more states than memory holds.
_APART = {
    "handles": "handles",
    "neighbours": "neighbours",
    "money": "money",
    "phones": "phones",
    "speakers": "speakers",
    "machines": "machines and places",
    "places": "machines and places",
}
# What only a sentence shows, inside a program or a table; the rest is seen there as well.
_TOLD = frozenset("accounts handles invitations machines makers neighbours speakers".split())


def _module(family: Family) -> str:
    return family.find.__module__.rpartition(".")[2]


class _Candidates:
    """The candidates of a kind of text: where any is, and which rules they call."""

    def __init__(
        self,
        *,
        written: bool = False,
        opening: bool = False,
        quoted: bool = False,
        modules: frozenset[str] | None = None,
    ):
        pairs = [
            (pattern, index)
            for index, family in enumerate(FAMILIES)
            if modules is None or _module(family) in modules
            for pattern in family.candidates
            + (family.written if written else ())
            + (family.opening if opening else ())
            + (family.quoted if quoted else ())
        ]
        patterns = [pattern for pattern, _ in pairs]
        groups: dict[str, list[str]] = {}
        for pattern, index in pairs:
            groups.setdefault(_APART.get(_module(FAMILIES[index]), ""), []).append(pattern)
        self._any = [one_of(group) for group in groups.values()]
        self._which = Which(patterns)
        self._rule_of = [index for _, index in pairs]

    def starts(self, data: bytes) -> Callable[[int], int | None]:
        """Give what finds the first candidate from a position on; positions must not go back."""
        known: list[int | None] = [-1] * len(self._any)

        def first(position: int) -> int | None:
            for place, pattern in enumerate(self._any):
                if known[place] is not None and known[place] < position:
                    match = pattern.search(data, position)
                    known[place] = match.start() if match else None
            return min((start for start in known if start is not None), default=None)

        return first

    def rules(self, data: bytes) -> list[int]:
        """Give the places of the families that should read some bytes."""
        return sorted({self._rule_of[place] for place in self._which(data)})


_OF_KIND = {
    CODE: _Candidates(quoted=True),
    CSV: _Candidates(opening=True),
    DATA: _Candidates(opening=True, quoted=True),
    SAID: _Candidates(written=True, opening=True, modules=_TOLD),
}
_WRITTEN = _Candidates(written=True, opening=True)


def _candidates(kind: str) -> _Candidates:
    return _OF_KIND.get(kind, _WRITTEN)


@dataclass(frozen=True)
class Part:
    """A part of the bytes to read: its bounds, and whether each was cut inside a line."""

    start: int
    end: int
    cut_left: bool
    cut_right: bool


def zones(data: bytes, kind: str) -> Iterator[Part]:
    """Give the parts that hold a candidate, in order: whole lines, or parts of long ones."""
    first = _candidates(kind).starts(data)
    position = 0
    while position < len(data):
        hit = first(position)
        if hit is None:
            return
        while data[hit : hit + 1] in (b"\n", b"\r"):
            hit += 1  # a candidate may start by the sign before it, on the line before
        left = data.rfind(b"\n", max(0, hit - LONGEST_LINE), hit) + 1
        right = data.find(b"\n", hit, hit + LONGEST_LINE)
        known_left = left > 0 or hit <= LONGEST_LINE
        known_right = right >= 0 or hit + LONGEST_LINE >= len(data)
        start = left if known_left else hit - BEFORE
        end = (right if right >= 0 else len(data)) if known_right else hit + AFTER
        yield Part(start, end, not known_left, not known_right)
        position = max(end, hit + 1) if known_right else hit + STEP  # from the line's end on


def confirm(data: bytes, kind: str) -> list[Hit]:
    """Give what the rules find in one part, the first of two that see the same characters."""
    zone = Zone(data.decode("utf-8", "ignore"), kind)
    kept: list[Hit] = []
    for index in _candidates(kind).rules(data):
        for hit in sorted(FAMILIES[index].find(zone), key=lambda hit: (hit.start, -hit.end)):
            if not any(other.start <= hit.start and hit.end <= other.end for other in kept):
                kept.append(hit)
    return kept
