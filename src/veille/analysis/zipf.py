"""The exponent of a frequency law, estimated from counts in the order of their ranks.

The law is Zipf's, truncated: in a family of ``K`` tokens the token of rank ``k`` has a share
proportional to ``k ** -exponent``.  Several families share one exponent.  These are the ways in
which it is usually estimated; `veille.analysis.pairs` does it without ranks.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import chi2
from scipy.stats import t as student

from veille.analysis.resampling import LEVEL, Estimate, percentile_interval, resample
from veille.analysis.uses import Lexicon, Uses, WeeklyUses
from veille.errors import VeilleError

LARGEST = 10.0  # beyond this exponent the first token takes more than 99.9 % of a family

Ranked = Sequence[np.ndarray]  # counts of each family, first rank first


def likelihood_exponent(ranked: Ranked, level: float = LEVEL) -> Estimate:
    """Estimate the exponent by maximum likelihood, with its profile-likelihood interval.

    The interval takes uses for independent draws (multinomial): local habits make it too narrow.
    The truncated case of Clauset, Shalizi and Newman (2009, section 3).

    Raises
    ------
    VeilleError
        If no family has two ranks and one use.
    """
    law = _Law(_usable(ranked))
    value = law.most_likely()
    floor = law.log_likelihood(value) - chi2.ppf(level, 1) / 2

    def excess(exponent: float) -> float:
        return floor - law.log_likelihood(exponent)

    return Estimate(value, _root(lambda s: -excess(s), 0.0, value), _root(excess, value, LARGEST))


def log_likelihood(ranked: Ranked, exponent: float) -> float:
    """Give the log-likelihood of counts in rank order, up to a constant."""
    return _Law(_usable(ranked)).log_likelihood(exponent)


def log_log_exponent(ranked: Ranked, level: float = LEVEL) -> Estimate:
    """Regress log count on log rank, one intercept per family: what is often done.

    Counts and ranks must come from the same data; zero counts are left out.  The interval is
    that of the regression.
    """
    families = [counts[counts > 0] for counts in ranked]
    families = [counts for counts in families if counts.size > 1]
    freedom = sum(counts.size - 1 for counts in families) - 1
    if freedom < 1:
        raise VeilleError("Deux jetons employés au moins sont attendus dans une famille, et trois "
                          "en tout, pour estimer une pente.")
    x = np.concatenate([_centred(_log_ranks(counts.size)) for counts in families])
    y = np.concatenate([_centred(np.log(counts)) for counts in families])
    slope = x @ y / (x @ x)
    error = np.sqrt(((y - slope * x) ** 2).sum() / freedom / (x @ x))
    half = student.ppf((1 + level) / 2, freedom) * error
    return Estimate(float(-slope), float(-slope - half), float(-slope + half))


def pooled_ranks(uses: WeeklyUses, order: WeeklyUses | None = None) -> list[np.ndarray]:
    """Count uses over the whole window, each family ranked by ``order`` (default: itself).

    Ranks taken from other servers free the error of a rank from that of its count; with the
    same data the two go together (Piantadosi, 2014, discusses this).
    """
    own = uses.totals()
    by = own if order is None else order.totals()
    seen = (own > 0) | (by > 0)
    return [own[members][np.argsort(-by[members], kind="stable")]
            for members in _families(uses, seen)]


def weekly_ranks(uses: WeeklyUses, order: WeeklyUses) -> list[np.ndarray]:
    """Count uses by rank among the tokens in use in the same week.

    A token's place comes from ``order``: its uses for each use of its family during its life,
    which makes up for short lives.  Homonyms set aside take no place.
    Weeks with the same number of tokens in use are added up.
    """
    rate, alive = _rates(order), uses.alive() & uses.counted()[:, None]
    found = []
    for members in _families(uses, np.ones(uses.tokens.size, dtype=bool)):
        place = np.where(alive[members], rate[members, None], -1.0)
        ranked = np.take_along_axis(uses.weekly[members], np.argsort(-place, 0, kind="stable"), 0)
        number = alive[members].sum(axis=0)
        found += [ranked[:k, number == k].sum(axis=1) for k in np.unique(number) if k > 1]
    return found


def pooled_over_servers(uses: Uses, rng: np.random.Generator, n_draws: int) -> Estimate:
    """Estimate the exponent from whole-window counts, with a bootstrap over servers.

    Same value as `likelihood_exponent` of `pooled_ranks`; only the interval differs, since a
    server's uses stay together.
    """
    table = uses.by_server(uses.token, uses.tokens.size)
    drawn = resample(uses.servers.size, n_draws, rng)
    found = [_Law(_usable(_ranked(uses, table[rows].sum(axis=0)))).most_likely() for rows in drawn]
    value = _Law(_usable(pooled_ranks(uses.pooled()))).most_likely()
    return percentile_interval(value, np.array(found))


def rank_curves(uses: WeeklyUses, family: int) -> pd.DataFrame:
    """Give the share of each rank in one family, over the whole window and week by week.

    Returns
    -------
    pandas.DataFrame
        ``curve`` (``pooled``, or ``weekly``: ranks among the tokens in use that week, over the
        weeks when the rank exists), ``rank``, ``share`` (above 0).
    """
    own = uses.of_family(family)
    weekly = weekly_ranks(own, own)
    if not weekly:
        raise VeilleError("Il faut deux jetons en usage la même semaine pour tracer une courbe.")
    size = max(counts.size for counts in weekly)
    padded = np.array([np.pad(counts, (0, size - counts.size)) for counts in weekly])
    exists = np.array([np.arange(size) < counts.size for counts in weekly])
    read = (exists * padded.sum(axis=1, keepdims=True)).sum(axis=0)
    pooled = pooled_ranks(own)[family]
    frames = [
        pd.DataFrame({"curve": name, "rank": np.arange(1, share.size + 1), "share": share})
        for name, share in (("pooled", pooled / pooled.sum()),
                            ("weekly", padded.sum(axis=0) / np.maximum(read, 1e-12)))
    ]
    found = pd.concat(frames, ignore_index=True)
    return found[found["share"] > 0].reset_index(drop=True)


def _rates(uses: WeeklyUses) -> np.ndarray:
    """Give each token's uses for each use of its family during its life."""
    week = np.zeros((uses.families.size, uses.n_weeks))
    np.add.at(week, uses.family, uses.weekly)
    exposure = (uses.alive() * week[uses.family]).sum(axis=1)
    own = uses.totals()
    return np.divide(own, exposure, out=np.zeros_like(own), where=exposure > 0)


def _families(uses: Lexicon, kept: np.ndarray) -> list[np.ndarray]:
    order = np.argsort(uses.family, kind="stable")
    edges = np.searchsorted(uses.family[order], np.arange(uses.families.size + 1))
    parts = [order[low:high] for low, high in pairwise(edges)]
    return [part[kept[part]] for part in parts]


def _usable(ranked: Ranked) -> list[np.ndarray]:
    """Leave out families that say nothing, and add up those of one size: same law, same sum."""
    families = [np.asarray(counts, dtype=float) for counts in ranked]
    families = [counts for counts in families if counts.size > 1 and counts.sum() > 0]
    if not families:
        raise VeilleError("Aucune famille n’a deux jetons et un emploi : l’exposant d’une loi de "
                          "fréquence ne peut pas être estimé.")
    sizes = sorted({counts.size for counts in families})
    return [sum(counts for counts in families if counts.size == size) for size in sizes]


def _ranked(uses: Uses, counts: np.ndarray) -> list[np.ndarray]:
    return [np.sort(counts[members])[::-1] for members in _families(uses, counts > 0)]


class _Law:
    """Counts by rank as the sums that the likelihood needs, one row per size of family."""

    def __init__(self, families: list[np.ndarray]) -> None:
        sizes = np.array([counts.size for counts in families])
        self._known = np.arange(sizes.max()) < sizes[:, None]
        self._logs = np.where(self._known, _log_ranks(sizes.max()), 0.0)
        self._total = np.array([counts.sum() for counts in families])
        self._sum = sum(float(counts @ _log_ranks(counts.size)) for counts in families)

    def log_likelihood(self, exponent: float) -> float:
        weights = np.exp(-exponent * self._logs) * self._known
        return float(-exponent * self._sum - self._total @ np.log(weights.sum(axis=1)))

    def most_likely(self) -> float:
        """Solve the score equation: mean log rank, expected and counted."""
        return _root(self._excess, 0.0, LARGEST)

    def _excess(self, exponent: float) -> float:
        weights = np.exp(-exponent * self._logs) * self._known
        mean = (weights * self._logs).sum(axis=1) / weights.sum(axis=1)
        return float(self._sum - self._total @ mean)


def _root(rising: object, low: float, high: float) -> float:
    """Give where a rising function changes sign, or the bound beyond which it would."""
    if rising(low) >= 0:
        return float(low)
    return float(brentq(rising, low, high, xtol=1e-6)) if rising(high) > 0 else float(high)


@lru_cache(maxsize=4096)
def _log_ranks(size: int) -> np.ndarray:
    return np.log(np.arange(1, size + 1))


def _centred(values: np.ndarray) -> np.ndarray:
    return values - values.mean()
