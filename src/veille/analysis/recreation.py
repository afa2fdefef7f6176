"""Delays before a successor opens, when the window cuts the long ones off.

A delay is known only if it is shorter than what was left of the window: it is truncated on the
right.  Read backwards from the longest follow-up, truncation on the right is delayed entry, and
the product-limit estimator applies (Lagakos, Barraj and De Gruttola, 1988).  What comes out is the
law of the delays that are shorter than the longest follow-up; nothing is known of the others.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from veille.analysis.coverage import wilson
from veille.analysis.leave_out import jackknife, left_out
from veille.analysis.resampling import Estimate


@dataclass(frozen=True)
class DelayLaw:
    """Distribution functions of delays, one row per set of weights.

    Attributes
    ----------
    days
        Delays seen, increasing, shape ``(n_days,)``.
    below
        Probability of a delay of at most that many days, shape ``(n_sets, n_days)``.
    """

    days: np.ndarray
    below: np.ndarray

    def at(self, day: np.ndarray | float) -> np.ndarray:
        """Give the probability of a delay of at most ``day``, shape ``(n_sets, day.size)``."""
        place = np.searchsorted(self.days, np.atleast_1d(day), side="right")
        return np.column_stack([np.zeros(len(self.below)), self.below])[:, place]

    def mean(self) -> np.ndarray:
        """Give the mean delay of each set, in days."""
        return np.diff(self.below, prepend=0, axis=1) @ self.days


def reverse_product_limit(
    delay: np.ndarray, follow_up: np.ndarray, weights: np.ndarray | None = None
) -> DelayLaw:
    r"""Estimate the law of delays truncated on the right.

    ``F(t)`` is the product, over delays ``s > t`` that were seen, of ``1 - m(s) / Y(s)``: ``m(s)``
    delays equal to ``s``, out of the ``Y(s)`` that are at most ``s`` and whose follow-up reaches
    ``s``.  Assumes that delay and follow-up are independent.

    Parameters
    ----------
    delay, follow_up
        Days, shape ``(n,)``; pairs with ``delay > follow_up`` are left out.
    weights
        Shape ``(n_sets, n)``; by default one set of ones.

    Examples
    --------
    Of four delays, the two of day 3 could be seen by two follow-ups out of four only.

    >>> law = reverse_product_limit(np.array([1, 1, 3, 3]), np.array([1, 1, 9, 9]))
    >>> law.days.tolist(), law.below.round(3).tolist()
    ([1, 3], [[0.0, 1.0]])
    >>> law = reverse_product_limit(np.array([1, 1, 1, 3]), np.array([1, 1, 9, 9]))
    >>> law.below.tolist()  # of two followed far enough, one was late
    [[0.5, 1.0]]
    """
    kept = delay <= follow_up
    delay, follow_up = delay[kept], follow_up[kept]
    weights = np.ones((1, delay.size)) if weights is None else weights[:, kept]
    days = np.unique(delay)
    here = weights @ (delay[:, None] == days)
    at_risk = weights @ ((delay[:, None] <= days) & (days <= follow_up[:, None]))
    stay = 1 - np.divide(here, at_risk, out=np.zeros_like(here), where=at_risk > 0)
    beyond = np.cumprod(stay[:, ::-1], axis=1)[:, ::-1]
    return DelayLaw(days, np.column_stack([beyond[:, 1:], np.ones(len(beyond))])[:, :days.size])


def completed_law(delay: np.ndarray, weights: np.ndarray | None = None) -> DelayLaw:
    """Give the law of the delays seen, as if none were cut off (the usual mistake).

    Examples
    --------
    >>> completed_law(np.array([1, 1, 3, 3])).below.tolist()
    [[0.5, 1.0]]
    """
    return reverse_product_limit(delay, np.full(delay.size, np.inf), weights)


def delay_estimates(links: pd.DataFrame, within: int) -> pd.DataFrame:
    """Estimate the mean delay and the share of delays of at most ``within`` days.

    Parameters
    ----------
    links
        ``delay``, ``follow_up``, ``lineage`` (see `veille.analysis.lineages.Lineages`).

    Returns
    -------
    pandas.DataFrame
        ``method`` (``completed`` or ``corrected``), ``quantity`` (``mean`` or ``within``),
        ``value``, ``low``, ``high``; missing if there is no link.
    """
    delay, follow_up = (links[name].to_numpy() for name in ("delay", "follow_up"))
    group, sets = left_out(pd.factorize(links["lineage"])[0])
    laws = {"completed": completed_law(delay, sets[:, group]),
            "corrected": reverse_product_limit(delay, follow_up, sets[:, group])}
    rows = []
    for method, law in laws.items():
        known = law.days.size > 0
        found = {
            "mean": jackknife(law.mean()) if known else _MISSING,
            "within": share_interval(law.at(within)[:, 0], delay.size) if known else _MISSING,
        }
        rows += [(method, name, one.value, one.low, one.high) for name, one in found.items()]
    return pd.DataFrame(rows, columns=["method", "quantity", "value", "low", "high"])


def share_interval(replicates: np.ndarray, n_links: int) -> Estimate:
    """Give a share and Wilson's interval for as many links as its jackknife variance is worth.

    Near 0 or 1 the variance of a share says little: Wilson's interval keeps a width there.

    Parameters
    ----------
    replicates
        The share, then the share without each group of lineages.
    n_links
        Links behind it; they are never worth more.

    Examples
    --------
    >>> share_interval(np.array([1.0, 1.0, 1.0]), 20).high
    1.0
    """
    value, rest = float(replicates[0]), replicates[1:]
    variance = (rest.size - 1) / rest.size * ((rest - rest.mean()) ** 2).sum()
    binomial = value * (1 - value)
    worth = min(binomial / variance, n_links) if binomial > 0 and variance > 0 else n_links
    return Estimate(value, *wilson(value * worth, worth))


_MISSING = Estimate(float("nan"), float("nan"), float("nan"))
