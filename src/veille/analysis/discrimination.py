"""Does a score rank the right servers first, and does a probability mean what it says?"""

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import rankdata

from veille.analysis.coverage import wilson
from veille.analysis.kappa import Z
from veille.analysis.resampling import Estimate
from veille.errors import VeilleError


def auc(score: np.ndarray, positive: np.ndarray) -> Estimate:
    """Give the area under the ROC curve, ties counted for one half.

    It is the probability that a positive server scores above a negative one.  The standard error
    is that of DeLong, DeLong and Clarke-Pearson (1988), the interval normal on the logit scale.

    Parameters
    ----------
    score
        Shape ``(n_servers,)``; fixed before these servers were seen, or predicted out of fold.
    positive
        Booleans, same shape.

    Raises
    ------
    VeilleError
        With fewer than two servers in a class.

    Examples
    --------
    >>> auc(np.array([0, 1, 2, 3]), np.array([False, True, False, True])).value
    0.75
    """
    high, low = score[positive], score[~positive]
    if min(high.size, low.size) < 2:
        raise VeilleError("Une classe compte moins de deux serveurs : deux au moins sont attendus.")
    ranks = rankdata(np.concatenate([high, low]))
    above = (ranks[:high.size] - rankdata(high)) / low.size
    below = 1 - (ranks[high.size:] - rankdata(low)) / high.size
    value = float(above.mean())
    error = np.sqrt(above.var(ddof=1) / high.size + below.var(ddof=1) / low.size)
    if not 0 < value < 1:
        return Estimate(value, value, value)
    half = Z * error / (value * (1 - value))
    return Estimate(value, float(expit(logit(value) - half)), float(expit(logit(value) + half)))


def auc_by_fold(score: np.ndarray, positive: np.ndarray, fold: np.ndarray) -> float:
    """Give the mean area of several folds, each ranked by its own model.

    Ranking all folds together compares scores of different models, which lowers the area.

    Examples
    --------
    >>> score, positive = np.array([1, 2, 11, 12]), np.array([False, True] * 2)
    >>> auc_by_fold(np.tile(score, 2), np.tile(positive, 2), np.repeat([0, 0, 1, 1], 2))
    0.75
    """
    return float(np.mean([auc(score[fold == one], positive[fold == one]).value
                          for one in np.unique(fold)]))


def calibration(probability: np.ndarray, positive: np.ndarray, n_bins: int = 8) -> pd.DataFrame:
    """Compare predicted and observed shares in groups of servers of equal size.

    Returns
    -------
    pandas.DataFrame
        One row per group: ``predicted`` (mean probability), ``value`` (share of positives),
        ``low``, ``high`` (Wilson's interval), ``servers``.  Equal predictions stay together.
    """
    edges = np.unique(np.quantile(probability, np.linspace(0, 1, n_bins + 1)[1:-1]))
    group = np.searchsorted(edges, probability, side="right")
    rows = []
    for one in np.unique(group):
        inside = group == one
        hits, number = int(positive[inside].sum()), int(inside.sum())
        low, high = wilson(hits, number)
        rows.append({"predicted": float(probability[inside].mean()), "value": hits / number,
                     "low": low, "high": high, "servers": number})
    return pd.DataFrame(rows)


def excess_risk(probability: np.ndarray, positive: np.ndarray) -> Estimate:
    """Give the mean predicted probability minus the share of positives, with its interval.

    Zero for a model that is calibrated in the large (Van Calster et al., 2019).
    """
    gap = probability - positive
    half = Z * gap.std(ddof=1) / np.sqrt(gap.size)
    return Estimate(float(gap.mean()), float(gap.mean() - half), float(gap.mean() + half))
