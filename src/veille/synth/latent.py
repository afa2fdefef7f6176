"""What a server is, known for any index without making its block."""

import numpy as np

from veille.synth.laws import pick, truncated_pareto
from veille.synth.setting import Setting
from veille.synth.streams import uniform_at

_OLDEST = -1_999


def archetype(setting: Setting, index: np.ndarray) -> np.ndarray:
    """Give each server's archetype, as its number in the vocabulary."""
    uniform = uniform_at(setting.seed, "archetype", index)
    return pick(uniform, setting.archetype_probabilities)


def popularity(setting: Setting, index: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """Give each server's popularity; ``kind`` is its archetype."""
    uniform = uniform_at(setting.seed, "popularity", index)
    own = truncated_pareto(
        uniform, setting.number("popularity_tail"), setting.number("popularity_max")
    )
    return own * setting.array("popularity_ratio")[kind]


def created_week(setting: Setting, index: np.ndarray) -> np.ndarray:
    """Give the week when each server was made: ages at the end of the window are exponential."""
    uniform = uniform_at(setting.seed, "created_week", index)
    age = -setting.number("age_weeks_mean") * np.log1p(-uniform)
    return np.maximum(setting.n_weeks - 1 - np.floor(age), _OLDEST).astype(np.int64)


def sighting_probability(setting: Setting, fame: np.ndarray) -> np.ndarray:
    """Give the probability that the watch ever sees a server of this popularity."""
    exponent = setting.number("sighting_popularity_exponent")
    return 1 - np.exp(-setting.number("sighting_effort") * fame**exponent)


def observed(setting: Setting, index: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Say which servers the watch saw."""
    return uniform_at(setting.seed, "observed", index) < probability
