"""How many were missed, from the weeks of sightings: a relay ends a wait, and is no sighting.

A watcher who is told of a server goes and looks: the wait for their own sighting stops there,
unknown.  Taking relays away forgets that the wait was cut short; the weeks say how long it lasted.
"""

import numpy as np
from scipy.special import digamma, gammaln, xlogy

from veille.analysis.profile_search import profile_interval
from veille.analysis.recapture import Hidden
from veille.analysis.resampling import LEVEL

OWN, TOLD = 0, 1


def dated(by_week: np.ndarray, seen: np.ndarray, level: float = LEVEL) -> Hidden:
    r"""Estimate the servers never seen when first-hand sightings come at a steady rate.

    Watcher ``j`` first sees each server by themselves after an exponential wait of rate ``r_j``,
    the same for all servers, cut by the end of the window or by a relay.  With ``m_j`` first-hand
    sightings, ``E_j`` the weeks waited over the servers seen, ``W`` those of the window and ``u``
    the servers never seen, the likelihood of counting processes is
    ``binom(n + u, u) prod_j r_j**m_j exp(-r_j (E_j + u W))``, largest at
    ``r_j = m_j / (E_j + u W)``.  Who is told, and when, may depend on the sightings of others in
    any way, provided it does not depend on the wait that it cuts.

    Parameters
    ----------
    by_week
        Sightings by watcher, week, and whether own (0) or told (1): shape
        ``(n_tables, k, n_weeks, 2)``.  A sighting is taken to be in the middle of its week.
    seen
        Servers seen, shape ``(n_tables,)``.

    Returns
    -------
    Hidden
        The value and bounds of the profile likelihood in ``u``.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> weeks = np.floor(rng.exponential(20, (500, 2))).astype(int)
    >>> by_week = np.zeros((1, 2, 10, 2))
    >>> for watcher in range(2):
    ...     by_week[0, watcher, :, OWN] = np.bincount(weeks[:, watcher], minlength=10)[:10]
    >>> never = (weeks >= 10).all(axis=1).sum()
    >>> found = dated(by_week, np.array([500 - never])).at(0)
    >>> found.covers(never)
    True
    """
    seen = np.asarray(seen, dtype=float)
    made = by_week.sum(axis=3)
    window = by_week.shape[2]
    waited = made @ (np.arange(window) + 0.5) + window * (seen[:, None] - made.sum(axis=2))
    own = by_week[:, :, :, OWN].sum(axis=2)

    def loglik(hidden: np.ndarray) -> np.ndarray:
        weeks = waited + window * hidden[:, None]
        return (gammaln(seen + hidden + 1) - gammaln(hidden + 1)
                - xlogy(own, weeks).sum(axis=1))

    def slope(hidden: np.ndarray) -> np.ndarray:
        weeks = waited + window * hidden[:, None]
        return (digamma(seen + hidden + 1) - digamma(hidden + 1)
                - (window * own / weeks).sum(axis=1))

    return profile_interval(seen, loglik, slope, level)


def at_least_dated(by_week: np.ndarray, seen: np.ndarray, level: float = LEVEL) -> np.ndarray:
    """Give what may be claimed of servers never seen: at least so many more, one-sided.

    Where servers differ, those that are hard for one watcher are hard for all, and the estimate
    falls short: the claim stays on the safe side.
    """
    return np.floor(dated(by_week, seen, 2 * level - 1).low)
