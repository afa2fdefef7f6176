"""Counts and means with noise, under a budget that the ledger keeps.

Each answer is ε-differentially private (Dwork and Smith, 2009) when rows are added or removed, and
the sum of what was spent bounds what all answers together tell.  OpenDP draws the noise, on whole
numbers, so that no rounding of decimals takes part in it.
"""

from dataclasses import dataclass
from math import fsum, isfinite, log

import numpy as np
import pandas as pd

from veille.disclosure.ledger import Ledger, Spending
from veille.disclosure.release import POPULATION
from veille.errors import VeilleError

STEPS = 10_000  # a bounded value becomes a whole number of steps
SMALLEST, LARGEST = 1e-3, 10.0
_SLACK = 1e-9


@dataclass(frozen=True)
class Noisy:
    """A noisy answer.

    Attributes
    ----------
    value
        May be published.  A count may be negative: cutting it at zero would bias sums of counts.
    half_width
        Of the interval that holds the exact count 95 times in 100, for a count; NaN for a mean.
    epsilon, left
        What it cost, and what is left of the budget.
    """

    value: float
    half_width: float
    epsilon: float
    left: float


def set_budget(ledger: Ledger, budget: float, population: str = POPULATION) -> None:
    """Set, once and for all, what may be spent on a population.

    Raises
    ------
    VeilleError
        If it is already set to something else: a budget that can be raised is no budget.
    """
    _check_epsilon("budget", budget)
    with ledger.opened() as pages:
        known = pages.budgets.setdefault(str(population), Spending(float(budget)))
        if known.budget != budget:
            raise VeilleError(f"Le budget de « {population} » est déjà de {known.budget} : il ne "
                              "change plus, ou il ne protégerait rien.")


def noisy_count(rows: pd.DataFrame, epsilon: float, ledger: Ledger,
                population: str = POPULATION, rows_each: int = 1) -> Noisy:
    """Give the number of rows, with noise of scale ``rows_each / epsilon``.

    Parameters
    ----------
    rows
        The rows to count; their choice must not depend on what they hold beyond the question.
    rows_each
        Rows that one person may have at most; the caller answers for it.

    Raises
    ------
    VeilleError
        If no budget was set, or what is left of it does not suffice; nothing is then spent.
    """
    _check_rows(rows_each)
    left = _spend(ledger, epsilon, population)
    value = _draw(np.ones(len(rows), dtype=np.int64), 1, rows_each, epsilon)
    return Noisy(value, count_half_width(epsilon, rows_each), epsilon, left)


def noisy_mean(values: pd.Series, bounds: tuple[float, float], epsilon: float, ledger: Ledger,
               population: str = POPULATION, *, rows_each: int = 1) -> Noisy:
    """Give a mean from a noisy sum and a noisy count, half of ``epsilon`` for each.

    Parameters
    ----------
    values
        Missing ones are left out; those outside the bounds are brought back to them.
    bounds
        Least and largest value, known beforehand: read from the data, they would tell an extreme.

    Raises
    ------
    VeilleError
        As `noisy_count` does, and if the bounds are not two finite numbers in order.
    """
    low, high = map(float, bounds)
    if not (isfinite(low) and isfinite(high) and low < high):
        raise VeilleError("Les bornes d’une moyenne sont deux nombres finis, le plus petit "
                          "d’abord, connus avant de lire les données.")
    _check_rows(rows_each)
    known = pd.to_numeric(values, errors="coerce").dropna().to_numpy(float)
    left = _spend(ledger, epsilon, population)
    steps = np.rint((np.clip(known, low, high) - low) / (high - low) * STEPS).astype(np.int64)
    count = _draw(np.ones(known.size, dtype=np.int64), 1, rows_each, epsilon / 2)
    total = _draw(steps, STEPS, rows_each, epsilon / 2)
    share = min(max(total / STEPS / max(count, 1.0), 0.0), 1.0)
    return Noisy(low + share * (high - low), float("nan"), epsilon, left)


def count_half_width(epsilon: float, rows_each: int = 1) -> float:
    """Give the half width of the interval of a noisy count at 95 %, from the law of the noise.

    Examples
    --------
    >>> count_half_width(1.0), count_half_width(0.1)
    (3.0, 30.0)
    """
    decay = float(np.exp(-epsilon / rows_each))  # P(|noise| > k) = 2 decay^(k+1) / (1 + decay)
    return float(np.ceil(log(0.05 * (1 + decay) / 2) / log(decay) - 1))


def _draw(values: np.ndarray, largest: int, rows_each: int, epsilon: float) -> float:
    """Give the noisy sum of whole numbers between 0 and ``largest``."""
    import opendp.prelude as dp

    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.symmetric_distance()
    summed = space >> dp.t.then_clamp((0, largest)) >> dp.t.then_sum()
    noisy = summed >> dp.m.then_laplace(scale=rows_each * largest / epsilon)
    if noisy.map(rows_each) > epsilon * (1 + _SLACK):
        raise AssertionError("the noise costs more than was spent")
    return float(noisy(values))


def _spend(ledger: Ledger, epsilon: float, population: str) -> float:
    """Write down the cost before anything is drawn: a stop in between wastes, and tells nothing."""
    _check_epsilon("epsilon", epsilon)
    with ledger.opened() as pages:
        known = pages.budgets.get(str(population))
        if known is None:
            raise VeilleError(f"Aucun budget n’est posé pour « {population} » : set_budget est "
                              "attendu d’abord.")
        left = known.budget - fsum([*known.spent, epsilon])
        if left < -_SLACK:
            raise VeilleError(
                f"Il reste {max(known.budget - fsum(known.spent), 0):.3g} du budget de "
                f"« {population} » et cette réponse coûte {epsilon:.3g} : elle n’est pas donnée.")
        known.spent.append(float(epsilon))
    return max(left, 0.0)


def _check_epsilon(name: str, value: float) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool) \
            or not SMALLEST <= value <= LARGEST:
        raise VeilleError(f"« {name} » vaut « {value} » : un nombre entre {SMALLEST} et "
                          f"{LARGEST:.0f} est attendu.")


def _check_rows(rows_each: int) -> None:
    if not isinstance(rows_each, int) or isinstance(rows_each, bool) or rows_each < 1:
        raise VeilleError(f"« rows_each » vaut « {rows_each} » : un nombre entier d’au moins 1 "
                          "est attendu.")
