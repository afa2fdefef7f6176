"""What a reproduction number implies: closed forms of a branching process.

A space leaves a negative binomial number of successors, mean ``R`` and shape ``k`` (Poisson if
``k`` is infinite).
"""

import numpy as np
from scipy.optimize import brentq


def no_successor(mean: float, shape: float = np.inf, at: float = 0.0) -> float:
    """Give the generating function of the number of successors; at 0, the chance of none.

    Examples
    --------
    >>> round(no_successor(0.8), 3), round(no_successor(0.8, 2), 3)
    (0.449, 0.51)
    """
    if np.isinf(shape):
        return float(np.exp(mean * (at - 1)))
    return float((1 + mean / shape * (1 - at)) ** -shape)


def extinct_within(mean: float, generations: int, shape: float = np.inf) -> float:
    """Give the chance that a lineage holds no space beyond that many generations.

    Examples
    --------
    >>> [round(extinct_within(0.8, g, 2), 2) for g in (1, 2, 10)]
    [0.51, 0.7, 0.97]
    """
    chance = 0.0
    for _ in range(generations):
        chance = no_successor(mean, shape, chance)
    return chance


def extinction(mean: float, shape: float = np.inf) -> float:
    """Give the chance that a lineage dies out, however long it takes: 1 up to a mean of 1.

    Examples
    --------
    >>> extinction(0.95), round(extinction(2.0), 4)
    (1.0, 0.2032)
    """
    if mean <= 1:
        return 1.0
    start = no_successor(mean, shape)  # the root lies above the chance of no successor, below 1
    last = 1 - 1e-9
    if no_successor(mean, shape, last) >= last:
        return 1.0
    return float(brentq(lambda at: no_successor(mean, shape, at) - at, start, last))


def spaces_to_come(mean: float) -> float:
    """Give the mean number of successors of all generations, ``R / (1 - R)``; infinite from 1.

    Examples
    --------
    >>> round(spaces_to_come(0.8), 6)
    4.0
    """
    return mean / (1 - mean) if mean < 1 else float("inf")
