"""How long successors live, and how much presence an end leaves behind it.

The presence left by an end is the share of its members' time that its successors, of every
generation, make up over the weeks that follow: 1 if all its members were there all the time.
"""

import numpy as np
import pandas as pd
from scipy.stats import chi2

from veille.analysis.leave_out import jackknife, left_out
from veille.analysis.lineages import Lineages, climb
from veille.analysis.resampling import LEVEL, Estimate

_HALF_WEEK = 4  # days: one opened in week w has 7 (n - w) - 4 days left, on average over the week


def completed_life(lineages: Lineages, regime: str) -> float:
    """Give the mean life, in days, of the successors that have ended (too short a mean)."""
    lives, over = _lives(lineages, regime)
    return float(lives[over].mean()) if over.any() else float("nan")


def mean_life(lineages: Lineages, regime: str) -> Estimate:
    """Estimate the mean life of the successors of ends under a regime, in days.

    Days observed over ends observed, maximum likelihood for an exponential life censored at the
    end of the window; the interval is that of a gamma law, a little wide.  Weeks being all that
    is known, a life within one week counts for none, and others round either way: the mean holds.

    Returns
    -------
    Estimate
        Missing if nothing was found; without upper bound (infinite) if no successor has ended.
    """
    lives, over = _lives(lineages, regime)
    total, number = float(lives.sum()), int(over.sum())
    if not total:
        return Estimate(float("nan"), float("nan"), float("nan"))
    tail = (1 - LEVEL) / 2
    low = 2 * total / chi2.ppf(1 - tail, 2 * number + 2)
    if not number:
        return Estimate(float("inf"), low, float("inf"))
    return Estimate(total / number, low, 2 * total / chi2.ppf(tail, 2 * number))


def presence_left(
    lineages: Lineages, regime: str, weeks: int, visibility: float = 1.0
) -> tuple[Estimate, Estimate]:
    """Estimate presence and successors opened, over the weeks after a first end.

    A successor of generation ``g`` is known with probability ``visibility ** g``, and stands for
    its inverse (Horvitz and Thompson, 1952).

    Parameters
    ----------
    weeks
        Length of the follow-up; first ends followed less long are left out.

    Returns
    -------
    tuple of Estimate
        Presence left, and number of successors opened; missing if no end is followed so long.
    """
    firsts = _first_ends(lineages, regime, weeks)
    missing = Estimate(float("nan"), float("nan"), float("nan"))
    if not len(firsts):
        return missing, missing
    return tuple(_mean(per_end) for per_end in _sums(lineages, firsts, weeks, visibility))


def planted_presence(truth: pd.DataFrame, regime: str, weeks: int, n_weeks: int) -> pd.DataFrame:
    """Give what each first end really left, in days, whatever the watch knows.

    Parameters
    ----------
    truth
        ``truth_lineages``, whole lineages.

    Returns
    -------
    pandas.DataFrame
        One row per first end followed for ``weeks``: ``presence``, ``opened``.
    """
    parent = pd.Index(truth["server_id"]).get_indexer(truth["predecessor_id"])
    share = truth["members_carried_share"].to_numpy(float, na_value=1.0)
    root, generation, carried = climb(parent, share)
    opened, closed = (truth[name].to_numpy(float, na_value=7.0 * n_weeks)
                      for name in ("opened_day", "end_day"))
    first = (generation == 0) & (truth["regime"] == regime).to_numpy() & (
        closed <= 7 * (n_weeks - weeks))
    later = (generation > 0) & first[root]
    start = closed[root[later]]
    inside = (np.clip(closed[later] - start, 0, 7 * weeks)
              - np.clip(opened[later] - start, 0, 7 * weeks))
    presence = inside * carried[later] / (7 * weeks)
    sums = {name: np.bincount(root[later], value, len(truth))[first] for name, value in (
        ("presence", presence), ("opened", opened[later] - start < 7 * weeks))}
    return pd.DataFrame(sums)


def _lives(lineages: Lineages, regime: str) -> tuple[np.ndarray, np.ndarray]:
    """Give days observed for each successor of a regime, and whether it has ended."""
    links = lineages.links[lineages.links["born_under"] == regime]
    over = (links["closed"] < lineages.n_weeks).to_numpy()
    days = 7 * (links["closed"] - links["opened"]).to_numpy()
    return np.where(over, days, days - _HALF_WEEK), over


def _first_ends(lineages: Lineages, regime: str, weeks: int) -> pd.DataFrame:
    ends = lineages.ends
    return ends[(ends["generation"] == 0) & (ends["regime"] == regime)
                & (ends["week"] <= lineages.n_weeks - weeks)]


def _sums(
    lineages: Lineages, firsts: pd.DataFrame, weeks: int, visibility: float
) -> tuple[np.ndarray, np.ndarray]:
    """Give presence and successors of each first end, each known one standing for several."""
    place = pd.Index(firsts["lineage"]).get_indexer(lineages.links["lineage"])
    links, place = lineages.links[place >= 0], place[place >= 0]
    start = firsts["week"].to_numpy()[place]
    opened, closed = (links[name].to_numpy() - start for name in ("opened", "closed"))
    inside = np.clip(closed, 0, weeks) - np.clip(opened, 0, weeks)
    stands_for = visibility ** -links["generation"].to_numpy(float)
    presence = inside / weeks * links["carried"].to_numpy() * stands_for
    return tuple(np.bincount(place, value, len(firsts))
                 for value in (presence, (opened < weeks) * stands_for))


def _mean(per_end: np.ndarray) -> Estimate:
    group, sets = left_out(np.arange(per_end.size))
    above, below = (sets @ np.bincount(group, value, sets.shape[1])
                    for value in (per_end, np.ones(per_end.size)))
    with np.errstate(invalid="ignore"):
        return jackknife(above / below, n_units=per_end.size)


def believed_over(truth: pd.DataFrame) -> tuple[int, int]:
    """Count the lineages that the watch believes over, and those of them that are not.

    A lineage is believed over if its first space is known and no known space still exists.

    Parameters
    ----------
    truth
        ``truth_lineages``: ``lineage_id``, ``generation``, ``end_day``, ``known``.

    Examples
    --------
    >>> truth = pd.DataFrame({"lineage_id": ["a", "a"], "generation": [0, 1],
    ...                       "end_day": [5, None], "known": [True, False]})
    >>> believed_over(truth)
    (1, 1)
    """
    there, known = truth["end_day"].isna(), truth["known"]
    by = truth["lineage_id"]
    watched = (known & (truth["generation"] == 0)).groupby(by).any()
    over = watched & ~(there & known).groupby(by).any()
    return int(over.sum()), int((over & there.groupby(by).any()).sum())
