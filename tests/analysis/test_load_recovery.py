"""Effects and shares are found again in fresh worlds, and the naive ways are not."""

import pytest

from veille.analysis import load_recovery

SEEDS = range(300, 360)


@pytest.fixture(scope="module")
def tried(catalogue):
    return load_recovery.recover(catalogue, SEEDS, 600)


@pytest.mark.parametrize("name", ["dose_weighted", "support_weighted", "share_weighted"])
def test_the_right_model_is_unbiased_and_covers(tried, name):
    one = tried[name]
    assert one.bias == pytest.approx(0, abs=5 * one.bias_error)
    assert one.low <= 0.95 <= one.high


def test_counting_the_scores_given_is_low(tried):
    assert tried["share"].bias < -5 * tried["share"].bias_error


def test_the_plain_comparison_of_support_is_far_off(tried):
    assert tried["support_naive"].bias > 5 * tried["support_naive"].bias_error
    assert tried["support_naive"].coverage < 0.5


def test_at_random_silence_the_scores_given_are_enough(catalogue):
    silent = catalogue.replace(score_missing=0.2, score_missing_distressed=0.2)
    one = load_recovery.recover(silent, SEEDS, 600)["share"]
    assert one.bias == pytest.approx(0, abs=5 * one.bias_error)


def test_theory_bounds_the_backlog_of_teams_that_have_room(catalogue):
    theory = load_recovery.backlogs(catalogue, range(3), 600)
    roomy = theory[theory["load"] < 0.8]
    assert len(roomy) > 5
    assert (roomy["backlog"] <= roomy["bound"]).mean() > 0.9
    assert (theory.loc[theory["load"] >= 1, "bound"] == float("inf")).all()
