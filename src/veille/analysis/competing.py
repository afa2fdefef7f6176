"""Several ends that compete, under censoring: cumulative incidence and its interval.

What is estimated is ``F_j(t)``, the probability that a wait ends by cause ``j`` within ``t`` days,
the other causes being left as they are.  Censoring must be independent of the wait; the causes need
not be independent of each other.  The estimator is that of Aalen and Johansen (1978): the survival
just before each end, times the increment of that cause's Nelson–Aalen hazard.

Its variance is the infinitesimal jackknife: the estimate is differentiated with regard to the
weight of each wait, and derivatives are added up within groups (servers) before they are squared,
so that waits of one group may depend on each other.  With one cause and groups of one it is
Greenwood's.
"""

from dataclasses import dataclass
from functools import cached_property
from math import exp, expm1, log1p, sqrt

import numpy as np
from scipy.special import ndtri

from veille.analysis.resampling import LEVEL, Estimate
from veille.errors import VeilleError

CENSORED = 0


@dataclass(frozen=True, eq=False)
class Waits:
    """Times until an end, or until one stops looking.

    Attributes
    ----------
    days
        Shape ``(n,)``, above 0.
    cause
        Whole numbers: `CENSORED`, or the cause that ended the wait, from 1 to ``n_causes``.
    group
        Whole numbers: what makes waits depend on each other, such as a server.
    """

    days: np.ndarray
    cause: np.ndarray
    group: np.ndarray
    n_causes: int

    def __post_init__(self) -> None:
        """Refuse what is no wait."""
        if not len(self.days) == len(self.cause) == len(self.group) > 0:
            raise VeilleError(f"{len(self.days)} attente(s) : une au moins est attendue, avec "
                              "autant de délais que d’issues et de serveurs.")
        if not (self.days > 0).all():
            raise VeilleError(f"Un délai vaut {np.min(self.days):g} : plus de 0 jour est attendu.")

    def __len__(self) -> int:
        return len(self.days)

    def among(self, kept: np.ndarray) -> "Waits":
        """Give the waits of a mask or an index."""
        return Waits(self.days[kept], self.cause[kept], self.group[kept], self.n_causes)

    @cached_property
    def groups(self) -> tuple[int, np.ndarray]:
        """The number of groups, and the place of each wait's group among them."""
        codes, place = np.unique(self.group, return_inverse=True)
        return codes.size, place

    @cached_property
    def steps(self) -> "Steps":
        """The estimators at each day when a wait ends (see `steps`)."""
        return steps(self)

    def censoring_others(self, cause: int) -> "Waits":
        """Give the waits as if every other end had only stopped the observation.

        One minus Kaplan–Meier is then `incidence_at` of the only cause left, 1: what it estimates
        is not the probability that the wait ends so (Satagopan and others, 2004).
        """
        only = np.where(self.cause == cause, 1, CENSORED)
        return Waits(self.days, only, self.group, 1)


@dataclass(frozen=True, eq=False)
class Steps:
    """What happens on each day when a wait ends; shapes ``(m,)`` and ``(m, n_causes)``.

    ``hazard`` holds the increments of the cause-specific Nelson–Aalen estimators, ``before`` the
    survival just before, ``incidence`` the Aalen–Johansen estimator just after.
    """

    days: np.ndarray
    at_risk: np.ndarray
    hazard: np.ndarray
    before: np.ndarray
    incidence: np.ndarray


def incidence_on(waits: Waits, days: np.ndarray) -> np.ndarray:
    """Give the incidences alone on several days, shape ``(n_days, n_causes)``.

    Examples
    --------
    >>> three = Waits(np.array([1.0, 2, 3]), np.array([1, 2, 0]), np.arange(3), 2)
    >>> incidence_on(three, np.array([0.5, 1.5])).round(2).tolist()
    [[0.0, 0.0], [0.33, 0.0]]
    """
    found = np.vstack([np.zeros(waits.n_causes), waits.steps.incidence])
    return found[np.searchsorted(waits.steps.days, days, side="right")]


def steps(waits: Waits) -> Steps:
    """Give the estimators at each day when a wait ends.

    Examples
    --------
    >>> three = Waits(np.array([1.0, 2, 3]), np.array([1, 2, 0]), np.arange(3), 2)
    >>> steps(three).incidence.round(3).tolist()
    [[0.333, 0.0], [0.333, 0.333]]
    """
    ended = waits.cause != CENSORED
    days, row = np.unique(waits.days[ended], return_inverse=True)
    cell = row * waits.n_causes + waits.cause[ended] - 1
    shape = (days.size, waits.n_causes)  # nothing may have ended at all
    events = np.bincount(cell, minlength=days.size * waits.n_causes).reshape(shape)
    at_risk = len(waits) - np.searchsorted(np.sort(waits.days), days, side="left")
    hazard = events / at_risk[:, None]
    after = np.cumprod(1 - events.sum(axis=1) / at_risk)
    before = np.concatenate([[1.0], after])[:-1]
    return Steps(days, at_risk, hazard, before, np.cumsum(before[:, None] * hazard, axis=0))


@dataclass(frozen=True, eq=False)
class Incidence:
    """The probabilities of each end within so many days.

    Attributes
    ----------
    value
        Shape ``(n_causes,)``.
    influence
        Derivatives with regard to the weight of each group, shape ``(n_groups, n_causes)``.
    followed
        Waits whose end by then is known: ended, or still observed.
    """

    days: float
    value: np.ndarray
    influence: np.ndarray
    followed: int

    def of(self, *causes: int) -> Estimate:
        """Give the probability of an end by one of these causes, with its interval."""
        columns = [cause - 1 for cause in causes]
        return probability(float(self.value[columns].sum()),
                           self.influence[:, columns].sum(axis=1), self.followed)

    def none_of(self, *causes: int) -> Estimate:
        """Give the probability that no such end has come."""
        some = self.of(*causes)
        return Estimate(1 - some.value, 1 - some.high, 1 - some.low)


def incidence_at(waits: Waits, days: float) -> Incidence:
    """Estimate the probability of each end within ``days``; see the module.

    After the longest wait the estimate stays where it was: ask for days that some waits reach.

    Examples
    --------
    >>> four = Waits(np.array([1.0, 2, 3, 4]), np.array([1, 2, 1, 0]), np.arange(4), 2)
    >>> incidence_at(four, 3.5).value.tolist()
    [0.5, 0.25]
    """
    found = waits.steps
    upto = int(np.searchsorted(found.days, days, side="right"))
    value = found.incidence[upto - 1] if upto else np.zeros(waits.n_causes)
    n_groups, group = waits.groups
    influence = np.zeros((n_groups, waits.n_causes))
    np.add.at(influence, group, _influence(waits, found, days, value))
    known = (waits.cause != CENSORED) | (waits.days >= days)
    return Incidence(days, value, influence, int(known.sum()))


def _influence(waits: Waits, found: Steps, days: float, value: np.ndarray) -> np.ndarray:
    """Differentiate the incidences with regard to the weight of each wait.

    A wait adds to each hazard ``(dN - dH) / at_risk`` while it lasts; an increment of hazard adds
    the survival before it to its own cause, and takes from every cause what would come later.
    """
    rows = slice(0, int(np.searchsorted(found.days, days, side="right")))
    hazard, at_risk = found.hazard[rows], found.at_risk[rows, None]
    total = hazard.sum(axis=1, keepdims=True)
    later = value - found.incidence[rows]
    lost = np.divide(later, 1 - total, out=np.zeros_like(later), where=total < 1)
    gained = found.before[rows, None]
    waiting = np.cumsum((lost * total - gained * hazard) / at_risk, axis=0)
    waiting = np.vstack([np.zeros(waits.n_causes), waiting])
    place = np.searchsorted(found.days[rows], waits.days, side="right")
    influence = waiting[place]
    ended = np.flatnonzero((waits.cause != CENSORED) & (waits.days <= days))
    row, own = place[ended] - 1, waits.cause[ended] - 1
    influence[ended] -= lost[row] / at_risk[row]
    influence[ended, own] += (gained / at_risk)[row, 0]
    return influence


def probability(
    value: float, influence: np.ndarray, followed: int, level: float = LEVEL
) -> Estimate:
    """Give a probability with the interval of its complementary log–log.

    Parameters
    ----------
    influence
        One derivative per independent group.
    followed
        At 0 and 1, where the transform has no sense, the interval is the exact one of a binomial
        of so many waits, none (or all) of which ended so; it then minds no dependence.

    Examples
    --------
    >>> found = probability(0.5, np.array([0.05, -0.05, 0.05, -0.05]), 4)
    >>> round(found.low, 2), round(found.high, 2)
    (0.3, 0.74)
    """
    beyond = 1 - ((1 - level) / 2) ** (1 / max(followed, 1))
    if value <= 0:
        return Estimate(0.0, 0.0, float(beyond))
    if value >= 1:
        return Estimate(1.0, float(1 - beyond), 1.0)
    n_groups = influence.size
    if n_groups < 2:
        return Estimate(value, float("nan"), float("nan"))
    error = sqrt(influence @ influence * n_groups / (n_groups - 1))
    log = log1p(-value)
    half = float(ndtri((1 + level) / 2)) * error / ((1 - value) * -log)
    return Estimate(value, -expm1(log * exp(-half)), -expm1(log * exp(half)))
