"""The interval that a profile likelihood gives to servers never seen, for many tables at once."""

from collections.abc import Callable

import numpy as np
from scipy.stats import chi2

from veille.analysis.recapture import Hidden
from veille.analysis.resampling import LEVEL

_HALVINGS = 22
_FURTHEST = 1_000  # servers never seen are sought up to so many times those seen

Curve = Callable[[np.ndarray], np.ndarray]


def profile_interval(
    seen: np.ndarray, loglik: Curve, slope: Curve, level: float = LEVEL
) -> Hidden:
    """Give where a profile is largest, and where it falls by half a chi-squared quantile (1 df).

    Parameters
    ----------
    seen
        Servers seen, shape ``(n_tables,)``.
    loglik, slope
        The profile and its derivative, as functions of the servers never seen, one per table; the
        profile rises, then falls.

    Returns
    -------
    Hidden
        A lower bound of 0 means that having seen all is not excluded; an infinite value or upper
        bound, that the likelihood still grows, or has not fallen enough, at 1,000 times the
        servers seen.

    Examples
    --------
    A normal profile of mean 50 and variance 25:

    >>> found = profile_interval(np.array([10.0]), lambda u: -(u - 50)**2 / 50, lambda u: 50 - u)
    >>> [round(float(part[0]), 1) for part in (found.value, found.low, found.high)]
    [50.0, 40.2, 59.8]
    """
    nothing, furthest = np.zeros(len(seen)), np.log1p(_FURTHEST * seen)
    top = _halve(nothing, furthest, lambda hidden: slope(hidden) > 0)
    floor = loglik(np.expm1(top)) - chi2.ppf(level, 1) / 2
    low = _halve(nothing, top, lambda hidden: loglik(hidden) < floor)
    high = _halve(top, furthest, lambda hidden: loglik(hidden) > floor)
    value, low, high = (np.expm1(part) for part in (top, low, high))
    beyond = 0.999 * _FURTHEST * seen
    return Hidden(np.where(value > beyond, np.inf, np.where(value < 1e-3, 0.0, value)),
                  np.where(low < 1e-3, 0.0, low), np.where(high > beyond, np.inf, high))


def _halve(left: np.ndarray, right: np.ndarray, further: Curve) -> np.ndarray:
    """Halve ``[left, right]``, in ``log(1 + hidden)``, towards where ``further`` stops."""
    for _ in range(_HALVINGS):
        middle = (left + right) / 2
        on = further(np.expm1(middle))
        left, right = np.where(on, middle, left), np.where(on, right, middle)
    return (left + right) / 2
