"""What somebody who has every published number can deduce of one that is hidden.

The attacker solves two linear programmes, the smallest and the largest value that everything
published allows.  Nothing here trusts a pattern: the intervals are solved (Fischetti and
Salazar, 2001, call this the attacker's problem).  One model is kept in the solver, HiGHS, and
each question changes only what is asked of it.
"""

from dataclasses import dataclass, field

import highspy
import numpy as np
from scipy.sparse import csr_matrix

from veille.errors import VeilleError

EPSILON = 1e-6
_THREADS = 1  # the same answer on every machine
_KEPT = 100  # solutions remembered: enough to spare most questions, few enough to look through


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
    prices
        What each form weighed in the last answer: those that are not zero hold it.
    """

    forms: csr_matrix
    low: np.ndarray
    high: np.ndarray
    ceiling: float
    prices: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        size = np.diff(self.forms.indptr)
        self._single = np.flatnonzero(size == 1)  # bounds of a part, not rows
        self._several = np.flatnonzero(size > 1)
        self._parts = self.forms.indices[self.forms.indptr[self._single]]
        self._every = np.arange(self.forms.shape[1], dtype=np.int32)
        self._solver, self._seen = self._model(), np.zeros((0, self.forms.shape[1]))
        self._least = np.full(self.forms.shape[1], np.inf)
        self._most = np.full(self.forms.shape[1], -np.inf)
        self.prices = np.zeros(self.forms.shape[0])

    def extreme(self, form: csr_matrix, sign: int) -> float:
        """Give the least (sign 1) or greatest (sign -1) value of a sum of parts.

        Raises
        ------
        VeilleError
            If nothing satisfies the constraints: they are not all about the same data.
        """
        if not form.nnz:
            return 0.0
        cost = np.zeros(self._every.size)
        cost[form.indices] = sign * form.data
        self._solver.changeColsCost(self._every.size, self._every, cost)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise VeilleError("Les tableaux déjà publiés et ces données se contredisent : les "
                              "données d’où ils viennent, ou un autre registre, sont attendues.")
        answer = self._solver.getSolution()
        solved = np.array(answer.col_value)
        self._seen = np.vstack([self._seen[-_KEPT:], solved])
        self._least, self._most = np.minimum(self._least, solved), np.maximum(self._most, solved)
        self.prices = np.zeros(self.forms.shape[0])
        self.prices[self._several] = answer.row_dual
        self.prices[self._single] = np.array(answer.col_dual)[self._parts]
        return float(form.data @ solved[form.indices])

    def seen(self, form: csr_matrix) -> tuple[float, float]:
        """Give the extremes of a form among the solutions already met; free of charge."""
        if not len(self._seen):
            return np.inf, -np.inf
        if form.nnz == 1 and form.data[0] == 1:
            return float(self._least[form.indices[0]]), float(self._most[form.indices[0]])
        values = self._seen[:, form.indices] @ form.data
        return float(values.min()), float(values.max())

    def relax(self, place: int, low: float, high: float) -> None:
        """Know less of one form."""
        self.low[place], self.high[place] = low, high
        row = np.searchsorted(self._several, place)
        if row < self._several.size and self._several[row] == place:
            self._solver.changeRowBounds(int(row), low, high)
            return
        part = self.forms.indices[self.forms.indptr[place]]
        bounds = self._bounds()[part]
        self._solver.changeColBounds(int(part), *map(float, bounds))

    def _bounds(self) -> np.ndarray:
        bounds = np.tile([0.0, self.ceiling], (self._every.size, 1))
        np.maximum.at(bounds[:, 0], self._parts, self.low[self._single])
        np.minimum.at(bounds[:, 1], self._parts, self.high[self._single])
        return bounds

    def _model(self) -> highspy._core._Highs:
        rows, bounds = self.forms[self._several], self._bounds()
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = rows.shape[1], rows.shape[0]
        model.col_cost_ = np.zeros(rows.shape[1])
        model.col_lower_, model.col_upper_ = bounds.T.copy()
        model.row_lower_, model.row_upper_ = self.low[self._several], self.high[self._several]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = rows.indptr.astype(np.int32)
        model.a_matrix_.index_ = rows.indices.astype(np.int32)
        model.a_matrix_.value_ = rows.data.astype(float)
        solver = highspy._core._Highs()  # its public subclass prints a banner when it is made
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", _THREADS)
        solver.passModel(model)
        return solver
