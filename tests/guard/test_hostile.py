"""Hostile input neither hangs nor fills the memory."""

import base64
import gzip
import io
import resource
import subprocess
import sys
import time
import zipfile

import guard_identifiers as make
import pytest


@pytest.fixture
def quick():
    """Fail when a test takes longer than any machine needs."""
    start = time.process_time()
    yield
    assert time.process_time() - start < 30


@pytest.mark.parametrize(
    "run",
    [
        "a",
        "1",
        "@",
        ".",
        "a.",
        "1 ",
        "1.",
        "+",
        "<b>",
        "&#",
        "%25",
        "\\u",
        "a@",
        "h:",
        "://",
        "[.",
        "zero ",
        "é",
        "\u200b",
        "a-",
        "0 1 ",
        "((",
        'x="',
        "à 1 h ",
        "a_",
        "** ",
        "1:",
        "mars 3 ",
    ],
)
def test_a_repeated_sign_takes_linear_time(find, quick, run):
    find(run * (400_000 // len(run)))


def test_a_value_at_the_end_of_a_very_long_line(find, random, quick):
    assert find("mot " * 1_500_000 + make.email(random)) == {(1, "email")}


def test_a_value_across_the_border_of_two_windows(find, random, quick):
    value = make.snowflake(random)
    for shift in (0, 5, 9):
        text = "x " * ((1 << 19) - shift) + value + " fin" + " y" * 9000
        assert find(text) == {(1, "snowflake")}


def test_memory_does_not_grow_with_the_file(tmp_path):
    path = tmp_path / "grand.txt"
    with path.open("wb") as stream:
        for _ in range(48):
            stream.write(b"du texte sans rien " * 55_000)
    program = (
        "import re, sys; from veille.cli import main; status = main(['audit', sys.argv[1]]);"
        # not getrusage: a child begins with the peak of its parent
        "peak = re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read());"
        "print(status, peak.group(1))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    status, peak = done.stdout.split("\n")[-2].split()
    assert status == "0"
    assert int(peak) < 450_000  # kilobytes: the libraries, and a few windows of a megabyte


def test_a_bomb_is_told_and_not_unfolded(find, quick):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("zero", "w", force_zip64=True) as member:
            for _ in range(100):
                member.write(b"\0" * (1 << 20))
    assert {rule for _, rule in find(stream.getvalue(), "a.zip")} >= {"limit"}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert {rule for _, rule in find(gzip.compress(b" " * (80 << 20)), "a.gz")} == {"limit"}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 800_000


def test_archives_in_archives_stop_somewhere(find, quick):
    data = b"rien"
    for _ in range(12):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("x.zip", data)
        data = stream.getvalue()
    assert {rule for _, rule in find(data, "a.zip")} == {"limit"}


def test_blobs_in_blobs_stop_somewhere(find, random, quick):
    data = make.email(random).encode()
    for _ in range(4):
        data = base64.b64encode(b"voici : " + data)
    assert {rule for _, rule in find(data, "a.md")} == {"email"}
    for _ in range(8):
        data = base64.b64encode(b"voici : " + data)
    find(data, "a.md")


def test_deep_nesting_is_read(find, random, quick):
    value = make.email(random)
    for text, name in (
        ("[" * 100_000 + f'"{value}"' + "]" * 100_000, "a.json"),
        ("<div>" * 100_000 + value, "a.html"),
        ("{a: " * 50_000 + value, "a.yaml"),
        ("(" * 100_000 + value, "a.py"),
    ):
        assert "email" in {rule for _, rule in find(text, name)}


def test_a_table_whose_first_cell_has_no_end_is_read_as_text(find, random, quick):
    long = "a b c " * 40_000
    assert find(f"{long}\n{make.email(random)}\n", "a.csv") == {(2, "email")}


@pytest.mark.parametrize("mark", ["<table><tr><th>tag<td>", "<td", "| tag | a |\n|---|---|\n"])
def test_tables_in_tables_take_linear_time(find, quick, mark):
    opening = "<table>" if mark == "<td" else ""
    find(opening + mark * 40_000, "a.html" if "<" in mark else "a.md")
