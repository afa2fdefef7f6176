"""The few laws that the standard library of random numbers does not give directly."""

from functools import lru_cache

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm


def beta(rng: np.random.Generator, mean: np.ndarray, concentration: float) -> np.ndarray:
    """Draw proportions around ``mean``, of variance ``mean (1 - mean) / (1 + concentration)``."""
    mean = np.clip(mean, 1e-9, 1 - 1e-9)  # a share planted at 0 or 1 stays a law
    return rng.beta(mean * concentration, (1 - mean) * concentration)


def dirichlet(rng: np.random.Generator, mean: np.ndarray, concentration: float) -> np.ndarray:
    """Draw one composition per row of ``mean`` (rows sum to one)."""
    weights = rng.standard_gamma(np.maximum(mean * concentration, 1e-9))
    return weights / weights.sum(axis=1, keepdims=True)


def pick(uniform: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """Turn uniforms into category numbers, by the row of ``probabilities`` that goes with each.

    Parameters
    ----------
    uniform
        Shape ``(n,)``, in [0, 1).
    probabilities
        Shape ``(k,)`` for one law, or ``(n, k)`` for a law per draw; rows sum to one.
    """
    edges = np.cumsum(probabilities, axis=-1)
    edges = edges / edges[..., -1:]
    return (uniform[:, None] >= edges[..., :-1]).sum(axis=1)


def truncated_lognormal(
    uniform: np.ndarray, mean: np.ndarray, log_sd: float, low: float, high: float
) -> np.ndarray:
    """Draw from log-normal laws that have the given means once truncated to ``[low, high]``."""
    location = np.array([_location(float(value), log_sd, low, high) for value in np.unique(mean)])
    centre = location[np.searchsorted(np.unique(mean), mean)]
    bottom = norm.cdf((np.log(low) - centre) / log_sd)
    top = norm.cdf((np.log(high) - centre) / log_sd)
    return np.exp(centre + log_sd * norm.ppf(bottom + uniform * (top - bottom)))


@lru_cache(maxsize=256)
def _location(mean: float, log_sd: float, low: float, high: float) -> float:
    """Solve for the location that gives the truncated law its mean."""

    def excess(location: float) -> float:
        return _truncated_mean(location, log_sd, low, high) - mean

    return float(brentq(excess, np.log(low) - 5 * log_sd, np.log(high) + 5 * log_sd, xtol=1e-12))


def _truncated_mean(location: float, log_sd: float, low: float, high: float) -> float:
    a, b = (np.log(low) - location) / log_sd, (np.log(high) - location) / log_sd
    shifted = norm.cdf(b - log_sd) - norm.cdf(a - log_sd)
    return float(np.exp(location + log_sd**2 / 2) * shifted / (norm.cdf(b) - norm.cdf(a)))


def truncated_pareto(uniform: np.ndarray, tail: float, high: float) -> np.ndarray:
    """Draw from a Pareto law of exponent ``tail`` on ``[1, high]``."""
    return (1 - uniform * (1 - high**-tail)) ** (-1 / tail)


def truncated_pareto_mean(tail: float, high: float) -> float:
    """Give the mean of `truncated_pareto` (tail other than one)."""
    return tail / (tail - 1) * (1 - high ** (1 - tail)) / (1 - high**-tail)


def zipf_weights(size: int, exponent: float) -> np.ndarray:
    """Give the weights of a Zipf law on ranks 1 to ``size``; they sum to one."""
    weights = np.arange(1, size + 1, dtype=float) ** -exponent
    return weights / weights.sum()
