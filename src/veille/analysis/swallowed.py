"""Who is in the classes: what a team would do to whom, if it acted on classes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from veille.assumptions.vocabulary import ARCHETYPES, AT_RISK


@dataclass(frozen=True)
class Action:
    """What acting on every class that is mostly at risk would do.

    Attributes
    ----------
    hit
        By type, share of its servers in such a class; types without any server are left out.
    at_risk_hit, contrast_hit
        The same for all at-risk servers and for all contrast communities; NaN if there is none.
    wrongly
        Share of contrast communities among the servers hit; NaN if none is.
    """

    hit: pd.Series
    at_risk_hit: float
    contrast_hit: float
    wrongly: float

    def summary(self) -> dict[str, float]:
        """Give everything by name: the three shares, then each type."""
        shares = {"at_risk_hit": self.at_risk_hit, "contrast_hit": self.contrast_hit,
                  "wrongly": self.wrongly}
        return shares | self.hit.to_dict()


def composition(planted: np.ndarray, classes: np.ndarray) -> pd.DataFrame:
    """Give how each type divides between classes: types in rows, shares that sum to one."""
    table = pd.crosstab(planted, classes)
    shares = table.div(table.sum(axis=1), axis=0)
    return shares.reindex([code for code in ARCHETYPES if code in shares.index])


def acted_on(planted: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Say which servers are in a class where more than half are at risk."""
    at_risk = np.isin(planted, list(AT_RISK))
    total = np.bincount(classes)
    return (np.bincount(classes, at_risk) > total / 2)[classes]


def action(planted: np.ndarray, classes: np.ndarray) -> Action:
    """Say whom one would hit by acting on classes that are mostly at risk.

    Examples
    --------
    >>> types = np.array(["figure_leaks", "figure_leaks", "fan_community", "fan_community"])
    >>> found = action(types, np.array([0, 0, 0, 1]))
    >>> found.at_risk_hit, found.contrast_hit, round(found.wrongly, 2)
    (1.0, 0.5, 0.33)
    """
    reached, at_risk = acted_on(planted, classes), np.isin(planted, list(AT_RISK))
    hit = pd.Series(reached).groupby(planted).mean()
    return Action(
        hit.reindex([code for code in ARCHETYPES if code in hit.index]),
        *(_mean(reached[chosen]) for chosen in (at_risk, ~at_risk)),
        _mean(~at_risk[reached]),
    )


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if values.size else float("nan")
