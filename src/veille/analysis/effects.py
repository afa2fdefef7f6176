"""At-risk against contrast: means, their difference and Cliff's delta, with intervals."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from veille.analysis.replicates import class_means, summarise
from veille.analysis.resampling import LEVEL, Estimate
from veille.errors import VeilleError


@dataclass(frozen=True)
class Contrast:
    """Two classes of servers compared on one measure.

    Attributes
    ----------
    at_risk, contrast
        Means of the two classes.
    difference
        The first minus the second.
    delta
        Cliff's delta: how much more often an at-risk server is above a contrast one than
        below, from -1 to 1 (Cliff, 1993).
    n_at_risk, n_contrast
        Servers with a value.
    """

    at_risk: Estimate
    contrast: Estimate
    difference: Estimate
    delta: Estimate
    n_at_risk: int
    n_contrast: int


def mean_difference(
    values: np.ndarray, at_risk: np.ndarray, counts: np.ndarray,
    weights: np.ndarray | None = None,
) -> Estimate:
    """Give the difference of class means alone; parameters and errors as in `compare`."""
    values, at_risk, weight = _arrays(values, at_risk, weights)
    sizes = _class_sizes(values, at_risk)
    first = class_means(values, weight * at_risk, counts)
    second = class_means(values, weight * ~at_risk, counts)
    return summarise(first - second, min(sizes))


def weighted_difference(
    values: np.ndarray, at_risk: np.ndarray, weights: np.ndarray, level: float = LEVEL
) -> Estimate:
    """Give the difference of weighted class means, with an interval that minds unequal weights.

    Each mean is a ratio, with its linearised variance.  The interval is Welch's, the freedom of
    a class being its effective number of servers, ``sum(w)**2 / sum(w**2)`` (Kish, 1965), less
    one: when a few servers stand for many, a percentile bootstrap is too sure of itself.

    Parameters
    ----------
    values, at_risk
        One per server.
    weights
        What each server stands for (Horvitz and Thompson, 1952), above 0.
    """
    values, at_risk, weight = _arrays(values, at_risk, weights)
    _class_sizes(values, at_risk)
    parts = [_weighted_mean(values[side], weight[side]) for side in (at_risk, ~at_risk)]
    (one, first, freely), (two, second, rather) = parts
    error, below = np.sqrt(first + second), first**2 / freely + second**2 / rather
    freedom = (first + second) ** 2 / below if below > 0 else freely + rather
    half = student.ppf((1 + level) / 2, freedom) * error
    return Estimate(float(one - two), float(one - two - half), float(one - two + half))


def effective_number(weights: np.ndarray) -> float:
    """Give how many servers of equal weights would say as much (Kish, 1965).

    Examples
    --------
    >>> effective_number(np.array([2.0, 2.0, 2.0])), effective_number(np.array([1.0, 0.0]))
    (3.0, 1.0)
    """
    return float(weights.sum() ** 2 / (weights**2).sum())


def _weighted_mean(values: np.ndarray, weight: np.ndarray) -> tuple[float, float, float]:
    """Give a weighted mean, its variance (missing for one server) and its freedom."""
    mean = weight @ values / weight.sum()
    spread = (weight * (values - mean) / weight.sum()) ** 2
    size = values.size
    variance = spread.sum() * size / (size - 1) if size > 1 else np.nan
    return mean, variance, max(effective_number(weight) - 1, 1)


def compare(
    values: np.ndarray, at_risk: np.ndarray, counts: np.ndarray,
    weights: np.ndarray | None = None,
) -> Contrast:
    """Compare the two classes on one measure.

    Parameters
    ----------
    values, at_risk
        One per server; missing values are left out.
    counts
        From `veille.analysis.replicates.draw_counts`, with ``at_risk`` as strata.
    weights
        Inverse probabilities of inclusion (Horvitz and Thompson, 1952), by default equal.

    Raises
    ------
    VeilleError
        If a class has no server with a value.  With one only, its intervals are missing.
    """
    values, at_risk, weight = _arrays(values, at_risk, weights)
    sizes = _class_sizes(values, at_risk)
    known = ~np.isnan(values)
    delta = cliffs_delta(values[known], at_risk[known], (counts * weight)[:, known])
    return Contrast(
        summarise(class_means(values, weight * at_risk, counts), sizes[0]),
        summarise(class_means(values, weight * ~at_risk, counts), sizes[1]),
        mean_difference(values, at_risk, counts, weight),
        summarise(delta, min(sizes)), *sizes,
    )


def cliffs_delta(
    values: np.ndarray, at_risk: np.ndarray, counts: np.ndarray
) -> np.ndarray:
    """Give Cliff's delta in each row of ``counts`` (Cliff, 1993, eq. 1): P(X > Y) - P(X < Y).

    Examples
    --------
    >>> at_risk = np.array([True, True, False, False])
    >>> cliffs_delta(np.array([3, 1, 1, 0]), at_risk, np.ones((1, 4))).tolist()
    [0.75]
    """
    order = np.argsort(values[~at_risk], kind="stable")
    other = values[~at_risk][order]
    upto = np.cumsum(counts[:, ~at_risk][:, order], axis=1)
    upto = np.hstack([np.zeros((len(counts), 1)), upto])
    below = upto[:, np.searchsorted(other, values[at_risk], side="left")]
    not_above = upto[:, np.searchsorted(other, values[at_risk], side="right")]
    total = upto[:, -1]
    wins = counts[:, at_risk] * (below + not_above - total[:, None])
    with np.errstate(invalid="ignore", divide="ignore"):
        return wins.sum(axis=1) / (counts[:, at_risk].sum(axis=1) * total)


def _arrays(
    values: np.ndarray, at_risk: np.ndarray, weights: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    values = np.asarray(values, dtype=float)
    weight = np.ones(values.size) if weights is None else np.asarray(weights, dtype=float)
    return values, np.asarray(at_risk, dtype=bool), weight


def _class_sizes(values: np.ndarray, at_risk: np.ndarray) -> tuple[int, int]:
    known = ~np.isnan(values)
    sizes = int((known & at_risk).sum()), int((known & ~at_risk).sum())
    for size, label in zip(sizes, ("à risque", "témoin"), strict=True):
        if size == 0:
            raise VeilleError(f"Aucun serveur « {label} » mesuré : il en faut au moins un.")
    return sizes
