"""Intervals for ratios of sums over lineages: leave one group of lineages out at a time.

The unit that is left out is the lineage, since what follows in one lineage need not be
independent.  Beyond ``MAX_GROUPS`` lineages, groups of lineages are left out together.  The
statistic is put on a scale where its error is nearer to normal, and Student's quantile is used.
Source: Efron and Tibshirani (1993), ch. 11.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import expit, logit
from scipy.stats import t

from veille.analysis.jackknife import standard_error
from veille.analysis.resampling import LEVEL, Estimate

MAX_GROUPS = 200
SCALES: dict[str, tuple[Callable, Callable]] = {"log": (np.log, np.exp), "logit": (logit, expit)}


def left_out(cluster: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the group of each row, and the weights of groups in each replicate.

    Parameters
    ----------
    cluster
        Number of each row's lineage, from 0.

    Returns
    -------
    tuple of numpy.ndarray
        Groups, shape of ``cluster``; weights, shape ``(1 + n_groups, n_groups)``: the first row
        is all ones (the whole sample), each next one leaves a group out.

    Examples
    --------
    >>> group, weights = left_out(np.array([0, 0, 1]))
    >>> group.tolist(), weights.tolist()
    ([0, 0, 1], [[1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    """
    n_groups = int(min(cluster.max(initial=0) + 1, MAX_GROUPS))
    return cluster % n_groups, np.vstack([np.ones(n_groups), 1 - np.eye(n_groups)])


def jackknife(replicates: np.ndarray, scale: str = "log", n_units: int | None = None) -> Estimate:
    """Give a value and its interval from the statistic on the whole, then without each group.

    Parameters
    ----------
    replicates
        Shape ``(1 + n_groups,)``, in the order of `left_out`.
    scale
        One of `SCALES`: ``log`` for a positive statistic, ``logit`` for a proportion.
    n_units
        Groups that carry information; by default, those whose absence changes the value.

    Returns
    -------
    Estimate
        Without bounds (NaN) where the value is missing, sits at the edge of the scale in some
        replicate, or rests on one unit.

    Examples
    --------
    >>> found = jackknife(np.array([2.0, 1.9, 2.0, 2.1]))
    >>> found.value, bool(found.low < 2 < found.high)
    (2.0, True)
    """
    there, back = SCALES[scale]
    value, rest = float(replicates[0]), replicates[1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = there(rest[np.isfinite(rest)])
        centre = there(value)
    units = int((rest != value).sum()) if n_units is None else n_units
    if units < 2 or moved.size < 2 or not np.isfinite([*moved, centre]).all():
        return Estimate(value, float("nan"), float("nan"))
    error = standard_error(np.append(centre, moved))
    half = t.ppf((1 + LEVEL) / 2, units - 1) * error
    return Estimate(value, float(back(centre - half)), float(back(centre + half)))
