"""Intervals from groups of servers left out in turn: exact sums, any smooth function of them.

The delete-a-group jackknife (Kott, 2001): servers fall at random into groups, the function is
computed again without each group, and the spread of these values gives the variance.  Servers are
independent, whatever ties the members of one server.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy.special import expit, logit
from scipy.stats import t as student

from veille.analysis.resampling import LEVEL, Estimate

_LINKS: dict[str, tuple[Callable, Callable]] = {
    "identity": (np.asarray, np.asarray), "log": (np.log, np.exp), "logit": (logit, expit),
}
_BOUNDS = {"identity": (-np.inf, np.inf), "log": (0.0, np.inf), "logit": (0.0, 1.0)}


def without_each(groups: np.ndarray) -> np.ndarray:
    """Give the sum over groups, then the sums without each group, along the first axis.

    Examples
    --------
    >>> without_each(np.array([1, 2, 4])).tolist()
    [7, 6, 5, 3]
    """
    total = groups.sum(axis=0)
    return np.concatenate([total[None], total - groups])


def jackknife(values: np.ndarray, link: str = "identity", level: float = LEVEL) -> Estimate:
    """Give a value with Student's interval from its values without each group.

    Parameters
    ----------
    values
        Shape ``(1 + groups,)``: the value first.
    link
        Scale of the interval: ``identity``, ``log`` or ``logit``.  Where a value stands on the
        bound of the scale, the interval is computed on the plain scale and cut at the bound.

    Returns
    -------
    Estimate
        Bounds are missing if a value is, or if nothing varies.

    Examples
    --------
    >>> found = jackknife(np.array([2.0, 1.5, 2.5]))
    >>> found.value, round(found.low, 2), round(found.high, 2)
    (2.0, -4.35, 8.35)
    """
    value = float(values[0])
    if not np.isfinite(values).all() or np.ptp(values) == 0:
        return Estimate(value, float("nan"), float("nan"))
    low, high = _BOUNDS[link]
    forth, back = _LINKS[link] if low < values.min() and values.max() < high else (
        _LINKS["identity"])
    moved = forth(values)
    half = _quantile(values.size - 2, level) * standard_error(moved)
    return Estimate(value, max(low, float(back(moved[0] - half))),
                    min(high, float(back(moved[0] + half))))


@lru_cache
def _quantile(freedom: int, level: float) -> float:
    return float(student.ppf((1 + level) / 2, freedom))


def standard_error(values: np.ndarray) -> float:
    """Give the standard error of a value from its values without each group (Kott, 2001)."""
    rest = values[1:]
    return float(np.sqrt((rest.size - 1) / rest.size * ((rest - rest.mean()) ** 2).sum()))
