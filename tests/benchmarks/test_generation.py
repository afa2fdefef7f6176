"""The committed measure of generation: well formed, and within what design asks for.

The table states what a run found; the tests read it and never time anything, since a shared
machine would make them lie.  The harness itself is run on a tiny plan.
"""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from veille.schema import TABLES

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results"
COLUMNS = [
    "part", "name", "runs", "rows", "all_rows", "rows_per_second", "slowest", "fastest",
    "ours_over_this", "lowest", "highest", "write_share", "peak_mb", "bytes_per_row", "fit_seconds",
]
CONTENDERS = ["floor", "veille", "faker", "faker_weighted", "mimesis", "sdv"]


@pytest.fixture(scope="module")
def committed() -> pd.DataFrame:
    return pd.read_csv(RESULTS / "generation.csv", dtype={"name": "str"})


@pytest.fixture(scope="module")
def contenders(committed) -> pd.DataFrame:
    return committed[committed["part"] == "contender"].set_index("name")


@pytest.fixture(scope="module")
def worlds(committed) -> pd.DataFrame:
    return committed[committed["part"] == "size"]


def test_the_table_has_its_columns_and_its_rows(committed, contenders, worlds):
    assert list(committed.columns) == COLUMNS
    assert list(contenders.index) == CONTENDERS
    assert len(contenders) + len(worlds) == len(committed)
    assert (committed["slowest"] <= committed["rows_per_second"]).all()
    assert (committed["rows_per_second"] <= committed["fastest"]).all()
    assert (contenders["lowest"] <= contenders["ours_over_this"]).all()
    assert (contenders["ours_over_this"] <= contenders["highest"]).all()
    assert (contenders["runs"] >= 5).all()
    assert contenders["fit_seconds"].notna().to_list() == [name == "sdv" for name in CONTENDERS]


def test_floor_and_ours_wrote_as_many_rows(contenders):
    """A block is whole: ours may exceed by one."""
    assert 0 <= contenders.loc["veille", "rows"] - contenders.loc["floor", "rows"] < 60_000


def test_the_worlds_are_of_the_sizes_asked_for(worlds):
    """The number of servers is worked out from one block, so the rows come near, not equal."""
    asked = worlds["name"].astype(int).to_list()
    assert asked in ([10**5, 10**6, 10**7], [10**5, 10**6, 10**7, 10**8])
    assert worlds["rows"].to_list() == pytest.approx(asked, rel=0.1)


def test_at_most_two_and_a_half_times_the_floor(contenders):
    assert 1 / contenders.loc["floor", "ours_over_this"] <= 2.5


def test_at_least_a_hundred_times_faker(contenders):
    """When Faker gives the variants their frequencies.

    With equal ones even the floor stays below a hundred: the page gives both.
    """
    assert contenders.loc["faker_weighted", "ours_over_this"] >= 100


def test_the_cost_of_a_row_is_flat(worlds):
    """Ratios below 2 mean nothing on a shared machine (design, section 11)."""
    cost = 1 / worlds["rows_per_second"]
    assert cost.max() / cost.min() <= 2


def test_memory_stays_under_half_a_gigabyte(worlds):
    assert worlds["peak_mb"].max() < 500


def test_the_table_measured_is_the_largest():
    """Should another table outgrow it, the benchmark must change table."""
    lines = {name: (ROOT / "data_synthetic" / f"{name}.csv").read_bytes().count(b"\n")
             for name in TABLES}
    assert max(lines, key=lines.get) == "keyword_counts"


def test_the_machine_is_described_and_not_named():
    text = (RESULTS / "generation.json").read_text(encoding="utf-8")
    about = json.loads(text)
    assert set(about) == {"day", "processors", "processor", "memory_gb", "system", "python",
                          "numpy", "pyarrow", "peers", "sdv"}
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", about["day"])
    assert set(about["peers"]) == {"faker", "mimesis", "sdv"}
    assert "/" not in text


def test_peers_are_pinned_and_none_is_ours():
    """The versions measured are those of the lock; the project itself depends on no peer."""
    locked = dict(re.findall(r"^([\w-]+)==(\S+)", (
        ROOT / "benchmarks" / "generation" / "peers.txt").read_text(), re.M))
    measured = json.loads((RESULTS / "generation.json").read_text(encoding="utf-8"))["peers"]
    assert measured == {name: locked[name] for name in measured}
    assert "torch" not in locked
    ours = (ROOT / "requirements.txt").read_text()
    assert not re.search(r"^(faker|mimesis|sdv)\b", ours, re.M | re.I)


def run(*arguments):
    return subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True,
                          text=True, check=False)


def test_the_harness_runs_from_end_to_end(tmp_path):
    """A tiny plan, without peers: same columns, ratios of the same rounds, a machine."""
    done = run("benchmarks.generation", "--plan", "tiny", "--results", str(tmp_path))
    assert done.returncode == 0, done.stderr
    with (tmp_path / "generation.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["name"] for row in rows] == ["floor", "veille", "1000"]
    assert list(rows[0]) == COLUMNS
    assert rows[1]["ours_over_this"] == "1"
    assert float(rows[2]["rows"]) == pytest.approx(1000, rel=0.5)
    assert json.loads((tmp_path / "generation.json").read_text())["peers"] == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["generation.csv", "generation.json"]


def test_a_contender_that_fails_writes_no_table(tmp_path):
    """The interpreter of the peers is not one: the first peer fails, and the run with it."""
    plan = ("from benchmarks.generation import __main__ as bench, plan; import sys; "
            "plan.PLANS['default'] = plan.Plan((plan.Contender('faker', 'floor', 10, peer=True),), "
            "1, {}); bench.main()")
    done = subprocess.run(
        [sys.executable, "-c", plan, "--results", str(tmp_path / "out"), "--peers", "/bin/false"],
        cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "floor a échoué" in done.stderr
    assert not (tmp_path / "out").exists()


def test_floor_and_ours_write_the_same_columns(tmp_path):
    """Same names and same types, read back as text and whole numbers."""
    order = {"rows": 1_000, "folder": str(tmp_path), "sample": "", "servers": 0}
    assert run("benchmarks.generation.blocks", json.dumps(order)).returncode == 0
    ours = (tmp_path / "rows.parquet").rename(tmp_path / "sample.parquet")
    order["sample"] = str(ours)
    assert run("benchmarks.generation.floor", json.dumps(order)).returncode == 0
    floor = pq.read_table(tmp_path / "rows.parquet")
    assert floor.num_rows == 1_000
    assert floor.schema == pq.read_schema(ours)
    assert [str(kind) for kind in floor.schema.types] == ["string", "int64", "string", "int64"]
    labels = set(pq.read_table(ours)["server_id"].to_pylist())
    assert set(floor["server_id"].to_pylist()) <= labels
