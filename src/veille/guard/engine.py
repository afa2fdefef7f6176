"""From a piece of text to what the rules find in it, each on its original line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from veille.guard.automata import encoded
from veille.guard.blobs import Blob, blobs
from veille.guard.clean import clean
from veille.guard.fragments import fragments, may_cross
from veille.guard.mapped import Mapped
from veille.guard.piece import Piece
from veille.guard.rules.base import CELL, MARKUP, Hit
from veille.guard.zones import confirm, zones

Inside = Callable[[Blob, int], Iterator["Found"]]


@dataclass(frozen=True)
class Found:
    """A value that a rule recognised, not yet compared with what is allowed."""

    line: int
    rule: str
    value: str


def examine(piece: Piece, inside: Inside | None = None) -> Iterator[Found]:
    """Give everything found in a piece: as it reads, cut by markup, and inside encoded blobs."""
    plain = clean(piece.text)
    for hit in _hits(plain.text, piece.kind, piece.edges):
        yield Found(piece.line(plain.origin(hit.start)), hit.rule, hit.value)
    for text, joints, broken in fragments(plain, piece.kind):
        yield from _joined(piece, text, joints, broken)
    if inside is not None:
        for source in {id(text): text for text in (piece.text, plain)}.values():
            for blob in blobs(source.text):
                yield from inside(blob, piece.line(source.origin(blob.start)))


def _joined(piece: Piece, text: Mapped, joints: list[int], broken: bool) -> Iterator[Found]:
    joined = clean(text) if not broken else text
    places = joints if joined is text else None
    kind = CELL if piece.kind == MARKUP else piece.kind  # coloured code is cut by tags too
    for hit in _hits(joined.text, kind, (False, False)):
        crossed = _crossed(places, hit)
        if broken and (crossed is None or not may_cross(hit, joined.text, crossed)):
            continue
        if broken or places is None or crossed is not None:
            yield Found(piece.line(joined.origin(hit.start)), hit.rule, hit.value)


def _crossed(joints: list[int] | None, hit: Hit) -> int | None:
    return next((joint for joint in joints or () if hit.start < joint < hit.end), None)


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
