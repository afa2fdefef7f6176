"""The servers never seen, by each of the methods that are compared, on many tables at once."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.special import xlogy
from scipy.stats import chi2

from veille.analysis.histories import EVERY, FIRST_HAND, Histories
from veille.analysis.loglinear import fit
from veille.analysis.loglinear_profile import choose, profile
from veille.analysis.loglinear_terms import terms
from veille.analysis.recapture import Hidden, chao_bound, chapman, longest_pair
from veille.analysis.waiting import dated

METHODS = {
    "chapman": "deux listes, les plus longues",
    "independence": "listes indépendantes",
    "bic": "choix par le BIC",
    "aic": "choix par l’AIC",
    "pairs": "une dépendance par paire",
    "common": "une dépendance commune",
    "chao": "borne basse de Chao",
}

DATED = "dated"
DATED_LABEL = "attentes, relais datés"


def model_of(counts: np.ndarray, method: str) -> np.ndarray:
    """Give the log-linear models of a method, one per table or one for all, as masks.

    Parameters
    ----------
    counts
        Shape ``(n_tables, 2**k)``.
    method
        A log-linear one of `METHODS`.
    """
    known = terms(counts.shape[1])
    fixed = {"independence": known.independence, "pairs": known.all_pairs, "common": known.common}
    return fixed[method]() if method in fixed else choose(counts, method)


def estimate(counts: np.ndarray, method: str) -> Hidden:
    """Estimate the servers never seen by one method of `METHODS`, with intervals at 95 %.

    Parameters
    ----------
    counts
        One table of histories, or many, shape ``(n_tables, 2**k)``.

    Examples
    --------
    >>> seen = np.array([[0, 40, 30, 10, 20, 10, 10, 2]])
    >>> round(float(estimate(seen, "chao").value[0]), 1)
    83.9
    """
    counts = np.atleast_2d(counts)
    if method == "chapman":
        return chapman(counts, *longest_pair(counts))
    if method == "chao":
        return chao_bound(counts)
    return profile(counts, model_of(counts, method))


def most_likely(counts: np.ndarray, method: str) -> np.ndarray:
    """Give the values alone, without intervals: the Poisson fit, which a profile hardly moves."""
    counts = np.atleast_2d(counts)
    if method in ("chapman", "chao"):
        return estimate(counts, method).value
    return fit(counts, model_of(counts, method)).hidden


def misfit(counts: np.ndarray, method: str) -> tuple[float, int, float]:
    """Say how badly the model of a log-linear method fits the histories of one table.

    Returns
    -------
    tuple
        The deviance over the seen histories, its degrees of freedom, and the probability that a
        chi-squared variable passes it: rough where histories are rare, and blind to cell 0.
    """
    found = fit(counts, model_of(np.atleast_2d(counts), method))
    mean, seen = found.expected[0, 1:], counts[1:]
    deviance = float(2 * (xlogy(seen, seen / mean) - seen + mean).sum())
    freedom = int(seen.size - found.n_terms[0])
    return deviance, freedom, float(chi2.sf(deviance, freedom))


def estimates(counts: np.ndarray, methods: Iterable[str] = tuple(METHODS)) -> dict[str, Hidden]:
    """Estimate by several methods."""
    return {method: estimate(counts, method) for method in methods}


def compare(histories: Histories) -> pd.DataFrame:
    """Estimate by every method, relays kept and relays taken away, and with relays dated.

    Returns
    -------
    pandas.DataFrame
        ``method``, ``label`` (French), ``kept`` (``every``, ``first_hand`` or ``dated``),
        ``value``, ``low``, ``high``: servers that nobody saw.
    """
    found = [(method, label, kept, estimate(histories.of(kept=kept), method).at(0))
             for method, label in METHODS.items() for kept in (EVERY, FIRST_HAND)]
    seen = np.array([histories.of().sum()])
    found.append((DATED, DATED_LABEL, DATED, dated(histories.weeks()[None], seen).at(0)))
    rows = [(*names, cell.value, cell.low, cell.high) for *names, cell in found]
    return pd.DataFrame(rows, columns=["method", "label", "kept", "value", "low", "high"])
