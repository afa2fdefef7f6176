"""Elementary effects: what moving one factor changes, wherever the others are (Morris, 1991).

Trajectories are those of SALib.  Worlds moved far from the catalogue may be too poor to conclude:
the effects that touch them are left out, which SALib's own analysis does not do; on complete data
both give the same numbers.
"""

from dataclasses import dataclass

import numpy as np
from SALib.sample import morris

LEVELS = 4
INNER = (0.25, 0.75)  # half way to each end: all at their ends together make no plausible world


def trajectories(n_factors: int, number: int, seed: int) -> np.ndarray:
    """Draw trajectories: each step moves one factor.

    Returns
    -------
    numpy.ndarray
        Places, shape ``(number, n_factors + 1, n_factors)``, within `INNER`.
    """
    problem = {"num_vars": n_factors, "names": [str(one) for one in range(n_factors)],
               "bounds": [list(INNER)] * n_factors}
    places = morris.sample(problem, number, num_levels=LEVELS, seed=seed)
    return places.reshape(number, n_factors + 1, n_factors)


@dataclass(frozen=True)
class Effects:
    """What is known of each factor, shape ``(n_factors,)``; missing without two effects.

    Attributes
    ----------
    mean, strength, spread
        Mean of the effects, mean of their absolute values (``mu*``), and standard deviation: a
        spread that is large beside the mean says that the effect depends on the other factors.
    number
        Effects that could be computed.
    """

    mean: np.ndarray
    strength: np.ndarray
    spread: np.ndarray
    number: np.ndarray


def effects(places: np.ndarray, values: np.ndarray) -> Effects:
    """Give the elementary effects, per unit of place relative to the width of `INNER`.

    Parameters
    ----------
    places
        From `trajectories`.
    values
        Shape ``(number, n_factors + 1)``; missing where nothing could be computed.

    Examples
    --------
    >>> places = trajectories(2, 8, seed=1)
    >>> found = effects(places, 3 * places[..., 0] - places[..., 1])
    >>> found.strength.round(6).tolist()  # over half of the range each
    [1.5, 0.5]
    """
    step = np.diff(places, axis=1)
    which = np.abs(step).argmax(axis=2)
    size = np.take_along_axis(step, which[..., None], axis=2)[..., 0] / (INNER[1] - INNER[0])
    effect = np.diff(values, axis=1) / size
    n_factors = places.shape[2]
    by_factor = np.full((len(places), n_factors), np.nan)
    by_factor[np.arange(len(places))[:, None], which] = effect
    number = np.isfinite(by_factor).sum(axis=0)
    enough = np.where(number >= 2, 1.0, np.nan)
    filled = np.where(np.isfinite(by_factor), by_factor, 0.0)
    count = np.maximum(number, 1)
    mean = filled.sum(axis=0) / count
    apart = np.where(np.isfinite(by_factor), by_factor - mean, 0.0)
    spread = np.sqrt((apart**2).sum(axis=0) / np.maximum(count - 1, 1))
    return Effects(mean * enough, np.abs(filled).sum(axis=0) / count * enough, spread * enough,
                   number)
