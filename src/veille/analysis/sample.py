"""A sample of servers with all their rows, for methods that cannot work on sums."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from veille.analysis.summaries import (
    Servers,
    Shared,
    Stated,
    Summary,
    Tables,
    owner_column,
    server_marks,
)


@dataclass(frozen=True, eq=False)
class ServerSample(Summary):
    """The servers of smallest mark, at most ``size``: each had the same chance.

    Marks are spread as if at random, and belong to the server: the sample does not depend on the
    cut.  Rows come by increasing mark, those of one server in the order of the file.

    Attributes
    ----------
    servers, size
        All the servers looked at, and how many are kept at most.
    rows
        Their rows, by table.
    common
        Tables that belong to no server.
    """

    servers: Servers
    size: Stated
    rows: "Kept"
    common: dict[str, Shared]

    @classmethod
    def from_tables(cls, tables: Tables, size: int) -> Self:
        """Keep the servers of smallest mark, and their rows in every table given."""
        owned = {name: frame for name, frame in tables.items()
                 if owner_column(frame.columns) is not None}
        servers = Servers.of(owned)
        common = {name: Shared(frame) for name, frame in tables.items() if name not in owned}
        return cls(servers, Stated(size), Kept(owned, servers.marks, size).cut(), common)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Give the tables of the sample."""
        return self.rows.frames | {name: shared.frame for name, shared in self.common.items()}

    @property
    def whole(self) -> bool:
        """Say whether every server is kept."""
        return len(self.servers) <= self.size.value


@dataclass(frozen=True, eq=False)
class Kept:
    """Rows of the servers whose marks are the ``size`` smallest of ``marks`` (sorted)."""

    frames: dict[str, pd.DataFrame]
    marks: np.ndarray
    size: int

    def __add__(self, other: "Kept") -> "Kept":
        frames = {name: pd.concat([self.frames[name], other.frames[name]], ignore_index=True)
                  for name in self.frames}
        return Kept(frames, np.union1d(self.marks, other.marks), self.size).cut()

    def cut(self) -> "Kept":
        """Drop the servers beyond ``size``, and put rows in order."""
        marks = self.marks[:self.size]
        return Kept({name: _cut(frame, marks) for name, frame in self.frames.items()}, marks,
                    self.size)


def _cut(frame: pd.DataFrame, marks: np.ndarray) -> pd.DataFrame:
    mark = server_marks(frame[owner_column(frame.columns)])
    place = np.minimum(np.searchsorted(marks, mark), max(marks.size - 1, 0))
    kept = np.flatnonzero(marks[place] == mark) if marks.size else np.array([], dtype=int)
    return frame.iloc[kept[np.argsort(place[kept], kind="stable")]].reset_index(drop=True)
