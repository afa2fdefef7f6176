"""What structure can tell apart at all: a rule that was shown the planted types.

No watch could learn such a rule.  It bounds from below what the features hold: what it separates
and classes do not is lost by clustering; what even it confuses, this rule could not tell.
"""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import norm
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.model_selection import KFold, cross_val_predict

from veille.analysis.features import filled
from veille.analysis.mixture import Features
from veille.analysis.threads import one_thread

FOLDS = 10


@one_thread
def told_apart(features: Features, planted: np.ndarray, seed: int = 0) -> np.ndarray:
    """Give the type (or class) that a linear discriminant gives each server it was not shown.

    The rule is learnt on nine tenths of the servers and judged on the last, in turn.
    """
    folds = KFold(min(FOLDS, len(features)), shuffle=True, random_state=seed)
    return cross_val_predict(LinearDiscriminantAnalysis(), filled(features), planted,
                             cv=folds)


def distances(features: Features, planted: np.ndarray) -> pd.DataFrame:
    """Give how far apart the types lie, in units of the spread within types.

    Parameters
    ----------
    features
        One row per server; many more servers than columns.
    planted
        The type of each.

    Returns
    -------
    pandas.DataFrame
        One row per pair of types, the nearest first: ``one``, ``two``, ``distance``
        (Mahalanobis, common covariance) and ``error``, that of the best rule between two
        Gaussian types as frequent as each other, ``Phi(-distance / 2)``.

    Examples
    --------
    >>> line = np.array([[0.0], [2.0], [4.0], [6.0]])
    >>> distances(line, np.array(["a", "a", "b", "b"]))["distance"].round(3).tolist()
    [2.828]
    """
    values = filled(features)
    names, place = np.unique(planted, return_inverse=True)
    means = np.stack([values[place == rank].mean(axis=0) for rank in range(names.size)])
    within = values - means[place]
    inverse = np.linalg.pinv(within.T @ within / (len(values) - names.size))
    rows = []
    for one, two in combinations(range(names.size), 2):
        gap = means[one] - means[two]
        far = float(np.sqrt(gap @ inverse @ gap))
        rows.append({"one": names[one], "two": names[two], "distance": far,
                     "error": float(norm.cdf(-far / 2))})
    return pd.DataFrame(rows).sort_values("distance", ignore_index=True)


def mistaken(planted: np.ndarray, given: np.ndarray, one: str, two: str) -> float:
    """Give how often a rule takes one type for the other, the two types counting alike.

    Missing where a type has no server.
    """
    wrong = [np.mean(given[planted == this] == that) if (planted == this).any() else np.nan
             for this, that in ((one, two), (two, one))]
    return float(np.mean(wrong))
