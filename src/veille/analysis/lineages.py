"""Known ends and what the watch found after each: lineages, generations, certain follow-up."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from veille.assumptions.vocabulary import REGIMES
from veille.errors import VeilleError


@dataclass(frozen=True)
class Lineages:
    """What a watch knows of ends and successors.

    Attributes
    ----------
    n_weeks
        Length of the window.
    ends
        One row per known end: ``lineage`` (number of the first space known), ``generation``
        (ends since that one), ``regime``, ``week``, ``follow_up`` (days of follow-up that are
        certain, the day within the week being unknown).
    links
        One row per successor found: ``end`` (row of ``ends``), ``lineage``, ``generation`` (of
        the successor), ``born_under`` (regime of that end), ``delay`` (days), ``follow_up`` (of
        that end), ``opened``, ``closed`` (weeks; the window's length if it still exists) and
        ``carried`` (share of the first space's members, along the chain).
    """

    n_weeks: int
    ends: pd.DataFrame
    links: pd.DataFrame

    @property
    def n_lineages(self) -> int:
        """How many lineages have a known end."""
        return int(self.ends["lineage"].max()) + 1 if len(self.ends) else 0

    def with_ends_apart(self) -> "Lineages":
        """Give the same ends, each held to be a lineage of its own (independent of the others)."""
        return replace(self, ends=self.ends.assign(lineage=np.arange(len(self.ends))),
                       links=self.links.assign(lineage=self.links["end"]))


def window_weeks(*tables: pd.DataFrame) -> int:
    """Give the length of a window from the last week that any table names.

    Examples
    --------
    >>> window_weeks(pd.DataFrame({"week": [3, 7]}), pd.DataFrame({"week": [5]}))
    8
    """
    weeks = [int(table["week"].max()) for table in tables if len(table)]
    if not weeks:
        raise VeilleError("Aucune semaine dans ces tables : au moins une ligne est attendue.")
    return max(weeks) + 1


def read_lineages(
    closures: pd.DataFrame, successions: pd.DataFrame, n_weeks: int
) -> Lineages:
    """Put known ends and links together.

    Parameters
    ----------
    closures
        ``server_id``, ``week``, ``cause``, ``sustained``.
    successions
        ``predecessor_id``, ``successor_id``, ``week``, ``delay_days``,
        ``members_carried_share``; each predecessor has its row in ``closures``.

    Raises
    ------
    VeilleError
        If a predecessor has no known end.

    Examples
    --------
    >>> closures = pd.DataFrame({"server_id": ["a", "b"], "week": [2, 5], "sustained": False,
    ...                          "cause": "service"})
    >>> links = pd.DataFrame({"predecessor_id": ["a"], "successor_id": ["b"], "week": [2],
    ...                       "delay_days": [1], "members_carried_share": [0.5]})
    >>> found = read_lineages(closures, links, 10)
    >>> found.ends[["lineage", "generation", "follow_up"]].to_numpy().tolist()
    [[0, 0, 49], [0, 1, 28]]
    >>> found.links[["opened", "closed", "carried"]].to_numpy().tolist()
    [[2.0, 5.0, 0.5]]
    """
    spaces = pd.Index(pd.concat([closures["server_id"], successions["successor_id"]]).unique())
    end_of = pd.Index(closures["server_id"]).get_indexer(successions["predecessor_id"])
    if (end_of < 0).any():
        raise VeilleError("Une résurgence suit un espace sans fin connue : chaque prédécesseur "
                          "est attendu dans « closures ».")
    child = spaces.get_indexer(successions["successor_id"])
    parent, share = np.full(len(spaces), -1), np.ones(len(spaces))
    parent[child] = spaces.get_indexer(successions["predecessor_id"])
    share[child] = successions["members_carried_share"]
    root, generation, carried = climb(parent, share)
    place = spaces.get_indexer(closures["server_id"])
    week = closures["week"].to_numpy()
    ends = pd.DataFrame({
        "lineage": pd.factorize(root[place])[0], "generation": generation[place],
        "regime": regimes(closures), "week": week, "follow_up": 7 * (n_weeks - 1 - week),
    })
    closed = np.full(len(spaces), n_weeks)
    closed[place] = week
    links = pd.DataFrame({
        "end": end_of, "lineage": ends["lineage"].to_numpy()[end_of],
        "generation": generation[child], "born_under": ends["regime"].to_numpy()[end_of],
        "delay": successions["delay_days"].to_numpy(),
        "follow_up": ends["follow_up"].to_numpy()[end_of],
        "opened": successions["week"].to_numpy(), "closed": closed[child],
        "carried": carried[child],
    })
    return Lineages(n_weeks, ends, links)


def regimes(closures: pd.DataFrame) -> np.ndarray:
    """Name the regime of each end: ``isolated``, ``sustained`` or ``voluntary``.

    Examples
    --------
    >>> regimes(pd.DataFrame({"cause": ["service", "service", "voluntary"],
    ...                       "sustained": [False, True, False]})).tolist()
    ['isolated', 'sustained', 'voluntary']
    """
    isolated, sustained, voluntary = REGIMES
    return np.where(closures["cause"] == "service",
                    np.where(closures["sustained"], sustained, isolated), voluntary)


def climb(parent: np.ndarray, share: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give each space's first ancestor, its distance to it, and the product of shares between.

    Parameters
    ----------
    parent
        Row of each space's predecessor; -1 for a first space.
    share
        What each space carries of its predecessor; that of a first space counts too (one).

    Examples
    --------
    >>> root, generation, carried = climb(np.array([-1, 0, 1]), np.array([1.0, 0.5, 0.5]))
    >>> root.tolist(), generation.tolist(), carried.tolist()
    ([0, 0, 0], [0, 1, 2], [1.0, 0.5, 0.25])
    """
    root, generation, carried = np.arange(parent.size), np.zeros(parent.size, int), share.copy()
    while (moving := parent[root] >= 0).any():
        root = np.where(moving, parent[root], root)
        carried = np.where(moving, carried * share[root], carried)
        generation += moving
    return root, generation, carried
