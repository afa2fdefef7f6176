"""Cause-specific regression: what multiplies the rate of one end, the others left as they are.

Cox's partial likelihood (Cox, 1972), one cause at a time, other ends counting as the end of the
observation: that is right for rates (Putter and others, 2007), although it would be wrong for
probabilities.  Baselines are free in each stratum.  Delays have two decimals, so that many are
equal: ties follow Efron's approximation.  The variance is that of Lin and Wei (1989), from score
residuals added up within groups.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import ndtri

from veille.analysis.competing import Waits
from veille.analysis.resampling import LEVEL, Estimate
from veille.errors import VeilleError

_STEPS, _ENOUGH, _LARGEST = 30, 1e-6, 15.0  # Newton's error is then about 1e-12


@dataclass(frozen=True, eq=False)
class Effects:
    """Logarithms of the ratios of rates, per unit of each covariate.

    Attributes
    ----------
    value
        Shape ``(k,)``.
    robust, model
        Covariances, shape ``(k, k)``: adding up groups, and inverse of the information.
    events
        Ends by the cause.
    """

    value: np.ndarray
    robust: np.ndarray
    model: np.ndarray
    events: int

    def of(self, place: int, level: float = LEVEL) -> Estimate:
        """Give one effect with its interval, which minds groups."""
        half = ndtri((1 + level) / 2) * np.sqrt(self.robust[place, place])
        value = float(self.value[place])
        return Estimate(value, float(value - half), float(value + half))


def effects(
    waits: Waits, cause: int, covariates: np.ndarray, strata: np.ndarray | None = None
) -> Effects:
    """Estimate the effects of covariates on the rate of one cause.

    Parameters
    ----------
    covariates
        Shape ``(n, k)`` or ``(n,)``.
    strata
        Shape ``(n,)``: each has a baseline of its own; by default one for all.

    Raises
    ------
    VeilleError
        If the likelihood has no maximum: no end by that cause, or a covariate that separates them.

    Examples
    --------
    >>> days, x = np.array([1.0, 2, 3, 4]), np.array([1.0, 0, 1, 0])
    >>> found = effects(Waits(days, np.ones(4, dtype=int), np.arange(4), 1), 1, x)
    >>> round(found.of(0).value, 3)
    0.941
    """
    x = np.asarray(covariates, dtype=float).reshape(len(waits), -1)
    ranked = _ranked(waits, cause, x, strata)
    value, change = np.zeros(x.shape[1]), np.full(x.shape[1], np.inf)
    for _ in range(_STEPS):
        score, information = ranked.totals(value)
        change = _solved(information, score)
        value = value + np.clip(change, -2, 2)
        if not np.abs(change).max() >= _ENOUGH:
            break
    if not (np.abs(value).max() < _LARGEST and np.abs(change).max() < _ENOUGH):
        raise _no_maximum(ranked.events.size)
    model = np.linalg.inv(information)
    _, group = np.unique(waits.group[ranked.rows], return_inverse=True)
    shares = np.zeros((group.max() + 1, value.size))
    np.add.at(shares, group, ranked.residuals(value))
    spread = shares.T @ shares * len(shares) / max(len(shares) - 1, 1)
    return Effects(value, model @ spread @ model, model, ranked.events.size)


@dataclass(frozen=True, eq=False)
class _Ranked:
    """Waits stratum by stratum, longest first, in blocks of equal delays.

    ``rows`` are their places in the data, ``first`` the first place of their stratum, ``block``
    the number of their block; ``events`` are the places of the ends, and ``met`` the blocks that
    hold one, in order.
    """

    rows: np.ndarray
    x: np.ndarray
    first: np.ndarray
    block: np.ndarray
    events: np.ndarray
    met: np.ndarray

    @cached_property
    def ties(self) -> tuple[np.ndarray, ...]:
        """The day of each end, where days start, the rank within its day, the last at risk."""
        day = np.searchsorted(self.met, self.block[self.events])
        start = np.searchsorted(day, np.arange(self.met.size))
        rank = (np.arange(day.size) - start[day]) / np.bincount(day)[day]
        return day, start, rank, np.searchsorted(self.block, self.block[self.events], side="right")

    def weights(self, value: np.ndarray) -> np.ndarray:
        """Give the ratios of rates, to those of the mean covariates."""
        return np.exp((self.x - self.x.mean(axis=0)) @ value)

    def sums(self, value: np.ndarray, powers: int) -> tuple[np.ndarray, ...]:
        """Give, for each end, Efron's rank and the sums over the waits at risk.

        They are over waits of the stratum at least as long, less the rank's share of those that
        end that day; of the weights, then of the weights times covariates, then of products.
        """
        weight = self.weights(value)
        parts = [weight, weight[:, None] * self.x]
        if powers > 1:
            parts.append(parts[1][:, :, None] * self.x[:, None, :])
        day, start, rank, end = self.ties
        out = [rank]
        for part in parts:
            total = np.concatenate([np.zeros_like(part[:1]), np.cumsum(part, axis=0)])
            tied = np.add.reduceat(part[self.events], start, axis=0)[day]
            at_risk = total[end] - total[self.first[self.events]]
            out.append(at_risk - rank.reshape(-1, *[1] * (part.ndim - 1)) * tied)
        return tuple(out)

    def totals(self, value: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the score and the information."""
        _, none, one, two = self.sums(value, 2)
        mean = one / none[:, None]
        score = (self.x[self.events] - mean).sum(axis=0)
        return score, (two / none[:, None, None]).sum(axis=0) - mean.T @ mean

    def residuals(self, value: np.ndarray) -> np.ndarray:
        """Give each wait's share of the score, less what its time at risk led to expect.

        On its own day, a wait that ends weighs ``1 - rank`` in each of the sums of that day.
        """
        rank, none, one = self.sums(value, 1)
        mean = one / none[:, None]
        drift = np.column_stack([np.ones(none.size), mean]) / none[:, None]
        day = self.ties[0]
        daily, kept, average = (np.zeros((self.met.size, drift.shape[1])) for _ in range(3))
        np.add.at(daily, day, drift)
        np.add.at(kept, day, (1 - rank)[:, None] * drift)
        np.add.at(average, day, np.column_stack([np.ones(none.size), mean]))
        later = np.cumsum(np.vstack([daily, np.zeros_like(daily[:1])])[::-1], axis=0)[::-1]
        _, last = np.unique(self.first, return_inverse=True)
        end_of = np.append(np.flatnonzero(np.diff(self.first)), self.first.size - 1)[last]
        reach = later[np.searchsorted(self.met, self.block)]
        reach -= later[np.searchsorted(self.met, self.block[end_of], side="right")]
        reach[self.events] -= (daily - kept)[day]
        found = -self.weights(value)[:, None] * (self.x * reach[:, :1] - reach[:, 1:])
        found[self.events] += self.x[self.events] - (average[:, 1:] / average[:, :1])[day]
        return found


def _ranked(
    waits: Waits, cause: int, x: np.ndarray, strata: np.ndarray | None
) -> _Ranked:
    """Sort the waits; strata without any end by the cause say nothing and are left out."""
    stratum = np.zeros(len(waits), dtype=int) if strata is None else np.asarray(strata)
    event = waits.cause == cause
    if not event.any():
        raise _no_maximum(0)
    rows = np.flatnonzero(np.isin(stratum, stratum[event]))
    rows = rows[np.lexsort((-waits.days[rows], stratum[rows]))]
    stratum, days = stratum[rows], waits.days[rows]
    new = np.append(True, (stratum[1:] != stratum[:-1]) | (days[1:] != days[:-1]))
    block, events = np.cumsum(new) - 1, np.flatnonzero(event[rows])
    return _Ranked(rows, x[rows], np.searchsorted(stratum, stratum), block, events,
                   np.unique(block[events]))


def _solved(information: np.ndarray, score: np.ndarray) -> np.ndarray:
    try:
        return np.linalg.solve(information, score)
    except np.linalg.LinAlgError:
        raise _no_maximum(0) from None


def _no_maximum(events: int) -> VeilleError:
    return VeilleError(f"La régression n’a pas de maximum sur {events} issue(s) : il faut des "
                       "issues de part et d’autre de chaque variable.")
