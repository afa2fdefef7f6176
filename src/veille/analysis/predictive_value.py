"""What a positive result is worth, at any base rate."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from veille.analysis.coverage import wilson
from veille.analysis.kappa import Z
from veille.analysis.resampling import Estimate
from veille.errors import VeilleError


@dataclass(frozen=True)
class Rates:
    """How a rule does on servers whose class is known.

    Attributes
    ----------
    found, at_risk
        At-risk servers that the rule points at, and all of them.
    wrong, contrast
        Contrast servers that it points at, and all of them.
    """

    found: int
    at_risk: int
    wrong: int
    contrast: int

    @property
    def sensitivity(self) -> Estimate:
        """Share of at-risk servers that it points at, with Wilson's interval."""
        return proportion(self.found, self.at_risk)

    @property
    def false_alarms(self) -> Estimate:
        """Share of contrast servers that it points at: one minus the specificity."""
        return proportion(self.wrong, self.contrast)


def proportion(hits: int, trials: int) -> Estimate:
    """Give a share with Wilson's interval; NaN where there was no trial."""
    return Estimate(hits / trials if trials else float("nan"), *wilson(hits, trials))


def rates(flagged: np.ndarray, at_risk: np.ndarray) -> Rates:
    """Count what a rule does.

    Parameters
    ----------
    flagged, at_risk
        Booleans, shape ``(n_servers,)``.

    Raises
    ------
    VeilleError
        If a class has no server.

    Examples
    --------
    >>> rates(np.array([True, True, False]), np.array([True, False, False]))
    Rates(found=1, at_risk=1, wrong=1, contrast=2)
    """
    number = int(at_risk.sum())
    if not 0 < number < at_risk.size:
        raise VeilleError("Une classe n’a aucun serveur : les deux sont attendues.")
    return Rates(int((flagged & at_risk).sum()), number, int((flagged & ~at_risk).sum()),
                 at_risk.size - number)


def predictive_value(found: Rates, base_rate: float) -> Estimate:
    """Give the share of flagged servers that are at risk, where a share ``base_rate`` of all is.

    By Bayes' theorem the odds are those of the base rate times sensitivity over false alarms,
    both supposed to stay the same at another base rate.  The interval is normal on the logit
    scale (Mercaldo, Lau and Zhou, 2007), with one half added to the four counts so that a rule
    never seen to fail keeps an interval.  The value comes from the same counts.

    Parameters
    ----------
    base_rate
        Between 0 and 1, both excluded.
    """
    ratio = _half(found.found, found.at_risk) / _half(found.wrong, found.contrast)
    variance = (1 / (found.found + 0.5) - 1 / (found.at_risk + 0.5)
                + 1 / (found.wrong + 0.5) - 1 / (found.contrast + 0.5))
    centre, half = logit(base_rate) + np.log(ratio), Z * np.sqrt(max(variance, 0.0))
    return Estimate(float(expit(centre)), float(expit(centre - half)),
                    float(expit(centre + half)))


def wrong_per_right(value: Estimate) -> Estimate:
    """Turn a predictive value into servers wrongly flagged for each one rightly flagged."""
    return Estimate(*((1 - share) / share for share in (value.value, value.high, value.low)))


def _half(hits: int, trials: int) -> float:
    return (hits + 0.5) / (trials + 0.5)
