"""Log-linear models of capture histories, fitted to many tables at once.

The counts of the ``2**k - 1`` seen histories are Poisson, with a logarithm linear in the watchers
that a history holds and in pairs of them (Fienberg, 1972; Bishop, Fienberg and Holland, 1975;
Cormack, 1989).  The model says what cell 0, that nobody saw, would hold.
"""

from dataclasses import dataclass

import numpy as np

from veille.analysis.loglinear_terms import terms

_STEPS = 200
_PRECISE = 1e-9
_RIDGE = 1e-10  # of the diagonal, so that an empty history does not make the equations singular
_TOGETHER = 128  # tables solved at once: small products, which one thread makes fastest
_LOWEST, _HIGHEST = -30.0, 40.0  # logarithms of expected counts


@dataclass(frozen=True)
class Fit:
    """Models fitted, one per table.

    Attributes
    ----------
    expected
        Shape ``(n_tables, 2**k)``, cell 0 included.
    loglik
        Poisson log-likelihood of the cells fitted, without the factorials.
    n_terms
        Coefficients of each model.
    """

    expected: np.ndarray
    loglik: np.ndarray
    n_terms: np.ndarray

    @property
    def hidden(self) -> np.ndarray:
        """Expected number of servers never seen."""
        return self.expected[:, 0]


def fit(
    counts: np.ndarray, models: np.ndarray, fitted: np.ndarray | None = None,
    start: np.ndarray | None = None,
) -> Fit:
    """Fit one model to each table by maximum likelihood (iteratively reweighted least squares).

    Parameters
    ----------
    counts
        Shape ``(n_tables, 2**k)``; not negative.
    models
        Masks over the columns of `veille.analysis.loglinear_terms.terms`, one per table or one for
        all.
    fitted
        Which cells belong to the likelihood, shape ``(2**k,)``; all but cell 0 by default.
    start
        Expected counts to start from.

    Examples
    --------
    Two independent lists: the missing cell is the product of singles over what both hold.

    >>> found = fit(np.array([[0, 30, 20, 60]]), terms(4).independence())
    >>> found.hidden.round(6).tolist()
    [10.0]
    """
    counts = np.atleast_2d(counts).astype(float)
    columns = terms(counts.shape[1]).columns
    models = np.broadcast_to(models, (len(counts), columns.shape[1]))
    used = models.any(axis=0)
    columns, models = columns[:, used], models[:, used]
    weight = np.ones(len(columns)) if fitted is None else fitted.astype(float)
    if fitted is None:
        weight[0] = 0.0
    first = np.log(np.where(counts > 0, counts, 0.5) if start is None else start)
    products = _products(columns)
    eta = np.concatenate([
        _converge(counts[part], _Equations(columns, models[part], weight, products), first[part])
        for part in _slices(len(counts))
    ])
    expected = np.exp(eta)
    loglik = (weight * (counts * eta - expected)).sum(axis=1)
    return Fit(expected, loglik, models.sum(axis=1))


def _slices(size: int) -> list[slice]:
    return [slice(begin, begin + _TOGETHER) for begin in range(0, size, _TOGETHER)]


def _products(columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the distinct products of two columns, and where each pair finds its own."""
    every = (columns[:, :, None] * columns[:, None, :]).reshape(len(columns), -1)
    distinct, place = np.unique(every, axis=1, return_inverse=True)
    return distinct, place.ravel()


def _converge(counts: np.ndarray, equations: "_Equations", eta: np.ndarray) -> np.ndarray:
    """Reweight and solve until the likelihood of every table stands still."""
    eta, moving = eta.copy(), np.arange(len(counts))
    before = np.full(len(counts), -np.inf)
    for _ in range(_STEPS):
        new = equations.step(counts[moving], eta[moving], moving)
        reached = equations.loglik(counts[moving], new)
        eta[moving] = new
        still = np.abs(reached - before[moving]) <= _PRECISE * (1 + np.abs(reached))
        before[moving] = reached
        moving = moving[~still]
        if not moving.size:
            break
    return eta


@dataclass(frozen=True)
class _Equations:
    """The weighted normal equations of a few tables."""

    columns: np.ndarray
    models: np.ndarray
    weight: np.ndarray
    products: tuple[np.ndarray, np.ndarray]

    def loglik(self, counts: np.ndarray, eta: np.ndarray) -> np.ndarray:
        return (self.weight * (counts * eta - np.exp(eta))).sum(axis=1)

    def step(self, counts: np.ndarray, eta: np.ndarray, moving: np.ndarray) -> np.ndarray:
        """Solve once; columns outside a model keep a null coefficient."""
        size, models = self.columns.shape[1], self.models[moving]
        mean = np.exp(eta)
        heavy = self.weight * mean
        distinct, place = self.products
        normal = (heavy @ distinct)[:, place].reshape(-1, size, size)
        target = (heavy * eta + self.weight * (counts - mean)) @ self.columns
        diagonal = np.arange(size)
        ridge = _RIDGE * normal[:, diagonal, diagonal]
        normal *= models[:, :, None] & models[:, None, :]
        normal[:, diagonal, diagonal] += np.where(models, ridge, 1.0)
        solved = np.linalg.solve(normal, (models * target)[:, :, None])[:, :, 0]
        return np.clip(solved @ self.columns.T, _LOWEST, _HIGHEST)
