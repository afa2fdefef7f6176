"""How far off a method is, over many worlds: bias, spread, and how often its interval holds."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from veille.analysis.resampling import LEVEL, Estimate


@dataclass(frozen=True)
class Coverage:
    """What many worlds say of one estimator.

    Attributes
    ----------
    n_worlds, failures
        Worlds where the estimator gave a value, and where it gave none.
    bias, bias_error
        Mean of estimate minus planted, and its Monte Carlo standard error.
    rmse
        Root mean square error.
    coverage, low, high
        Share of intervals that hold the planted value, and its Wilson interval.
    """

    n_worlds: int
    failures: int
    mean_planted: float
    mean_estimate: float
    bias: float
    bias_error: float
    rmse: float
    coverage: float
    low: float
    high: float


def wilson(successes: int, trials: int, level: float = LEVEL) -> tuple[float, float]:
    """Give Wilson's interval for a proportion (Wilson, 1927).

    Examples
    --------
    >>> low, high = wilson(95, 100)
    >>> round(low, 3), round(high, 3)
    (0.888, 0.978)
    """
    if trials < 1:
        return 0.0, 1.0
    z = norm.ppf((1 + level) / 2)
    share = successes / trials
    centre = (share + z**2 / (2 * trials)) / (1 + z**2 / trials)
    half = z / (1 + z**2 / trials) * np.sqrt(
        share * (1 - share) / trials + z**2 / (4 * trials**2)
    )
    return float(max(0.0, centre - half)), float(min(1.0, centre + half))


def assess(estimates: Iterable[Estimate], planted: Iterable[float]) -> Coverage:
    """Compare estimates, one per world, with what was planted in each."""
    tried = list(zip(estimates, planted, strict=True))
    pairs = [(estimate, truth) for estimate, truth in tried if np.isfinite(estimate.value)]
    error = np.array([estimate.value - truth for estimate, truth in pairs])
    held = sum(estimate.covers(truth) for estimate, truth in pairs)
    low, high = wilson(held, len(pairs))
    return Coverage(
        n_worlds=len(pairs),
        failures=len(tried) - len(pairs),
        mean_planted=float(np.mean([truth for _, truth in pairs])),
        mean_estimate=float(np.mean([estimate.value for estimate, _ in pairs])),
        bias=float(error.mean()),
        bias_error=float(error.std(ddof=1) / np.sqrt(error.size)),
        rmse=float(np.sqrt((error**2).mean())),
        coverage=held / len(pairs),
        low=low,
        high=high,
    )
