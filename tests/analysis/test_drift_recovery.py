"""Methods of drift in fresh worlds: what is planted comes back, and what misleads is seen to."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.drift_recovery import (
    SCENARIOS,
    Upkeep,
    half_lives,
    lasting_median,
    lives_as_read,
    scenarios,
    upkeep_over_worlds,
    ways_under,
    weekly_uses,
)
from veille.analysis.language_recovery import Study, coverage_table
from veille.analysis.lifetimes import hazard, read_lives
from veille.analysis.renewals import Renewals
from veille.synth import World


@pytest.fixture(scope="module")
def found(catalogue):
    frame = half_lives(Study(catalogue, range(60), 60))
    return coverage_table(frame, ["method"]).set_index("method")


@pytest.mark.parametrize("method", ["hazard", "weighted"])
def test_the_planted_half_life_comes_back_within_five_standard_errors(found, method):
    assert abs(found.loc[method, "bias"]) < 5 * found.loc[method, "bias_error"]
    assert found.loc[method, "high"] > 0.92
    assert found.loc[method, "mean_planted"] == 13


def test_births_that_follow_deaths_leave_the_deaths_binomial(catalogue):
    """Trials are fixed, and 200 lexicons scatter as a binomial: five standard errors."""
    chance, found = 1 - 2 ** (-1 / 13), []
    for seed in range(200):
        world = World(catalogue, seed, 10, 27)
        lives = read_lives(world.common_tables()["keyword_variants"], 27)
        found.append(hazard(lives))
    trials = {one.exposure for one in found}
    assert trials == {26.0 * world.lexicon.weight.size}
    spread = np.var([one.deaths for one in found], ddof=1)
    ratio = spread / (trials.pop() * chance * (1 - chance))
    assert abs(ratio - 1) < 5 * np.sqrt(2 / 199)


@pytest.mark.parametrize("method", ["complete", "read"])
def test_complete_lives_and_dates_of_reading_are_too_short(found, method):
    assert found.loc[method, "bias"] < -5 * found.loc[method, "bias_error"]
    assert found.loc[method, "coverage"] < 0.5


def test_each_scenario_is_planted_and_followed(catalogue):
    frame = scenarios(Study(catalogue, range(3), 30))
    plain = frame[frame["method"] == "hazard"].groupby("days")
    for days, part in plain:
        assert (part["planted"] == SCENARIOS[days]).all()
    assert plain["value"].mean().is_monotonic_increasing


def test_dates_of_reading_are_the_first_and_the_last():
    lives = lives_as_read(np.array([[0, 2, 0, 1, 0], [1, 0, 0, 0, 1], [0, 0, 0, 0, 0]]))
    assert lives.start.tolist() == [1, 0]
    assert lives.stop.tolist() == [4, 4]
    assert lives.died.tolist() == [True, False]


def test_weekly_uses_leave_ordinary_use_out():
    variants = pd.DataFrame({"family_id": ["F10", "F01"], "variant_id": ["F10·v001", "F01·v001"]})
    counts = pd.DataFrame({"variant_id": ["F01·v001", "F10·v001", "F01·v001"], "week": [1, 1, 1],
                           "count": [2, 5, 3]})
    tables = {"keyword_variants": variants, "keyword_counts": counts}
    assert weekly_uses(tables, 2).tolist() == [[0, 0], [0, 5]]


@pytest.mark.parametrize("shape", [0.6, 1.6])
def test_what_is_left_to_live_is_what_a_frozen_list_goes_through(shape):
    """The median is told in whole weeks: within one of that of the law."""
    law = Renewals(13, shape)
    table = coverage_table(ways_under(law, range(40)), ["method"]).set_index("method")
    assert abs(table.loc["present", "bias"]) < 1
    assert table.loc["present", "mean_planted"] == pytest.approx(lasting_median(law))


def test_old_variants_that_last_make_a_list_last():
    assert lasting_median(Renewals(13, 0.6)) > 13 > lasting_median(Renewals(13, 1.6))


@pytest.fixture(scope="module")
def followed(catalogue):
    return upkeep_over_worlds(Study(catalogue, range(4), 300), Upkeep())


def test_every_list_starts_whole(followed):
    start = followed[followed["week"] == 0]
    assert start["recall"].tolist() == pytest.approx([1.0] * len(start))


def test_reviewed_lists_keep_more_than_learned_ones_and_these_more_than_a_frozen_one(followed):
    late = followed[followed["week"] > 38].groupby("kept")["recall"].mean()
    assert late["updated 4"] > late["updated 13"] > late["learned"] > late["frozen"]


def test_a_frozen_list_decays_as_planted(catalogue):
    """Mean recall over worlds is ``0.5 ** (week / half-life)``; five standard errors."""
    frame = upkeep_over_worlds(Study(catalogue, range(30), 40, 27), Upkeep(every=()))
    late = frame[(frame["kept"] == "frozen") & (frame["week"] == 13)]["recall"]
    assert abs(late.mean() - 0.5) < 5 * late.std(ddof=1) / np.sqrt(late.size)
