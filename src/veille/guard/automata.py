"""Patterns in linear time: re2 says which of many may match, in one pass over the bytes."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import re2

_MEMORY = 128 << 20  # below this the automaton is thrown away and rebuilt, tens of times slower


def _options() -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    options.max_mem = _MEMORY
    options.log_errors = False
    return options


def one_of(patterns: Sequence[str]) -> re2._Regexp:
    """Give the pattern that finds any of these, case aside."""
    return re2.compile("|".join(f"(?:{pattern})" for pattern in patterns), _options())


class Which:
    """Say which of a list of patterns a text may hold."""

    def __init__(self, patterns: Sequence[str]):
        self._set = re2.Set.SearchSet(_options())
        for pattern in patterns:
            self._set.Add(pattern)
        self._set.Compile()

    def __call__(self, data: bytes) -> list[int]:
        """Give the places in the list of the patterns that match, in order."""
        return sorted(self._set.Match(data) or ())


@lru_cache(maxsize=2)
def encoded(text: str) -> bytes:
    """Give a text as re2 reads it; one text is read by many patterns, one after the other."""
    return text.encode("utf-8", "replace")


class Spots:
    """Find, in one pass, the parts of a text that a list of slower patterns should read."""

    def __init__(self, patterns: Sequence[str], reach: int = 240):
        self._any, self._which, self._reach = one_of(patterns), Which(patterns), reach

    def which(self, text: str) -> list[int]:
        """Give the places in the list of the patterns that may match a text."""
        return self._which(text.encode("utf-8", "replace"))

    def parts(self, text: str) -> Iterator[tuple[int, int]]:
        """Give the bounds of every part where some pattern matches."""
        data = encoded(text)
        count = characters(data, text)
        for start, end in self._parts(data):
            yield count(start), count(end)

    def _parts(self, data: bytes) -> Iterator[tuple[int, int]]:
        position, reach = 0, self._reach
        while (match := self._any.search(data, position)) is not None:
            start, end = match.span()
            left = max(position, data.rfind(b"\n", max(0, start - reach), start) + 1, start - reach)
            right = data.find(b"\n", end, end + reach)
            right = right if right >= 0 else min(end + reach, len(data))
            yield _boundary(data, left), _boundary(data, right)
            position = max(right, end, position + 1)


def _boundary(data: bytes, position: int) -> int:
    while position < len(data) and data[position] & 0xC0 == 0x80:
        position += 1
    return position


def characters(data: bytes, text: str) -> Callable[[int], int]:
    """Give what counts the characters before a byte; the bytes asked for must not go back."""
    if len(data) == len(text):
        return lambda position: position
    known = [0, 0]

    def count(position: int) -> int:
        if position >= known[0]:
            known[1] += len(data[known[0] : position].decode("utf-8", "ignore"))
            known[0] = position
            return known[1]
        return len(data[:position].decode("utf-8", "ignore"))

    return count


def spans(pattern: re2._Regexp, text: str) -> Iterator[tuple[int, int]]:
    """Give the bounds, in characters, of everything a pattern matches."""
    data = encoded(text)
    count = characters(data, text)
    for match in pattern.finditer(data):
        start, end = match.span()
        yield count(start), count(end)


def inner_spans(pattern: re2._Regexp, text: str) -> Iterator[tuple[int, int]]:
    """Give what a pattern matches but its first and last characters, which must be ASCII.

    The last one may open the next match: « a**b**c » has two.
    """
    data = encoded(text)
    count, position = characters(data, text), 0
    while (match := pattern.search(data, position)) is not None:
        start, end = match.span()
        yield count(start + 1), count(end - 1)
        position = end - 1
