"""What a rule that was shown the types can tell apart, where theory says how well."""

import numpy as np
import pytest
from scipy.stats import norm

from veille.analysis.separability import distances, mistaken, told_apart

GAP = 2.0


@pytest.fixture(scope="module")
def two():
    """Two Gaussian types of one covariance, at a Mahalanobis distance of two."""
    rng = np.random.default_rng(1)
    mix = np.array([[1.0, 0.5], [0.0, 1.0]])  # correlated columns
    values = rng.normal(size=(4_000, 2))
    values[2_000:, 0] += GAP
    return values @ mix, np.repeat(["a", "b"], 2_000)


def test_the_distance_is_the_planted_one_whatever_the_correlation(two):
    found = distances(*two).iloc[0]
    assert found["distance"] == pytest.approx(GAP, abs=5 * np.sqrt(2 / 2_000))
    assert found["error"] == pytest.approx(norm.cdf(-found["distance"] / 2))


def test_the_rule_errs_as_often_as_theory_says(two):
    wrong = mistaken(two[1], told_apart(*two), "a", "b")
    planted = norm.cdf(-GAP / 2)
    assert abs(wrong - planted) < 5 * np.sqrt(planted * (1 - planted) / 4_000)


def test_servers_are_judged_by_a_rule_that_was_not_shown_them():
    rng = np.random.default_rng(2)
    planted = np.repeat(["a", "b"], 50)
    told = told_apart(rng.normal(size=(100, 40)), planted)
    assert abs(np.mean(told == planted) - 0.5) < 5 * np.sqrt(0.25 / 100)


def test_pairs_come_the_nearest_first():
    values = np.repeat([0.0, 1.0, 5.0], 20)[:, None] + np.random.default_rng(3).normal(size=(60, 1))
    found = distances(values, np.repeat(["a", "b", "c"], 20))
    assert (found.loc[0, "one"], found.loc[0, "two"]) == ("a", "b")
    assert found["distance"].is_monotonic_increasing


def test_two_types_count_alike_when_one_is_rare():
    planted = np.array(["a"] * 10 + ["b"] * 2)
    given = np.array(["a"] * 10 + ["a", "b"])
    assert mistaken(planted, given, "a", "b") == 0.25
