"""The columns that a log-linear model of histories may have, and the models compared."""

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from veille.analysis.histories import history_bits


@dataclass(frozen=True)
class Terms:
    """The columns of the largest model, in this order.

    Attributes
    ----------
    columns
        Shape ``(2**k, n_terms)``: the constant, each watcher, each pair of watchers, and the number
        of pairs, whose coefficient is a dependence common to all pairs (Darroch and others, 1993).
    pairs
        The watchers of each pair, in the order of its columns.
    """

    columns: np.ndarray
    pairs: tuple[tuple[int, int], ...]

    @property
    def n_watchers(self) -> int:
        """How many watchers there are."""
        return int(self.columns.shape[0]).bit_length() - 1

    def independence(self) -> np.ndarray:
        """Give the model where watchers are independent, as a mask over the columns."""
        return np.arange(self.columns.shape[1]) <= self.n_watchers

    def all_pairs(self) -> np.ndarray:
        """Give the model where each pair of watchers has its own dependence."""
        return np.arange(self.columns.shape[1]) < self.columns.shape[1] - 1

    def common(self) -> np.ndarray:
        """Give the model where all pairs of watchers have the same dependence.

        It is what servers more or less easy to see, for everybody alike, come down to when their
        logits are normal among those that nobody saw (Darroch and others, 1993).
        """
        model = self.independence()
        model[-1] = True
        return model

    def with_pairs(self, *chosen: tuple[int, int]) -> np.ndarray:
        """Give independence with the dependence of some pairs added."""
        model = self.independence()
        for pair in chosen:
            model[1 + self.n_watchers + self.pairs.index(pair)] = True
        return model


@cache
def terms(n_cells: int) -> Terms:
    """Give the columns for tables of so many cells.

    Examples
    --------
    >>> terms(8).columns.shape, terms(8).pairs
    ((8, 8), ((0, 1), (0, 2), (1, 2)))
    """
    bits = history_bits(n_cells)
    pairs = tuple(combinations(range(bits.shape[1]), 2))
    depth = bits.sum(axis=1)
    both = [bits[:, one] * bits[:, two] for one, two in pairs]
    parts = [np.ones(n_cells), *bits.T, *both, depth * (depth - 1) / 2]
    return Terms(np.column_stack(parts).astype(float), pairs)
