"""The command as people run it: nothing printed that was read, nothing half written."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import forked
import guard_identifiers as make
import pytest
from volunteer_notes import Note

from veille import cli
from veille.redact import command, note

SECRET = "tobene" + "_lune77"


def veille(*arguments, data=None, cwd=None):
    return forked.veille("redact", *arguments, cwd=cwd, data=data or b"")


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "note.md"
    path.write_text(f"vu @{SECRET} le 3 mars 2026\n", encoding="utf-8")
    return path


def test_a_file_is_written_aside_and_the_note_is_untouched(written, tmp_path):
    before, out = written.read_bytes(), tmp_path / "sortie.md"
    done = veille(written, "-o", out)
    assert done.returncode == 0
    assert out.read_text(encoding="utf-8") == "vu [PSEUDO-1] le [DATE mars 2026]\n"
    assert written.read_bytes() == before
    assert "pseudonymes et étiquettes" in done.stdout.decode()
    assert done.stderr == b""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["note.md", "sortie.md"]


def test_standard_input_and_output_work_in_a_pipe(written):
    done = veille("-", data=written.read_bytes())
    assert done.returncode == 0
    assert done.stdout.decode() == "vu [PSEUDO-1] le [DATE mars 2026]\n"
    assert "Remplacé" in done.stderr.decode()


def test_the_report_has_one_stable_form(written):
    report = json.loads(veille(written, "--format", "json").stderr)
    assert report == {
        "version": 1, "form": "text",
        "replaced": {"PSEUDO": {"values": 1, "occurrences": 1},
                     "DATE": {"values": 1, "occurrences": 1}},
        "placeholders_kept": 0, "names": {"listed": 0, "found": 0},
        "dropped": {"outputs": 0, "attachments": 0},
        "lines_to_read": {"capitals": [], "numbers": [], "ages": []},
        "to_read": ["names", "bare_names", "roles", "details", "events", "style", "images",
                    "file_name"],
    }


def test_lines_to_look_at_are_told_by_number(redact):
    lines = redact("rien\nvu Kerlano hier\nelle a 14 ans\nle 12345\n").report.lines_to_read
    assert lines == {"capitals": [2], "numbers": [4], "ages": [3]}


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_value_is_in_the_report(tmp_path, form):
    planted = Note(5)
    path, names = tmp_path / "n.md", tmp_path / "noms"
    path.write_text(planted.text, encoding="utf-8")
    names.write_text(planted.listed, encoding="utf-8")
    done = veille(path, "--names", names, "--format", form)
    assert done.returncode == 0
    for slot, value, _ in planted.values:
        if slot not in ("heure", "date"):
            assert value not in done.stderr.decode()


def test_outputs_that_would_replace_something_are_refused(written, tmp_path):
    before = written.read_bytes()
    other, link, names = tmp_path / "autre", tmp_path / "lien", tmp_path / "noms"
    other.write_text("à garder", encoding="utf-8")
    names.write_text("nom: ab", encoding="utf-8")
    os.link(written, link)
    for target, said in ((written, "aussi un fichier à lire"), (link, "aussi un fichier à lire"),
                         (names, "aussi un fichier à lire"), (tmp_path, "n’est pas un fichier")):
        done = veille(written, "--names", names, "-o", target, "--overwrite")
        assert (done.returncode, said in done.stderr.decode()) == (1, True)
    refused = veille(written, "-o", other)
    assert (refused.returncode, "existe déjà" in refused.stderr.decode()) == (1, True)
    assert (other.read_text(encoding="utf-8"), written.read_bytes()) == ("à garder", before)
    assert veille(written, "-o", other, "--overwrite").returncode == 0
    assert "PSEUDO-1" in other.read_text(encoding="utf-8")


def failures(tmp_path):
    private = tmp_path / SECRET
    private.mkdir()
    latin = private / "noms"
    latin.write_bytes(f"nom: {SECRET}é".encode("latin-1"))
    typed = private / "types"
    typed.write_text(f"{SECRET[:6]}: {SECRET}", encoding="utf-8")
    good = private / "note.md"
    good.write_text(f"@{SECRET}", encoding="utf-8")
    return [
        (private / "absente.md",), (private,), (good, "--names", latin), (good, "--names", typed),
        (good, "--names", private / "absent"), (good, "-o", private / "x" / SECRET),
        (good, "--dates", SECRET), (good, "--format", SECRET), (good, SECRET),
        (good, f"--{SECRET}"), (good, f"--overwrite={SECRET}"), (good, "-o"), ("a\0b",),
        (good, "-o", "/dev/full", "--overwrite"),
    ]


@pytest.mark.parametrize("index", range(14))
def test_a_failure_says_nothing_of_what_was_given_or_read(tmp_path, index, capfd):
    arguments = failures(tmp_path)[index]
    try:
        status = cli.main(["redact", *map(str, arguments)])
    except SystemExit as stop:
        status = stop.code
    said = capfd.readouterr()
    assert status in (1, 2)
    assert said.out == ""
    assert said.err.strip()
    assert SECRET not in said.err
    assert SECRET[:6] + ":" not in said.err
    assert "Traceback" not in said.err


def test_an_unforeseen_failure_shows_its_kind_and_no_more(written, tmp_path, monkeypatch, capfd):
    def broken(data, suffix, wish):
        raise RuntimeError(data)

    monkeypatch.setattr(note, "redact_note", broken)
    assert cli.main(["redact", str(written), "-o", str(tmp_path / "o")]) == 1
    said = capfd.readouterr()
    assert "RuntimeError" in said.err
    assert SECRET not in said.err + said.out
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("error", [OSError(28, "plus de place"), KeyboardInterrupt()])
def test_what_is_aside_goes_when_writing_fails(written, tmp_path, monkeypatch, capfd, error):
    seen = []

    def fails(handle):
        seen.extend(path.read_bytes() for path in tmp_path.glob(".veille-*"))
        raise error

    monkeypatch.setattr(os, "fsync", fails)
    assert cli.main(["redact", str(written), "-o", str(tmp_path / "o")]) in (1, 130)
    assert [path.name for path in tmp_path.iterdir()] == ["note.md"]
    assert seen
    assert all(SECRET.encode() not in data for data in seen)
    assert SECRET not in capfd.readouterr().err


def test_an_interruption_leaves_nothing(tmp_path):
    path, out = tmp_path / "n.md", tmp_path / "o.md"
    path.write_text("".join(f"@{SECRET}{i} le 3 mars\n" for i in range(60_000)), encoding="utf-8")
    work = subprocess.Popen(
        [sys.executable, "-m", "veille.cli", "redact", str(path), "-o", str(out)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    time.sleep(1.5)
    work.send_signal(signal.SIGINT)
    said = b"".join(work.communicate(timeout=60)).decode()
    assert work.returncode != 0
    assert SECRET not in said
    assert [found.name for found in tmp_path.iterdir()] == ["n.md"]


def test_a_pipe_that_closes_is_told_in_a_sentence(tmp_path):
    path = tmp_path / "n.md"
    path.write_text(f"@{SECRET} rien à dire de plus\n" * 20_000, encoding="utf-8")
    work = subprocess.Popen(
        [sys.executable, "-m", "veille.cli", "redact", str(path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    work.stdout.close()
    said = work.stderr.read().decode()
    work.stderr.close()
    assert work.wait(timeout=60) == 1
    assert "Traceback" not in said
    assert "Exception" not in said
    assert SECRET not in said


def test_the_written_file_is_for_its_owner_alone(written, tmp_path):
    veille(written, "-o", tmp_path / "o.md")
    assert (tmp_path / "o.md").stat().st_mode & 0o077 == 0


def test_help_is_in_french_and_names_every_option():
    said = veille("--help").stdout.decode()
    assert all(option in said for option in ("--names", "--dates", "--format", "--overwrite"))
    assert not re.search(r"show this|optional|default:", said)


def test_the_command_answers_before_the_guard_is_loaded():
    code = "import sys, veille.cli; sys.exit('veille.guard.engine' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert command.STANDARD == "-"


def test_a_made_up_identifier_of_each_sort_never_reaches_the_terminal(tmp_path, random):
    values = [make.MAKERS[rule](random) for rule in sorted(make.MAKERS)]
    path = tmp_path / "n.md"
    path.write_text("\n\n".join(f"voir {value} ici" for value in values), encoding="utf-8")
    done = veille(path)
    assert done.returncode == 0
    assert all(value not in (done.stdout + done.stderr).decode() for value in values)
