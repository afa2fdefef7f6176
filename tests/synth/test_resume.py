"""A world stopped on the way: nothing finished is lost, nothing half-written counts."""

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import forked
import pytest
from placing import killed_at

from veille import cli
from veille.errors import VeilleError
from veille.schema import TABLES
from veille.synth import World
from veille.synth.write import Interrupted, Manner, Progress, write_world
from veille.synth.write.work import Work

SIZE = {"seed": 3, "n_servers": 4_000, "n_weeks": 6}
KILLS = 6


def content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture(scope="module")
def world(catalogue):
    return World(catalogue, **SIZE)


@pytest.fixture(scope="module", params=["csv", "parquet"])
def form(request):
    return request.param


@pytest.fixture(scope="module")
def whole(world, form, tmp_path_factory):
    """The files of an uninterrupted run in four partitions."""
    out = tmp_path_factory.mktemp("whole") / form
    write_world(world, out, form, 4)
    return content(out)


class Watched(Progress):
    """Remember what is told; stop after so many servers if asked."""

    def __init__(self, stop_after=None):
        self.kept, self.made, self.warnings, self._stop = 0, 0, [], stop_after

    def resumed(self, servers, parts):
        self.kept = servers

    def advanced(self, servers, rows):
        self.made += servers
        if self._stop is not None and self.made >= self._stop:
            raise KeyboardInterrupt

    def warned(self, message):
        self.warnings.append(message)


def stopped(world, out, form, after=3_000):
    """Begin a world in four partitions, and stop while one of them is being made."""
    with pytest.raises(Interrupted) as stop:
        write_world(world, out, form, 4, Manner(progress=Watched(after)))
    return str(stop.value)


def test_the_same_call_goes_on_from_the_finished_parts(tmp_path, world, form, whole):
    out = tmp_path / "w"
    said = stopped(world, out, form)
    assert "Parts finies gardées : 2 sur 4" in said
    assert not out.exists()
    watched = Watched()
    write_world(world, out, form, 4, Manner(progress=watched))
    assert (watched.kept, watched.made) == (2_000, 2_000)
    assert content(out) == whole
    assert list(tmp_path.iterdir()) == [out]


def damage(path):
    path.write_bytes(path.read_bytes()[:-1] + b"?")


def shorten(path):
    path.write_bytes(path.read_bytes()[:-20])


@pytest.mark.parametrize("harm", [damage, shorten, Path.unlink])
def test_a_damaged_part_is_told_and_made_again(tmp_path, world, form, whole, harm):
    out = tmp_path / "w"
    stopped(world, out, form)
    harm(next(Work.beside(out).folder.glob(f"*/channels/part-000001.{form}")))
    watched = Watched()
    write_world(world, out, form, 4, Manner(progress=watched))
    assert len(watched.warnings) == 1
    assert f"part-000001.{form}" in watched.warnings[0]
    assert "la part 2 sur 4 sera refaite" in watched.warnings[0]
    assert (watched.kept, watched.made) == (1_000, 3_000)
    assert content(out) == whole


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"number": 1, "files": {"a": {}}}', "\x00"])
def test_a_damaged_manifest_is_told_and_its_part_made_again(tmp_path, world, text):
    out = tmp_path / "w"
    stopped(world, out, "parquet")
    (Work.beside(out).manifests / "000001.json").write_text(text)
    watched = Watched()
    write_world(world, out, "parquet", 4, Manner(progress=watched))
    assert len(watched.warnings) == 1
    assert watched.kept == 1_000


def test_another_plan_is_refused_until_told_and_nothing_is_lost(tmp_path, world, catalogue):
    out = tmp_path / "w"
    stopped(world, out, "parquet")
    before = content(tmp_path)
    other = World(catalogue, **SIZE | {"seed": 4})
    with pytest.raises(VeilleError) as refused:
        write_world(other, out, "csv", 4)
    for word in ("2 parts finies sur 4", "la graine (3 au lieu de 4)", "le format (parquet",
                 "--restart"):
        assert word in str(refused.value)
    assert content(tmp_path) == before
    write_world(other, out, "csv", 4, Manner(restart=True))
    assert json.loads((out / "datapackage.json").read_text())["veille"]["seed"] == 4
    assert list(tmp_path.iterdir()) == [out]


def test_parts_made_by_other_code_are_not_mixed(tmp_path, world, monkeypatch):
    out = tmp_path / "w"
    stopped(world, out, "parquet")
    monkeypatch.setattr("veille.synth.write.plan.made_with", lambda: "veille 9")
    with pytest.raises(VeilleError, match=r"la version du générateur \(veille .* de veille 9\)"):
        write_world(world, out, "parquet", 4)


def test_a_plan_that_cannot_be_read_is_told(tmp_path, world):
    out = tmp_path / "w"
    stopped(world, out, "parquet")
    Work.beside(out).plan_file.write_text("{")
    with pytest.raises(VeilleError, match=r"plan\.json » est illisible.*--restart"):
        write_world(world, out, "parquet", 4)
    write_world(world, out, "parquet", 4, Manner(restart=True))


def test_a_second_command_at_the_same_time_is_refused(tmp_path, world, form, whole):
    out = tmp_path / "w"

    class Second(Watched):
        """Try the same world again while the first one works."""

        def advanced(self, servers, rows):
            super().advanced(servers, rows)
            with pytest.raises(VeilleError, match="Une autre commande travaille déjà"):
                write_world(world, out, form, 4, Manner(restart=True))

    write_world(world, out, form, 4, Manner(progress=Second()))
    assert content(out) == whole


def test_a_world_that_came_meanwhile_is_not_replaced(tmp_path, world):
    """Somebody fills the folder while the world is being made."""
    out = tmp_path / "w"

    class Filled(Watched):
        def advanced(self, servers, rows):
            out.mkdir(exist_ok=True)
            (out / "servers").mkdir(exist_ok=True)
            (out / "servers" / "mine.txt").write_text("mine")

    with pytest.raises(VeilleError, match="a reçu servers entre-temps"):
        write_world(world, out, "parquet", 4, Manner(progress=Filled()))
    assert content(out) == {"servers/mine.txt": b"mine"}


def command(out, form, *more):
    return [sys.executable, "-m", "veille.cli", "generate", str(out), "--seed", "3", "--servers",
            "4000", "--weeks", "6", "--format", form, "--partitions", "4", *more]


def killed(arguments, ready, delay):
    """Start a command, wait until it has begun, kill it some time after; say if it was alive."""
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while process.poll() is None and not ready():
        time.sleep(0.005)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def test_killed_at_any_moment_it_ends_with_the_same_bytes(tmp_path, form, whole):
    """Several kills at random moments of the work, then the same command to its end."""
    out, moments = tmp_path / "w", random.Random(5)
    begun = Work.beside(out).folder / "plan.json"
    hits = sum(killed(command(out, form), begun.exists, moments.uniform(0, 0.5))
               for _ in range(KILLS))
    assert hits
    if not out.exists():
        done = subprocess.run(command(out, form), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert content(out) == whole


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """What a tiny world holds, and the command that makes it in the current folder."""
    place = tmp_path_factory.mktemp("tiny")
    arguments = ["generate", "w", "--servers", "60", "--weeks", "5"]
    assert forked.veille(*arguments, cwd=place).returncode == 0
    return content(place / "w"), arguments


@pytest.mark.parametrize("step", [0, 1, 2, 12, 18, 19, 30, 34, 36, 38, 40])
def test_killed_while_it_takes_the_place_of_another_world(tmp_path, tiny, step, monkeypatch):
    """At each kind of step: old files set aside, new ones put in, leftovers thrown away."""
    wanted, arguments = tiny
    out = tmp_path / "w"
    out.mkdir()
    for name in wanted:
        (out / name).write_text("old")
    (out / "mine.txt").write_text("mine")
    (out / "channels").mkdir()
    (out / "channels" / "part-000000.parquet").write_text("old")
    told = [*arguments, "--overwrite"]
    first = forked.call(killed_at, step, told, cwd=tmp_path)
    assert first.returncode == -signal.SIGKILL, first.stderr
    assert Work.beside(out).folder.exists()
    monkeypatch.chdir(tmp_path)
    assert cli.main(told) == 0
    assert content(out) == wanted | {"mine.txt": b"mine"}
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("step", [0, 1, 3])
def test_killed_while_it_takes_an_empty_place(tmp_path, tiny, step, monkeypatch):
    wanted, arguments = tiny
    first = forked.call(killed_at, step, arguments, cwd=tmp_path)
    assert first.returncode == -signal.SIGKILL, first.stderr
    monkeypatch.chdir(tmp_path)
    assert cli.main(arguments) == 0
    assert content(tmp_path / "w") == wanted
    assert [path.name for path in tmp_path.iterdir()] == ["w"]


def test_an_interruption_says_that_the_same_command_goes_on(tmp_path):
    out = tmp_path / "w"
    longer = [*command(out, "csv"), "--servers", "40000", "--partitions", "40"]
    process = subprocess.Popen(longer, stderr=subprocess.PIPE, text=True)
    while not list(Work.beside(out).manifests.glob("*.json")):
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    said = process.communicate()[1]
    assert process.returncode == 130
    assert "interrompu" in said
    assert "la même commande reprend" in said
    assert "Traceback" not in said


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a megabyte and a half, where the tests may mount one."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", tmp_path],
                             capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("aucun disque ne peut être monté ici : le test suivant simule le disque plein")
    yield tmp_path
    subprocess.run(["umount", tmp_path], check=True)


def test_a_full_disk_keeps_the_finished_parts(small_disk, world, tmp_path_factory):
    out = small_disk / "w"
    with pytest.raises(VeilleError, match=r"plus de place sur le disque.*gardées : [123] sur 4"):
        write_world(world, out, "parquet", 4)
    subprocess.run(["mount", "-o", "remount,size=60m", small_disk], check=True)
    watched = Watched()
    write_world(world, out, "parquet", 4, Manner(progress=watched))
    assert watched.kept > 0
    other = tmp_path_factory.mktemp("other") / "w"
    write_world(world, other, "parquet", 4)
    assert content(out) == content(other)


def test_a_disk_that_refuses_keeps_the_finished_parts(tmp_path, world, form, whole, monkeypatch):
    out, written, write = tmp_path / "w", [], os.fsync

    def full(handle):
        written.append(handle)
        if len(written) > 40:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(handle)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(VeilleError, match=r"plus de place.*gardées : [123] sur 4"):
            write_world(world, out, form, 4)
    assert not list(Work.beside(out).tmp.iterdir())
    write_world(world, out, form, 4)
    assert content(out) == whole


@pytest.mark.parametrize(("out", "said"), [
    ("/proc/veille/monde", "Impossible d’écrire dans « /proc/veille/monde »"),
    ("x" * 300, "nom ou chemin trop long"),
    ("d/" * 3_000, "nom ou chemin trop long"),
])
def test_a_place_that_cannot_hold_a_world_is_told(tmp_path, world, out, said):
    with pytest.raises(VeilleError, match=said):
        write_world(world, tmp_path / out)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_on_its_own_disk_is_filled_from_within(small_disk, catalogue):
    """A mounted folder cannot be renamed into: the work is done inside it."""
    world = World(catalogue, seed=3, n_servers=60, n_weeks=5)
    assert Work.beside(small_disk).folder.parent == small_disk
    write_world(world, small_disk)
    assert set(TABLES) <= {path.stem for path in small_disk.iterdir()}
    assert not [path for path in small_disk.iterdir() if path.name.startswith(".")]


def test_a_read_only_disk_is_told(small_disk, catalogue):
    world = World(catalogue, seed=3, n_servers=60, n_weeks=5)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(VeilleError, match="lecture seule"):
        write_world(world, small_disk / "w")
