"""The product-limit curve with delayed entry, its median, and the ways in which it is misread."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.stats import norm

from veille.analysis.lifetimes import Lives, ages, hazard, risk_table
from veille.analysis.resampling import LEVEL, Estimate
from veille.errors import VeilleError


def product_limit(
    entry: np.ndarray, leave: np.ndarray, died: np.ndarray, level: float = LEVEL
) -> pd.DataFrame:
    """Give the survival curve of lives that are followed from an age to another.

    The estimator of Kaplan and Meier (1958), where somebody is at risk only between the age at
    which they enter and the age at which they leave (Tsai, Jewell and Wang, 1987).  The variance
    is Greenwood's, and the interval is normal on the scale of ``log(-log(survival))``.

    Parameters
    ----------
    entry, leave
        Whole ages, shape ``(n_lives,)``; at risk after the first and up to the second.
    died
        Whether the life ends at ``leave``.

    Returns
    -------
    pandas.DataFrame
        ``age``, ``at_risk``, ``deaths``, ``survival`` (probability of living beyond that age),
        ``low``, ``high``; the curve stops being told when nobody is left.

    Raises
    ------
    VeilleError
        If nobody is ever at risk.

    Examples
    --------
    >>> curve = product_limit(np.array([0, 0, 1]), np.array([1, 3, 3]), np.array([True] * 3))
    >>> curve["at_risk"].tolist(), curve["survival"].tolist()
    ([2, 2, 2], [0.5, 0.5, 0.0])
    """
    table = risk_table(entry, leave, died)
    if table.empty:
        raise VeilleError("Aucune vie suivie plus d’une semaine : au moins une est attendue.")
    trials, deaths = (table[name].to_numpy(dtype=float) for name in ("at_risk", "deaths"))
    survival = np.cumprod(1 - deaths / trials)
    left = trials - deaths
    variance = np.cumsum(np.divide(deaths, trials * left, out=np.zeros_like(left), where=left > 0))
    low, high = _log_log(survival, variance, level)
    return table.assign(survival=survival, low=low, high=high)


def _log_log(
    survival: np.ndarray, variance: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    inside = (survival > 0) & (survival < 1)
    log = np.log(np.where(inside, survival, 0.5))
    half = norm.ppf((1 + level) / 2) * np.sqrt(variance) / np.abs(log)
    bounds = (np.where(inside, np.exp(log * np.exp(sign * half)), survival) for sign in (1, -1))
    return tuple(bounds)


def median_life(curve: pd.DataFrame) -> Estimate:
    """Give the age at which half are gone, and where the bounds of the curve cross one half.

    Infinite where the curve, or its bound, stays above one half.
    """
    found = [_first_at_half(curve["age"], curve[name]) for name in ("survival", "low", "high")]
    return Estimate(*found)


def _first_at_half(age: pd.Series, survival: pd.Series) -> float:
    reached = np.flatnonzero(survival.to_numpy() <= 0.5)
    return float(age.iloc[reached[0]]) if reached.size else np.inf


def complete(lives: Lives) -> Lives:
    """Give the lives whose two ends fall in the window: what people tend to keep."""
    return lives.keep((lives.birth > 0) & lives.died)


def present(lives: Lives) -> Lives:
    """Give the lives that were there when the window began."""
    return lives.keep((lives.start == 0) & ~(lives.birth > 0))


def _since_start(lives: Lives) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.zeros(lives.start.size), lives.stop - lives.start, lives.died


def _without_entry(lives: Lives) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    entry, leave, died = ages(lives)
    return np.zeros_like(entry), leave, died


WAYS: dict[str, Callable[[Lives], Estimate]] = {
    "hazard": lambda lives: hazard(lives).half_life,
    "dated": lambda lives: median_life(product_limit(*ages(lives.dated()))),
    "window": lambda lives: median_life(product_limit(*_since_start(lives))),
    "complete": lambda lives: median_life(product_limit(*ages(complete(lives)))),
    "present": lambda lives: median_life(since_start(present(lives))),
}
"""Ways of saying a half-life from what a watch knows.

``hazard`` counts deaths over trials; ``dated`` keeps the lives born in the window, cut on the
right; ``window`` counts those already there as born at its start; ``complete`` keeps the lives
whose two ends are known; ``present`` follows those that are there at its start, which is what a
list frozen that week goes through.
"""

ARCHIVED: dict[str, Callable[[Lives], Estimate]] = {
    "entry": lambda lives: median_life(product_limit(*ages(lives))),
    "no_entry": lambda lives: median_life(product_limit(*_without_entry(lives))),
}
"""Two more, for whoever knows every birth: ``entry`` lets those already there enter at their age,
``no_entry`` counts them as if they had been followed since birth.
"""


def since_start(lives: Lives) -> pd.DataFrame:
    """Give the product-limit curve of the time spent in the window."""
    return product_limit(*_since_start(lives))
