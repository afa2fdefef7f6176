"""Files that are whole or absent: written beside, then renamed, and summed up on the way."""

import hashlib
import io
import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

_BUFFER = 1 << 17


class HashedFile(io.BufferedWriter):
    """A file that knows its size and SHA-256, and takes its name only when it is finished."""

    def __init__(self, beside: Path, path: Path) -> None:
        super().__init__(io.FileIO(beside, "xb"), _BUFFER)
        self._beside, self.path = beside, path
        self._sum = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        """Write bytes, and count them."""
        self._sum.update(data)
        self.size += memoryview(data).nbytes
        return super().write(data)

    @property
    def sha256(self) -> str:
        """The sum of what was written so far, in hexadecimal."""
        return self._sum.hexdigest()

    def finish(self) -> None:
        """Put the file on the disk under its own name."""
        self.flush()
        os.fsync(self.fileno())
        self.close()
        self._beside.replace(self.path)

    def discard(self) -> None:
        """Leave nothing of an unfinished file."""
        with suppress(OSError):
            self.raw.close()
        self._beside.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a small file whole or not at all, and on the disk when this returns.

    Two writers of the same file, in one process or in several, never meet: the last one wins.
    """
    beside = path.with_name(f".{path.name}.{uuid4().hex}.tmp")
    file = HashedFile(beside, path)
    try:
        file.write(text.encode())
        file.finish()
    except BaseException:
        file.discard()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Put the names that a folder holds on the disk; a system that cannot does without."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sha256_of(path: Path) -> str:
    """Sum up a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
