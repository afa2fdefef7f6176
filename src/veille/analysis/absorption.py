"""What a homogeneous Markov model says of the end of journeys, and what acting on a step changes.

With ``Q`` the weekly matrix among the states before the private area and ``R`` from them to the
ends, ``N = inv(I - Q)`` holds the weeks expected in each state; ``N R`` the probabilities of each
end; the weeks until an end, given that it is this one, are ``N N R / N R`` (absorbing chains;
their sensitivity: Caswell, 2019, chapter 11).
"""

import numpy as np

from veille.analysis.journeys import BEFORE
from veille.analysis.multistate import (
    intensities,
    markov_occupation,
    probabilities,
    step_matrix,
)

STEPS = tuple((state, way) for state in range(BEFORE) for way in range(4)
              if (state, way) != (0, 1))  # nobody goes back from reading
_NUDGE = 1e-4


def end_probabilities(weekly: np.ndarray) -> np.ndarray:
    """Give the probability of each end, from each state.

    Parameters
    ----------
    weekly
        Hazards, shape ``(..., 3, 4)``.

    Returns
    -------
    numpy.ndarray
        Shape ``(..., 3 states, 3 ends)``; missing if a state is never left.

    Examples
    --------
    >>> half = np.array([[0.1, 0, 0.1, 0]] * 3)
    >>> end_probabilities(half)[0].round(3).tolist()
    [0.125, 0.875, 0.0]
    """
    visits, matrix = _visits(weekly)
    return visits @ matrix[..., :BEFORE, BEFORE:]


def weeks_to_private(weekly: np.ndarray) -> np.ndarray:
    """Give the mean weeks to the private area of those who get there; shape ``(..., 3)``.

    Missing if nobody does, or a state is never left.
    """
    visits, matrix = _visits(weekly)
    into = visits @ matrix[..., :BEFORE, BEFORE, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        return ((visits @ into) / into)[..., 0]


def reached(weekly: np.ndarray, weeks: int | None = None) -> np.ndarray:
    """Give the probability that an arrival reaches the private area, within some weeks or ever."""
    if weeks is None:
        return end_probabilities(weekly)[..., 0, 0]
    return markov_occupation(weekly, weeks)[..., -1, BEFORE]


def acted(weekly: np.ndarray, state: int, way: int, factor: float) -> np.ndarray:
    """Give hazards once the intensity of one step is multiplied, the others being kept."""
    rates = intensities(weekly)
    rates[..., state, way] *= factor
    return probabilities(rates)


def effect(weekly: np.ndarray, state: int, way: int, factor: float, weeks: int) -> np.ndarray:
    """Give the relative change of `reached` when the intensity of one step is multiplied.

    Minus 0.3 says that three arrivals in ten of those who would have got there do not.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return reached(acted(weekly, state, way, factor), weeks) / reached(weekly, weeks) - 1


def elasticities(weekly: np.ndarray, weeks: int | None = None) -> np.ndarray:
    """Give the percentage change of `reached` for one per cent more of each step of `STEPS`.

    Central differences on the log scale of intensities; missing if nobody gets there.  For the
    probability of ever getting there they sum to zero: going faster everywhere changes no end.

    Returns
    -------
    numpy.ndarray
        Shape ``(..., 11)``.
    """
    found = []
    for state, way in STEPS:
        up, down = (reached(acted(weekly, state, way, np.exp(nudge)), weeks)
                    for nudge in (_NUDGE, -_NUDGE))
        with np.errstate(divide="ignore", invalid="ignore"):
            found.append((np.log(up) - np.log(down)) / (2 * _NUDGE))
    return np.stack(found, axis=-1)


def _visits(weekly: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the weeks expected in each state, and the matrix of one week."""
    matrix = step_matrix(weekly)
    stuck = (weekly.sum(axis=-1) <= 0).any(axis=-1)[..., None, None]
    safe = np.where(stuck, 0.0, matrix[..., :BEFORE, :BEFORE])
    return np.where(stuck, np.nan, np.linalg.inv(np.eye(BEFORE) - safe)), matrix
