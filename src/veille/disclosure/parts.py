"""The parts of a population that releases add up: who could be in which cells together.

A part is one label of every column that some release crosses.  Each published number is a sum of
parts, so releases that cross different columns constrain the same unknowns; that is what
differencing exploits, and what lets us check all of them together.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from veille.disclosure.labels import MAX_LABELS, Coded
from veille.disclosure.released import Released
from veille.errors import VeilleError

MAX_PARTS = 5_000
SURE = 5.0  # a pair expected so often and never met is taken to be known as impossible


@dataclass(frozen=True)
class Parts:
    """The parts, and what each holds in the data at hand.

    Attributes
    ----------
    columns
        Names and labels, in order.
    codes
        Shape ``(n_parts, n_columns)``.
    totals
        Units, or sum, of each part: shape ``(n_parts,)``.
    rows
        Rows of each part, whatever is summed.
    """

    columns: dict[str, Coded]
    codes: np.ndarray
    totals: np.ndarray
    rows: np.ndarray

    def membership(self, table: Released) -> csr_matrix:
        """Say which parts each value of a table adds up: shape ``(n_values, n_parts)``."""
        n_rows, n_columns = table.cells.shape
        inside = self._inside(table)
        row = self._places(table.rows, table.row_labels)
        column = (self._places(table.columns, table.column_labels) if table.columns
                  else np.zeros(len(self.codes), dtype=np.int64))
        kept = np.flatnonzero(inside & (row >= 0) & (column >= 0))
        cells = [row[kept] * n_columns + column[kept], (n_rows - 1) * n_columns + column[kept]]
        if table.columns:
            cells += [row[kept] * n_columns + n_columns - 1,
                      np.full(kept.size, n_rows * n_columns - 1)]
        places = np.concatenate(cells)
        ones = np.ones(places.size)
        return csr_matrix((ones, (places, np.tile(kept, len(cells)))),
                          shape=(n_rows * n_columns, len(self.codes)))

    def lacked(self, table: Released) -> np.ndarray:
        """Say which parts have a label that a table did not: shape ``(1, n_parts)``, 0 or 1."""
        places = self._places(table.rows, table.row_labels)
        other = self._places(table.columns, table.column_labels) if table.columns else places
        return (self._inside(table) & ((places < 0) | (other < 0))).astype(float)[None]

    def missed(self, table: Released) -> bool:
        """Say whether a label has come that a table did not have."""
        return bool((self.lacked(table)[0] * self.totals).any())

    def _inside(self, table: Released) -> np.ndarray:
        inside = np.ones(len(self.codes), dtype=bool)
        for name, wanted in table.where.items():
            inside &= self._places(name, wanted) >= 0
        return inside

    def _places(self, name: str, labels: Iterable[str]) -> np.ndarray:
        """Place of each part's label in a list, -1 if it is not there."""
        where = {label: place for place, label in enumerate(labels)}
        column = self.columns[name]
        lookup = np.array([where.get(label, -1) for label in column.labels], dtype=np.int64)
        return lookup[self.codes[:, list(self.columns).index(name)]]


def parts_of(columns: dict[str, Coded], n_rows: int, weights: np.ndarray | None) -> Parts:
    """Cross columns; a combination that nobody could hold is left out.

    Parameters
    ----------
    weights
        What is summed, shape ``(n_rows,)``; None counts rows.

    Raises
    ------
    VeilleError
        If there would be more than `MAX_PARTS` parts.
    """
    codes = _possible(list(columns.values()), n_rows)
    sizes = [len(column.labels) for column in columns.values()]
    if not len(codes) or not n_rows:
        return Parts(columns, codes, np.zeros(len(codes)), np.zeros(len(codes)))
    keys = np.ravel_multi_index(tuple(codes.T), sizes)
    rows = np.ravel_multi_index(tuple(column.codes for column in columns.values()), sizes)
    met = _sums(rows, None, keys, int(np.prod(sizes)))
    totals = met if weights is None else _sums(rows, weights, keys, int(np.prod(sizes)))
    return Parts(columns, codes, totals, met)


def _sums(rows: np.ndarray, weights: np.ndarray | None, keys: np.ndarray, n_keys: int
          ) -> np.ndarray:
    """Count or add up rows by key; a table of all keys is faster, where it is not too large."""
    if n_keys <= MAX_LABELS**2:
        return np.bincount(rows, weights, minlength=n_keys)[keys].astype(float)
    order = np.argsort(keys)
    found = np.zeros(keys.size)
    found[order] = np.bincount(np.searchsorted(keys[order], rows), weights, minlength=keys.size)
    return found


def _possible(columns: list[Coded], n_rows: int) -> np.ndarray:
    """List the combinations of labels, column after column, that no pair excludes."""
    codes = np.arange(len(columns[0].labels))[:, None]
    for place, column in enumerate(columns[1:], start=1):
        new = np.arange(len(column.labels))
        codes = np.column_stack([np.repeat(codes, new.size, axis=0), np.tile(new, len(codes))])
        for before in range(place):
            allowed = _allowed(columns[before], column, n_rows)
            codes = codes[allowed[codes[:, before], codes[:, place]]]
        _check(len(codes))
    _check(len(codes))
    return codes


def _allowed(one: Coded, two: Coded, n_rows: int) -> np.ndarray:
    """Say which pairs of labels somebody could hold, for an attacker who knows the categories.

    A pair that nobody holds is excluded when one of its labels is only ever met with one of the
    other column, as a category that was split is with what it was; or when chance alone would
    have shown it.
    """
    shape = len(one.labels), len(two.labels)
    met = np.bincount(np.ravel_multi_index((one.codes, two.codes), shape),
                      minlength=shape[0] * shape[1]).reshape(shape)
    alone = ((met > 0).sum(1) == 1)[:, None] | ((met > 0).sum(0) == 1)[None, :]
    expected = np.outer(met.sum(1), met.sum(0)) / max(n_rows, 1)
    return (met > 0) | ~(alone | (expected >= SURE))


def _check(n_parts: int) -> None:
    if n_parts > MAX_PARTS:
        raise VeilleError(f"Trop de cases pour être vérifiées ensemble ({n_parts} au moins, "
                          f"{MAX_PARTS} au plus) : des catégories plus larges sont attendues.")
