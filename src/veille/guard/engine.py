"""From a piece of text to what the rules find in it, each on its original line."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from veille.guard.automata import encoded
from veille.guard.blobs import Blob, blobs
from veille.guard.clean import clean
from veille.guard.fragments import fragments, may_cross
from veille.guard.mapped import Mapped
from veille.guard.piece import Piece
from veille.guard.rules.base import CELL, DATA, MARKUP, PROSE, SAID, Hit
from veille.guard.sentences import sentences
from veille.guard.told import told
from veille.guard.zones import confirm, zones

_TOLD = ("handle", "invitation", "machine")
_VARIABLE = re.compile(r"[a-z]+(?:_[a-z]+)+(?:_\d+)?$")
Inside = Callable[[Blob, int], Iterator["Found"]]


@dataclass(frozen=True)
class Found:
    """A value that a rule recognised, not yet compared with what is allowed."""

    line: int
    rule: str
    value: str


@dataclass(frozen=True)
class Reading:
    """A text as the rules read it: whole, or put together from pieces, which meet at joints."""

    text: Mapped
    kind: str
    edges: tuple[bool, bool] = (False, False)
    joints: list[int] | None = None  # None: nothing was joined, or joints can no longer be told
    over_lines: bool = False

    def hits(self) -> Iterator[Hit]:
        """Give what the rules find; in a text put together, what no other reading shows."""
        for hit in _hits(self.text.text, self.kind, self.edges):
            if self.kind == SAID and not _is_told(hit):
                continue
            if self.joints is None and not self.over_lines:
                yield hit
                continue
            crossed = _crossed(self.joints, hit)
            if crossed is not None and (
                not self.over_lines or may_cross(hit, self.text.text, crossed)
            ):
                yield hit


def _is_told(hit: Hit) -> bool:
    """Say whether only a sentence shows this: the program, or the table, was read for the rest."""
    return hit.rule in _TOLD and not hit.value.startswith("@") and not _VARIABLE.match(hit.value)


def readings(plain: Mapped, kind: str, edges: tuple[bool, bool]) -> Iterator[Reading]:
    """Give a plain text as it reads, the cells of its tables, then the values that were cut."""
    yield Reading(plain, kind, edges)
    joined_kind = CELL if kind == MARKUP else kind  # coloured code is cut by tags too
    cells = told(plain) if kind in (PROSE, MARKUP, CELL) else None
    if cells is not None:
        yield Reading(cells, DATA)
    said = sentences(plain, kind)
    if said is not None:
        yield Reading(said, SAID)
    for text, joints, over_lines in fragments(plain, kind):
        joined = text if over_lines else clean(text)
        places = joints if joined is text else None
        yield Reading(joined, joined_kind, (False, False), places, over_lines)


def examine(piece: Piece, inside: Inside | None = None) -> Iterator[Found]:
    """Give everything found in a piece: as it reads, cut by markup, and inside encoded blobs."""
    plain = clean(piece.text)
    for reading in readings(plain, piece.kind, piece.edges):
        for hit in reading.hits():
            yield Found(piece.line(reading.text.origin(hit.start)), hit.rule, hit.value)
    if inside is not None:
        for source in {id(text): text for text in (piece.text, plain)}.values():
            for blob in blobs(source.text):
                yield from inside(blob, piece.line(source.origin(blob.start)))


def _crossed(joints: list[int] | None, hit: Hit) -> int | None:
    index = bisect_right(joints, hit.start) if joints else 0
    return joints[index] if joints and index < len(joints) and joints[index] < hit.end else None


def _hits(text: str, kind: str, edges: tuple[bool, bool]) -> Iterator[Hit]:
    data = encoded(text)
    is_ascii = len(data) == len(text)
    seen: set[tuple[int, str | None]] = set()
    known_byte = known_character = 0
    for part in zones(data, kind):
        if is_ascii:
            base = part.start
        else:
            known_character += len(data[known_byte : part.start].decode("utf-8", "ignore"))
            known_byte = base = part.start
            base = known_character
        length = part.end - part.start
        for hit in confirm(data[part.start : part.end], kind):
            if (
                hit.rule is None
                or (part.cut_left and hit.start == 0)
                or (part.cut_right and hit.end >= length)
            ):
                continue
            place = base + hit.start, hit.rule
            if place not in seen:
                seen.add(place)
                yield Hit(base + hit.start, base + hit.end, hit.rule, hit.value)
