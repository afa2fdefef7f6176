"""One plain reading of a text, which still knows where each character stood."""

from collections.abc import Iterator

from veille.guard.characters import plain_characters
from veille.guard.decoding import decode
from veille.guard.defang import refang
from veille.guard.mapped import Mapped
from veille.guard.spelled import gather


def clean(text: Mapped) -> Mapped:
    """Plain characters, decoded, refanged, gathered; twice, for one disguise may hide another."""
    before = plain_characters(text)
    after = _undisguised(before)
    if after is before:
        return after
    return after.rewrite(_changed(before.text, after.text), _again)


def _undisguised(text: Mapped) -> Mapped:
    return gather(refang(decode(text)))


def _again(text: Mapped) -> Mapped:
    return _undisguised(plain_characters(text))


def _changed(before: str, after: str) -> Iterator[tuple[int, int]]:
    """Give the bounds of the lines that are not what they were; of everything, if lines moved."""
    old, new = before.split("\n"), after.split("\n")
    if len(old) != len(new):
        yield 0, len(after)
        return
    start = 0
    for was, now in zip(old, new, strict=True):
        if was != now:
            yield start, start + len(now)
        start += len(now) + 1
