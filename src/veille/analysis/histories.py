"""Who saw what, counted by history: the set of watchers who saw a server.

With ``k`` watchers a history is a number from 0 to ``2**k - 1`` whose bit ``j`` says whether
watcher ``j`` saw the server.  Cell 0, the servers that nobody saw, is the one that is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from veille.analysis.summaries import Servers, Summary, Tables, known_of
from veille.assumptions.vocabulary import WATCHERS
from veille.errors import VeilleError

EVERY, FIRST_HAND = "every", "first_hand"
_BITS = {watcher: 1 << place for place, watcher in enumerate(WATCHERS)}


@dataclass(frozen=True, eq=False)
class Histories(Summary):
    """Seen servers by history, with and without the sightings that a relay made.

    Attributes
    ----------
    servers
        Those of the parts.
    counts
        By ``(group, code, kept)``, shape ``(2**k,)``, cell 0 being 0.  Groups are ``all``,
        ``label`` (the watch's) and ``type`` (the true one, where it is known); ``kept`` is
        ``every`` sighting, or ``first_hand`` for those whose route is not a relay.
    by_week
        Sightings by watcher, week and whether a relay made them, by ``(group, code)``, shape
        ``(k, n_weeks, 2)``; weeks go up to the last with a sighting.
    """

    needs: ClassVar[tuple[str, ...]] = ("sightings",)
    welcomes: ClassVar[tuple[str, ...]] = ("servers", "truth_servers")

    servers: Servers
    counts: dict[tuple[str, str, str], np.ndarray]
    by_week: dict[tuple[str, str], np.ndarray]

    @classmethod
    def from_tables(cls, tables: Tables) -> Self:
        """Count the histories of one part."""
        sightings = tables["sightings"]
        counts, by_week = {}, {}
        for group, code, part in _parts(tables, sightings):
            own = part[part["route"] != "relay"]
            for kept, rows in ((EVERY, part), (FIRST_HAND, own)):
                counts[group, code, kept] = count_histories(server_histories(rows))
            by_week[group, code] = count_weeks(part)
        return cls(Servers.of({"sightings": sightings}), counts, by_week)

    def of(self, group: str = "all", code: str = "all", kept: str = EVERY) -> np.ndarray:
        """Give the counts of one group.

        Raises
        ------
        VeilleError
            If no server of that group was seen.
        """
        found = self.counts.get((group, code, kept))
        if found is None or not found.sum():
            raise VeilleError(f"Aucun serveur vu dans le groupe « {code} » : il en faut au moins "
                              "un.")
        return found

    def weeks(self, group: str = "all", code: str = "all") -> np.ndarray:
        """Give the sightings of one group by week, over the whole window of all of them."""
        found, window = self.by_week[group, code], self.by_week["all", "all"].shape[1]
        return np.pad(found, ((0, 0), (0, window - found.shape[1]), (0, 0)))

    def codes(self, group: str) -> list[str]:
        """Give the codes of a group that has any server seen."""
        return sorted({code for kind, code, _ in self.counts if kind == group})


def server_histories(sightings: pd.DataFrame) -> pd.Series:
    """Give the history of each server that has a row, indexed by server.

    Examples
    --------
    >>> rows = pd.DataFrame({"server_id": ["a", "a", "b"], "watcher_id": ["W1", "W3", "W2"]})
    >>> server_histories(rows).to_dict()
    {'a': 5, 'b': 2}
    """
    bit = pd.Series(history_bit(sightings["watcher_id"]), sightings.index, dtype=np.int64)
    return bit.groupby(sightings["server_id"]).sum()


def history_bit(watchers: pd.Series) -> np.ndarray:
    """Give the history that one sighting makes: 1 for the first watcher, 2 for the second…"""
    return watchers.map(_BITS).to_numpy(dtype=np.int64)


def count_histories(histories: np.ndarray) -> np.ndarray:
    """Count servers by history, shape ``(2**k,)``, int64."""
    return np.bincount(np.asarray(histories, dtype=np.int64), minlength=1 << len(_BITS))


def count_weeks(sightings: pd.DataFrame, n_weeks: int | None = None) -> np.ndarray:
    """Count sightings by watcher, week, and whether a relay made them, ``(k, n_weeks, 2)``."""
    week = sightings["week"].to_numpy(dtype=np.int64)
    window = n_weeks or int(week.max(initial=-1)) + 1
    watcher = np.log2(history_bit(sightings["watcher_id"])).astype(np.int64)
    told = (sightings["route"] == "relay").to_numpy(dtype=np.int64)
    cell = (watcher * window + week) * 2 + told
    return np.bincount(cell, minlength=len(_BITS) * window * 2).reshape(len(_BITS), window, 2)


def history_bits(n_cells: int) -> np.ndarray:
    """Say which watchers each history holds, shape ``(2**k, k)``, of 0 and 1.

    Examples
    --------
    >>> history_bits(4).tolist()
    [[0, 0], [1, 0], [0, 1], [1, 1]]
    """
    n_watchers = n_cells.bit_length() - 1
    if n_watchers < 2 or n_cells != 1 << n_watchers:
        raise VeilleError(f"{n_cells} histoires comptées : une puissance de 2, au moins 4, est "
                          "attendue.")
    return (np.arange(n_cells)[:, None] >> np.arange(n_watchers)) & 1


def _parts(
    tables: Tables, sightings: pd.DataFrame
) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Yield the sightings of each group that the tables know of."""
    yield "all", "all", sightings
    columns = {"label": ("servers", "observer_label"), "type": ("truth_servers", "archetype")}
    seen = pd.Index(sightings["server_id"].unique())
    for group, (name, column) in columns.items():
        if name in tables:
            known = known_of(tables[name].set_index("server_id")[column], seen)
            codes = sightings["server_id"].map(known).to_numpy()
            for code, part in sightings.groupby(codes):
                yield group, str(code), part
