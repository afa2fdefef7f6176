"""The few laws that the standard library of random numbers does not give directly."""

from functools import lru_cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

_LARGE = 16.0  # above this mean, inversion would take more steps than a mixture costs
_FEW = 32  # below this many cells, a call to numpy costs more than the cells do
_NOTHING = 2.0**-60  # finer than a uniform can tell: stops a cell that rounding left undecided


def beta(rng: np.random.Generator, mean: np.ndarray, concentration: float) -> np.ndarray:
    """Draw proportions around ``mean``, of variance ``mean (1 - mean) / (1 + concentration)``."""
    mean = np.clip(mean, 1e-9, 1 - 1e-9)  # a share planted at 0 or 1 stays a law
    return rng.beta(mean * concentration, (1 - mean) * concentration)


def dirichlet(rng: np.random.Generator, mean: np.ndarray, concentration: float) -> np.ndarray:
    """Draw one composition per row of ``mean`` (rows sum to one)."""
    weights = rng.standard_gamma(np.maximum(mean * concentration, 1e-9))
    return weights / weights.sum(axis=1, keepdims=True)


def negative_binomial(rng: np.random.Generator, mean: np.ndarray, shape: float) -> np.ndarray:
    """Draw counts around ``mean``, of variance ``mean + mean**2 / shape``.

    The law is that of a Poisson variable whose mean is multiplied by a gamma variable of mean
    one and of this shape.  Most of our counts are zeros: one uniform each then settles them,
    for a third of the time that drawing the gamma and the Poisson variables takes.
    """
    large = mean > _LARGE
    some = large.any()
    count = _inverted(rng.random(mean.shape), np.where(large, 0, mean) if some else mean, shape)
    if not some:
        return count
    habit = rng.standard_gamma(shape, np.count_nonzero(large)) / shape
    count[large] = rng.poisson(mean[large] * habit)
    return count


def _inverted(uniform: np.ndarray, mean: np.ndarray, shape: float) -> np.ndarray:
    """Turn uniforms into negative binomial counts; each step keeps the cells not yet settled."""
    odds = mean + shape
    np.divide(mean, odds, out=odds)
    mass = 1 - odds
    mass **= shape  # probability of the count reached so far
    count = np.zeros(mean.size, dtype=np.int64)
    place = np.flatnonzero(uniform >= mass)
    odds, mass, uniform = (part.ravel()[place] for part in (odds, mass, uniform))
    rest = uniform - mass
    step = 0
    while place.size > _FEW:
        step += 1
        count[place] = step
        mass *= odds
        mass *= (shape + step - 1) / step
        rest -= mass
        left = np.flatnonzero((rest >= 0) & (mass > _NOTHING))
        place, odds, mass, rest = (part[left] for part in (place, odds, mass, rest))
    last = zip(odds.tolist(), mass.tolist(), rest.tolist(), strict=True)
    count[place] = [_settled(*cell, shape, step) for cell in last]
    return count.reshape(mean.shape)


def _settled(odds: float, mass: float, rest: float, shape: float, step: int) -> int:
    """Give the count where one cell settles, by the same steps."""
    while rest >= 0 and mass > _NOTHING:
        step += 1
        mass = mass * odds * ((shape + step - 1) / step)
        rest -= mass
    return step


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
    means, place = np.unique(mean, return_inverse=True)
    centre = np.array([_location(float(value), log_sd, low, high) for value in means])[place]
    bottom = ndtr((np.log(low) - centre) / log_sd)
    top = ndtr((np.log(high) - centre) / log_sd)
    return np.exp(centre + log_sd * ndtri(bottom + uniform * (top - bottom)))


@lru_cache(maxsize=256)
def _location(mean: float, log_sd: float, low: float, high: float) -> float:
    """Solve for the location that gives the truncated law its mean."""

    def excess(location: float) -> float:
        return _truncated_mean(location, log_sd, low, high) - mean

    return float(brentq(excess, np.log(low) - 5 * log_sd, np.log(high) + 5 * log_sd, xtol=1e-12))


def _truncated_mean(location: float, log_sd: float, low: float, high: float) -> float:
    a, b = (np.log(low) - location) / log_sd, (np.log(high) - location) / log_sd
    shifted = ndtr(b - log_sd) - ndtr(a - log_sd)
    return float(np.exp(location + log_sd**2 / 2) * shifted / (ndtr(b) - ndtr(a)))


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
