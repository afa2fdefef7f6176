"""Parquet: names of columns, metadata, cells. Read late: pyarrow takes a quarter of a second."""

from collections.abc import Iterator
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq

from veille.guard.finding import Problem, damaged
from veille.guard.mapped import Mapped
from veille.guard.piece import Piece, piece
from veille.guard.readers.source import Read, Source
from veille.guard.readers.tables import BATCH
from veille.guard.rules.base import DATA
from veille.guard.told import TELLING


def read_parquet(source: Source) -> Read:
    """Give names, metadata and cells of a Parquet file; the line is the row, from 1."""
    try:
        with source.open() as stream, pq.ParquetFile(stream) as file:
            yield piece("\n".join(_names(file.schema_arrow)), DATA, only=source.line or 1)
            first = 1
            for batch in file.iter_batches(BATCH):
                yield from _batch(batch, first, source)
                first += batch.num_rows
    except (pa.ArrowException, OSError, ValueError, KeyError, RecursionError):
        yield damaged("Parquet illisible ou tronqué")


def _names(schema: pa.Schema) -> Iterator[str]:
    for entry in schema:
        yield str(entry.name)
        yield from _metadata(entry.metadata)
    yield from _metadata(schema.metadata)


def _metadata(found: dict[bytes, bytes] | None) -> Iterator[str]:
    for key, value in (found or {}).items():
        if key != b"ARROW:schema":  # a copy of the schema, in binary
            yield f"{key.decode('utf-8', 'replace')} : {value.decode('utf-8', 'replace')}"


def _batch(batch: pa.RecordBatch, first: int, source: Source) -> Iterator[Piece | Problem]:
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        telling = f"{name} : " if TELLING.search(name) else ""
        if pa.types.is_boolean(column.type) or pa.types.is_null(column.type):
            continue
        if pa.types.is_floating(column.type) and not telling:
            continue
        written, rows = [], []
        for row, value in enumerate(column.to_pylist(), start=first):
            if value is not None:
                written.append((telling + _text(value)).replace("\n", " "))
                rows.append(source.line or row)
        if written:
            yield Piece(Mapped(text := "\n".join(written)), text, DATA, rows=rows)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return (
            value.isoformat(" ")
            if (value.hour, value.minute, value.second) != (0, 0, 0)
            else str(value.date())
        )
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value) if isinstance(value, str | date) else repr(value)
