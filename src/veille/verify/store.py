"""Finished batches, kept on the disk so that a run that stops goes on where it was."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pandas as pd

from veille.errors import VeilleError


class Kept(Protocol):
    """Anything whose rows can be kept."""

    @property
    def key(self) -> str:
        """Say what it is and what made it: two runs that would differ have two keys."""

MARK = "veille-verify"  # a file that says that the folder is ours


@dataclass(frozen=True)
class Store:
    """A folder of finished batches, one Parquet file each."""

    folder: Path

    @classmethod
    def at(cls, folder: Path) -> "Store":
        """Open the folder, or make it.

        Raises
        ------
        VeilleError
            If it cannot be written, or holds something else.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()) and not (folder / MARK).is_file():
                raise VeilleError(f"« {folder} » contient autre chose que des mondes déjà "
                                  "éprouvés : un dossier vide ou absent est attendu.")
            (folder / MARK).touch()
        except OSError as error:
            raise VeilleError(f"« {folder} » ne peut pas être écrit ({error.strerror}) : un "
                              "dossier où l’on peut écrire est attendu.") from error
        return cls(folder)

    def missing(self, wanted: Iterable[Kept]) -> list[Kept]:
        """Give the batches that are not kept, or whose file is damaged."""
        return [batch for batch in wanted if self._read(batch) is None]

    def keep(self, batch: Kept, rows: pd.DataFrame) -> None:
        """Keep the rows of a batch; the file appears whole or not at all."""
        scratch = self._path(batch).with_suffix(f".{os.getpid()}.tmp")
        try:
            rows.to_parquet(scratch, index=False)
            scratch.replace(self._path(batch))
        except OSError as error:
            raise VeilleError(f"« {self.folder} » ne peut plus être écrit ({error.strerror}) ; "
                              "ce qui est fini y reste.") from error
        finally:
            with suppress(OSError):
                scratch.unlink(missing_ok=True)

    def rows(self, wanted: Iterable[Kept]) -> pd.DataFrame:
        """Give all the rows of the batches, in their order."""
        return pd.concat([self._read(batch) for batch in wanted], ignore_index=True)

    def clear(self, done: Iterable[Kept]) -> None:
        """Remove the batches of a run that is over, and the folder if it holds nothing else."""
        for batch in done:
            self._path(batch).unlink(missing_ok=True)
        if {path.name for path in self.folder.iterdir()} == {MARK}:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, batch: Kept) -> Path:
        return self.folder / f"{batch.key}.parquet"

    def _read(self, batch: Kept) -> pd.DataFrame | None:
        try:
            return pd.read_parquet(self._path(batch))
        except (OSError, ValueError):  # absent, cut short, or not Parquet
            return None
