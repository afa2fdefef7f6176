"""Bootstrap over independent units (servers), with percentile intervals.

The unit that is drawn again is the server, never the row: rows of one server are not
independent (Field and Welsh, 2007, the cluster bootstrap).
"""

from dataclasses import dataclass

import numpy as np

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """A value and its interval, at the nominal level ``LEVEL`` unless said otherwise."""

    value: float
    low: float
    high: float

    def covers(self, planted: float) -> bool:
        """Say whether the interval holds the planted value."""
        return bool(self.low <= planted <= self.high)


MISSING = Estimate(float("nan"), float("nan"), float("nan"))  # where nothing can be estimated


def resample(
    n_units: int, n_draws: int, rng: np.random.Generator, strata: np.ndarray | None = None
) -> np.ndarray:
    """Draw units with replacement, within strata if given.

    Parameters
    ----------
    strata
        Shape ``(n_units,)``: each stratum keeps its size in every draw.

    Returns
    -------
    numpy.ndarray
        Unit numbers, shape ``(n_draws, n_units)``.
    """
    if strata is None:
        return rng.integers(0, n_units, (n_draws, n_units))
    drawn = np.empty((n_draws, n_units), dtype=np.int64)
    for stratum in np.unique(strata):
        members = np.flatnonzero(strata == stratum)
        drawn[:, members] = members[rng.integers(0, members.size, (n_draws, members.size))]
    return drawn


def percentile_interval(
    value: float, replicates: np.ndarray, level: float = LEVEL
) -> Estimate:
    """Give the percentile interval of bootstrap replicates (Efron and Tibshirani, 1993, ch. 13).

    Replicates that could not be computed (NaN) are left out; all missing gives NaN bounds.
    """
    kept = replicates[np.isfinite(replicates)]
    if kept.size == 0:
        return Estimate(float(value), float("nan"), float("nan"))
    tail = (1 - level) / 2
    low, high = np.quantile(kept, [tail, 1 - tail])
    return Estimate(float(value), float(low), float(high))
