"""Journeys of followed members, summed up: who is at risk of which step, when, and who makes it.

The process lives on whole weeks.  A member in a state from week ``w`` to week ``w + k`` makes
``k`` weekly trials there; the last one moves them, or the follow-up ends first.  A follow-up that
starts late brings its trials from the week it starts, and no earlier: a risk set asks only who is
there, and when (left truncation: Andersen, Borgan, Gill and Keiding, 1993, chapter III).  What
needs the time since arrival keeps only members whose arrival was witnessed.

Counts are kept in `REPLICATES` groups of servers, so that what is estimated from them has an
interval that minds that the members of one server are alike (`veille.analysis.jackknife`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from veille.analysis.steps import N_GATES, WAYS, Steps, read_steps
from veille.analysis.summaries import Servers, Stated, Summary, Tables
from veille.assumptions.vocabulary import CLASSES, PROGRESSIONS, TRANSIENT_STATES

HORIZON = 26  # weeks since arrival
QUICK = 4  # weeks: the longest stay called short
LANDMARK = 8  # weeks since arrival when the past is looked at
BEFORE = len(PROGRESSIONS)  # states before the private area
CELLS = 1 + len(WAYS)  # weekly trials, then moves each way
ENDS = ("private_area", "departed", "reported", "unknown")


@dataclass(frozen=True, eq=False)
class Journeys(Summary):
    """Trials and moves, whole numbers all; the last axis is trials, then moves each way.

    Attributes
    ----------
    servers, groups
        Those of the parts; the codes of the labels that servers are grouped by.
    spells
        Of everybody followed, in any week: shape ``(REPLICATES, groups, gates, 4 states, 5)``.
        The last gate is the one that is not announced.
    since
        Of witnessed arrivals until they reach the private area, by week since arrival: shape
        ``(REPLICATES, groups, HORIZON, 3 states, 5)``.
    after
        The same from their first step into participation, after a short stay in reading (0) or a
        long one (1), by week since that step: ``(REPLICATES, groups, 2, HORIZON, 3, 5)``.
    pace
        Trials and moves forward, by week since arrival and by how long the state just left was
        held (short, long): shape ``(groups, gates, 3, HORIZON, 2, 2)``.
    past
        The same by whether the member was still reading at the landmark, or beyond.
    ends
        Members by how `HORIZON` weeks of follow-up ended (see `ENDS`): shape ``(groups, 2, 4)``,
        for witnessed arrivals, then for members met on the way.
    """

    needs: ClassVar[tuple[str, ...]] = ("journeys", "servers")

    servers: Servers
    groups: Stated
    spells: np.ndarray
    since: np.ndarray
    after: np.ndarray
    pace: np.ndarray
    past: np.ndarray
    ends: np.ndarray

    @classmethod
    def from_tables(
        cls, tables: Tables, groups: Sequence[str] = tuple(CLASSES), unit: str = "server_id"
    ) -> Self:
        """Sum up ``journeys``, by the ``observer_label`` of their servers (see `read_steps`)."""
        steps = read_steps(tables["journeys"], tables["servers"], groups, unit)
        return cls(Servers.of(tables), Stated(tuple(groups)), _spells(steps), since_counts(steps),
                   _after(steps), pace_counts(steps), past_counts(steps), _ends(steps))

    def members(self) -> pd.DataFrame:
        """Give members by group: ``group, witnessed, met``."""
        total = self.ends.sum(axis=2)
        return pd.DataFrame({"group": self.groups.value, "witnessed": total[:, 0],
                             "met": total[:, 1]})

    def place(self, group: str) -> int:
        """Give the place of a group on the axes."""
        return self.groups.value.index(group)


def pace_counts(steps: Steps, *, anew: bool = False) -> np.ndarray:
    """Count trials and moves forward by the length of the stay just ended (see `Journeys`).

    Weeks are counted since the arrival, or since the start of the stay under way with ``anew``:
    then the two pasts are side by side in every week, and more of them are compared, but the
    intensities may not depend on the week since arrival.
    """
    kept = steps.take(steps.witnessed & (steps.step >= 2) & (steps.state < BEFORE))
    if anew:
        kept = replace(kept, since=np.zeros_like(kept.since))
    return _compared(kept, (kept.before > QUICK).astype(np.int64), kept.since)


def past_counts(steps: Steps) -> np.ndarray:
    """Count the same by the state held at the landmark: reading, or beyond (see `Journeys`)."""
    inside = (steps.since <= LANDMARK) & (steps.since + steps.weeks > LANDMARK)
    there = np.full(steps.first.size, -1)
    there[steps.member[inside]] = np.minimum(steps.state[inside], 1)
    later = (steps.since + steps.weeks > LANDMARK) & (there[steps.member] >= 0)
    kept = steps.take(steps.witnessed & later & (steps.state >= 1) & (steps.state < BEFORE))
    return _compared(kept, there[kept.member], np.maximum(kept.since, LANDMARK))


def _spells(steps: Steps) -> np.ndarray:
    shape = (steps.n_replicates, steps.n_groups, N_GATES, len(TRANSIENT_STATES))
    where = (steps.replicate, steps.group, steps.gate, steps.state)
    cell, size = np.ravel_multi_index(where, shape), int(np.prod(shape))
    found = np.zeros((size, CELLS), dtype=np.int64)
    np.add.at(found[:, 0], cell, steps.weeks)
    np.add.at(found, (cell[steps.way > 0], steps.way[steps.way > 0]), 1)
    return found.reshape(*shape, CELLS)


def since_counts(steps: Steps) -> np.ndarray:
    """Count trials and moves by week since the arrival (see `Journeys`)."""
    kept = steps.take(steps.witnessed & steps.before_private)
    shape = (kept.n_replicates, kept.n_groups)
    return _by_week(kept, (kept.replicate, kept.group), shape, kept.since)


def _after(steps: Steps) -> np.ndarray:
    """Start the clock at the first step from reading, and part members by how long it took."""
    turned = steps.witnessed & (steps.step == 1) & (steps.way == WAYS.index("forward") + 1)
    held = np.full(steps.first.size, -1)
    held[steps.member[turned]] = steps.weeks[turned]
    kept = steps.take((held[steps.member] >= 0) & (steps.step >= 2) & steps.before_private)
    held = held[kept.member]
    shape = (kept.n_replicates, kept.n_groups, 2)
    where = (kept.replicate, kept.group, (held > QUICK).astype(np.int64))
    return _by_week(kept, where, shape, kept.since - held)


def _by_week(
    steps: Steps, where: tuple[np.ndarray, ...], shape: tuple[int, ...], start: np.ndarray
) -> np.ndarray:
    """Count trials and moves by week of a clock, shape ``(*shape, HORIZON, 3, CELLS)``."""
    shape = (*shape, BEFORE)
    cell, size = np.ravel_multi_index((*where, steps.state), shape), int(np.prod(shape))
    found = np.zeros((CELLS, size, HORIZON), dtype=np.int64)
    found[0] = _trials(cell, size, start, start + steps.weeks)
    at = start + steps.weeks - 1
    moved = (steps.way > 0) & (at < HORIZON)
    np.add.at(found, (steps.way[moved], cell[moved], at[moved]), 1)
    return np.moveaxis(found.reshape(CELLS, *shape, HORIZON), (-1, 0), (-3, -1))


def _trials(cell: np.ndarray, size: int, start: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Count, week by week, the trials from ``start`` up to ``stop`` excluded."""
    change = np.zeros((size, HORIZON + 1), dtype=np.int64)
    np.add.at(change, (cell, np.minimum(start, HORIZON)), 1)
    np.add.at(change, (cell, np.minimum(stop, HORIZON)), -1)
    return change.cumsum(axis=1)[:, :-1]


def _compared(steps: Steps, side: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Count trials and moves forward on each side, by group, gate, state and week."""
    shape = (steps.n_groups, N_GATES, BEFORE, 2)
    cell = np.ravel_multi_index((steps.group, steps.gate, steps.state, side), shape)
    size, stop = int(np.prod(shape)), steps.since + steps.weeks
    trials = _trials(cell, size, start, stop)
    moves = np.zeros_like(trials)
    moved = (steps.way == WAYS.index("forward") + 1) & (stop - 1 < HORIZON)
    np.add.at(moves, (cell[moved], stop[moved] - 1), 1)
    both = np.stack([trials, moves], axis=-1).reshape(*shape, HORIZON, 2)
    return np.moveaxis(both, -2, -3)


def _ends(steps: Steps) -> np.ndarray:
    """Count members by their first end within `HORIZON` weeks of their first row."""
    end = np.full(steps.first.size, ENDS.index("unknown"))
    soon = steps.since + steps.weeks <= HORIZON
    for code, way in (("reported", "reported"), ("departed", "departed")):
        found = soon & steps.before_private & (steps.way == WAYS.index(way) + 1)
        end[steps.member[found]] = ENDS.index(code)
    inside = (steps.state == BEFORE) & (steps.since <= HORIZON)
    end[steps.member[inside]] = ENDS.index("private_area")
    one = steps.take(steps.opening)
    found = np.zeros((steps.n_groups, 2, len(ENDS)), dtype=np.int64)
    np.add.at(found, (one.group, (~one.witnessed).astype(int), end[one.member]), 1)
    return found
