"""Servers flagged: rates by week read, cuts at equal recall, shares by group."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.flags import caught_per_week, cut_at, flagged_share, structural_score
from veille.analysis.uses import read_uses
from veille.synth import World

VARIANTS = pd.DataFrame({
    "family_id": "F01", "variant_id": ["F01·v001", "F01·v002"], "homonym": False,
    "birth_week": pd.array([None, None], dtype="Int64"),
    "death_week": pd.array([None, None], dtype="Int64"),
})


def test_only_listed_tokens_of_the_period_are_counted_per_week_read():
    rows = [("S1", 0, 0, 4), ("S1", 0, 1, 9), ("S1", 3, 0, 8), ("S2", 1, 0, 3), ("S3", 3, 0, 1)]
    counts = pd.DataFrame([(s, w, VARIANTS["variant_id"][t], c) for s, w, t, c in rows],
                          columns=["server_id", "week", "variant_id", "count"])
    there = np.array([[1, 1, 1, 1], [0, 1, 1, 1], [0, 0, 1, 1]])
    listed = np.array([[True] * 4, [False] * 4])
    found = caught_per_week(read_uses(counts, VARIANTS, 4), listed, range(0, 2), there)
    assert found[:2].tolist() == [2.0, 3.0]
    assert np.isnan(found[2])


def test_the_cut_flags_at_least_the_share_asked_for():
    scores = np.array([5.0, 4, 3, 2, 9, np.nan])
    at_risk = np.array([True, True, True, True, False, True])
    assert cut_at(scores, at_risk, 0.5) == 4
    assert cut_at(scores, at_risk, 0.51) == 3


def test_shares_are_those_of_the_servers_with_a_score():
    table = flagged_share(np.array([1.0, 3, np.nan, 3]), 2, np.array(["a", "a", "a", "b"]),
                          ["b", "a", "c"]).set_index("group")
    assert table.index.tolist() == ["b", "a"]
    assert table.loc["a", ["n_servers", "value"]].tolist() == [2, 0.5]
    assert table.loc["a", "low"] < 0.5 < table.loc["a", "high"]


@pytest.fixture(scope="module")
def two_worlds(catalogue):
    return [World(catalogue, seed, 600, 12).topics("structure") for seed in (1, 2)]


def test_a_score_learnt_elsewhere_separates_the_two_classes(two_worlds):
    training, tables = two_worlds
    score = structural_score(training, tables)
    at_risk = tables["truth_servers"].set_index("server_id")["at_risk"].loc[score.index]
    assert score[at_risk].median() > score[~at_risk].quantile(0.9)


def test_the_score_uses_no_truth(two_worlds):
    training, tables = two_worlds
    kept = ("servers", "channels")
    blind = structural_score({name: training[name] for name in kept},
                             {name: tables[name] for name in kept})
    assert blind.equals(structural_score(training, tables))
