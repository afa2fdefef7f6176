"""What a long command says in a log: whole lines, now and then."""

import pytest

from veille import progress


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    return now


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_what_was_kept_counts_as_done_and_not_in_the_pace(clock, capsys):
    with progress.shown(10_000) as shown:
        shown.resumed(4_000, 4)
        for _ in range(3):
            clock[0] += 20
            shown.advanced(1_000, 50_000)
    lines = plain(capsys.readouterr().err).splitlines()
    assert lines == [
        "veille : reprise, 4 parts déjà finies (4 000 serveurs) ont été vérifiées et gardées.",
        "veille : 6 000 serveurs sur 10 000 (60 %), 50 serveurs/s, 2 500 lignes/s, "
        "reste 1 min 20 s.",
    ]
    assert shown.rows == 150_000


def test_a_warning_is_one_line(clock, capsys):
    with progress.shown(10) as shown:
        shown.warned("une part sera refaite.")
    assert plain(capsys.readouterr().err) == "veille : attention, une part sera refaite.\n"
