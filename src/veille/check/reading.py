"""Read a file of a table in pieces, with the place of each row in the file."""

import csv
from array import array
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from veille.files import in_order, typed, whole_numbers
from veille.schema import Table

PIECE = 250_000  # rows held at once
SEPARATORS = {";": "des points-virgules", "\t": "des tabulations", "|": "des barres"}


def header(path: Path) -> list[str]:
    """Give the names of the columns of a file, as they are written."""
    if path.suffix == ".parquet":
        return list(pq.ParquetFile(path).schema_arrow.names)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return next(csv.reader(stream), [])


def separator(names: list[str], table: Table) -> str:
    """Say what separates the columns when it is not a comma; empty when it is."""
    if len(names) != 1:
        return ""
    return next((said for sign, said in SEPARATORS.items()
                 if names[0].count(sign) >= len(table.columns) - 1 > 0), "")


def pieces(path: Path, table: Table) -> Iterator[tuple[pd.DataFrame, np.ndarray]]:
    """Give the rows of a file by pieces, typed where they fit, and where each row stands.

    Places are lines of the file for a CSV, rows of data from 1 for Parquet.
    """
    if path.suffix == ".parquet":
        yield from _parquet(path, table)
        return
    lines, start = line_numbers(path), 0
    read = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""],
                       encoding="utf-8-sig", chunksize=PIECE)
    with read:
        for frame in read:
            frame = in_order(typed(frame.reset_index(drop=True), table), table)
            places = np.arange(start, start + len(frame))
            yield frame, (lines[places] if lines is not None else places + 2)
            start += len(frame)


def _parquet(path: Path, table: Table) -> Iterator[tuple[pd.DataFrame, np.ndarray]]:
    start = 0
    for batch in pq.ParquetFile(path).iter_batches(PIECE):
        frame = in_order(whole_numbers(batch.to_pandas(), table), table)
        yield frame, np.arange(start + 1, start + len(frame) + 1)
        start += len(frame)


def line_numbers(path: Path) -> np.ndarray | None:
    """Give the line where each row of a CSV starts; None when they follow one another.

    A blank line is not a row, and a quoted cell may hold several lines.
    """
    with path.open("rb") as stream:
        if not any(b'"' in line or not line.strip() for line in stream):
            return None
    starts, before = array("q"), 0
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        for row in reader:
            if row:
                starts.append(before + 1)
            before = reader.line_num
    return np.frombuffer(starts, dtype=np.int64)[1:] if starts else np.array([], dtype=np.int64)
