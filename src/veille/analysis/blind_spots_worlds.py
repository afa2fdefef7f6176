"""Fresh worlds whose hidden number is known, reduced to what the estimators of it read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from veille.analysis.histories import (
    EVERY,
    FIRST_HAND,
    count_histories,
    count_weeks,
    history_bit,
)
from veille.assumptions import Catalogue
from veille.synth import World

_WEEKS = 52
_OLD = 200  # weeks, the largest mean age that the catalogue allows


@dataclass(frozen=True)
class Study:
    """Which fresh worlds are made, and how they are looked at.

    Attributes
    ----------
    whole_window
        Keep only the servers that exist from the first week to the last: a closed population.
    unwritten
        Probability that a watcher does not write down a server that the team has already; 0 as
        in the world, where each keeps a list of their own.
    """

    catalogue: Catalogue
    seeds: Iterable[int]
    n_servers: int
    whole_window: bool = False
    unwritten: float = 0.0

    def homogeneous(self) -> "Study":
        """Give the study where watchers are independent and all servers are seen alike.

        Nobody tells anybody, popularity changes nothing, servers are old and do not end; the few
        that are made during the window are left out.
        """
        never = {name: dict.fromkeys(self.catalogue.value(name), 0.0)
                 for name in ("service_closure_rate", "voluntary_end_rate")}
        equal = self.moved(relay_probability=0, sighting_popularity_exponent=0,
                           age_weeks_mean=_OLD, **never)
        return replace(equal, whole_window=True)

    def moved(self, **values: object) -> "Study":
        """Give the same study with other assumptions."""
        return replace(self, catalogue=self.catalogue.replace(**values))


@dataclass(frozen=True)
class Planted:
    """The worlds of a study: histories by what is kept of relays, and what nobody saw.

    Attributes
    ----------
    counts
        By ``every`` and ``first_hand``, shape ``(n_worlds, 2**k)``.
    by_week
        Sightings as `veille.analysis.waiting.dated` reads them, ``(n_worlds, k, n_weeks, 2)``.
    hidden, unseeable
        Servers never seen although they could be, and those that nobody can see; per world.
    partial
        Share of servers that exist in a part of the window only, over all worlds.
    """

    counts: dict[str, np.ndarray]
    by_week: np.ndarray
    hidden: np.ndarray
    unseeable: np.ndarray
    partial: float

    @property
    def seen(self) -> np.ndarray:
        """Servers seen by somebody, per world."""
        return self.counts[EVERY].sum(axis=1)


def plant(study: Study) -> Planted:
    """Make the worlds of a study and count their histories."""
    rows = [_one_world(study, seed) for seed in study.seeds]
    every, first, *others, partial = (np.array(part) for part in zip(*rows, strict=True))
    return Planted({EVERY: every, FIRST_HAND: first}, *others, float(partial.mean()))


def _one_world(study: Study, seed: int) -> tuple:
    tables = World(study.catalogue, seed, study.n_servers, _WEEKS).topics("sightings")
    servers, sightings = tables["truth_servers"], tables["sightings"]
    whole = ((servers["created_week"] <= 0) & servers["end_week"].isna()).to_numpy()
    kept = whole if study.whole_window else np.ones(len(servers), dtype=bool)
    if study.unwritten:
        sightings = _written(sightings, study.unwritten, np.random.default_rng([seed, 11]))
    place = pd.Index(servers["server_id"]).get_indexer(sightings["server_id"])
    place, sightings = place[kept[place]], sightings[kept[place]]
    bit, own = history_bit(sightings["watcher_id"]), (sightings["route"] != "relay").to_numpy()
    every, first = (_cells(np.bincount(place[rows], bit[rows]))
                    for rows in (slice(None), own))
    by_week = count_weeks(sightings, _WEEKS)
    seeable = servers["seeable"].to_numpy()[kept]
    hidden = int(seeable.sum() - every.sum())
    return every, first, by_week, hidden, int((~seeable).sum()), float(1 - whole.mean())


def _cells(histories: np.ndarray) -> np.ndarray:
    """Count the servers that have a history, cell 0 being left empty."""
    return count_histories(histories[histories > 0])


def _written(
    sightings: pd.DataFrame, unwritten: float, rng: np.random.Generator
) -> pd.DataFrame:
    """Drop sightings of servers that the team has already, with probability ``unwritten``."""
    by_time = sightings.sort_values(["server_id", "week", "watcher_id"], kind="stable")
    known = by_time["server_id"].duplicated().to_numpy()
    return by_time[~(known & (rng.random(len(by_time)) < unwritten))]
