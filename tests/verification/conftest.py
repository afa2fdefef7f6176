"""Check a world of any size by queries written from the schemas alone, in DuckDB.

It shares no code with the generator nor with the checks of `veille.schema`: two mistakes would
have to agree.  Memory and threads are bounded, so that a world larger than both can be read.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from veille.schema import TABLES, Column, Table

TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def named(columns) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def value_faults(column: Column) -> Iterator[tuple[str, str]]:
    """Give, for a column, the name of each rule and the condition that breaks it."""
    name = f'"{column.name}"'
    if not column.nullable:
        yield "null", f"{name} IS NULL"
    if column.dtype == "number":
        yield "not a number", f"isnan({name})"
    if column.minimum is not None:
        yield "minimum", f"{name} < {column.minimum!r}"
    if column.maximum is not None:
        yield "maximum", f"{name} > {column.maximum!r}"
    if column.categories:
        yield "codes", f"{name} NOT IN ({', '.join(map(quoted, column.categories))})"
    if column.pattern:
        yield "pattern", f"NOT regexp_full_match({name}, {quoted(column.pattern)})"


class Verifier:
    """Hold a world's files as views; give every fault found, as (table, columns, rule, rows)."""

    def __init__(self, folder: Path, spill: Path) -> None:
        self._base = duckdb.connect(config={
            "memory_limit": "2GB", "threads": "2", "temp_directory": str(spill),
            "preserve_insertion_order": "false",
        })
        for name in TABLES:
            files = quoted(str(folder / name / "*.parquet"))
            self._base.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({files})")

    def one(self, query: str) -> tuple:
        return self._base.execute(query).fetchone()

    def rows(self, name: str) -> int:
        return self.one(f"SELECT count(*) FROM {name}")[0]

    def faults(self, *names: str) -> list[tuple[str, str, str, int]]:
        """Give the faults of some tables; of all by default."""
        return [fault for name in names or TABLES for fault in self._of(TABLES[name])]

    def _of(self, table: Table) -> Iterator[tuple[str, str, str, int]]:
        found = dict(self._base.execute(
            f"SELECT column_name, column_type FROM (DESCRIBE {table.name})").fetchall())
        if found != {column.name: TYPES[column.dtype] for column in table.columns}:
            yield table.name, "", "types", 0
            return
        yield from self._values(table)
        yield from self._primary(table)
        for key in table.foreign_keys:
            yield from self._foreign(table, key)

    def _values(self, table):
        rules = [(column.name, rule, broken) for column in table.columns
                 for rule, broken in value_faults(column)]
        counts = self.one(
            f"SELECT {', '.join(f'count(*) FILTER ({rule[2]})' for rule in rules)} "
            f"FROM {table.name}")
        for (column, rule, _), count in zip(rules, counts, strict=True):
            if count:
                yield table.name, column, rule, count

    def _primary(self, table):
        """Look for doubled keys, one slice of the keys at a time to bound memory."""
        columns = named(table.primary_key)
        slices = 1 + self.rows(table.name) // 5_000_000
        doubled = sum(self.one(
            f"SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM {table.name} "
            f"WHERE hash({columns}) % {slices} = {place} GROUP BY {columns} HAVING n > 1)")[0]
            for place in range(slices))
        if doubled:
            yield table.name, ", ".join(table.primary_key), "primary key", int(doubled)

    def _foreign(self, table, key):
        """Look for keys that lead nowhere; each distinct one counts once."""
        filled = " AND ".join(f'"{name}" IS NOT NULL' for name in key.columns)
        match = " AND ".join(f'mine."{here}" = theirs."{there}"'
                             for here, there in zip(key.columns, key.references, strict=True))
        lost = self.one(
            f"SELECT count(*) FROM (SELECT DISTINCT {named(key.columns)} FROM {table.name} "
            f"WHERE {filled}) AS mine ANTI JOIN {key.table} AS theirs ON {match}")[0]
        if lost:
            yield table.name, ", ".join(key.columns), f"foreign key to {key.table}", lost


@pytest.fixture
def verifier(tmp_path):
    """Open a world for verification."""
    def opened(folder: Path) -> Verifier:
        spill = tmp_path / "spill"
        spill.mkdir(exist_ok=True)
        return Verifier(folder, spill)
    return opened
