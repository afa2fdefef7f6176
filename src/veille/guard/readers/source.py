"""A file, or a member of one: a name, and bytes that can be opened again."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from veille.guard.finding import Problem
from veille.guard.piece import Piece

MEMBER_LIMIT = 64 << 20  # bytes of an inner file that are read at once
TOTAL_LIMIT = 512 << 20  # bytes that one outer file may unfold to
DEPTH_LIMIT = 6
MEMBERS_LIMIT = 20_000


class Budget:
    """What one outer file may still unfold to: bytes and members."""

    def __init__(self, size: int = TOTAL_LIMIT, members: int = MEMBERS_LIMIT):
        self.size, self.members = size, members

    def spend(self, size: int, members: int = 1) -> bool:
        """Take from the budget; say whether there was enough."""
        self.size -= size
        self.members -= members
        return self.size >= 0 and self.members >= 0


@dataclass(frozen=True)
class Source:
    """Bytes to read, their name, how deep inside other files they are, and the line if one."""

    name: str
    open: Callable[[], IO[bytes]]
    size: int
    depth: int = 0
    line: int | None = None
    budget: Budget | None = None

    @classmethod
    def of_path(cls, path: Path) -> "Source":
        """Give the source of a file on disk."""
        return cls(path.name, lambda: path.open("rb"), path.stat().st_size, budget=Budget())

    def inner(self, name: str, data: bytes, line: int | None = None) -> "Source":
        """Give the source of bytes found inside this one."""
        return Source(
            name,
            lambda: io.BytesIO(data),
            len(data),
            self.depth + 1,
            self.line if line is None else line,
            self.budget,
        )

    @property
    def suffix(self) -> str:
        """The last extension of the name, in lower case, without its dot."""
        name = self.name.rsplit("/", 1)[-1].lower()
        return name.rpartition(".")[2] if "." in name.lstrip(".") else ""

    def read(self) -> bytes:
        """Read everything, up to the limit of a member."""
        with self.open() as stream:
            return stream.read(MEMBER_LIMIT)

    def head(self, length: int = 8192) -> bytes:
        """Read the first bytes."""
        with self.open() as stream:
            return stream.read(length)


Read = Iterator[Piece | Problem | Source]
