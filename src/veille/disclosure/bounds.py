"""What somebody who has every published number can deduce of one that is hidden.

The attacker solves two linear programmes, the smallest and the largest value that everything
published allows.  Nothing here trusts a pattern: the intervals are solved (Fischetti and
Salazar, 2000, call this the attacker's problem).
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from veille.errors import VeilleError

EPSILON = 1e-6


@dataclass
class Attack:
    """The constraints that an attacker has on unknown, non-negative parts.

    Attributes
    ----------
    forms
        What is, or could be, published: shape ``(n_forms, n_parts)``, each row a sum of parts.
    low, high
        What is known of each form, shape ``(n_forms,)``; equal where it is published.
    ceiling
        A bound on every part, so large that reaching it means "no bound".
    """

    forms: csr_matrix
    low: np.ndarray
    high: np.ndarray
    ceiling: float
    prices: np.ndarray = field(default_factory=lambda: np.zeros(0), init=False)
    _seen: list[np.ndarray] = field(default_factory=list, init=False)
    _met: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)), init=False)

    def extreme(self, form: csr_matrix, sign: int) -> float:
        """Give the least (sign 1) or greatest (sign -1) value of a sum of parts.

        `prices` then holds what each form weighs in the answer: those that are not zero are
        the ones that hold it.
        """
        free, fixed = self._split()
        objective = sign * form.toarray().ravel()
        solved = self._solve(objective, free, fixed)
        self._seen.append(solved)
        return float(sign * (objective @ solved))

    def seen(self, form: csr_matrix) -> tuple[float, float]:
        """Give the extremes of a form among the solutions already met; free of charge."""
        if not self._seen:
            return np.inf, -np.inf
        if len(self._met) != len(self._seen):
            self._met = np.stack(self._seen)
        values = self._met[:, form.indices] @ form.data
        return float(values.min()), float(values.max())

    def relax(self, place: int, low: float, high: float) -> None:
        """Know less of one form."""
        self.low[place], self.high[place] = low, high

    def _split(self) -> tuple[np.ndarray, np.ndarray]:
        """Tell the parts that are published one by one from the others, and their values."""
        single = (np.diff(self.forms.indptr) == 1) & (self.low == self.high)
        parts = self.forms.indices[self.forms.indptr[:-1][single]]
        fixed = np.full(self.forms.shape[1], np.nan)
        fixed[parts] = self.low[single]
        return np.isnan(fixed), fixed

    def _solve(self, objective: np.ndarray, free: np.ndarray, fixed: np.ndarray) -> np.ndarray:
        known = np.where(free, 0.0, np.nan_to_num(fixed))
        shift = self.forms @ known
        inside = self.forms[:, free]
        used = np.diff(inside.indptr) > 0
        exact = used & (self.low == self.high)
        above = used & ~exact & np.isfinite(self.high)
        below = used & ~exact & (self.low > 0)
        rows = {"A_eq": inside[exact], "b_eq": (self.low - shift)[exact]} if exact.any() else {}
        if above.any() or below.any():
            sides = _stack(inside[above], -inside[below])
            rows |= {"A_ub": sides, "b_ub": np.concatenate(
                [(self.high - shift)[above], (shift - self.low)[below]])}
        self.prices = np.zeros(self.forms.shape[0])
        if not free.any():
            return known
        found = linprog(objective[free], bounds=(0, self.ceiling), method="highs", **rows)
        if found.status != 0:
            raise VeilleError("Les tableaux déjà publiés et ces données se contredisent : les "
                              "données d’où ils viennent, ou un autre registre, sont attendues.")
        if exact.any():
            self.prices[exact] = found.eqlin.marginals
        if above.any() or below.any():
            self.prices[above] += found.ineqlin.marginals[:above.sum()]
            self.prices[below] -= found.ineqlin.marginals[above.sum():]
        single = ~used & (np.diff(self.forms.indptr) == 1)
        parts = self.forms.indices[self.forms.indptr[:-1][single]]
        self.prices[single] = (objective - self.forms.T @ self.prices)[parts]
        known[free] = found.x
        return known


def _stack(first: csr_matrix, second: csr_matrix) -> csr_matrix:
    from scipy.sparse import vstack

    return vstack([first, second], format="csr")
