"""Sums that come out the same, to the last bit, however they are cut and in whatever order.

Adding floating numbers in another order changes their last bits, so that two engines would not
agree.  Here each server's value is rounded once, to a whole number of steps of ``2**-16``
(0.000015, when the finest number displayed has three decimals), and whole numbers are added: that
is exact, hence associative and commutative.  Exact rational sums were set aside because their
denominators grow with the number of servers, and Shewchuk's partial sums because products, which
variances need, would have to be split first.  Counts are whole numbers already.
"""

from collections import Counter
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.stats import t as student

from veille.analysis.resampling import LEVEL, Estimate
from veille.errors import VeilleError

SCALE = 2**16  # steps per unit
_LARGEST = 2**46  # a value of so many units still has its steps in 64 bits
_HALF = 15  # bits of half a number whose products are added in 64


def fixed(values: np.ndarray) -> np.ndarray:
    """Give values as whole numbers of steps, ties to even; same shape, int64.

    Raises
    ------
    VeilleError
        If a value is missing or infinite, or too large to be held.

    Examples
    --------
    >>> fixed(np.array([0.5, -1.0])).tolist()
    [32768, -65536]
    """
    values = np.asarray(values, dtype=float)
    wrong = ~(np.abs(values) < _LARGEST)
    if wrong.any():
        raise VeilleError(f"Une mesure vaut {values[wrong][0]:g} : un nombre fini de valeur "
                          f"absolue inférieure à {_LARGEST:.0e} est attendu.")
    return np.rint(values * SCALE).astype(np.int64)


def tally(values: np.ndarray) -> Counter:
    """Count values by their whole number of steps."""
    step, times = np.unique(fixed(values), return_counts=True)
    return Counter(dict(zip(step.tolist(), times.tolist(), strict=True)))


@dataclass(frozen=True, eq=False)
class Moments:
    """Exact sums over servers of a vector and of its products, in steps and squared steps.

    Attributes
    ----------
    n
        Servers.
    total, cross
        Python integers in object arrays, shapes ``(k,)`` and ``(k, k)``.
    """

    n: int
    total: np.ndarray
    cross: np.ndarray

    def __add__(self, other: "Moments") -> "Moments":
        return Moments(self.n + other.n, self.total + other.total, self.cross + other.cross)

    def mean(self, place: int = 0) -> float:
        """Give the mean of one component; missing without any server."""
        return int(self.total[place]) / (self.n * SCALE) if self.n else float("nan")

    def variance(self, place: int = 0) -> float:
        """Give the unbiased variance of one component; missing under two servers."""
        if self.n < 2:
            return float("nan")
        spread = self.n * int(self.cross[place, place]) - int(self.total[place]) ** 2
        return spread / (self.n * (self.n - 1) * SCALE**2)

    def totals(self) -> np.ndarray:
        """Give the sums as floats, shape ``(k,)``."""
        return np.array([int(total) / SCALE for total in self.total])

    def spread(self, gradient: np.ndarray) -> float:
        """Give the standard error of a function of the totals, from its gradient at them.

        First order (delta method, as for the ratio of two totals): servers are independent, and
        as many as there are.
        """
        mean = np.array([int(total) / self.n for total in self.total]) / SCALE
        products = np.array([[int(cell) / SCALE**2 for cell in row] for row in self.cross])
        centred = products - self.n * np.outer(mean, mean)
        squared = gradient @ centred @ gradient
        return sqrt(max(float(squared), 0.0) * self.n / (self.n - 1)) if self.n > 1 else np.nan


def moments(values: np.ndarray) -> Moments:
    """Add up one vector per server, shape ``(n_servers, k)`` or ``(n_servers,)``."""
    steps = fixed(values)
    steps = steps.reshape(len(steps), -1) if steps.ndim > 1 else steps[:, None]
    return Moments(len(steps), steps.astype(object).sum(axis=0) + 0, _cross(steps))


def _cross(steps: np.ndarray) -> np.ndarray:
    """Add up products of steps exactly, in 64 bits where they fit."""
    if np.abs(steps).max(initial=0) >= 2 ** (2 * _HALF):
        large = steps.astype(object)
        return large.T @ large
    high, low = steps >> _HALF, steps & (2**_HALF - 1)
    both = [(one.T @ two).astype(object) for one, two in ((high, high), (high, low), (low, low))]
    return (both[0] << 2 * _HALF) + ((both[1] + both[1].T) << _HALF) + both[2]


def products(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Add up products of whole numbers over rows, ``one.T @ two``, exactly.

    Shapes ``(n, k)`` and ``(n, l)``, held as float64; gives int64.  Rows are taken so many at a
    time that every partial sum is a whole number under ``2**53``, which floats hold exactly: the
    fast product of matrices then makes no error, in whatever order it adds.
    """
    largest = np.abs(one).max(initial=1) * np.abs(two).max(initial=1)
    rows = int(max(2**53 // largest, 1))
    total = np.zeros((one.shape[1], two.shape[1]), dtype=np.int64)
    for start in range(0, len(one), rows):
        total += (one[start:start + rows].T @ two[start:start + rows]).astype(np.int64)
    return total


def mean_estimate(found: Moments, level: float = LEVEL) -> Estimate:
    """Give a mean over servers with Student's interval; a lone server has no bounds."""
    value, error = found.mean(), sqrt(found.variance() / found.n) if found.n > 1 else np.nan
    return _around(value, error, found.n - 1, level)


def difference_estimate(one: Moments, two: Moments, level: float = LEVEL) -> Estimate:
    """Give the difference of two means with the interval of Welch (1947)."""
    parts = [found.variance() / found.n if found.n > 1 else np.nan for found in (one, two)]
    total = sum(parts)
    below = parts[0] ** 2 / max(one.n - 1, 1) + parts[1] ** 2 / max(two.n - 1, 1)
    freedom = total**2 / below if below > 0 else one.n + two.n - 2
    return _around(one.mean() - two.mean(), sqrt(total) if total == total else np.nan, freedom,
                   level)


def delta_estimate(one: Counter, two: Counter, level: float = LEVEL) -> Estimate:
    """Give Cliff's delta from two tallies, with the interval of its consistent variance.

    The delta is the mean, over the first class, of how much more often a value is above those of
    the second than below (its dominance), and the reverse: the variance adds those of the two
    (Cliff, 1993; DeLong and others, 1988).

    Examples
    --------
    >>> delta_estimate(Counter({3: 1, 1: 1}), Counter({1: 1, 0: 1})).value
    0.75
    """
    n, m = sum(one.values()), sum(two.values())
    forth, back = _dominance(one, two), _dominance(two, one)
    value = sum(times * forth[step] for step, times in one.items()) / (n * m)
    if min(n, m) < 2:
        return _around(value, np.nan, 1, level)
    error = sqrt(_tally_variance(one, forth, m) / n + _tally_variance(two, back, n) / m)
    found = _around(value, error, min(n, m) - 1, level)
    return Estimate(value, max(found.low, -1.0), min(found.high, 1.0))


def _dominance(one: Counter, two: Counter) -> dict[int, int]:
    """Count, for each value of ``one``, those of ``two`` below it minus those above."""
    steps = np.array(sorted(two), dtype=np.int64)
    upto = np.concatenate([[0], np.cumsum([two[step] for step in steps.tolist()])])
    asked = np.array(sorted(one), dtype=np.int64)
    below, not_above = (upto[np.searchsorted(steps, asked, side)] for side in ("left", "right"))
    return dict(zip(asked.tolist(), (below + not_above - upto[-1]).tolist(), strict=True))


def _tally_variance(values: Counter, dominance: dict[int, int], size: int) -> float:
    n = sum(values.values())
    total = sum(times * dominance[step] for step, times in values.items())
    squares = sum(times * dominance[step] ** 2 for step, times in values.items())
    return (n * squares - total**2) / (n * (n - 1) * size**2)


def _around(value: float, error: float, freedom: float, level: float) -> Estimate:
    half = float(student.ppf((1 + level) / 2, max(freedom, 1))) * error
    return Estimate(value, value - half, value + half)
