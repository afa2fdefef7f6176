"""The command as people run it: statuses, messages, and nothing reprinted."""

import json
import os
import subprocess

import forked
import guard_identifiers as make
import pytest


def audit(*arguments, cwd=None):
    done = forked.veille("audit", *arguments, cwd=cwd)
    done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    return done


def test_clean_found_and_unreadable_have_their_statuses(tmp_path, random):
    clean, dirty, broken = tmp_path / "a.md", tmp_path / "b.md", tmp_path / "c.png"
    clean.write_text("rien\n", encoding="utf-8")
    dirty.write_text(f"{make.email(random)}\n", encoding="utf-8")
    broken.write_bytes(b"\x89PNG\r\n\x1a\nxx")
    assert audit(clean).returncode == 0
    assert audit(dirty, clean).returncode == 1
    assert audit(broken).returncode == 2
    assert audit(tmp_path).returncode == 2


def test_a_missing_path_and_a_wrong_option_are_told_in_french(tmp_path):
    missing = audit(tmp_path / "absent")
    assert missing.returncode == 2
    assert "n’existe pas" in missing.stderr
    wrong = audit("--format", "xml")
    assert wrong.returncode == 2
    for done in (missing, wrong):
        assert done.stdout == ""
        assert "Traceback" not in done.stderr


def test_json_has_four_keys_and_nothing_is_reprinted(tmp_path, random):
    values = [make.MAKERS[rule](random) for rule in sorted(make.MAKERS)]
    path = tmp_path / "a.md"
    path.write_text("\n".join(values), encoding="utf-8")
    done = audit(path, "--format", "json")
    findings = json.loads(done.stdout)
    assert done.returncode == 1
    assert {finding["line"] for finding in findings} == set(range(1, len(values) + 1))
    assert all(set(finding) == {"path", "line", "rule", "excerpt"} for finding in findings)
    assert {finding["path"] for finding in findings} == {str(path)}
    for each in (done, audit(path)):
        for value in values:
            assert value not in each.stdout + each.stderr
    assert max(len(finding["excerpt"]) for finding in findings) <= 5


def test_clean_json_is_an_empty_list(tmp_path):
    (tmp_path / "a.md").write_text("rien\n", encoding="utf-8")
    assert json.loads(audit(tmp_path, "--format", "json").stdout) == []


def test_without_a_path_the_files_that_git_follows_are_read(tmp_path, random):
    (tmp_path / "suivi.md").write_text(make.email(random), encoding="utf-8")
    (tmp_path / "autre.md").write_text(make.email(random), encoding="utf-8")
    for command in (("init", "-q"), ("add", "suivi.md")):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    findings = json.loads(audit("--format", "json", cwd=tmp_path).stdout)
    assert [finding["path"] for finding in findings] == ["suivi.md"]


def test_folders_of_tools_are_skipped_unless_named(tmp_path, random):
    inside = tmp_path / "_build" / "a.md"
    inside.parent.mkdir()
    inside.write_text(make.email(random), encoding="utf-8")
    assert audit(tmp_path).returncode == 0
    assert audit(tmp_path / "_build").returncode == 1


def test_several_files_are_read_on_several_cores_with_the_same_report(tmp_path, random):
    for name in "abc":
        lines = ["du texte ordinaire, sans rien de plus à en dire\n"] * 60_000 + [
            make.email(random) + "\n"
        ]
        (tmp_path / f"{name}.md").write_text("".join(lines), encoding="utf-8")
    findings = json.loads(audit(tmp_path, "--format", "json").stdout)
    assert [(finding["path"][-4:], finding["line"]) for finding in findings] == [
        (f"{name}.md", 60_001) for name in "abc"
    ]


@pytest.mark.parametrize("make_it", ["fifo", "link"])
def test_what_is_no_regular_file_is_neither_followed_nor_skipped(tmp_path, make_it):
    path = tmp_path / "x"
    if make_it == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to("/home/" + "lune/secret")
    assert audit(tmp_path).returncode == 1


def test_help_is_in_french():
    done = audit("--help")
    assert done.returncode == 0
    assert "CHEMIN" in done.stdout
    assert "show this" not in done.stdout
