"""Does the past matter, given the state?  A stratified log-rank test on weekly trials.

Under a Markov process, members in the same state, in the same week since arrival, step forward at
the same rate whatever brought them there.  Two pasts are compared: how long the state just left
was held, with a threshold, and the state held at a landmark week (the idea of the general tests of
Titman and Putter, 2022, which look at many landmarks; one is looked at here).  Strata are the
group, the gate, the state and the week, so that the intensities may vary with all of these.

The test does not say *why* the past matters: a memory of each member, or members of several paces
mixed together, for the quick ones are then found among those who were quick before (Vaupel and
Missov, 2014).
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from veille.analysis.resampling import LEVEL, Estimate


@dataclass(frozen=True)
class MarkovTest:
    """The comparison of two pasts.

    Attributes
    ----------
    ratio
        Weekly probability of stepping forward, first past over second; its log is normal at
        first order.
    z, p_value
        Log-rank statistic and its two-sided p-value; 0 and 1 where nothing can be compared.
    moves
        Moves forward compared.
    """

    ratio: Estimate
    z: float
    p_value: float
    moves: int


def markov_test(counts: np.ndarray) -> MarkovTest:
    """Compare two pasts over strata.

    Parameters
    ----------
    counts
        Shape ``(..., 2 pasts, 2)``: weekly trials, then moves forward.

    Returns
    -------
    MarkovTest
        The statistic is that of Mantel (1966); the ratio is that of Mantel and Haenszel, with the
        variance of Greenland and Robins (1985).

    Examples
    --------
    >>> found = markov_test(np.array([[[100, 20], [100, 10]]]))
    >>> found.ratio.value, round(found.z, 2)
    (2.0, 1.98)
    """
    strata = counts.reshape(-1, 2, 2).astype(float)
    strata = strata[(strata[:, :, 0] > 0).all(axis=1) & (strata[:, :, 1].sum(axis=1) > 0)]
    trials, moves = strata[:, :, 0], strata[:, :, 1]
    n, d = trials.sum(axis=1), moves.sum(axis=1)
    excess = float((moves[:, 0] - d * trials[:, 0] / n).sum())
    variance = float((trials.prod(axis=1) * d * (n - d) / (n**2 * np.maximum(n - 1, 1))).sum())
    z = float(excess / np.sqrt(variance)) if variance > 0 else 0.0
    return MarkovTest(_ratio(trials, moves), z, float(2 * norm.sf(abs(z))), int(d.sum()))


def _ratio(trials: np.ndarray, moves: np.ndarray, level: float = LEVEL) -> Estimate:
    n, d = trials.sum(axis=1), moves.sum(axis=1)
    one = float((moves[:, 0] * trials[:, 1] / n).sum())
    two = float((moves[:, 1] * trials[:, 0] / n).sum())
    if min(one, two) <= 0:
        return Estimate(float("nan"), float("nan"), float("nan"))
    spread = ((d * trials.prod(axis=1) - moves.prod(axis=1) * n) / n**2).sum()
    half = norm.ppf((1 + level) / 2) * np.sqrt(spread / (one * two))
    value = one / two
    return Estimate(value, float(value * np.exp(-half)), float(value * np.exp(half)))
