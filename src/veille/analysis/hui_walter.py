"""Errors of two raters without any truth, from two groups of servers (Hui and Walter, 1980).

Two people note a sign in two groups where it is not equally frequent.  If their errors are the
same in both groups and independent given the truth, six shares give six unknowns.  When errors
are dependent, the same shares are explained by raters better than they are (Vacek, 1985).
"""

from dataclasses import dataclass

import numpy as np

STEPS = 3_000
START = {"sensitivity": 0.8, "specificity": 0.9, "prevalence": (0.6, 0.2)}


@dataclass(frozen=True, eq=False)
class ErrorRates:
    """What is found of ``n_problems`` signs at once.

    Attributes
    ----------
    sensitivity, specificity
        Shape ``(n_problems, 2)``, one column per rater.
    prevalence
        Shape ``(n_problems, 2)``, one column per group.
    """

    sensitivity: np.ndarray
    specificity: np.ndarray
    prevalence: np.ndarray


def cross(first: np.ndarray, second: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Count servers by group and notes of both raters, sign by sign.

    Parameters
    ----------
    first, second
        Booleans, shape ``(n_servers, n_signs)``.
    group
        Booleans, shape ``(n_servers,)``: the group where signs are more frequent.

    Returns
    -------
    numpy.ndarray
        Shape ``(n_signs, 2, 2, 2)``: group (the more frequent first), first and second note,
        each present first.
    """
    sides = [[(~group, group)[inside] for inside in (1, 0)], [first, ~first], [second, ~second]]
    return np.array([[[[(g[:, None] & a & b).sum(axis=0) for b in sides[2]] for a in sides[1]]
                      for g in sides[0]]]).squeeze(0).transpose(3, 0, 1, 2)


def hui_walter(counts: np.ndarray) -> ErrorRates:
    """Estimate by maximum likelihood, supposing errors independent given the truth (EM).

    Parameters
    ----------
    counts
        From `cross`, shape ``(n_problems, 2, 2, 2)``.

    Examples
    --------
    >>> se, sp, share = np.array([0.9, 0.8]), np.array([0.95, 0.9]), np.array([0.7, 0.2])
    >>> yes = [se[0] * se[1], se[0] * (1 - se[1]), (1 - se[0]) * se[1], (1 - se[0]) * (1 - se[1])]
    >>> no = [(1 - sp[0]) * (1 - sp[1]), (1 - sp[0]) * sp[1], sp[0] * (1 - sp[1]), sp[0] * sp[1]]
    >>> cells = np.outer(share, yes) + np.outer(1 - share, no)
    >>> found = hui_walter(1_000 * cells.reshape(1, 2, 2, 2))
    >>> found.sensitivity.round(2).tolist(), found.prevalence.round(2).tolist()
    ([[0.9, 0.8]], [[0.7, 0.2]])
    """
    number = len(counts)
    sensitivity = np.full((number, 2), START["sensitivity"])
    specificity = np.full((number, 2), START["specificity"])
    prevalence = np.tile(START["prevalence"], (number, 1))
    for _ in range(STEPS):
        bearing = counts * _posterior(sensitivity, specificity, prevalence)
        others = counts - bearing
        prevalence = bearing.sum(axis=(2, 3)) / counts.sum(axis=(2, 3))
        sensitivity = _noted(bearing) / bearing.sum(axis=(1, 2, 3))[:, None]
        specificity = 1 - _noted(others) / others.sum(axis=(1, 2, 3))[:, None]
    return ErrorRates(sensitivity, specificity, prevalence)


def _posterior(
    sensitivity: np.ndarray, specificity: np.ndarray, prevalence: np.ndarray
) -> np.ndarray:
    """Give the probability that the sign is present, in each cell."""
    there = prevalence[:, :, None, None] * _product(sensitivity)
    absent = (1 - prevalence)[:, :, None, None] * _product(1 - specificity)
    return there / np.maximum(there + absent, 1e-300)


def _product(chance: np.ndarray) -> np.ndarray:
    """Give the probability of each pair of notes, shape ``(n_problems, 1, 2, 2)``."""
    both = np.stack([chance, 1 - chance], axis=-1)
    return (both[:, 0, :, None] * both[:, 1, None, :])[:, None]


def _noted(cells: np.ndarray) -> np.ndarray:
    """Add up the cells that each rater notes, shape ``(n_problems, 2)``."""
    return np.stack([cells[:, :, 0, :].sum(axis=(1, 2)), cells[:, :, :, 0].sum(axis=(1, 2))],
                    axis=-1)
