"""Stretches of a text, apart and in order, and what touches them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable


class Stretches:
    """Bounds of stretches; those that overlap are made one.

    Examples
    --------
    >>> found = Stretches([(5, 8), (0, 2), (7, 9)])
    >>> found.touching(1, 6), found.touching(2, 5), found.hold(6, 9), found.hold(1, 3)
    ([(0, 2), (5, 9)], [], True, False)
    """

    def __init__(self, bounds: Iterable[tuple[int, int]]):
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(bounds):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touching(self, start: int, end: int) -> list[tuple[int, int]]:
        """Give the stretches that share a character with these bounds."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return list(zip(self._starts[first:last], self._ends[first:last], strict=True))

    def hold(self, start: int, end: int) -> bool:
        """Say whether one stretch holds all that is between these bounds."""
        index = bisect_right(self._starts, start) - 1
        return index >= 0 and end <= self._ends[index]
