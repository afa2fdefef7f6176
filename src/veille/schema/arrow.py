"""Arrow tables of a schema: their types, and the way from and to frames."""

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa

from veille.schema.model import Column, Table

ARROW = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
TEXT = pa.dictionary(pa.int32(), pa.string())


def arrow_schema(table: Table) -> pa.Schema:
    """Give the Arrow schema of a table; a column that must be filled is said so."""
    return pa.schema([
        pa.field(column.name, ARROW.get(column.dtype, TEXT), nullable=column.nullable)
        for column in table.columns
    ])


def from_frame(frame: pd.DataFrame, table: Table) -> pa.Table:
    """Give a frame as an Arrow table with the types of a schema."""
    return pa.table({
        column.name: pa.array(frame[column.name], ARROW.get(column.dtype, TEXT), from_pandas=True)
        for column in table.columns
    })


def to_frame(parts: Sequence[pa.Table], table: Table) -> pd.DataFrame:
    """Put Arrow tables end to end, as a frame with the columns and types of a schema."""
    return pd.DataFrame({
        column.name: _series([part[column.name] for part in parts], column)
        for column in table.columns
    })


def _series(columns: list[pa.ChunkedArray], column: Column) -> pd.Series:
    chunks = [chunk for whole in columns for chunk in whole.chunks]
    if column.dtype == "string":
        text = pa.chunked_array([chunk.cast(pa.string()) for chunk in chunks], pa.string())
        return pd.Series(text, dtype="str")
    whole = pa.chunked_array(chunks, ARROW[column.dtype])
    if column.dtype == "integer" and (column.nullable or whole.null_count):
        return pd.Series(whole.to_pandas(integer_object_nulls=True), dtype="Int64")
    return pd.Series(whole.to_pandas())
