"""Text that was changed, and still knows where each character came from."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, compress
from operator import ne

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
        pieces, new, old = [], [0], [0]
        position = length = 0
        for start, end in parts:
            before = Mapped(self.text[start:end])
            after = change(before)
            if after is before or start < position:
                continue
            length += start - position
            pieces += (self.text[position:start], after.text)
            new += (length + place for place in after._new)
            old += (start + after.origin(place) for place in after._new)
            length, position = length + len(after.text), end
            new.append(length)
            old.append(end)
        if not pieces:
            return self
        pieces.append(self.text[position:])
        return Mapped("".join(pieces), self, new, old)

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


class _Picked(Mapped):
    """Slices may come in any order, so a position is never bounded by the next slice."""

    __slots__ = ()

    def origin(self, position: int) -> int:
        index = max(bisect_right(self._new, position) - 1, 0)
        start = self._old[index] if self._old else 0
        shift = position - (self._new[index] if self._new else 0)
        return self._parent.origin(min(start + shift, len(self._parent.text)))


def changed_lines(before: str, after: str) -> Iterator[tuple[int, int]]:
    """Give the bounds of the lines that are not what they were; of everything, if lines moved."""
    old, new = before.split("\n"), after.split("\n")
    if len(old) != len(new):
        yield 0, len(after)
        return
    differ = list(map(ne, old, new))
    if any(differ):
        ends = accumulate(map(len, new))
        for row, end in compress(enumerate(ends), differ):
            yield row + end - len(new[row]), row + end  # a line break for each line before


def _matches(
    pattern: re.Pattern, text: str, within: Iterable[tuple[int, int]] | None
) -> Iterator[re.Match]:
    if within is None:
        yield from pattern.finditer(text)
    else:
        for start, end in within:
            yield from pattern.finditer(text, start, end)
