"""How many successors an end leaves: the mean of a branching process, seen through a window.

The maximum likelihood estimate of the mean is the number of successors over the number of
parents (Harris, 1948).  Only spaces that have ended are parents; only successors that opened
before the window's end can be counted; only those found are known.  Each estimator here repairs
one of these and says what it needs to know for it.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.stats import chi2

from veille.analysis.leave_out import jackknife, left_out
from veille.analysis.lineages import Lineages
from veille.analysis.recreation import reverse_product_limit
from veille.analysis.resampling import LEVEL, Estimate
from veille.errors import VeilleError

Sums = tuple[np.ndarray, np.ndarray]


def found_per_space(lineages: Lineages, regime: str) -> Estimate:
    """Divide links by all the spaces known that ended, or will end, under a regime (a mistake).

    A space that still exists has had no time to be a parent.  Its regime is that of the end it
    follows; one without predecessor counts only once ended.
    """
    living = lineages.links["closed"].to_numpy() >= lineages.n_weeks
    waiting = lineages.links[living & (lineages.links["born_under"] == regime)]
    return _ratio(lineages, regime, lambda rows, group, sets: (
        _counted(lineages.links, rows, group, sets),
        _counted(lineages.ends, rows, group, sets)
        + _total(waiting["lineage"].to_numpy(), sets)))


def found_per_end(lineages: Lineages, regime: str) -> Estimate:
    """Divide the links found by the known ends: successors yet to open are missed.

    Examples
    --------
    Two ends, of which one left the other; the interval takes two lineages at least.

    >>> from veille.analysis.lineages import read_lineages
    >>> closures = pd.DataFrame({"server_id": ["a", "b"], "week": [2, 5], "sustained": False,
    ...                          "cause": "service"})
    >>> links = pd.DataFrame({"predecessor_id": ["a"], "successor_id": ["b"], "week": [2],
    ...                       "delay_days": [1], "members_carried_share": [0.5]})
    >>> found_per_end(read_lineages(closures, links, 10), "isolated").value
    0.5
    """
    return _ratio(lineages, regime, lambda rows, group, sets: (
        _counted(lineages.links, rows, group, sets), _counted(lineages.ends, rows, group, sets)))


def found_in_follow_up(lineages: Lineages, regime: str, weeks: int) -> Estimate:
    """Count links of at most ``7 * weeks`` days, over the ends followed for that long.

    Needs no law of delays; what it estimates leaves later successors out.
    """
    days, ends, links = 7 * weeks, lineages.ends, lineages.links
    long = ends["follow_up"].to_numpy() >= days
    early = (links["delay"] <= days).to_numpy() & (links["follow_up"] >= days).to_numpy()
    return _ratio(lineages, regime, lambda rows, group, sets: (
        _counted(links, rows, group, sets, early), _counted(ends, rows, group, sets, long)))


def found_weighted(lineages: Lineages, regime: str) -> Estimate:
    """Divide links by the sum, over ends, of the chance that a successor opens in the follow-up.

    That chance comes from `reverse_product_limit` on the links of all regimes, estimated again
    without each group of lineages.  Delays longer than the longest follow-up stay out.
    """
    ends, links = lineages.ends, lineages.links
    inside = (links["delay"] <= links["follow_up"]).to_numpy()

    def sums(rows: np.ndarray, group: np.ndarray, sets: np.ndarray) -> Sums:
        law = reverse_product_limit(links["delay"].to_numpy(), links["follow_up"].to_numpy(),
                                    sets[:, _group(links, sets)])
        chance = law.at(ends["follow_up"].to_numpy()[rows])
        return (_counted(links, rows, group, sets, inside),
                (sets[:, group[rows]] * chance).sum(axis=1))

    return _ratio(lineages, regime, sums)


def given_visibility(found: Estimate, visibility: float) -> Estimate:
    """Give the reproduction number, from the mean found and the chance of finding a successor.

    The tables say nothing of that chance: it is stated, and the interval holds only given it.

    Examples
    --------
    >>> given_visibility(Estimate(0.6, 0.45, 0.75), 0.6).value
    1.0
    """
    if not 0 < visibility <= 1:
        raise VeilleError(f"La part retrouvée vaut {visibility:g} : plus de 0 et au plus 1 "
                          "attendus.")
    return Estimate(*(bound / visibility for bound in (found.value, found.low, found.high)))


def _ratio(
    lineages: Lineages, regime: str,
    sums: Callable[[np.ndarray, np.ndarray, np.ndarray], Sums],
) -> Estimate:
    """Give links over parents and its interval; the exact Poisson one if no link was found."""
    rows = np.flatnonzero(lineages.ends["regime"] == regime)
    if not rows.size:
        return Estimate(float("nan"), float("nan"), float("nan"))
    group, sets = left_out(lineages.ends["lineage"].to_numpy())
    above, below = sums(rows, group, sets)
    if below[0] <= 0:
        return Estimate(float("nan"), float("nan"), float("nan"))
    if above[0] == 0:
        return Estimate(0.0, 0.0, float(chi2.ppf((1 + LEVEL) / 2, 2) / 2 / below[0]))
    ratio = np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
    return jackknife(ratio, n_units=np.unique(group[rows]).size)


def _counted(frame: pd.DataFrame, rows: np.ndarray, group: np.ndarray, sets: np.ndarray,
             kept: np.ndarray | None = None) -> np.ndarray:
    """Count ends (or links) of the ends in ``rows``, in each set of weights."""
    end = frame["end"].to_numpy() if "end" in frame else np.arange(len(frame))
    chosen = np.isin(end, rows) if kept is None else np.isin(end, rows) & kept
    return sets @ np.bincount(group[end[chosen]], minlength=sets.shape[1])


def _total(lineage: np.ndarray, sets: np.ndarray) -> np.ndarray:
    n_groups = sets.shape[1]
    return sets @ np.bincount(lineage % n_groups, minlength=n_groups)


def _group(links: pd.DataFrame, sets: np.ndarray) -> np.ndarray:
    return links["lineage"].to_numpy() % sets.shape[1]
