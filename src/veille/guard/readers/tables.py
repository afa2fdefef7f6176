"""CSV and Parquet: names of columns, cells, and what a column's name says of its cells."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq

from veille.guard.finding import Problem, damaged
from veille.guard.mapped import Mapped
from veille.guard.piece import Piece, piece
from veille.guard.readers.encoding import guess
from veille.guard.readers.source import Read, Source
from veille.guard.readers.text import pieces
from veille.guard.rules.base import CSV, DATA

_TELLING = re.compile(
    r"(?:^|[_ .-])(?:pseudo\w*|user_?name|screen_?name|nick(?:name)?|handle|discord\w*|insta\w*|"
    r"snap\w*|telegram\w*|tiktok|tag|login|"
    r"t[ée]l\w*|phone\w*|mobile|portable|gsm|whatsapp|time\w*|ts|epoch|date\w*|created\w*|"
    r"updated\w*|posted\w*|sent\w*|horodat\w*|"
    r"lat\w*|lon\w*|lng|gps|iban|rib|wallet|btc|host_?name|machine|compte)(?:$|[_ .-])",
    re.I,
)
_BATCH = 20_000
_LONGEST = 1 << 20


def read_csv(source: Source) -> Read:
    """Give a CSV as it reads, then the cells whose column says what they are."""
    encoding = guess(source.head())
    if encoding is None:
        yield damaged("table illisible dans tous les encodages connus")
        return
    yield from pieces(source, encoding, CSV)
    yield from _told(source, encoding)


def _told(source: Source, encoding: str) -> Iterator[Piece]:
    with source.open() as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        lines = iter(lambda: text.readline(_LONGEST).replace("\0", ""), "")
        first = next(lines, "")
        delimiter = max(",;\t|", key=first.count)
        names = next(csv.reader([first], delimiter=delimiter), [])
        telling = [
            (index, name)
            for index, name in enumerate(names)
            if len(name) < 60 and _TELLING.search(name)
        ]
        if telling:
            yield from _cells(csv.reader(lines, delimiter=delimiter), telling, source.line)
        text.detach()


def _cells(
    reader: Iterator[list[str]], telling: list[tuple[int, str]], only: int | None
) -> Iterator[Piece]:
    written, rows = [], []
    try:
        for row in reader:
            for index, name in telling:
                if index < len(row) and row[index].strip():
                    written.append(f"{name} : {row[index]}".replace("\n", " "))
                    rows.append(reader.line_num + 1)
            if len(rows) >= _BATCH:
                yield piece("\n".join(written), DATA, rows=rows, only=only)
                written, rows = [], []
    except csv.Error:
        pass  # a line that no table has; it was read as text all the same
    if written:
        yield piece("\n".join(written), DATA, rows=rows, only=only)


def read_parquet(source: Source) -> Read:
    """Give names, metadata and cells of a Parquet file; the line is the row, from 1."""
    try:
        with source.open() as stream, pq.ParquetFile(stream) as file:
            yield piece("\n".join(_names(file.schema_arrow)), DATA, only=source.line or 1)
            first = 1
            for batch in file.iter_batches(_BATCH):
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
        telling = f"{name} : " if _TELLING.search(name) else ""
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
