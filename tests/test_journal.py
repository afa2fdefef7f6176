"""The reconstructed journal: true to its cases, grammatical, and without anybody in it."""

import re

import pytest

from veille import data
from veille.french import typeset
from veille.journal import KINDS, NEEDS, Entry, entries, gated, paragraphs, rounded
from veille.synth import World


def tables_of(world):
    return {name: table for name, table in world.tables().items() if name in NEEDS}


@pytest.fixture(scope="module")
def committed():
    return {name: data.load_known(name) for name in NEEDS}


@pytest.fixture(scope="module")
def told(committed):
    return entries(committed)


def texts(entry: Entry) -> list[str]:
    return [entry.title, *(text for _, part in paragraphs(entry) for text in part)]


def test_the_committed_world_gives_every_kind_of_entry_and_no_two_read_the_same(told):
    assert len(told) == len(KINDS) >= 6
    assert len({entry.title for entry in told}) == len(told)
    for part in ("context", "actions", "notes"):
        assert len({getattr(entry, part) for entry in told}) == len(told)


def test_each_entry_has_the_five_parts_of_a_note(told):
    for entry in told:
        names = [name for name, part in paragraphs(entry) if part and all(part)]
        assert names == ["Contexte", "Architecture", "Indicateurs", "Actions", "Notes"]


def test_the_same_world_tells_the_same_journal(committed, told):
    assert entries(committed) == told


@pytest.mark.parametrize("seed", range(12))
def test_other_worlds_are_told_without_a_fault(catalogue, seed):
    for entry in entries(tables_of(World(catalogue, seed=seed, n_servers=150 + 40 * seed))):
        for text in texts(entry):
            assert text == typeset(text)
            assert not re.search(r"\bnan\b|None|  |[a-z]_[a-z]|\bde de\b|\bun seul signes", text)
            assert text[0].isupper()
            assert text == entry.title or text.endswith(".")


def test_no_identifier_and_no_exact_number_is_written(committed, told):
    shown = "\n".join(text for entry in told for text in texts(entry))
    for column in ("server_id",):
        for name in committed["servers"][column]:
            assert name not in shown
    assert not re.search(r"\d", shown)


def test_what_an_entry_says_is_what_its_case_shows(catalogue):
    """The only reopened case of a small world: its closure and its successor are what is told."""
    for seed in range(40):
        tables = tables_of(World(catalogue, seed=seed, n_servers=300))
        known = set(tables["servers"].query("observer_label == 'at_risk'")["server_id"])
        ended = set(tables["closures"].query("cause == 'service'")["server_id"])
        followed = set(tables["successions"]["predecessor_id"])
        cases = known & ended & followed
        titles = [entry.title for entry in entries(tables)]
        assert (typeset("Fermé, puis rouvert") in titles) == bool(cases)


def test_a_world_without_reports_or_heavy_weeks_leaves_their_entries_out(committed):
    poor = dict(committed)
    poor["reports"] = committed["reports"].iloc[:0]
    poor["shifts"] = committed["shifts"].iloc[:0]
    titles = {entry.title for entry in entries(poor)}
    assert "Signaler, et ne rien apprendre" not in titles
    assert "La semaine où l’on s’arrête" not in titles


def test_orders_of_magnitude_cover_every_number():
    sizes = (0, 9, 10, 64, 65, 99, 100, 199, 999, 1_999, 9_999, 10**7)
    said = [rounded(number) for number in sizes]
    assert all(said)
    shares = [gated(part / 100) for part in range(101)]
    assert all(text.endswith("palier") for text in shares)
    assert len(set(shares)) == 9
