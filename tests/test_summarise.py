"""One frame, the parts of a folder, local processes and a cluster give the same bits."""

import shutil

import pytest
from distributed import Client, LocalCluster

from veille import data
from veille.analysis.profiles import FamilyUses
from veille.analysis.sample import ServerSample
from veille.analysis.shapes import Shapes
from veille.analysis.summaries import combine, identical
from veille.analysis.token_ties import TokenTies
from veille.analysis.token_uses import TokenUses
from veille.errors import VeilleError
from veille.partitions import Part, parts
from veille.schema import TABLES
from veille.summarise import summarise_folder
from veille.synth import World
from veille.synth.write import write_world

SIZES = {"seed": 5, "n_servers": 3_500, "n_weeks": 6}
KINDS = {Shapes: {"visibilities": (0.4, 1.0)}, TokenUses: {}, TokenTies: {}, FamilyUses: {},
         ServerSample: {"size": 200}}
TABLES_OF_SAMPLE = ("servers", "channels", "truth_servers")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("data") / "world"
    write_world(World(**SIZES), place, "parquet", partitions=3)
    return place


@pytest.fixture(scope="module")
def tables(folder):
    """The world in memory, as another program would hold it."""
    return World(**SIZES).tables()


@pytest.fixture(scope="module")
def cluster():
    """A real cluster: two workers in processes of their own."""
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1",
                      dashboard_address="127.0.0.1:0") as started:
        yield started


def wanted(kind):
    return TABLES_OF_SAMPLE if kind is ServerSample else (*kind.needs, *kind.welcomes)


def summed(kind, folder, **options):
    needs = {"needs": TABLES_OF_SAMPLE} if kind is ServerSample else {}
    return summarise_folder(kind, folder, **needs, **KINDS[kind], **options)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_frame_parts_and_cluster_agree_bit_for_bit(kind, folder, tables, cluster):
    frame = kind.from_tables({name: tables[name] for name in wanted(kind)}, **KINDS[kind])
    assert identical(summed(kind, folder), frame)
    assert identical(summed(kind, folder, scheduler=cluster.scheduler_address), frame)


def test_local_processes_agree_bit_for_bit(folder):
    assert identical(summed(TokenUses, folder, workers=2), summed(TokenUses, folder))


def test_the_cut_into_parts_does_not_matter(folder, tmp_path):
    write_world(World(**SIZES), tmp_path / "world", "parquet", partitions=1)
    write_world(World(**SIZES), tmp_path / "text", "csv")
    for other in ("world", "text"):
        assert identical(summed(Shapes, tmp_path / other), summed(Shapes, folder))


def test_a_large_part_is_read_by_runs_of_blocks(folder, tmp_path, monkeypatch):
    """A part holds few groups of rows and stays whole, or many and is cut further."""
    import pyarrow.parquet as pq

    place = tmp_path / "world"
    shutil.copytree(folder, place)
    for name in ("keyword_counts", "servers", "truth_servers", "truth_keyword_counts"):
        for path in sorted((place / name).glob("part-*")):
            rows = pq.read_table(path)
            owners = rows["server_id"].to_pandas()
            half = sorted(World(**SIZES).truth_servers()["server_id"])[SIZES["n_servers"] // 2]
            first = (owners < half).to_numpy()
            with pq.ParquetWriter(path, rows.schema) as writer:
                for kept in (first, ~first):
                    writer.write_table(rows.filter(kept))
    assert len(parts(folder, ("keyword_counts", "servers"))) == 3
    monkeypatch.setattr("veille.partitions.BLOCKS", 1)
    assert len(parts(place, ("keyword_counts", "servers"))) == 6
    assert identical(summed(FamilyUses, place), summed(FamilyUses, folder))


def test_every_table_is_read_as_the_door_of_notebooks_reads_it(folder, tables):
    names = [name for name, table in TABLES.items() if table.observed]
    found = Part(folder, tuple(names), number=0).read()
    for name in names:
        assert found[name].dtypes.equals(tables[name].dtypes), name


def test_a_server_moved_to_another_part_is_refused(folder, tmp_path):
    place = tmp_path / "world"
    shutil.copytree(folder, place)
    one, two, *_ = sorted((place / "channels").glob("part-*"))
    two.replace(one)
    shutil.copy(folder / "channels" / one.name, two)
    with pytest.raises(VeilleError, match="dans deux parties"):
        summed(Shapes, place)


def test_a_missing_table_is_named(folder, tmp_path):
    with pytest.raises(VeilleError, match=r"« servers » manque"):
        summarise_folder(Shapes, tmp_path)
    with pytest.raises(VeilleError, match="n’existe pas"):
        summarise_folder(Shapes, tmp_path / "nowhere")


def test_a_missing_part_is_named(folder, tmp_path):
    place = tmp_path / "world"
    shutil.copytree(folder, place)
    (place / "channels" / "part-000002.parquet").unlink()
    with pytest.raises(VeilleError, match=r"mêmes parties.*part-000002"):
        summed(Shapes, place)


@pytest.mark.parametrize("where", ["here", "cluster"])
def test_an_unreadable_part_is_named(where, folder, tmp_path, cluster):
    place = tmp_path / "world"
    shutil.copytree(folder, place)
    path = place / "channels" / "part-000001.parquet"
    path.write_bytes(path.read_bytes()[:-200])
    address = {"scheduler": cluster.scheduler_address} if where == "cluster" else {}
    with pytest.raises(VeilleError, match=r"part-000001\.parquet.*illisible"):
        summed(Shapes, place, **address)
    path.write_bytes(b"PAR1 truncated")
    with pytest.raises(VeilleError, match=r"part-000001\.parquet.*illisible"):
        summed(Shapes, place, **address)


def test_a_wrong_value_is_told_from_a_worker(folder, tmp_path, cluster):
    import pandas as pd

    place = tmp_path / "world"
    shutil.copytree(folder, place)
    path = place / "servers" / "part-000001.parquet"
    pd.read_parquet(path).assign(observer_label="guilty").to_parquet(path)
    with pytest.raises(VeilleError, match=r"Partie 1 .*« observer_label », lignes 1.*autre texte"):
        summed(Shapes, place, scheduler=cluster.scheduler_address)


def test_an_unreachable_scheduler_is_named(folder, monkeypatch):
    monkeypatch.setattr("veille.summarise.PATIENCE", 1)
    with pytest.raises(VeilleError, match=r"« tcp://127\.0\.0\.1:9 » ne répond pas"):
        summed(Shapes, folder, scheduler="tcp://127.0.0.1:9")
    with pytest.raises(VeilleError, match="ne répond pas"):
        summed(Shapes, folder, scheduler="nonsense://here")


def test_no_worker_at_all_is_refused(folder):
    with pytest.raises(VeilleError, match="vaut 0"):
        summed(Shapes, folder, workers=0)


def test_a_killed_worker_costs_nothing(folder, cluster):
    """The parts it held are summed up again by another; the answer is the same."""
    expected = summed(TokenTies, folder)
    with Client(cluster) as client:
        victim = next(iter(client.scheduler_info()["workers"]))
        work = client.submit(_die, workers=[victim], allow_other_workers=False, pure=False)
        found = summed(TokenTies, folder, scheduler=cluster.scheduler_address)
        work.cancel()
    assert identical(found, expected)


def _die():
    import os
    import signal

    os.kill(os.getpid(), signal.SIGKILL)


def test_notebooks_choose_the_engine_by_the_environment(folder, cluster, monkeypatch):
    monkeypatch.setenv("VEILLE_DATA", str(folder))
    here = data.summarise(Shapes)
    monkeypatch.setenv("VEILLE_SCHEDULER", cluster.scheduler_address)
    assert identical(data.summarise(Shapes), here)
    monkeypatch.delenv("VEILLE_SCHEDULER")
    monkeypatch.setenv("VEILLE_WORKERS", "two")
    with pytest.raises(VeilleError, match="VEILLE_WORKERS vaut « two »"):
        data.summarise(Shapes)


def test_the_parts_put_together_are_the_table(folder, tables):
    read = [part.read()["channels"] for part in parts(folder, ("channels",))]
    assert sum(map(len, read)) == len(tables["channels"])
    assert identical(combine(ServerSample.from_tables({"channels": frame}, size=9_999)
                             for frame in read),
                     ServerSample.from_tables({"channels": tables["channels"]}, size=9_999))
