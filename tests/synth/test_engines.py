"""The bytes are the same whatever made them, and what fails on the way is made again."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from veille.errors import VeilleError
from veille.synth import World
from veille.synth.write import Manner, Progress, write_world
from veille.synth.write import engines as engines_module
from veille.synth.write.cluster import Cluster, check_address
from veille.synth.write.engines import Refused, attempt, received
from veille.synth.write.manifest import File, Manifest
from veille.synth.write.parts import Job, make_partition
from veille.synth.write.plan import Plan, default_partitions
from veille.synth.write.processes import Processes
from veille.synth.write.work import Work

PARTS = 8


@pytest.fixture(scope="module")
def world(catalogue):
    return World(catalogue, seed=9, n_servers=8_000, n_weeks=6)


def sums(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture(scope="module")
def alone(world, tmp_path_factory):
    """The sums of the files that one process makes, in order."""
    out = tmp_path_factory.mktemp("alone") / "w"
    write_world(world, out, "parquet", PARTS)
    return sums(out)


class Killing(Progress):
    """Kill a process once some part is finished."""

    def __init__(self, chosen):
        self._chosen, self.killed = chosen, None

    def advanced(self, servers, rows):
        if self.killed is None:
            self.killed = self._chosen()
            os.kill(self.killed, signal.SIGKILL)


def job_in(folder, world, form="parquet", parts=PARTS):
    job = Job(Work(folder), Plan.of(world.setting, form, parts), world.setting)
    with job.work.locked():
        job.work.begin(job.plan, restart=False)
    return job


def test_processes_make_the_same_bytes_though_one_is_killed(tmp_path, world, alone):
    def one_of_ours():
        return psutil.Process().children()[-1].pid

    killing = Killing(one_of_ours)
    write_world(world, tmp_path / "w", "parquet", PARTS, Manner(engine=Processes(2),
                                                                progress=killing))
    assert killing.killed is not None
    assert sums(tmp_path / "w") == alone


def test_processes_make_the_same_csv(tmp_path, world):
    write_world(world, tmp_path / "one", "csv", 2)
    write_world(world, tmp_path / "two", "csv", 4, Manner(engine=Processes(2)))
    assert sums(tmp_path / "one") == sums(tmp_path / "two")


class Cluster3:
    """A scheduler and three workers, each a process of the system."""

    def __init__(self, folder):
        self._folder, self._started = folder, []
        address = folder / "scheduler.json"
        self.scheduler = self._start("dask_scheduler", "--port", "0", "--host", "127.0.0.1",
                                     "--scheduler-file", address, "--no-dashboard")
        self.workers = [
            self._start("dask_worker", "--scheduler-file", address, "--nthreads", "1",
                        "--no-nanny", "--no-dashboard", "--name", f"w{number}",
                        "--local-directory", folder)
            for number in range(3)
        ]
        while not address.exists() or not address.stat().st_size:
            assert self.scheduler.poll() is None
            time.sleep(0.05)
        import json

        self.address = json.loads(address.read_text())["address"]

    def _start(self, module, *arguments):
        with (self._folder / f"{module}-{len(self._started)}.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{module}", *map(str, arguments)],
                stdout=log, stderr=log, cwd=self._folder,
            )
        self._started.append(process)
        return process

    def wait_for_workers(self):
        """Come back once the three have joined, so that there is one to kill and two to go on."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(3, timeout=120)

    def close(self):
        for process in self._started:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    made = Cluster3(tmp_path_factory.mktemp("cluster"))
    yield made
    made.close()


def test_a_cluster_makes_the_same_bytes_though_a_worker_is_killed(tmp_path, world, alone, cluster):
    """The scheduler and its three workers are real processes; one dies while it works."""
    cluster.wait_for_workers()
    killing = Killing(lambda: cluster.workers[0].pid)
    write_world(world, tmp_path / "w", "parquet", PARTS,
                Manner(engine=Cluster(cluster.address), progress=killing))
    assert killing.killed == cluster.workers[0].pid
    assert cluster.workers[0].wait(5) == -signal.SIGKILL
    assert sums(tmp_path / "w") == alone


def test_a_cluster_that_dies_is_told_and_the_finished_parts_are_kept(tmp_path, world, alone,
                                                                     cluster):
    """The last test of this cluster: its scheduler is killed."""
    killing = Killing(lambda: cluster.scheduler.pid)
    with pytest.raises(VeilleError, match=r"ne répond plus.*gardées : [1-8] sur 8"):
        write_world(world, tmp_path / "w", "parquet", PARTS,
                    Manner(engine=Cluster(cluster.address), progress=killing))
    write_world(world, tmp_path / "w", "parquet", PARTS)
    assert sums(tmp_path / "w") == alone


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def test_an_unreachable_scheduler_is_told_at_once(tmp_path):
    """In a process of its own: nothing but one French line comes out."""
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "veille.cli", "generate", str(tmp_path / "w"), "--servers", "60",
         "--scheduler", f"tcp://127.0.0.1:{free_port()}"],
        capture_output=True, text=True, check=False,
    )
    assert done.returncode == 1
    assert time.monotonic() - start < 60
    assert len(done.stderr.splitlines()) == 1
    assert "Aucun ordonnanceur Dask ne répond" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_server_of_another_kind_is_told(tmp_path):
    """It takes the connection and never speaks the language of a scheduler."""
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        done = subprocess.run(
            [sys.executable, "-m", "veille.cli", "generate", str(tmp_path / "w"), "--servers",
             "60", "--scheduler", f"127.0.0.1:{mute.getsockname()[1]}"],
            capture_output=True, text=True, check=False, timeout=90,
        )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Aucun ordonnanceur Dask ne répond" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", [
    "", "machine", "8786", "tcp://machine", "http://machine:80", "machine:0", "machine:70000",
    "tcp://a b:8786", "machine:port",
])
def test_an_address_that_cannot_be_one_is_refused(address):
    with pytest.raises(VeilleError, match="n’est pas l’adresse d’un ordonnanceur"):
        check_address(address)


@pytest.mark.parametrize("address", ["machine:8786", "tcp://10.0.0.1:8786", "tls://[::1]:8786"])
def test_an_address_of_the_right_form_is_taken(address):
    assert check_address(address) == address


def test_a_worker_that_sees_another_folder_is_told(tmp_path, world):
    job = job_in(tmp_path / "work", world)
    away = Job(Work(tmp_path / "elsewhere"), job.plan, job.setting)
    outcome = attempt(away, 0)
    assert isinstance(outcome, Refused)
    assert "n’est pas le même dossier" in outcome.message


def test_files_that_cannot_be_seen_from_here_are_told(tmp_path, world):
    job = job_in(tmp_path / "work", world)
    said = Manifest(0, {"servers": File("world/servers/part-000000.parquet", 1, 10, "0")})
    with pytest.raises(VeilleError, match="ne se voit pas d’ici"):
        received(job, said, lambda servers, rows: None)


def test_a_worker_with_another_installation_is_told(tmp_path, world, monkeypatch):
    job = job_in(tmp_path / "work", world)
    monkeypatch.setattr("veille.synth.write.parts.made_with", lambda: "veille 9")
    outcome = attempt(job, 0)
    assert "n’a pas la même installation : veille 9" in outcome.message


def test_a_fault_of_ours_comes_back_as_words(tmp_path, world, monkeypatch):
    def broken(*arguments):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(engines_module, "make_partition", broken)
    outcome = attempt(job_in(tmp_path / "work", world), 3)
    assert outcome.number == 3
    assert "Défaut du générateur, à signaler : ZeroDivisionError" in outcome.message


def test_a_part_made_twice_at_once_is_whole(tmp_path, world, alone):
    job = job_in(tmp_path / "work", world)
    threads = [threading.Thread(target=make_partition, args=(job, 1)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    manifest = Manifest.read((job.work.manifests / "000001.json").read_text())
    assert manifest.damaged(job.work.folder) is None
    for file in manifest.files.values():
        assert alone[Path(file.path).relative_to("world").as_posix()] == file.sha256
    assert not list(job.work.tmp.iterdir())


def test_no_process_outlives_a_killed_command(tmp_path):
    command = psutil.Popen(
        [sys.executable, "-m", "veille.cli", "generate", str(tmp_path / "w"), "--servers",
         "200000", "--format", "parquet", "--workers", "2"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    while not list((tmp_path / ".w.veille-partiel" / "manifests").glob("*.json")):
        assert command.poll() is None
        time.sleep(0.05)
    children = command.children(recursive=True)
    assert len(children) >= 2
    command.kill()
    command.wait()
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []


def test_partitions_by_default_stay_small_enough_to_read(world):
    assert default_partitions(world.setting) == 1
    assert default_partitions(World(seed=1, n_servers=1_000_000, n_weeks=4).setting) == 100
    plan = Plan.of(world.setting, "csv", 3)
    assert [plan.servers_in(number) for number in range(3)] == [2_000, 3_000, 3_000]


INJECTED = {
    "bound": ("keyword_counts", "count", lambda column: column * 0, "au moins 1"),
    "type": ("keyword_counts", "week", lambda column: column + 0.5, "du bon type"),
    "length": ("channels", "depth", lambda column: column[:-1], "autant que de lignes"),
    "missing": ("servers", "members", lambda column: None, "colonne « members »"),
    "key": ("sightings", "week", lambda column: column - 10_000, "au moins 0"),
}


@pytest.mark.parametrize(("table", "column", "bend", "said"), INJECTED.values(), ids=INJECTED)
def test_a_fault_in_a_draw_is_told_and_nothing_is_left(tmp_path, world, monkeypatch, table, column,
                                                       bend, said):
    drawn = World.blocks

    def bent(self, number, of):
        for block in drawn(self, number, of):
            value = bend(block[table][column])
            rows = {name: held for name, held in block[table].items() if name != column}
            yield block | {table: rows if value is None else rows | {column: value}}

    monkeypatch.setattr(World, "blocks", bent)
    with pytest.raises(VeilleError, match="Défaut du générateur, à signaler") as told:
        write_world(world, tmp_path / "w", "parquet", PARTS)
    assert said in str(told.value)
    assert table in str(told.value)
    assert list(tmp_path.iterdir()) == []
