"""Known ends and links, on a lineage written by hand."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.lineages import climb, read_lineages, window_weeks
from veille.analysis.presence import (
    believed_over,
    completed_life,
    mean_life,
    planted_presence,
    presence_left,
)
from veille.errors import VeilleError

CLOSURES = pd.DataFrame({
    "server_id": ["a", "b", "x"], "week": [2, 6, 4], "cause": ["service", "service", "voluntary"],
    "sustained": [True, True, False],
})
LINKS = pd.DataFrame({
    "predecessor_id": ["a", "b"], "successor_id": ["b", "c"], "week": [2, 7],
    "delay_days": [3, 9], "members_carried_share": [0.5, 0.4],
})


@pytest.fixture
def lineages():
    return read_lineages(CLOSURES, LINKS, 12)


def test_links_know_their_lineage_their_life_and_what_they_carry(lineages):
    assert lineages.ends["lineage"].tolist() == [0, 0, 1]
    assert lineages.ends["regime"].tolist() == ["sustained", "sustained", "voluntary"]
    assert lineages.links["generation"].tolist() == [1, 2]
    assert lineages.links["closed"].tolist() == [6, 12]
    assert lineages.links["carried"].tolist() == pytest.approx([0.5, 0.2])


def test_follow_up_counts_only_days_that_are_certain(lineages):
    """An end of week 2 may be on its last day: weeks 3 to 11 remain."""
    assert lineages.ends["follow_up"].tolist() == [63, 35, 49]


def test_ends_apart_are_lineages_of_their_own(lineages):
    apart = lineages.with_ends_apart()
    assert apart.n_lineages == 3
    assert apart.links["lineage"].tolist() == [0, 1]


def test_a_successor_of_nothing_known_is_refused():
    with pytest.raises(VeilleError, match="sans fin connue"):
        read_lineages(CLOSURES.iloc[:1], LINKS, 12)


def test_no_week_is_refused():
    with pytest.raises(VeilleError, match="Aucune semaine"):
        window_weeks(CLOSURES.iloc[:0])


def test_climbing_a_long_chain():
    parent = np.arange(-1, 49)
    root, generation, carried = climb(parent, np.append(1.0, np.full(49, 0.9)))
    assert (root == 0).all()
    assert generation.tolist() == list(range(50))
    assert carried[-1] == pytest.approx(0.9**49)


def test_lives_count_what_is_still_going_on(lineages):
    """One life of 4 weeks ended; another goes on from week 7, 31 days on average."""
    assert completed_life(lineages, "sustained") == 28
    assert mean_life(lineages, "sustained").value == 28 + 31
    assert np.isnan(completed_life(lineages, "isolated"))
    assert np.isnan(mean_life(lineages, "isolated").value)


def test_presence_adds_members_over_weeks(lineages):
    """Half the members for 4 weeks, then a fifth for 5, out of 10; each stands for several."""
    presence, opened = presence_left(lineages, "sustained", 10)
    assert presence.value == pytest.approx((0.5 * 4 + 0.2 * 5) / 10)
    assert opened.value == 2
    presence, opened = presence_left(lineages, "sustained", 10, 0.5)
    assert presence.value == pytest.approx((2 * 0.5 * 4 + 4 * 0.2 * 5) / 10)
    assert opened.value == 6
    assert np.isnan(presence_left(lineages, "sustained", 11)[0].value)


@pytest.fixture
def truth():
    return pd.DataFrame({
        "server_id": ["a", "b", "c", "d"], "lineage_id": ["a", "a", "a", "d"],
        "predecessor_id": [None, "a", "b", None], "generation": [0, 1, 2, 0],
        "opened_day": [None, 20, 50, None], "end_day": [14, 42, None, 20],
        "regime": ["isolated", "isolated", None, "isolated"],
        "members_carried_share": [None, 0.5, 0.4, None], "known": [True, True, False, True],
    })


def test_planted_presence_is_counted_in_days(truth):
    left = planted_presence(truth.astype({"opened_day": "Int64", "end_day": "Int64"}),
                            "isolated", 8, 12)
    assert left["opened"].tolist() == [2, 0]
    assert left["presence"].tolist() == pytest.approx([(0.5 * 22 + 0.2 * 20) / 56, 0])


def test_a_lineage_whose_last_space_was_missed_is_believed_over(truth):
    assert believed_over(truth) == (2, 1)
