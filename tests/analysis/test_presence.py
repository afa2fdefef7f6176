"""Lives under censoring, and what an end leaves behind."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.lineages import Lineages, read_lineages
from veille.analysis.presence import completed_life, mean_life, planted_presence, presence_left


@pytest.fixture
def lineages():
    """Two closed spaces: one followed by a space that lasts, the other by nothing."""
    closures = pd.DataFrame({"server_id": ["a", "z", "c"], "week": [0, 0, 6], "cause": "service",
                             "sustained": False})
    links = pd.DataFrame({"predecessor_id": ["a", "a"], "successor_id": ["b", "c"],
                          "week": [2, 0], "delay_days": [14, 1],
                          "members_carried_share": [0.5, 0.2]})
    return read_lineages(closures, links, 12)


def test_the_mean_life_counts_the_days_of_those_still_there(lineages):
    days = (7 * (12 - 2) - 4) + 7 * 6
    assert mean_life(lineages, "isolated").value == pytest.approx(days / 1)
    assert completed_life(lineages, "isolated") == 42


def test_without_any_end_seen_a_life_has_only_a_lower_bound(lineages):
    alive = lineages.links[lineages.links["closed"] == 12]
    found = mean_life(type(lineages)(12, lineages.ends, alive), "isolated")
    assert np.isinf(found.value)
    assert 0 < found.low < np.inf


def test_the_interval_of_a_life_holds_its_mean_in_many_draws():
    rng, held = np.random.default_rng(3), 0
    for _ in range(400):
        opened = rng.uniform(0, 40, 60)
        closed = np.minimum(np.floor(opened + rng.exponential(10, 60)), 40)
        links = pd.DataFrame({"born_under": "isolated", "opened": np.floor(opened),
                              "closed": closed})
        found = mean_life(Lineages(40, pd.DataFrame(), links), "isolated")
        held += found.low <= 70 <= found.high
    assert held >= 0.95 * 400 - 5 * np.sqrt(400 * 0.95 * 0.05)


def test_presence_is_the_share_of_the_members_time(lineages):
    """Over four weeks: half the members for two weeks, a fifth for four; nothing for the other."""
    left, opened = presence_left(lineages, "isolated", 4)
    assert left.value == pytest.approx((0.5 * 2 / 4 + 0.2) / 2)
    assert opened.value == pytest.approx(1.0)
    doubled, _ = presence_left(lineages, "isolated", 4, visibility=0.5)
    assert doubled.value == pytest.approx(2 * left.value)


def test_presence_is_missing_where_no_end_is_followed_so_long(lineages):
    assert np.isnan(presence_left(lineages, "isolated", 13)[0].value)


def test_what_is_planted_counts_every_successor():
    truth = pd.DataFrame({
        "server_id": ["a", "b"], "predecessor_id": [None, "a"],
        "members_carried_share": pd.array([None, 0.5], dtype="Float64"),
        "opened_day": pd.array([None, 14], dtype="Int64"),
        "end_day": pd.array([0, None], dtype="Int64"), "regime": ["isolated", None],
    })
    left = planted_presence(truth, "isolated", 4, 12)
    assert left["presence"].to_list() == pytest.approx([0.25])
    assert left["opened"].to_list() == [1]
