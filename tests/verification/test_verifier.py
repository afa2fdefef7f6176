"""The independent verification, on a world small enough to damage in every way."""

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from veille.schema import TABLES
from veille.synth import World
from veille.synth.write import write_world


@pytest.fixture(scope="module")
def folder(catalogue, tmp_path_factory):
    out = tmp_path_factory.mktemp("small") / "world"
    write_world(World(catalogue, seed=5, n_servers=1_100, n_weeks=8), out, "parquet", 2)
    return out


def test_a_world_has_no_fault(folder, verifier):
    verified = verifier(folder)
    assert verified.faults() == []
    assert verified.rows("truth_servers") == 1_100


def damaged(folder, place, name, bend):
    """Copy a world, and change the rows of the first part of one table."""
    copy = shutil.copytree(folder, place / "copy")
    path = copy / name / "part-000000.parquet"
    schema = pa.schema([field.with_nullable(True) for field in pq.read_schema(path)])
    rows = pq.read_table(path).to_pylist()
    pq.write_table(pa.Table.from_pylist(bend(rows), schema=schema), path)
    return copy


def first(rows, **values):
    return [rows[0] | values, *rows[1:]]


def bends():
    """Give one damage for each rule of each column, for each key, in every table."""
    for table in TABLES.values():
        for column in table.columns:
            wrong = {"null": None} if not column.nullable else {}
            if column.minimum is not None:
                wrong["minimum"] = column.minimum - 1
            if column.maximum is not None:
                wrong["maximum"] = column.maximum + 1
            if column.categories:
                wrong["codes"] = "nothing of the sort"
            if column.pattern:
                wrong["pattern"] = "nothing of the sort"
            if column.dtype == "number":
                wrong["not a number"] = float("nan")
            for rule, value in wrong.items():
                yield table.name, column.name, rule, value


def test_it_finds_every_value_that_breaks_a_rule(folder, verifier, tmp_path):
    """All the columns of a table are damaged at once, one rule after another."""
    expected = {}
    for name, column, rule, value in bends():
        expected.setdefault((name, rule), {})[column] = value
    for number, ((name, rule), values) in enumerate(expected.items()):
        place = tmp_path / str(number)
        copy = damaged(folder, place, name, lambda rows, v=values: first(rows, **v))
        found = {fault[1] for fault in verifier(copy).faults(name) if fault[2] == rule}
        assert found >= set(values), (name, rule)
        shutil.rmtree(tmp_path / str(number))


def test_it_finds_a_doubled_key_in_every_table(folder, verifier, tmp_path):
    for name, table in TABLES.items():
        copy = damaged(folder, tmp_path / name, name, lambda rows: [*rows, rows[0]])
        assert (name, ", ".join(table.primary_key), "primary key", 1) in verifier(copy).faults(name)
        shutil.rmtree(tmp_path / name)


def test_it_finds_every_key_that_leads_nowhere(folder, verifier, tmp_path):
    """The row that the first key leads to is taken away."""
    for name, table in TABLES.items():
        for key in table.foreign_keys:
            rows = pq.read_table(folder / name).to_pylist()
            wanted = next(row for row in rows if all(row[c] is not None for c in key.columns))
            gone = {there: wanted[here]
                    for here, there in zip(key.columns, key.references, strict=True)}
            copy = shutil.copytree(folder, tmp_path / "copy")
            for path in (copy / key.table).iterdir():
                part = pq.read_table(path)
                kept = [row for row in part.to_pylist()
                        if any(row[c] != value for c, value in gone.items())]
                pq.write_table(pa.Table.from_pylist(kept, schema=part.schema), path)
            found = {fault[:3] for fault in verifier(copy).faults(name)}
            assert (name, ", ".join(key.columns), f"foreign key to {key.table}") in found
            shutil.rmtree(copy)


def test_it_finds_a_column_of_another_type(folder, verifier, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "copy")
    path = copy / "keyword_variants" / "part-000000.parquet"
    rows = pq.read_table(path)
    place = rows.column_names.index("homonym")
    pq.write_table(rows.set_column(place, "homonym", rows["homonym"].cast(pa.int64())), path)
    assert ("keyword_variants", "", "types", 0) in verifier(copy).faults("keyword_variants")
