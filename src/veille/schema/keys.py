"""Keys of Arrow tables as whole numbers: quick to compare, whatever columns they are made of."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_LARGEST = 2**62
Fact = TypeVar("Fact")
Numbers = tuple[np.ndarray, int]  # numbers from 0, and how many they may be


class Memo:
    """What was worked out of labels: most columns hold the same ones, block after block."""

    def __init__(self) -> None:
        self._held: dict[tuple, tuple[pa.Array, object]] = {}

    def of(self, purpose: tuple, labels: pa.Array, work: Callable[[pa.Array], Fact]) -> Fact:
        """Give a fact about labels, worked out again only if they changed."""
        held = self._held.get(purpose)
        if held is None or not held[0].equals(labels):
            held = self._held[purpose] = (labels, work(labels))
        return held[1]

    def first(self, labels: pa.Array) -> np.ndarray:
        """Give, for each label, the place of the first one written alike; then -1, for missing."""
        return self.of(("first", len(labels)), labels, _first)


def once_each(values: pa.Array, memo: Memo) -> pa.Array:
    """Give a column whose labels are all different; the values are the same.

    Arrow accepts labels written twice, but then does not always write the same Parquet bytes.
    """
    if not isinstance(values, pa.DictionaryArray):
        return values
    if (memo.first(values.dictionary)[:-1] == np.arange(len(values.dictionary))).all():
        return values
    return values.cast(pa.string()).dictionary_encode()


def whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Give a column in one piece, its text as codes into labels."""
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return column.dictionary_encode() if column.type == pa.string() else column


def used(values: pa.DictionaryArray) -> np.ndarray:
    """Say which labels of a text column some row holds."""
    codes = values.indices.drop_null() if values.null_count else values.indices
    return np.bincount(codes.to_numpy(), minlength=len(values.dictionary)) > 0


def distinct(rows: pa.Table, names: Sequence[str], memo: Memo) -> bool:
    """Say whether no two rows share the same values in some columns."""
    if rows.num_rows < 2:
        return True
    key = _combined([_numbered(whole(rows[name]), memo) for name in names])
    if (key[1:] > key[:-1]).all():  # rows mostly come in the order of their key
        return True
    key = np.sort(key)
    return not (key[1:] == key[:-1]).any()


def leads_home(mine: Sequence[pa.Array], theirs: Sequence[pa.Array], memo: Memo) -> bool:
    """Say whether each row of some columns, where none is missing, stands in those of a target."""
    mine = _filled(mine)
    if not len(mine[0]):
        return True
    if len(mine) == 1 and isinstance(mine[0], pa.DictionaryArray):
        place = _place(mine[0], theirs[0], memo)[:-1][used(mine[0])]
        there = np.zeros(len(theirs[0].dictionary), dtype=bool)
        there[memo.first(theirs[0].dictionary)[:-1][used(theirs[0])]] = True
        return bool((place >= 0).all() and there[place].all())
    pairs = [_alike(*pair, memo) for pair in zip(mine, theirs, strict=True)]
    both = _combined([_from_zero(np.concatenate(pair)) for pair in pairs])
    return bool(np.isin(both[:len(mine[0])], both[len(mine[0]):]).all())


def _filled(columns: Sequence[pa.Array]) -> list[pa.Array]:
    """Leave out the rows where some column is missing."""
    if not any(values.null_count for values in columns):
        return list(columns)
    filled = np.logical_and.reduce([
        values.is_valid().to_numpy(zero_copy_only=False) for values in columns
    ])
    return [values.filter(pa.array(filled)) for values in columns]


def _alike(mine: pa.Array, theirs: pa.Array, memo: Memo) -> tuple[np.ndarray, np.ndarray]:
    """Give two columns as numbers of one scale; -1 where a label of mine is not among theirs."""
    if not isinstance(mine, pa.DictionaryArray):
        return mine.to_numpy(zero_copy_only=False), theirs.to_numpy(zero_copy_only=False)
    first = memo.first(theirs.dictionary)
    missing = np.where(_codes(theirs) < 0, -2, first[_codes(theirs)])  # equal to nothing
    return _place(mine, theirs, memo)[_codes(mine)], missing


def _place(mine: pa.DictionaryArray, theirs: pa.DictionaryArray, memo: Memo) -> np.ndarray:
    """Give, for each of my labels, its first place among theirs, or -1; then -1, for missing."""
    if mine.dictionary.equals(theirs.dictionary):
        return memo.first(theirs.dictionary)
    place = pc.index_in(mine.dictionary, value_set=theirs.dictionary).fill_null(-1)
    return np.append(place.to_numpy(), -1)


def _numbered(values: pa.Array, memo: Memo) -> Numbers:
    if isinstance(values, pa.DictionaryArray):
        first = memo.first(values.dictionary)
        return first[_codes(values)] + 1, len(first)
    if values.null_count or pa.types.is_floating(values.type):
        values = values.dictionary_encode(null_encoding="encode")
        return values.indices.to_numpy().astype(np.int64), len(values.dictionary)
    return _from_zero(values.to_numpy(zero_copy_only=False))


def _codes(values: pa.DictionaryArray) -> np.ndarray:
    codes = values.indices
    return (codes.fill_null(-1) if values.null_count else codes).to_numpy()


def _first(labels: pa.Array) -> np.ndarray:
    return np.append(pc.index_in(labels, value_set=labels).to_numpy(), -1).astype(np.int64)


def _from_zero(numbers: np.ndarray) -> Numbers:
    numbers = numbers.astype(np.int64, copy=False)
    low = int(numbers.min())
    return numbers - low, int(numbers.max()) - low + 1


def _combined(parts: Sequence[Numbers]) -> np.ndarray:
    """Give one number per row, equal where all the parts are."""
    key, size = parts[0]
    for numbers, count in parts[1:]:
        if size * count >= _LARGEST:
            known, key = np.unique(key, return_inverse=True)
            size = len(known)
        key, size = key * count + numbers, size * count
    return key
