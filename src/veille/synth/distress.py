"""Dose, support and distress of one volunteer in one week.

The score runs from 0 to 100 and belongs to no existing instrument; 50 is the threshold of the
planted share.  Before it is cut to whole points::

    50 + level + dose_effect * dose / 10 - support_effect * support
       + 10 * (team + volunteer + week)

where the three normal terms are independent and their variances sum to one.  Points are rounded
down, so that a score of 50 or more is exactly a distress above the threshold.
"""

import numpy as np
from scipy.special import ndtri

from veille.synth.setting import Setting

THRESHOLD = 50
SPREAD = 10.0  # points for one standard deviation: the unit of the score
_STEEPEST = 50.0  # exp() beyond this is as good as certain


def level(setting: Setting) -> float:
    """Give the points above 50 of an average person without dose nor support.

    The planted share of scores of 50 or more holds at the reference dose, without support.
    """
    at_reference = SPREAD * ndtri(setting.number("distress_share"))
    return float(at_reference - _dose_points(setting, setting.number("distress_reference_dose")))


def effect_spread(setting: Setting) -> tuple[float, float, float]:
    """Give the standard deviations, in points, of the team, volunteer and week effects."""
    team, volunteer = setting.number("distress_team"), setting.number("distress_between")
    return tuple((SPREAD * np.sqrt([team, volunteer, 1 - team - volunteer])).tolist())


def support_probability(setting: Setting, dose: np.ndarray) -> np.ndarray:
    """Give the probability of support: logistic in the dose, planted at the reference dose."""
    share = setting.number("support_share")
    tens = (dose - setting.number("distress_reference_dose")) / 10
    slope = np.clip(setting.number("support_targeting") * tens, -_STEEPEST, _STEEPEST)
    odds = share / (1 - share) * np.exp(slope)
    return odds / (1 + odds)


def score(
    setting: Setting, dose: np.ndarray, support: np.ndarray, effects: np.ndarray
) -> np.ndarray:
    """Give the score in whole points; ``effects`` are the three random terms, in points."""
    points = (THRESHOLD + level(setting) + _dose_points(setting, dose) + effects
              - setting.number("support_effect") * support)
    return np.clip(np.floor(points), 0, 100).astype(np.int64)


def quit_probability(setting: Setting, distress: np.ndarray) -> np.ndarray:
    """Give the probability of not coming back the next week; ``distress`` is a score."""
    ratio = np.where(distress >= THRESHOLD, setting.number("quit_distress_ratio"), 1.0)
    return setting.number("quit_rate") * ratio


def missing_probability(setting: Setting, distress: np.ndarray) -> np.ndarray:
    """Give the probability that a score is not given to the watch: it depends on the score."""
    return np.where(distress >= THRESHOLD, setting.number("score_missing_distressed"),
                    setting.number("score_missing"))


def _dose_points(setting: Setting, dose: np.ndarray | float) -> np.ndarray | float:
    return setting.number("dose_effect") * dose / 10
