"""Language methods in fresh worlds: what is planted comes back, within theory."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.language_recovery import (
    Study,
    agreement_over_worlds,
    coverage_table,
    exponents_by_window,
    recover,
    without_homonyms,
)
from veille.assumptions import load_catalogue
from veille.assumptions.vocabulary import FAMILIES


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture(scope="module")
def simple(catalogue):
    """Worlds where no token is an ordinary word."""
    return recover(Study(without_homonyms(catalogue), range(400, 424), 300, n_weeks=13))


def test_the_planted_exponent_comes_back_within_five_standard_errors(simple):
    table = coverage_table(simple.exponents, ["method"]).set_index("method")
    assert abs(table.loc["pairs", "bias"]) < 5 * table.loc["pairs", "bias_error"]
    assert (simple.exponents["planted"] == 1.05).all()


def test_least_squares_does_not_come_back(simple):
    table = coverage_table(simple.exponents, ["method"]).set_index("method")
    assert table.loc["log_log", "bias"] > 5 * table.loc["log_log", "bias_error"]
    assert table.loc["log_log", "coverage"] == 0


def test_the_corrected_profile_comes_back_and_the_one_read_does_not(simple):
    table = coverage_table(simple.profiles, ["method", "family_id"])
    table = table.set_index(["method", "family_id"])
    distance = (table["bias"] / table["bias_error"]).abs()
    assert distance["corrected"].max() < 5
    assert table.loc[("read", "F03"), "bias"] > 0
    assert table.loc[("read", "F02"), "bias"] < 0
    planted = simple.profiles.drop_duplicates("family_id")["planted"]
    assert planted.sum() == pytest.approx(1)


def test_another_exponent_is_followed(catalogue):
    moved = without_homonyms(catalogue).replace(zipf_exponent=1.35)
    found = recover(Study(moved, range(3), 300, n_weeks=8)).exponents
    pairs = found[found["method"] == "pairs"]
    assert (pairs["planted"] == 1.35).all()
    assert pairs["value"].mean() == pytest.approx(1.35, abs=0.15)


def test_windows_end_with_the_last_week(catalogue):
    found = exponents_by_window(Study(catalogue, range(1), 200, n_weeks=13), (4, 13))
    assert found.groupby("weeks").size().to_dict() == {4: 6, 13: 6}
    assert np.isfinite(found["value"]).all()


def test_setting_homonyms_aside_raises_the_agreement(catalogue):
    found = agreement_over_worlds(Study(catalogue, range(3), 600), 10)
    means = found.groupby("method")["agreement"].mean()
    assert means["aside"] > means["all"] + 0.1


def test_no_variant_is_a_homonym_when_the_assumption_says_so(catalogue):
    shares = without_homonyms(catalogue).value("homonym_share")
    assert shares == dict.fromkeys(FAMILIES, 0.0)


def test_coverage_counts_intervals():
    found = pd.DataFrame({"method": ["a"] * 4, "value": [1.0, 1, 1, 3], "low": [0.0, 0, 2, 2],
                          "high": [2.0, 2, 3, 4], "planted": 1.0})
    line = coverage_table(found, ["method"]).iloc[0]
    assert line["coverage"] == 0.5
    assert line["bias"] == 0.5
