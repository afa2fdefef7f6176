"""A large text cut between its lines, so that several cores read it at once."""

import itertools
import mmap
from dataclasses import dataclass
from pathlib import Path

from veille.guard.readers.dispatch import is_plain_text
from veille.guard.readers.encoding import guess
from veille.guard.readers.source import Source

SIZE = 4_000_000  # bytes
_LINE, _OVERLAP = 1 << 16, 1 << 14


@dataclass(frozen=True)
class Part:
    """Bytes of a file: where they start and end, the line there, and the line of the next part."""

    start: int
    end: int
    line: int
    until: int | None

    def read(self, path: Path) -> bytes:
        """Read the bytes, and some more: a value may go on where the next part begins."""
        with path.open("rb") as stream:
            stream.seek(self.start)
            return stream.read(self.end - self.start + (_OVERLAP if self.until else 0))


def parts(path: Path, size: int) -> list[Part]:
    """Give the parts of a large UTF-8 text; none when it is better read whole."""
    if size < 2 * SIZE:
        return []
    source = Source.of_path(path)
    if guess(source.head()) != "utf-8" or not is_plain_text(source):
        return []
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        bounds = [0]
        while size - bounds[-1] > 2 * SIZE:
            aimed = bounds[-1] + SIZE
            newline = data.find(b"\n", aimed, aimed + _LINE)
            if newline < 0:
                return []  # lines too long to cut between them
            bounds.append(newline + 1)
        bounds.append(size)
        lines = [1]
        for start, end in itertools.pairwise(bounds):
            lines.append(lines[-1] + _line_ends(data[start:end]))
    last = len(bounds) - 2
    return [
        Part(bounds[place], bounds[place + 1], lines[place],
             lines[place + 1] if place < last else None)
        for place in range(last + 1)
    ]


def _line_ends(data: bytes) -> int:
    """Count them as reading does: « \\r\\n » is one, and so is « \\r » alone."""
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
