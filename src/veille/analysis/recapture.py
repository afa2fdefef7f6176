"""How many were missed, from two lists or from singles and pairs: formulas without a model fit.

The estimand is the number of servers that could be seen and that no watcher saw.  Counts come by
history, as `veille.analysis.histories` gives them, one table or many at once (first axis).
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from veille.analysis.histories import history_bits
from veille.analysis.resampling import LEVEL, Estimate


@dataclass(frozen=True)
class Hidden:
    """Numbers of servers never seen, one per table: value and bounds, same shape.

    A bound that the data do not give is infinite.
    """

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def at(self, place: int) -> Estimate:
        """Give one of them."""
        return Estimate(*(float(part[place]) for part in (self.value, self.low, self.high)))


def longest_pair(counts: np.ndarray) -> tuple[int, int]:
    """Give the two watchers whose lists are the longest, summed over the tables."""
    totals = np.atleast_2d(counts).sum(axis=0) @ history_bits(counts.shape[-1])
    one, two = sorted(np.argsort(-totals, kind="stable")[:2].tolist())
    return one, two


def pair_table(counts: np.ndarray, one: int, two: int) -> tuple[np.ndarray, ...]:
    """Give the lengths of two watchers' lists and what they share, each of shape ``(n_tables,)``.
    """
    counts = np.atleast_2d(counts)
    bits = history_bits(counts.shape[1])
    return counts @ bits[:, one], counts @ bits[:, two], counts @ (bits[:, one] * bits[:, two])


def chapman(counts: np.ndarray, one: int, two: int, level: float = LEVEL) -> Hidden:
    """Estimate from two lists the servers that neither holds, minus those another watcher saw.

    Chapman's (1951) estimator ``(n1 + 1)(n2 + 1) / (m + 1) - 1`` of the whole population, its
    variance (Seber, 1982, p. 60), and the log-normal interval of Chao (1987) on what both lists
    miss, which cannot fall under what was seen.  It assumes that being on one list says nothing of
    being on the other.

    Returns
    -------
    Hidden
        Servers that no watcher saw.  The value may be negative: the other watchers then saw more
        than the two lists make believe.

    Examples
    --------
    >>> two_lists = np.array([0, 781, 254, 167])  # Seber (1982, p. 107)
    >>> round(chapman(two_lists, 0, 1).value[0] + two_lists.sum())
    2383
    """
    first, second, both = (part.astype(float) for part in pair_table(counts, one, two))
    seen = first + second - both
    whole = (first + 1) * (second + 1) / (both + 1) - 1
    variance = ((first + 1) * (second + 1) * (first - both) * (second - both)
                / ((both + 1) ** 2 * (both + 2)))
    missed = log_normal(whole - seen, variance, level)
    elsewhere = np.atleast_2d(counts).sum(axis=1) - seen
    return Hidden(*(part - elsewhere for part in (missed.value, missed.low, missed.high)))


def chao_bound(counts: np.ndarray, level: float = LEVEL) -> Hidden:
    """Give a lower bound of the servers never seen, from those that one or two watchers saw.

    Let ``z_i`` be the servers that watcher ``i`` alone saw, and ``f_2`` those that exactly two
    saw.  If watchers are independent given a server, and servers easier for one are not harder
    for another, then ``E z_i E z_j <= E z_ij E z_0`` (Cauchy and Schwarz, or Chebyshev), so that
    ``sum_{i<j} z_i z_j / f_2`` falls short of the servers never seen, on average.  With equal
    watchers it is the bound of Chao (1987), up to the factor ``(k - 1) / k``; ``f_2 + 1`` takes
    most of the bias of a ratio away.  Where servers do not differ, it is an estimate.

    The interval is log-normal (Chao, 1987), with the variance of first order over Poisson counts
    plus that of the count aimed at: with equal watchers, it is the variance of Chao (1987).

    Examples
    --------
    >>> seen = np.array([0, 40, 30, 10, 20, 10, 10, 2])
    >>> round(float(chao_bound(seen).value[0]), 1)
    83.9
    """
    counts = np.atleast_2d(counts).astype(float)
    bits = history_bits(counts.shape[1])
    depth = bits.sum(axis=1)
    single = counts[:, 1 << np.arange(bits.shape[1])]
    once, twice = single.sum(axis=1), counts[:, depth == 2].sum(axis=1) + 1
    products = (once**2 - (single**2).sum(axis=1)) / 2
    spread = (single * (once[:, None] - single) ** 2).sum(axis=1)
    value = products / twice
    variance = spread / twice**2 + products**2 / twice**3 + value
    return log_normal(value, variance, level)


def log_normal(value: np.ndarray, variance: np.ndarray, level: float = LEVEL) -> Hidden:
    """Give the log-normal interval of a number that cannot be negative (Chao, 1987).

    Where the value is not above 0 nothing can be said: bounds are 0 and infinity.
    """
    known = value > 0
    safe = np.where(known, value, 1.0)
    spread = np.sqrt(np.log1p(np.where(known, variance, 0.0) / safe**2))
    factor = np.exp(norm.ppf((1 + level) / 2) * spread)
    return Hidden(value, np.where(known, safe / factor, 0.0),
                  np.where(known, safe * factor, np.inf))


def at_least(counts: np.ndarray, level: float = LEVEL) -> np.ndarray:
    """Give what may be claimed: at least so many more servers, at the level asked, one-sided."""
    return np.floor(chao_bound(counts, 2 * level - 1).low)
