"""Means of classes of servers and their bootstrap replicates, from counts.

A row of counts says how many times each server was drawn.  The first row is all ones, so that a
statistic of the counts gives its value first and its replicates next, and two statistics of the
same counts are paired.  Counts take ``8 (1 + n_draws) n_servers`` bytes.
"""

import numpy as np

from veille.analysis.resampling import Estimate, percentile_interval, resample


def draw_counts(
    n_draws: int, rng: np.random.Generator, strata: np.ndarray
) -> np.ndarray:
    """Count how often each server is drawn; the first row is the sample itself.

    Parameters
    ----------
    strata
        Shape ``(n_servers,)``: each stratum keeps its size in every draw.

    Returns
    -------
    numpy.ndarray
        Shape ``(1 + n_draws, n_servers)``, float64.
    """
    n_units = strata.size
    drawn = resample(n_units, n_draws, rng, strata)
    flat = (drawn + n_units * np.arange(n_draws)[:, None]).ravel()
    counts = np.bincount(flat, minlength=n_draws * n_units).reshape(n_draws, n_units)
    return np.vstack([np.ones(n_units), counts])


def class_means(
    values: np.ndarray, members: np.ndarray, counts: np.ndarray
) -> np.ndarray:
    """Give the mean of one class in each row of ``counts``; missing values are left out.

    Parameters
    ----------
    values
        One per server, shape ``(n_servers,)``.
    members
        Shape ``(n_servers,)``: zero outside the class, a weight (or one) inside.
    """
    weight = np.where(np.isnan(values), 0.0, members)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (counts @ (weight * np.nan_to_num(values))) / (counts @ weight)


def summarise(replicates: np.ndarray, size: int = 2) -> Estimate:
    """Give a value and its percentile interval from its replicates, the value being the first.

    ``size`` is the number of servers behind the value: with one only, the bounds are missing.
    """
    value, rest = replicates[0], replicates[1:]
    return percentile_interval(value, rest if size > 1 else rest[:0])
