"""A large text read in parts says what it says when it is read whole."""

import guard_identifiers as make
import pytest

from veille.guard import parts as parts_module
from veille.guard.audit import audit
from veille.guard.parts import parts
from veille.guard.scan import scan


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of a few lines: processes are forked, and so cut as this one does."""
    monkeypatch.setattr(parts_module, "SIZE", 20_000)
    monkeypatch.setattr("veille.guard.audit.WORTH", 0)


def written(path, random, end):
    lines = []
    for number in range(4_000):
        kind = random.random()
        value = make.email(random) if kind < 0.02 else make.url(random) if kind < 0.04 else "rien"
        lines.append(f"ligne {number} : {value}")
        if kind > 0.98:
            lines[-1] += f" voir {make.url(random).partition('.')[0]}."  # cut by its end
            lines.append("example/a")
    path.write_bytes(end.join(lines).encode("utf-8"))
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_parts_give_the_same_findings(tmp_path, random, allowed, small_parts, end):
    path = written(tmp_path / "journal.log", random, end)
    assert bool(parts(path, path.stat().st_size)) == (end != "\r")
    report = audit([path], allowed)
    assert report.findings == scan(path, str(path), allowed).findings
    assert len(report.findings) > 100
    assert report.unreadable == []


def test_parts_follow_each_other_and_start_at_their_line(tmp_path, random, small_parts):
    path = written(tmp_path / "notes.md", random, "\n")
    found = parts(path, path.stat().st_size)
    assert len(found) >= 3
    assert [part.start for part in found[1:]] == [part.end for part in found[:-1]]
    assert found[-1].end == path.stat().st_size
    text = path.read_bytes()
    for part, following in zip(found, [*found[1:], None], strict=True):
        assert part.line == text[: part.start].count(b"\n") + 1
        assert part.until == (following.line if following else None)


@pytest.mark.parametrize(("name", "data"), [
    ("a.csv", b"a,b\n1,2\n" * 20_000), ("a.json", b"[1]\n" * 20_000),
    ("a.txt", "été\n".encode("utf-16") * 20_000), ("a.txt", b"x" * 300_000),
    ("a.txt", b"%PDF-1.4\n" * 20_000), ("a.txt", b"rien\n"),
])
def test_what_is_better_read_whole_has_no_parts(tmp_path, small_parts, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    assert parts(path, len(data)) == []
