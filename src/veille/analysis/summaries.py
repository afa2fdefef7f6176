"""Summaries that merge: what an analysis keeps of one part of the data, and how parts add up.

An analysis that meets big tables is cut in three: ``Kind.from_tables(tables)`` sums up one part,
`combine` adds summaries, and an estimator reads the whole summary.  Every sum is exact (see
`veille.analysis.exact`), so that the result is the same, bit for bit, on one frame, on the parts
of a folder or on a cluster, whatever the cut and the order.

The one thing that the cut must respect is the server: what is measured on a server needs all its
rows.  The generator keeps them in one block, and a block in one part; each summary carries the
marks of its servers, and two parts that share one are refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self, TypeVar

import numpy as np
import pandas as pd

from veille.errors import VeilleError
from veille.partitions import OWNERS

Tables = Mapping[str, pd.DataFrame]


class Summary:
    """A frozen dataclass that sums up tables; its fields all add up.

    A field may be a whole number, an array (padded with zeros to the larger shape), a mapping of
    such things, or an object with its own ``+``.

    Attributes
    ----------
    needs, welcomes
        Tables that it is made from, and those that it also uses where they are present.
    """

    needs: ClassVar[tuple[str, ...]] = ()
    welcomes: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def from_tables(cls, tables: Tables, **options: object) -> Self:
        """Sum up the tables of one part."""
        raise NotImplementedError

    def __add__(self, other: Self) -> Self:
        mine, theirs = (_parts(summary) for summary in (self, other))
        return type(self)(**{name: _add(mine[name], theirs[name]) for name in mine})


@dataclass(frozen=True, eq=False)
class Servers:
    """The servers of a summary, as sorted 64-bit marks drawn from their identifiers.

    A mark is the same on every machine; two servers of a world of ten million share one with
    a probability of three in a million, and a clear error would say so.
    """

    marks: np.ndarray

    @classmethod
    def of(cls, tables: Tables) -> "Servers":
        """Give all the servers that own a row of these tables."""
        owners = [frame[column] for frame in tables.values()
                  if (column := owner_column(frame.columns)) is not None]
        return cls(np.unique(np.concatenate([server_marks(owner) for owner in owners])))

    def __len__(self) -> int:
        return self.marks.size

    def __add__(self, other: "Servers") -> "Servers":
        marks = np.union1d(self.marks, other.marks)
        doubled = len(self) + len(other) - marks.size
        if doubled:
            raise VeilleError(
                f"{doubled} serveur(s) ont des lignes dans deux parties des données : toutes les "
                "lignes d’un serveur sont attendues dans une seule partie."
            )
        return Servers(marks)


@dataclass(frozen=True, eq=False)
class Shared:
    """A table that is the same for all parts, such as the lexicon."""

    frame: pd.DataFrame

    def __add__(self, other: "Shared") -> "Shared":
        if not self.frame.equals(other.frame):
            raise VeilleError("Deux parties des données n’ont pas la même table commune "
                              f"({', '.join(self.frame.columns[:2])}…) : une seule est attendue.")
        return self


@dataclass(frozen=True)
class Stated:
    """Something that was stated to make a summary: the same for all parts."""

    value: object

    def __add__(self, other: "Stated") -> "Stated":
        if self != other:
            raise VeilleError(f"Deux résumés n’ont pas été demandés de même ({self.value} et "
                              f"{other.value}) : les mêmes réglages sont attendus.")
        return self


S = TypeVar("S", bound=Summary)


def owner_column(columns: Iterable[str]) -> str | None:
    """Give the column that names the server of a row, if there is one."""
    return next((name for name in OWNERS if name in columns), None)


def known_of(known: pd.Series, server_ids: pd.Index) -> pd.Series:
    """Give what another table of the part says of some servers, in their order.

    Raises
    ------
    VeilleError
        If it lacks one: its rows are then in another part, or nowhere.
    """
    lost = ~server_ids.isin(known.index)
    if lost.any():
        raise VeilleError(
            f"« {server_ids[lost][0]} » et {int(lost.sum()) - 1} autre(s) serveur(s) ont des "
            "lignes dans deux parties des données, ou manquent d’une table : toutes les lignes "
            "d’un serveur sont attendues dans une seule partie."
        )
    return known.loc[server_ids]


def server_marks(server_ids: pd.Series) -> np.ndarray:
    """Give the 64-bit mark of each identifier: evenly spread, the same everywhere.

    Examples
    --------
    >>> server_marks(pd.Series(["S00000001"])).tolist()
    [1020533241523825716]
    """
    return pd.util.hash_array(server_ids.to_numpy(dtype=object))


def combine(summaries: Iterable[S]) -> S:
    """Add summaries up, in any order; only a few stand in memory at once.

    Raises
    ------
    VeilleError
        If there is none, or if two of them hold the same server.
    """
    stack: list[tuple[int, S]] = []  # as the digits of a binary counter: sums of equal weight
    for summary in summaries:
        weight = 1
        while stack and stack[-1][0] == weight:
            summary, weight = stack.pop()[1] + summary, 2 * weight
        stack.append((weight, summary))
    if not stack:
        raise VeilleError("Aucune partie à résumer : au moins une est attendue.")
    total = stack.pop()[1]
    while stack:
        total = stack.pop()[1] + total
    return total


def identical(one: object, two: object) -> bool:
    """Say whether two summaries are the same, bit for bit."""
    if type(one) is not type(two):
        return False
    if isinstance(one, Mapping):
        return one.keys() == two.keys() and all(identical(one[key], two[key]) for key in one)
    if isinstance(one, np.ndarray):
        return one.dtype == two.dtype and np.array_equal(one, two)
    if isinstance(one, pd.DataFrame):
        return one.equals(two) and one.dtypes.equals(two.dtypes)
    if hasattr(one, "__dataclass_fields__"):
        return identical(_parts(one), _parts(two))
    return bool(one == two)


def _parts(summary: Any) -> dict[str, Any]:
    return {field.name: getattr(summary, field.name) for field in fields(summary)}


def _add(one: Any, two: Any) -> Any:
    if isinstance(one, Mapping):
        both = {key: _add(one[key], two[key]) for key in one if key in two}
        return type(one)({**one, **two, **both})
    if isinstance(one, np.ndarray):
        shape = tuple(map(max, one.shape, two.shape))
        return _padded(one, shape) + _padded(two, shape)
    return one + two


def _padded(array: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    missing = [(0, wanted - found) for found, wanted in zip(array.shape, shape, strict=True)]
    return np.pad(array, missing) if array.shape != shape else array
