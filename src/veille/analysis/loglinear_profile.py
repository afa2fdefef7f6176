"""Profile-likelihood intervals for the servers never seen, and models chosen by a criterion."""

import numpy as np
from scipy.special import digamma, gammaln, xlogy

from veille.analysis.loglinear import fit
from veille.analysis.loglinear_terms import terms
from veille.analysis.profile_search import profile_interval
from veille.analysis.recapture import Hidden
from veille.analysis.resampling import LEVEL


def profile(counts: np.ndarray, models: np.ndarray, level: float = LEVEL) -> Hidden:
    """Estimate the servers never seen by the profile of the multinomial likelihood.

    Given a whole number ``N`` of servers the table is multinomial; its likelihood, maximised over
    the coefficients, is a function of ``N`` alone (Cormack, 1992).  The value is where it is
    largest, the bounds where it falls by half a chi-squared quantile with one degree of freedom.
    The Poisson fit gives nearly the same value (Cormack and Jupp, 1991).

    Parameters
    ----------
    counts
        Shape ``(n_tables, 2**k)``.
    models
        Masks over the columns of `veille.analysis.loglinear_terms.terms`, one per table or one for
        all.

    Returns
    -------
    Hidden
        See `veille.analysis.profile_search.profile_interval` for the bounds 0 and infinity.

    Examples
    --------
    >>> found = profile(np.array([0, 30, 20, 60]), terms(4).independence())
    >>> [round(float(part[0]), 1) for part in (found.value, found.low, found.high)]
    [9.1, 2.4, 20.0]
    """
    found = _Profile(counts, models)
    return profile_interval(found.seen, found.loglik, found.slope, level)


class _Profile:
    """The multinomial log-likelihood of many tables, as a function of servers never seen."""

    def __init__(self, counts: np.ndarray, models: np.ndarray) -> None:
        self.counts = np.atleast_2d(counts).astype(float)
        self.models = models
        self.seen = self.counts.sum(axis=1)
        self.start: np.ndarray | None = None

    def _expected(self, hidden: np.ndarray) -> np.ndarray:
        """Give the expected counts when cell 0 is known; a total is fitted exactly."""
        self.counts[:, 0] = hidden
        cells = np.ones(self.counts.shape[1], dtype=bool)
        self.start = fit(self.counts, self.models, cells, self.start).expected
        return self.start

    def loglik(self, hidden: np.ndarray) -> np.ndarray:
        share = self._expected(hidden) / (self.seen + hidden)[:, None]
        return (gammaln(self.seen + hidden + 1) - gammaln(hidden + 1)
                + xlogy(self.counts, share).sum(axis=1))

    def slope(self, hidden: np.ndarray) -> np.ndarray:
        """Give the derivative: coefficients are at their maximum, only ``N`` moves."""
        whole = self.seen + hidden
        return (digamma(whole + 1) - digamma(hidden + 1)
                + np.log(self._expected(hidden)[:, 0] / whole))


def choose(counts: np.ndarray, criterion: str) -> np.ndarray:
    """Choose which pairs of watchers depend on each other, one pair at a time.

    From independence, the pair whose dependence lowers the criterion most is added, until none
    does.

    Parameters
    ----------
    counts
        Shape ``(n_tables, 2**k)``.
    criterion
        ``"aic"`` (Akaike: 2 by coefficient) or ``"bic"`` (Schwarz: the logarithm of the number of
        servers seen).

    Returns
    -------
    numpy.ndarray
        One model per table, as masks.
    """
    counts = np.atleast_2d(counts)
    known = terms(counts.shape[1])
    first, n_pairs = 1 + known.n_watchers, len(known.pairs)
    price = (np.full(len(counts), 2.0) if criterion == "aic"
             else np.log(np.maximum(counts.sum(axis=1), 1)))
    models = np.tile(known.independence(), (len(counts), 1))
    current = fit(counts, models)
    best, expected = price * current.n_terms - 2 * current.loglik, current.expected
    growing = np.arange(len(counts))
    while growing.size:
        tried = np.repeat(models[growing], n_pairs, axis=0)
        tried[np.arange(len(tried)), first + np.arange(len(tried)) % n_pairs] = True
        found = fit(np.repeat(counts[growing], n_pairs, axis=0), tried,
                    start=np.repeat(expected[growing], n_pairs, axis=0))
        scores = np.repeat(price[growing], n_pairs) * found.n_terms - 2 * found.loglik
        scores = scores.reshape(-1, n_pairs)
        picked = scores.argmin(axis=1)
        place = np.arange(len(growing)) * n_pairs + picked
        better = scores.min(axis=1) < best[growing] - 1e-6
        growing, place = growing[better], place[better]
        models[growing], expected[growing] = tried[place], found.expected[place]
        best[growing] = scores.ravel()[place]
    return models
