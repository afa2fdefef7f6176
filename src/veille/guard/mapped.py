"""Text that was changed, and still knows where each character came from."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

_LARGEST, _SMALLEST = 1 << 16, 1 << 8  # characters compared at once
Replace = Callable[[re.Match], str | None]


class Mapped:
    """A text and, for each of its positions, the position it had in the text it came from."""

    __slots__ = ("_new", "_old", "_parent", "text")

    def __init__(
        self,
        text: str,
        parent: "Mapped | None" = None,
        new: list[int] | None = None,
        old: list[int] | None = None,
    ):
        self.text, self._parent = text, parent
        self._new, self._old = new or [0], old or [0]

    def origin(self, position: int) -> int:
        """Give the position in the very first text."""
        here: Mapped | None = self
        while here is not None and here._parent is not None:
            index = bisect_right(here._new, position) - 1
            shift = position - here._new[index]
            limit = here._old[index + 1] if index + 1 < len(here._old) else None
            position = here._old[index] + shift
            if limit is not None:
                position = min(position, limit)
            here = here._parent
        return position

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the bounds, in the very first text, of all that some characters came from.

        Examples
        --------
        >>> import re
        >>> text = Mapped("a%40b c").substitute(re.compile("%40"), lambda match: "@")
        >>> text.text, text.span(0, 3), text.span(1, 2)
        ('a@b c', (0, 5), (1, 4))
        """
        here: Mapped | None = self
        while here is not None and here._parent is not None:
            start, end = here._span(start, max(end, start))
            here = here._parent
        return start, end

    def _span(self, start: int, end: int) -> tuple[int, int]:
        """Give bounds in the parent; every second part was written anew, and counts as a whole."""
        first = bisect_right(self._new, start) - 1
        last = max(bisect_left(self._new, end) - 1, first)
        left = self._old[first] + (0 if first % 2 else start - self._new[first])
        if last % 2 and last + 1 < len(self._old):
            return left, max(left, self._old[last + 1])
        return left, max(left, self._old[last] + end - self._new[last])

    def same_length(self, text: str) -> "Mapped":
        """Give another text whose characters stand at the same places."""
        return self if text == self.text else Mapped(text, self)

    def substitute(
        self, pattern: re.Pattern, replace: Replace, within: Iterable[tuple[int, int]] | None = None
    ) -> "Mapped":
        """Replace what a pattern finds, anywhere or in some parts; None leaves a match as it is."""
        pieces, new, old = [], [0], [0]
        position = length = 0
        for match in _matches(pattern, self.text, within):
            written = replace(match)
            if written is None or match.start() < position:
                continue
            start, end = match.span()
            length += start - position
            pieces += (self.text[position:start], written)
            new += (length, length + len(written))
            old += (start, end)
            length, position = length + len(written), end
        if not pieces:
            return self
        pieces.append(self.text[position:])
        return Mapped("".join(pieces), self, new, old)

    def rewrite(
        self, parts: Iterable[tuple[int, int]], change: Callable[["Mapped"], "Mapped"]
    ) -> "Mapped":
        """Change some parts, in order and apart, each as a text of its own."""
        pieces: list[str] = []
        changed: list[_Part] = []
        position = length = 0
        for start, end in parts:
            before = Mapped(self.text[start:end])
            after = change(before)
            if after is before or start < position:
                continue
            pieces += (self.text[position:start], after.text)
            length += start - position
            changed.append(_Part(length, length + len(after.text), start, end, after))
            length, position = length + len(after.text), end
        if not pieces:
            return self
        pieces.append(self.text[position:])
        return _Rewritten("".join(pieces), self, changed)

    def pick(self, pieces: Iterable[tuple[int, int] | str]) -> "Mapped":
        """Give slices of this text, and strings of ours between them, one after the other."""
        texts, new, old, length, last = [], [], [], 0, 0
        for piece in pieces:
            start, text = (
                (last, piece)
                if isinstance(piece, str)
                else (piece[0], self.text[piece[0] : piece[1]])
            )
            last = start if isinstance(piece, str) else piece[1]
            new.append(length)
            old.append(start)
            texts.append(text)
            length += len(text)
        return _Picked("".join(texts), self, new, old)


class _Part(NamedTuple):
    """A part that was changed: its bounds now, its bounds before, and how it was changed."""

    start: int
    end: int
    old_start: int
    old_end: int
    change: Mapped


class _Rewritten(Mapped):
    """Parts that were changed apart: each keeps its own history, so that no place is lost."""

    __slots__ = ("_parts", "_starts")

    def __init__(self, text: str, parent: Mapped, parts: list[_Part]):
        super().__init__(text, parent)
        self._parts, self._starts = parts, [part.start for part in parts]

    def origin(self, position: int) -> int:
        part = self._part(position)
        if part is None:
            return self._parent.origin(position)
        if position < part.end:
            return self._parent.origin(part.old_start + part.change.origin(position - part.start))
        return self._parent.origin(part.old_end + position - part.end)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        left = self._bound(start, start + 1, 0)
        return left, max(left, self._bound(end - 1, end, 1)) if end > start else left

    def _bound(self, start: int, end: int, side: int) -> int:
        """Give one of the two bounds, in the parent, of one character."""
        part = self._part(start)
        if part is None:
            return (start, end)[side]
        if start < part.end:
            return part.old_start + part.change.span(start - part.start, end - part.start)[side]
        return part.old_end + (start, end)[side] - part.end

    def _part(self, position: int) -> _Part | None:
        index = bisect_right(self._starts, position) - 1
        return self._parts[index] if index >= 0 else None


class _Picked(Mapped):
    """Slices may come in any order, so a position is never bounded by the next slice."""

    __slots__ = ()

    def origin(self, position: int) -> int:
        index = max(bisect_right(self._new, position) - 1, 0)
        start = self._old[index] if self._old else 0
        shift = position - (self._new[index] if self._new else 0)
        return self._parent.origin(min(start + shift, len(self._parent.text)))

    def _span(self, start: int, end: int) -> tuple[int, int]:
        places = [self._place(start), self._place(max(end - 1, start)) + (end > start)]
        return min(places), min(max(places), len(self._parent.text))

    def _place(self, position: int) -> int:
        index = max(bisect_right(self._new, position) - 1, 0)
        return self._old[index] + position - self._new[index] if self._old else position


def changed_lines(before: str, after: str) -> Iterator[tuple[int, int]]:
    """Give the bounds of the lines that are not what they were; of everything, if lines moved."""
    if before.count("\n") != after.count("\n"):
        yield 0, len(after)
        return
    old = new = 0
    size = _LARGEST  # blocks grow and shrink around a change: most lines are never looked at
    while new < len(after) or old < len(before):
        block = after[new : new + size]
        if block == before[old : old + size]:
            step = block.rfind("\n") + 1 or len(block)
            old, new, size = old + step, new + step, min(2 * size, _LARGEST)
        elif size > _SMALLEST:
            size //= 2
        else:
            start, end = after.rfind("\n", 0, new) + 1, _end_of_line(after, new)
            old_end = _end_of_line(before, old)
            if after[new:end] != before[old:old_end]:
                yield start, end
            old, new = old_end + 1, end + 1


def _end_of_line(text: str, position: int) -> int:
    end = text.find("\n", position)
    return end if end >= 0 else len(text)


def _matches(
    pattern: re.Pattern, text: str, within: Iterable[tuple[int, int]] | None
) -> Iterator[re.Match]:
    if within is None:
        yield from pattern.finditer(text)
    else:
        for start, end in within:
            yield from pattern.finditer(text, start, end)
