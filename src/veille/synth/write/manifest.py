"""What a finished partition holds: its files, their rows and their sums."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from veille.synth.write.disk import sha256_of


@dataclass(frozen=True)
class File:
    """One file of a partition, relative to the work folder."""

    path: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The files of a finished partition, by table."""

    number: int
    files: dict[str, File]

    @property
    def rows(self) -> int:
        """Rows of all its tables."""
        return sum(file.rows for file in self.files.values())

    def text(self) -> str:
        """Give the manifest as a file holds it."""
        return json.dumps(asdict(self), indent=1) + "\n"

    @classmethod
    def read(cls, text: str) -> "Manifest":
        """Give the manifest that a file holds; anything else raises `ValueError`."""
        try:
            held = json.loads(text)
            files = {name: File(**file) for name, file in held["files"].items()}
            return cls(held["number"], files)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError("not a manifest") from error

    def missing(self, folder: Path) -> str | None:
        """Name the first file that is not there with its size, if any."""
        for file in self.files.values():
            path = folder / file.path
            if not path.is_file() or path.stat().st_size != file.size:
                return file.path
        return None

    def damaged(self, folder: Path) -> str | None:
        """Name the first file that is not what was written, if any; reads them all."""
        missing = self.missing(folder)
        if missing:
            return missing
        wrong = (file.path for file in self.files.values()
                 if sha256_of(folder / file.path) != file.sha256)
        return next(wrong, None)


def in_order(manifests: Iterable[Manifest], name: str) -> list[File]:
    """Give the files of a table, partition after partition."""
    ordered = sorted(manifests, key=lambda manifest: manifest.number)
    return [manifest.files[name] for manifest in ordered if name in manifest.files]
