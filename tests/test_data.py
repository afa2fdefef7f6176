import pandas as pd
import pytest

from veille import data
from veille.errors import VeilleError
from veille.schema import TABLES
from veille.schema.checks import SchemaError
from veille.synth import World
from veille.synth.write import write_world


def lines(name):
    """Count the rows of a committed file without the reader under test."""
    return (data.COMMITTED / f"{name}.csv").read_text(encoding="utf-8").count("\n") - 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory, catalogue):
    place = tmp_path_factory.mktemp("data") / "world"
    write_world(World(catalogue, seed=2, n_servers=60, n_weeks=6), place)
    return place


@pytest.fixture
def private(folder, tmp_path, monkeypatch):
    """A copy of a small world that ``VEILLE_DATA`` names, to be damaged."""
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setenv("VEILLE_DATA", str(tmp_path))
    return tmp_path


def test_the_committed_world_is_read_by_default(monkeypatch):
    monkeypatch.delenv("VEILLE_DATA", raising=False)
    assert data.is_synthetic_default()
    assert data.has_truth()
    assert len(data.load("servers")) == lines("servers")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_read_with_its_types(private, name):
    frame = data.load(name)
    kinds = {"string": pd.api.types.is_string_dtype, "integer": pd.api.types.is_integer_dtype,
             "number": pd.api.types.is_float_dtype, "boolean": pd.api.types.is_bool_dtype}
    for column in TABLES[name].columns:
        assert kinds[column.dtype](frame[column.name]), column.name


def test_another_folder_is_read_when_named(private):
    assert not data.is_synthetic_default()
    assert len(data.load("truth_servers")) == 60


def test_a_relative_folder_is_also_read_from_the_project(monkeypatch, tmp_path):
    monkeypatch.setenv("VEILLE_DATA", "data_synthetic")
    monkeypatch.chdir(tmp_path)
    assert data.folder() == data.COMMITTED
    (tmp_path / "data_synthetic").mkdir()
    assert data.folder().resolve() == tmp_path / "data_synthetic"


def test_a_folder_without_truth_says_so(private):
    (private / "truth_servers.csv").unlink()
    assert not data.has_truth()
    assert len(data.load("servers")) > 0


def test_the_committed_truth_stands_in_where_there_is_none(private):
    assert len(data.load_known("truth_servers")) == 60
    (private / "truth_servers.csv").unlink()
    assert len(data.load_known("truth_servers")) == 1_200
    assert len(data.load_known("servers")) == lines("servers")
    assert len(data.load("servers")) < 60


def test_a_damaged_truth_is_not_taken_for_an_absent_one(private):
    path = private / "truth_servers.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("True", "maybe"), encoding="utf-8")
    assert data.has_truth()
    with pytest.raises(SchemaError):
        data.load("truth_servers")


def test_a_missing_table_is_named(private):
    (private / "channels.csv").unlink()
    with pytest.raises(VeilleError, match=r"« channels » manque.*channels\.csv"):
        data.load("channels")


def test_a_missing_folder_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("VEILLE_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(VeilleError, match=r"nowhere.*n’existe pas"):
        data.load("servers")


def test_a_table_in_two_forms_is_refused(private):
    (private / "servers.parquet").write_bytes(b"x")
    with pytest.raises(VeilleError, match="en double"):
        data.load("servers")


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00\x01binary", b'a,"b\n1,2', b"PK\x03\x04\x00"],
                         ids=["empty", "encoding", "quote", "archive"])
def test_an_unreadable_csv_is_named_without_a_traceback(private, raw):
    (private / "servers.csv").write_bytes(raw)
    with pytest.raises(VeilleError, match="servers"):
        data.load("servers")


def test_a_truncated_parquet_is_named(private):
    (private / "servers.csv").unlink()
    (private / "servers.parquet").write_bytes(b"PAR1 truncated")
    with pytest.raises(VeilleError, match=r"servers\.parquet.*illisible"):
        data.load("servers")


def test_a_wrong_value_is_told_with_its_row(private):
    path = private / "servers.csv"
    frame = pd.read_csv(path, dtype="str")
    frame.loc[4, "verification_level"] = "seven"
    frame.to_csv(path, index=False)
    with pytest.raises(SchemaError, match=r"« verification_level », ligne 5 .*un autre texte"):
        data.load("servers")


def test_an_unknown_table_is_refused():
    with pytest.raises(VeilleError, match="Table inconnue : « people »"):
        data.load("people")
