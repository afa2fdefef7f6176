"""Lists by hand: what they catch, when tokens enter, what it costs."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.filters import (
    Mass,
    coded,
    expected_recall,
    expected_reviews,
    frozen,
    precision,
    recall,
    recall_by_lag,
    updated,
)
from veille.analysis.uses import read_uses

#   token        birth  death  family
# 0 F01·v001       -      3    coded, there at week 0
# 1 F01·v002       2      -    coded, born later
# 2 F10·v001       1      -    ordinary use
VARIANTS = pd.DataFrame({
    "family_id": ["F01", "F01", "F10"], "variant_id": ["F01·v001", "F01·v002", "F10·v001"],
    "birth_week": pd.array([None, 2, 1], dtype="Int64"),
    "death_week": pd.array([3, None, None], dtype="Int64"), "homonym": False,
})
ROWS = [("S1", 0, 0, 4), ("S1", 2, 1, 1), ("S1", 2, 2, 2), ("S2", 3, 1, 5), ("S1", 5, 1, 3)]


def made(rows=ROWS):
    counts = pd.DataFrame([(s, w, VARIANTS["variant_id"][t], c) for s, w, t, c in rows],
                          columns=["server_id", "week", "variant_id", "count"])
    return read_uses(counts, VARIANTS, 6)


EVERYWHERE, FIRST = np.array([True, True]), np.array([True, False])


def test_recall_and_precision_are_shares_of_uses():
    mass = Mass(np.array([[3.0], [1.0]]), np.array([[5.0], [0.0]]))
    listed = np.array([[True], [False]])
    assert recall(mass, listed).tolist() == [0.75]
    assert precision(mass, listed).tolist() == [3 / 8]


def test_a_week_without_uses_has_neither():
    mass = Mass(np.zeros((1, 1)), np.zeros((1, 1)))
    assert np.isnan(recall(mass, np.array([[True]]))).all()


def test_no_list_holds_the_family_of_ordinary_use():
    assert coded(made()).tolist() == [True, True, False]


def test_a_frozen_list_holds_what_was_there_at_week_0():
    kept = frozen(made())
    assert kept.listed[:, 0].tolist() == kept.listed[:, 5].tolist() == [True, False, False]
    assert kept.reviewed.sum() == 0


def test_a_token_read_enters_at_the_next_update_and_is_looked_at_once():
    kept = updated(made(), EVERYWHERE, 3)
    assert kept.listed[1].tolist() == [False] * 3 + [True] * 3
    assert kept.reviewed.tolist() == [0, 0, 0, 2, 0, 0]


def test_what_is_read_the_week_of_an_update_waits_for_the_next_one():
    assert not updated(made([ROWS[0], ROWS[3]]), EVERYWHERE, 3).listed[1].any()


def test_a_token_of_ordinary_use_is_looked_at_and_left_out():
    assert not updated(made(), EVERYWHERE, 3).listed[2].any()


def test_what_is_read_elsewhere_or_too_seldom_is_not_looked_at():
    rows = [ROWS[0], ROWS[3]]
    assert updated(made(rows), FIRST, 4).reviewed.sum() == 0
    assert updated(made(rows), EVERYWHERE, 4, least=5).reviewed.sum() == 1
    assert updated(made(rows), EVERYWHERE, 4, least=6).reviewed.sum() == 0


def test_a_use_is_caught_by_a_list_older_than_its_token_only():
    """At lag 2, weeks 2 and on: the token born at week 2 is caught from week 4."""
    weekly, birth = np.array([[0, 0, 1, 0, 0], [0, 0, 1, 1, 2]]), np.array([0, 2])
    assert recall_by_lag(weekly, birth, np.array([0, 2])).tolist() == [1.0, 3 / 5]


def test_the_mean_recall_is_that_of_a_simulated_lexicon():
    """One slot made known every 5 weeks, over many weeks; five standard errors."""
    rng, weekly, every = np.random.default_rng(1), 0.1, 5
    alive = np.cumprod(rng.random((40_000, every - 1)) > weekly, axis=1)
    share = (1 + alive.sum(axis=1)) / every
    error = share.std() / np.sqrt(share.size)
    assert abs(share.mean() - expected_recall(weekly, every)) < 5 * error
    lost = 1 - (alive[:, -1] * (rng.random(40_000) > weekly)).mean()
    assert expected_reviews(weekly, every, 100) == pytest.approx(100 * lost / every, abs=0.3)
