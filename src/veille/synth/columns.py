"""Columns of a block, kept as arrays until somebody needs a table.

Text is held as codes into a few labels: a million server identifiers then cost a million small
integers, and go to Parquet as they are.  A missing number is a masked array, a missing text the
code -1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from veille.schema.arrow import ARROW, to_frame
from veille.schema.model import Table


@dataclass(frozen=True)
class Text:
    """A text column: ``labels[codes]``; the code -1 is missing."""

    codes: np.ndarray
    labels: Sequence[str]

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, index: np.ndarray) -> "Text":
        """Give the rows of an index or a mask."""
        return Text(self.codes[index], self.labels)

    def where(self, kept: np.ndarray) -> "Text":
        """Give the column with the other rows missing."""
        return Text(np.where(kept, self.codes, -1), self.labels)


Rows = dict[str, np.ndarray | Text]


def labelled(labels: Sequence[str]) -> Text:
    """Give a column whose rows are all different, in order."""
    return Text(np.arange(len(labels)), labels)


def missing_where(values: np.ndarray, missing: np.ndarray) -> np.ma.MaskedArray:
    """Give numbers of which some are missing."""
    return np.ma.masked_array(values, mask=missing)


def size(rows: Rows) -> int:
    """Give the number of rows."""
    return len(next(iter(rows.values())))


def take(rows: Rows, index: np.ndarray) -> Rows:
    """Give the rows of an index or a mask."""
    return {name: column[index] for name, column in rows.items()}


def without(rows: Rows, *names: str) -> Rows:
    """Give the rows without some columns."""
    return {name: column for name, column in rows.items() if name not in names}


def to_arrow(rows: Rows, table: Table) -> pa.Table:
    """Give the rows as an Arrow table, with the columns and types of a schema.

    Columns that the schema does not name are left out: a draw may carry more than it publishes.
    """
    return pa.table({column.name: _array(rows[column.name], column.dtype)
                     for column in table.columns})


def to_pandas(blocks: Sequence[Rows], table: Table) -> pd.DataFrame:
    """Put blocks end to end, as a frame with the columns and types of a schema."""
    return to_frame([to_arrow(rows, table) for rows in blocks], table)


def _array(column: np.ndarray | Text, dtype: str) -> pa.Array:
    if isinstance(column, Text):
        missing = column.codes < 0
        codes = pa.array(column.codes.astype(np.int32), mask=missing if missing.any() else None)
        return pa.DictionaryArray.from_arrays(codes, pa.array(column.labels, pa.string()))
    if isinstance(column, np.ma.MaskedArray):
        mask = np.ma.getmaskarray(column)
        return pa.array(np.ma.getdata(column), ARROW[dtype], mask=mask, safe=False)
    return pa.array(column, ARROW[dtype])
