"""Is it better to follow a model than to report everything, or nothing?"""

import numpy as np
import pandas as pd

from veille.analysis.kappa import Z
from veille.analysis.resampling import Estimate


def net_benefit(
    flagged: np.ndarray, at_risk: np.ndarray, threshold: float, base_rate: float
) -> Estimate:
    """Give the net benefit of a rule, per server (Vickers and Elkin, 2006).

    It is the share of all servers rightly flagged, minus the share wrongly flagged times
    ``threshold / (1 - threshold)``: who acts from a probability ``threshold`` on accepts that
    many wrong flags at most for each right one.

    Parameters
    ----------
    flagged, at_risk
        Booleans, shape ``(n_servers,)``, both classes present.
    threshold
        Between 0 and 1, both excluded.
    base_rate
        Share of at-risk servers where the rule is to be used; the classes are weighted to it.

    Examples
    --------
    >>> known = np.array([True, True, False, False])
    >>> net_benefit(known, known, 0.2, base_rate=0.1).value
    0.1
    """
    cost = threshold / (1 - threshold)
    right, wrong = flagged[at_risk], flagged[~at_risk]
    value = base_rate * right.mean() - (1 - base_rate) * cost * wrong.mean()
    half = Z * np.hypot(base_rate * _error(right), (1 - base_rate) * cost * _error(wrong))
    return Estimate(float(value), float(value - half), float(value + half))


def shift(probability: np.ndarray, base_rate: float, other: float) -> np.ndarray:
    """Move probabilities learnt at one base rate to another, all else equal (Bayes' theorem)."""
    factor = other / (1 - other) / (base_rate / (1 - base_rate))
    odds = factor * probability / np.maximum(1 - probability, 1e-15)
    return odds / (1 + odds)


def decision_curve(
    probability: np.ndarray, at_risk: np.ndarray, thresholds: np.ndarray, base_rate: float
) -> pd.DataFrame:
    """Give the net benefit of a model and of both blanket policies at each threshold.

    Returns
    -------
    pandas.DataFrame
        ``threshold``, ``model``, ``low``, ``high`` and ``everything``; reporting nothing is 0.
    """
    own = shift(probability, float(at_risk.mean()), base_rate)
    everybody = np.ones(at_risk.size, dtype=bool)
    rows = []
    for threshold in thresholds:
        found = net_benefit(own >= threshold, at_risk, threshold, base_rate)
        whole = net_benefit(everybody, at_risk, threshold, base_rate)
        rows.append((threshold, found.value, found.low, found.high, whole.value))
    return pd.DataFrame(rows, columns=["threshold", "model", "low", "high", "everything"])


def _error(flags: np.ndarray) -> float:
    return float(np.sqrt(flags.mean() * (1 - flags.mean()) / flags.size))
