"""SQLite bases: tables, cells, and the rows that were deleted but are still in the file."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

from veille.guard.finding import Problem, damaged
from veille.guard.piece import piece
from veille.guard.readers.source import MEMBER_LIMIT, Read, Source
from veille.guard.rules.base import DATA
from veille.guard.told import TELLING

_STEPS = 200_000_000  # instructions of SQLite's machine that one base may take
_BATCH = 5_000
_RUN = re.compile(rb"[\x20-\x7e\x80-\xf4]{6,}")


def read_sqlite(source: Source) -> Read:
    """Give the schema, the rows and what deleted rows left; a value that is bytes is a file."""
    if source.size >= MEMBER_LIMIT:
        yield Problem("limit", "base trop grande pour être lue en entier")
        return
    data = source.read()
    try:
        with closing(sqlite3.connect(":memory:")) as base:
            base.deserialize(data)
            base.set_progress_handler(lambda: 1, _STEPS)
            base.text_factory = lambda text: text.decode("utf-8", "replace")
            base.execute("PRAGMA trusted_schema = OFF")
            yield from _tables(base, source)
            yield from _remains(base, data, source)
    except (sqlite3.Error, ValueError, OverflowError):
        yield damaged("base SQLite illisible ou tronquée")


def _tables(base: sqlite3.Connection, source: Source) -> Read:
    schema = base.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall()
    yield piece("\n".join(sql or name for _, name, sql in schema), DATA, only=source.line or 1)
    for kind, name, sql in schema:
        if kind == "table" and not sql.upper().startswith("CREATE VIRTUAL"):
            yield from _rows(base, name, source)


def _rows(base: sqlite3.Connection, table: str, source: Source) -> Read:
    quoted = table.replace('"', '""')
    cursor = base.execute(f'SELECT * FROM "{quoted}"')
    columns = [(column[0], TELLING.search(column[0])) for column in cursor.description]
    while rows := cursor.fetchmany(_BATCH):
        written = []
        for row in rows:
            for (column, telling), value in zip(columns, row, strict=True):
                if isinstance(value, bytes):
                    yield source.inner(column, value, source.line or 1)
                elif value is not None and (isinstance(value, str | int) or telling):
                    told = f"{column} : " if telling else ""
                    written.append(f"{told}{value}".replace("\n", " "))
        yield piece("\n".join(written), DATA, only=source.line or 1)


def _remains(base: sqlite3.Connection, data: bytes, source: Source) -> Iterator[object]:
    """Give the text of the file that its own tidying, VACUUM, would erase."""
    base.execute("VACUUM")
    kept = set(_RUN.findall(base.serialize()))
    erased = [run.decode("utf-8", "replace") for run in _RUN.findall(data) if run not in kept]
    if erased:
        yield piece("\n".join(erased), DATA, only=source.line or 1)
