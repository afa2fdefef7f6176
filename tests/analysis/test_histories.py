"""Histories counted: on a few sightings whose histories are known, and cut in any way."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.histories import (
    FIRST_HAND,
    Histories,
    count_weeks,
    history_bits,
    server_histories,
)
from veille.analysis.summaries import combine, identical
from veille.errors import VeilleError
from veille.synth import World


def seen(*rows):
    return pd.DataFrame(rows, columns=["server_id", "watcher_id", "week", "route"])


FEW = seen(("a", "W1", 3, "directory"), ("a", "W2", 5, "relay"), ("b", "W5", 0, "tip"),
           ("c", "W1", 1, "invitation"), ("c", "W2", 1, "tip"))


def test_a_history_is_the_set_of_watchers():
    assert server_histories(FEW).to_dict() == {"a": 0b00011, "b": 0b10000, "c": 0b00011}


def test_every_sighting_counts_and_cell_zero_stays_empty():
    counts = Histories.from_tables({"sightings": FEW}).of()
    assert counts.shape == (32,)
    assert {cell: n for cell, n in enumerate(counts) if n} == {0b00011: 2, 0b10000: 1}


def test_taking_relays_away_leaves_who_saw_by_themselves():
    counts = Histories.from_tables({"sightings": FEW}).of(kept=FIRST_HAND)
    assert {cell: n for cell, n in enumerate(counts) if n} == {0b00001: 1, 0b10000: 1, 0b00011: 1}


def test_weeks_tell_own_sightings_from_relays():
    by_week = count_weeks(FEW)
    assert by_week.shape == (5, 6, 2)
    assert by_week[1, 5].tolist() == [0, 1]
    assert by_week[1, 1].tolist() == [1, 0]
    assert by_week.sum() == len(FEW)


def test_groups_add_up_to_all():
    tables = World(seed=5, n_servers=120, n_weeks=20).tables()
    found = Histories.from_tables(tables)
    for group in ("label", "type"):
        parts = sum(found.of(group, code) for code in found.codes(group))
        weeks = sum(found.weeks(group, code) for code in found.codes(group))
        assert np.array_equal(parts, found.of())
        assert np.array_equal(weeks, found.weeks())


def test_the_cut_changes_nothing():
    world = World(seed=6, n_servers=2_400, n_weeks=8)
    parts = [Histories.from_tables(part) for part in world.partitions(3)]
    assert identical(combine(parts), Histories.from_tables(world.tables()))


def test_truth_needs_no_column_of_its_own():
    """Without servers nor truth, only the whole is counted."""
    assert Histories.from_tables({"sightings": FEW}).codes("type") == []


def test_an_empty_group_is_refused():
    with pytest.raises(VeilleError, match="Aucun serveur vu"):
        Histories.from_tables({"sightings": FEW}).of("type", "fan_community")


@pytest.mark.parametrize("n_cells", [0, 2, 3, 31])
def test_an_impossible_number_of_cells_is_refused(n_cells):
    with pytest.raises(VeilleError, match="puissance de 2"):
        history_bits(n_cells)
