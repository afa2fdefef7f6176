"""Weekly probabilities of each step, and what they make of an arrival, week after week.

States: reading, participating, gated, then where this analysis stops following: the private area,
departure, departure with a report.  Time is in whole weeks with one step a week at most, as the
data are: a *hazard* is the probability of a step in a week, given the state at its start.

Two ways lead from hazards to the state held after some weeks.

- Aalen and Johansen (1978): hazards of each week since arrival, multiplied.  The state occupied
  is estimated rightly even if steps depend on the past, as long as the loss of sight does not.
- The homogeneous Markov model: one hazard for all weeks, from everybody followed.  It uses more
  members and looks beyond the window, and is right only if the past and the week do not matter.
"""

import numpy as np

from veille.analysis.journeys import BEFORE

ENDS = 3  # private area, departure, departure with a report


def hazards(counts: np.ndarray) -> np.ndarray:
    """Give weekly probabilities of each way out, moves over trials; 0 without any trial.

    Parameters
    ----------
    counts
        Shape ``(..., 5)``: trials, then moves forward, back, by departure, with a report.

    Returns
    -------
    numpy.ndarray
        Shape ``(..., 4)``: the maximum likelihood estimator of grouped data.

    Examples
    --------
    >>> hazards(np.array([20, 4, 1, 0, 0])).tolist()
    [0.2, 0.05, 0.0, 0.0]
    """
    return counts[..., 1:] / np.maximum(counts[..., :1], 1)


def intensities(weekly: np.ndarray) -> np.ndarray:
    """Give the intensities, constant within a week, that weekly probabilities stand for.

    ``q_s = -log(1 - p) p_s / p`` with ``p`` the sum of the ``p_s`` (Prentice and Gloeckler, 1978,
    with several causes).  Infinite where everybody leaves within a week.

    Examples
    --------
    >>> float(intensities(np.array([0.5]))[0].round(4))
    0.6931
    """
    total = weekly.sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total > 0, weekly * (-np.log1p(-total) / total), 0.0)


def probabilities(rates: np.ndarray) -> np.ndarray:
    """Give the weekly probabilities of intensities: the inverse of `intensities`.

    Examples
    --------
    >>> probabilities(intensities(np.array([0.2, 0.1]))).round(9).tolist()
    [0.2, 0.1]
    """
    total = rates.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, rates * (-np.expm1(-total) / total), 0.0)


def step_matrix(weekly: np.ndarray) -> np.ndarray:
    """Give the matrix of one week, from hazards of shape ``(..., 3, 4)``; shape ``(..., 6, 6)``.

    Rows are where one is, columns where one will be; each row sums to one.
    """
    found = np.zeros((*weekly.shape[:-2], BEFORE + ENDS, BEFORE + ENDS))
    found[..., range(BEFORE, BEFORE + ENDS), range(BEFORE, BEFORE + ENDS)] = 1.0
    for state in range(BEFORE):
        found[..., state, state + 1] = weekly[..., state, 0]
        if state:
            found[..., state, state - 1] = weekly[..., state, 1]
        found[..., state, BEFORE + 1:] = weekly[..., state, 2:]
        found[..., state, state] = 1 - found[..., state, :].sum(axis=-1)
    return found


def aalen_johansen(counts: np.ndarray, start: int = 0) -> np.ndarray:
    """Give the probability of each state by week since the clock started (Aalen–Johansen, 1978).

    Parameters
    ----------
    counts
        Shape ``(..., weeks, 3, 5)``, from `veille.analysis.journeys`.
    start
        State at week 0.

    Returns
    -------
    numpy.ndarray
        Shape ``(..., weeks + 1, 6)``.  A week without anybody at risk in a state moves nobody out
        of it.  With one state and one way out, one minus Kaplan and Meier's survival.
    """
    return _multiplied(step_matrix(hazards(counts)), start)


def markov_occupation(weekly: np.ndarray, weeks: int, start: int = 0) -> np.ndarray:
    """Give the same with one set of hazards, shape ``(..., 3, 4)``, for all weeks."""
    one = step_matrix(weekly)[..., None, :, :]
    return _multiplied(np.broadcast_to(one, (*one.shape[:-3], weeks, *one.shape[-2:])), start)


def _multiplied(matrices: np.ndarray, start: int) -> np.ndarray:
    weeks, size = matrices.shape[-3:-1]
    found = np.zeros((*matrices.shape[:-3], weeks + 1, size))
    found[..., 0, start] = 1.0
    for week in range(weeks):
        row = found[..., week, None, :] @ matrices[..., week, :, :]
        found[..., week + 1, :] = row[..., 0, :]
    return found
