"""Differences between two classes, against hand counts and independent implementations."""

import numpy as np
import pytest
from scipy.stats import bootstrap, mannwhitneyu, ttest_ind

from veille.analysis.effects import cliffs_delta, compare, mean_difference, weighted_difference
from veille.analysis.replicates import class_means, draw_counts, summarise
from veille.errors import VeilleError


def test_counts_begin_with_the_sample_and_keep_each_stratum_size():
    strata = np.array([0, 0, 0, 1, 1])
    counts = draw_counts(50, np.random.default_rng(1), strata)
    assert counts.shape == (51, 5)
    assert (counts[0] == 1).all()
    assert (counts[:, :3].sum(axis=1) == 3).all()
    assert (counts[:, 3:].sum(axis=1) == 2).all()


def test_means_and_delta_of_a_hand_made_table():
    values, at_risk = [3, 1, 1, 0, 2], [True, True, False, False, False]
    found = compare(values, at_risk, np.ones((3, 5)))
    assert found.at_risk.value == 2
    assert found.contrast.value == 1
    assert found.difference.value == 1
    assert found.delta.value == pytest.approx((3 + 1 - 1) / 6)
    assert (found.n_at_risk, found.n_contrast) == (2, 3)


def test_missing_values_are_left_out():
    found = compare([3, np.nan, 1, np.nan], [True, True, False, False], np.ones((2, 4)))
    assert (found.difference.value, found.delta.value) == (2, 1)
    assert (found.n_at_risk, found.n_contrast) == (1, 1)


def test_cliffs_delta_is_that_of_the_mann_whitney_statistic():
    rng = np.random.default_rng(2)
    values, at_risk = rng.integers(0, 9, 80).astype(float), rng.random(80) < 0.4
    statistic = mannwhitneyu(values[at_risk], values[~at_risk]).statistic
    expected = 2 * statistic / (at_risk.sum() * (~at_risk).sum()) - 1
    assert cliffs_delta(values, at_risk, np.ones((1, 80))) == pytest.approx([expected])


def test_counts_stand_for_repeated_servers_in_the_delta():
    values, at_risk = np.array([2.0, 5, 1, 5]), np.array([True, True, False, False])
    counts = np.array([[2.0, 1, 1, 3]])
    repeated = np.repeat(values, [2, 1, 1, 3]), np.repeat(at_risk, [2, 1, 1, 3])
    plain = cliffs_delta(*repeated, np.ones((1, 7)))
    assert cliffs_delta(values, at_risk, counts) == pytest.approx(plain)


def test_whole_weights_stand_for_repeated_servers():
    values, at_risk = np.array([2.0, 5, 1, 5]), np.array([True, True, False, False])
    weights = np.array([2, 1, 1, 3])
    weighted = compare(values, at_risk, np.ones((2, 4)), weights)
    plain = compare(np.repeat(values, weights), np.repeat(at_risk, weights), np.ones((2, 7)))
    assert weighted.difference.value == pytest.approx(plain.difference.value)
    assert weighted.delta.value == pytest.approx(plain.delta.value)


def test_equal_weights_give_the_interval_of_welch():
    rng = np.random.default_rng(9)
    values, at_risk = rng.gamma(2.0, size=60), np.arange(60) < 20
    found = weighted_difference(values, at_risk, np.full(60, 3.0))
    expected = ttest_ind(values[at_risk], values[~at_risk],
                         equal_var=False).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_unequal_weights_cover_where_the_percentile_bootstrap_does_not():
    """Means of 25 servers whose weights range over 20, 400 times; five binomial errors."""
    rng = np.random.default_rng(10)
    held = {"welch": 0, "bootstrap": 0}
    for _ in range(400):
        at_risk, weight = np.arange(50) < 25, rng.uniform(1, 20, 50) ** 1.5
        values = rng.normal(at_risk * 1.0, 1)
        held["welch"] += weighted_difference(values, at_risk, weight).covers(1)
        counts = draw_counts(199, rng, at_risk)
        held["bootstrap"] += mean_difference(values, at_risk, counts, weight).covers(1)
    error = np.sqrt(0.95 * 0.05 / 400)
    assert abs(held["welch"] / 400 - 0.95) < 5 * error
    assert held["bootstrap"] < held["welch"]


def test_interval_is_that_of_scipy_bootstrap():
    """Both draw at random: bounds agree within the Monte Carlo error of their quantiles."""
    rng = np.random.default_rng(5)
    values, at_risk = rng.gamma(2.0, size=150), np.arange(150) < 60
    ours = mean_difference(values, at_risk, draw_counts(4_000, rng, at_risk))
    theirs = bootstrap(
        (values[at_risk], values[~at_risk]), lambda a, b, axis: a.mean(axis) - b.mean(axis),
        n_resamples=4_000, method="percentile", rng=rng,
    )
    spread = theirs.standard_error
    tail, density = 0.025, 0.0584  # of the normal law at its 2.5 % quantile
    tolerance = 5 * spread * np.sqrt(2 * tail * (1 - tail) / 4_000) / density
    assert ours.low == pytest.approx(theirs.confidence_interval.low, abs=tolerance)
    assert ours.high == pytest.approx(theirs.confidence_interval.high, abs=tolerance)


def test_mean_difference_is_that_of_compare():
    rng = np.random.default_rng(6)
    values, at_risk = rng.random(40), np.arange(40) < 15
    counts = draw_counts(200, rng, at_risk)
    assert mean_difference(values, at_risk, counts) == compare(values, at_risk, counts).difference


@pytest.mark.parametrize(("at_risk", "label"), [([True, True], "témoin"),
                                                ([False, False], "à risque"), ([], "à risque")])
def test_an_empty_class_is_refused_by_its_french_name(at_risk, label):
    with pytest.raises(VeilleError, match=label):
        compare(np.ones(len(at_risk)), at_risk, np.ones((2, len(at_risk))))


def test_a_single_server_in_a_class_has_a_value_and_no_interval():
    at_risk = np.array([True, False, False])
    counts = draw_counts(20, np.random.default_rng(7), at_risk)
    found = compare([1.0, 0.2, 0.4], at_risk, counts)
    assert found.difference.value == pytest.approx(0.7)
    for estimate in (found.at_risk, found.difference, found.delta):
        assert np.isnan([estimate.low, estimate.high]).all()
    assert np.isfinite([found.contrast.low, found.contrast.high]).all()


def test_a_class_mean_without_members_is_missing():
    assert np.isnan(class_means(np.ones(3), np.zeros(3), np.ones((1, 3)))).all()


def test_a_summary_begins_with_the_value():
    found = summarise(np.array([5.0, 1.0, 1.0, 1.0]))
    assert (found.value, found.low, found.high) == (5, 1, 1)
