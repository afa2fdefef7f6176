"""What a server is, known for any index without making its block."""

import numpy as np

from veille.synth.laws import pick, truncated_pareto
from veille.synth.setting import Setting, class_numbers
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


def more_popular(setting: Setting, index: np.ndarray, level: np.ndarray) -> np.ndarray:
    """Say which servers have a popularity above ``level``, that of their archetype apart.

    The same law as `popularity`, compared without being inverted: invitations ask it of a
    hundred servers for one that they keep.
    """
    tail, high = setting.number("popularity_tail"), setting.number("popularity_max")
    uniform = uniform_at(setting.seed, "popularity", index)
    return level**tail * (1 - uniform * (1 - high**-tail)) < 1


def created_week(setting: Setting, index: np.ndarray) -> np.ndarray:
    """Give the week when each server was made.

    Were there no ends, ages at the end of the window would be exponential.  Every server is
    alive at week 0 or made later: those that ended before the window are not in the world.
    """
    uniform = uniform_at(setting.seed, "created_week", index)
    age = -setting.number("age_weeks_mean") * np.log1p(-uniform)
    return np.maximum(setting.n_weeks - 1 - np.floor(age), _OLDEST).astype(np.int64)


def first_week(created: np.ndarray) -> np.ndarray:
    """Give the first week of the window when each server exists."""
    return np.maximum(created, 0)


def closed_week(
    setting: Setting, index: np.ndarray, kind: np.ndarray, created: np.ndarray
) -> np.ndarray:
    """Give the first week without each server; the length of the window if it outlives it.

    A server lives one week at least, and then ends with the same probability every week.
    """
    hazard = sum(end_rates(setting, kind))
    with np.errstate(divide="ignore"):
        life = -np.log1p(-uniform_at(setting.seed, "closed_week", index)) / hazard
    end = first_week(created) + 1 + np.floor(np.minimum(life, setting.n_weeks))
    return np.minimum(end, setting.n_weeks).astype(np.int64)


def closed_by_service(setting: Setting, index: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """Say, for servers that end, whether the service closes them; else they stop by themselves."""
    service, voluntary = end_rates(setting, kind)
    uniform = uniform_at(setting.seed, "cause", index)
    return uniform * (service + voluntary) < service


def sustained(setting: Setting, index: np.ndarray) -> np.ndarray:
    """Say whether the service, if it closes a lineage's spaces, does so in a campaign."""
    return uniform_at(setting.seed, "sustained", index) < setting.number("sustained_share")


def end_rates(setting: Setting, kind: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the weekly rates of closure by the service and of voluntary end."""
    return (setting.array("service_closure_rate")[kind],
            setting.array("voluntary_end_rate")[class_numbers()[kind]])


def seeable(setting: Setting, index: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """Say which servers have any entrance that a watch can find."""
    uniform = uniform_at(setting.seed, "seeable", index)
    return uniform >= setting.array("unseeable_share")[kind]
