"""Choose what else to hide, until nothing hidden can be solved.

What is hidden first is small or dominated; the rest is hidden so that its neighbours and margins
do not give it away.  The choice is a heuristic, cheap cells first; the proof is not: every
hidden value, in this release and in all earlier ones, has its interval solved.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from veille.disclosure.bounds import EPSILON, Attack


class NothingLeftError(Exception):
    """No value of the table can be published."""


@dataclass(frozen=True)
class Aim:
    """Something that must stay unknown.

    Attributes
    ----------
    form
        The sum of parts it is: shape ``(1, n_parts)``.
    below, above
        Values that its interval must reach on each side, for a sum; NaN otherwise.
    width
        Least width of its interval, for a count.
    group
        It never was a value of a table: the width is only asked for if the reader is sure that
        it lies between 1 and the minimum.
    """

    form: csr_matrix
    width: float = 0.0
    group: bool = False
    below: float = np.nan
    above: float = np.nan


def rectangles(hidden: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Hide, for each hidden inner cell of a table, the cheapest other three of a rectangle.

    Parameters
    ----------
    hidden, values
        Inner cells, shape ``(rows, columns)``; zeros are never hidden.
    """
    hidden = hidden.copy()
    if min(hidden.shape, default=0) < 2:
        return hidden
    for row, column in zip(*np.nonzero(hidden), strict=True):
        cost = np.where(hidden, 0.0, np.where(values > 0, values, np.inf))
        whole = cost + cost[row][None, :] + cost[:, column][:, None]
        whole[row], whole[:, column] = np.inf, np.inf
        best = np.unravel_index(np.argmin(whole), whole.shape)
        if np.isfinite(whole[best]):
            hidden[best] = hidden[row, best[1]] = hidden[best[0], column] = True
    return hidden


@dataclass
class Concealment:
    """The work on one release.

    Attributes
    ----------
    attack
        What is known of every form, the new release's first.
    values
        True values of the new release's forms, flattened.
    hidden
        Which of them are hidden; grows.
    loosened
        Bounds that a reader has of a new form once it is hidden, shape ``(n_values, 2)``.
    """

    attack: Attack
    values: np.ndarray
    hidden: np.ndarray
    loosened: np.ndarray
    minimum: int

    def protect(self, aims: list[Aim], aim_of: dict[int, Aim]) -> None:
        """Hide until every aim stays unknown; ``aim_of`` gives that of a new hidden value.

        Raises
        ------
        NothingLeftError
            If an aim would be given away even by what is zero, all the rest being hidden.
        """
        waiting = [*aims, *(aim_of[place] for place in np.flatnonzero(self.hidden))]
        while waiting:
            aim = waiting.pop()
            while self._solved(aim):
                waiting.append(aim_of[self._hide_one()])

    def _solved(self, aim: Aim) -> bool:
        """Say whether an aim is known too well; the prices then say what holds it."""
        low, high = self.attack.seen(aim.form)
        if _unknown(aim, low, high, self.minimum):
            return False
        high = max(high, self.attack.extreme(aim.form, -1))
        from_above = np.abs(self.attack.prices)
        if _unknown(aim, low, high, self.minimum):
            return False
        low = min(low, self.attack.extreme(aim.form, 1))
        if high < aim.above:
            self.attack.prices = from_above
        elif np.isnan(aim.above):
            self.attack.prices = from_above + np.abs(self.attack.prices)
        return not _unknown(aim, low, high, self.minimum)

    def _hide_one(self) -> int:
        """Hide the smallest published value that holds what was last found too well known."""
        open_ = ~self.hidden & (self.values > 0)
        holding = open_ & (np.abs(self.attack.prices[:self.values.size]) > EPSILON)
        if not open_.any():
            raise NothingLeftError
        among = np.flatnonzero(holding if holding.any() else open_)
        place = int(among[np.argmin(self.values[among])])
        self.hidden[place] = True
        self.attack.relax(place, *self.loosened[place])
        return place


def _unknown(aim: Aim, low: float, high: float, minimum: int) -> bool:
    if not np.isnan(aim.above):
        return low <= aim.below + EPSILON and high >= aim.above - EPSILON
    sure = low >= 1 - EPSILON and high <= minimum - 1 + EPSILON
    return high - low >= aim.width - EPSILON or (aim.group and not sure)
