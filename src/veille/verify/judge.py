"""From the rows of many worlds to one line per estimator."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from scipy.stats import binom, norm

from veille.analysis.coverage import Coverage, assess, wilson
from veille.analysis.resampling import LEVEL, Estimate
from veille.analysis.trials.trial import Estimator

BAND = (0.92, 0.98)  # of coverage, for a nominal 95 %
BIAS = 0.02  # of the planted value
HOLDS, MISSES, NOT_CLAIMED = "tient", "ne tient pas", "ne le prétend pas"


@dataclass(frozen=True)
class Judged:
    """One line of the table.

    Attributes
    ----------
    seconds
        Of one world of its trial, all its estimators together.
    together
        Estimators that make a claim in the same table: with many, some miss their band by chance.
    """

    estimator: Estimator
    found: Coverage
    seconds: float
    together: int = 1

    @property
    def relative_bias(self) -> float:
        """Bias over the planted value, or missing where nothing is planted but zero."""
        planted = self.found.mean_planted
        return self.found.bias / abs(planted) if planted else float("nan")

    @property
    def in_band(self) -> bool:
        """Whether the coverage that was observed is in `BAND`, chance aside."""
        return bool(BAND[0] <= self.found.coverage <= BAND[1])

    @property
    def faults(self) -> list[str]:
        """What contradicts a claim of validity, beyond the chance of so many worlds; in French.

        ``couverture``: the interval of Wilson of the coverage is wholly outside `BAND`, or below
        it where the estimator only claims to hold at least.  ``biais``: it passes `BIAS` of the
        planted value beyond its Monte Carlo error, and no note says so.  Levels are those of
        Bonferroni: if all claims are right, one at least is contradicted in at most 5 % of
        tables.
        """
        if not self.estimator.valid or not self.found.n_worlds:
            return []
        level = 1 - (1 - LEVEL) / self.together
        hits = round(self.found.coverage * self.found.n_worlds)
        low, high = wilson(hits, self.found.n_worlds, level)
        faults = []
        if high < BAND[0] or (low > BAND[1] and not self.estimator.conservative):
            faults.append("couverture")
        excess = abs(self.found.bias) - norm.ppf((1 + level) / 2) * self.found.bias_error
        if not self.estimator.note and excess > BIAS * abs(self.found.mean_planted):
            faults.append("biais")
        return faults

    @property
    def verdict(self) -> str:
        """One of `HOLDS`, `MISSES`, `NOT_CLAIMED`."""
        if not self.estimator.valid:
            return NOT_CLAIMED
        return MISSES if self.faults else HOLDS

    def as_row(self) -> dict[str, object]:
        """Give the line with plain values, for a table or JSON."""
        one, found = self.estimator, asdict(self.found)
        return {
            "estimator": one.name, "notebook": one.notebook, "estimand": one.estimand,
            "method": one.method, "worlds": found.pop("n_worlds"), **found,
            "relative_bias": self.relative_bias, "nominal": one.nominal,
            "claim": one.claim, "in_band": self.in_band,
            "verdict": self.verdict, "faults": ", ".join(self.faults), "note": one.note,
            "seconds": self.seconds,
        }


def judge(estimators: Iterable[Estimator], rows: pd.DataFrame) -> list[Judged]:
    """Judge each estimator on its rows.

    A world where nothing could be estimated is a failure; an estimator that gave fewer than two
    values has no line, except that its failures are told by a missing coverage.
    """
    tried = list(estimators)
    by_name = dict(tuple(rows.groupby("name", sort=False)))
    together = max(sum(one.valid for one in tried), 1)
    return [_one(one, by_name[one.name], together) for one in tried]


def _one(one: Estimator, rows: pd.DataFrame, together: int) -> Judged:
    planted = rows["planted"].to_numpy(float)
    if one.pooled:  # each batch gave its own mean
        planted = np.full(planted.size, planted.mean())
    estimates = [Estimate(*bounds) for bounds in rows[["value", "low", "high"]].to_numpy(float)]
    if sum(np.isfinite(found.value) for found in estimates) < 2:
        nan = float("nan")
        coverage = Coverage(0, len(estimates), *[nan] * 6, 0.0, 1.0)
    else:
        coverage = assess(estimates, planted)
    return Judged(one, coverage, float(rows["seconds"].mean()), together)


def contradicted(coverage: float, n_worlds: int, together: int = 1) -> float:
    """Give the probability that a claim of true coverage ``coverage`` is contradicted.

    Exact, from the binomial law: what a table of so many worlds and claims can see.

    Examples
    --------
    >>> contradicted(0.95, 1_000, 60) < 0.001 < 0.9 < contradicted(0.87, 1_000, 60)
    True
    """
    hits = np.arange(n_worlds + 1)
    level = 1 - (1 - LEVEL) / together
    bounds = np.array([wilson(int(hit), n_worlds, level) for hit in hits])
    outside = (bounds[:, 1] < BAND[0]) | (bounds[:, 0] > BAND[1])
    return float(binom.pmf(hits, n_worlds, coverage)[outside].sum())
