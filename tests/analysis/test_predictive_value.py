"""What a positive result is worth at a base rate."""

import numpy as np
import pytest
from scipy import stats

from veille.analysis.predictive_value import (
    Rates,
    predictive_value,
    proportion,
    rates,
    wrong_per_right,
)
from veille.errors import VeilleError


def test_rates_are_counted():
    found = rates(np.array([1, 1, 0, 1, 0], bool), np.array([1, 1, 1, 0, 0], bool))
    assert found == Rates(2, 3, 1, 2)
    assert found.sensitivity.value == pytest.approx(2 / 3)
    assert found.false_alarms.value == 0.5


def test_shares_have_wilsons_interval():
    reference = stats.binomtest(3, 40).proportion_ci(method="wilson")
    found = proportion(3, 40)
    assert (found.low, found.high) == pytest.approx((reference.low, reference.high))
    assert np.isnan(proportion(0, 0).value)


def test_large_counts_give_bayes_theorem():
    """Sensitivity 0.8, false alarms 0.1, one in a hundred: 0.008 / (0.008 + 0.099)."""
    found = predictive_value(Rates(800_000, 1_000_000, 100_000, 1_000_000), 0.01)
    assert found.value == pytest.approx(0.008 / 0.107, rel=1e-4)
    assert wrong_per_right(found).value == pytest.approx(0.099 / 0.008, rel=1e-4)


def test_the_value_rises_with_the_base_rate_and_the_odds_follow_it():
    counts = Rates(40, 60, 9, 140)
    rare, common = (predictive_value(counts, base_rate) for base_rate in (1e-4, 1e-1))
    ratio = (common.value / (1 - common.value)) / (rare.value / (1 - rare.value))
    assert ratio == pytest.approx((0.1 / 0.9) / (1e-4 / 0.9999))


def test_a_rule_never_seen_wrong_keeps_an_interval():
    found = predictive_value(Rates(10, 60, 0, 140), 0.01)
    assert 0 < found.low < found.value < found.high < 1


def test_wrong_per_right_turns_the_interval_over():
    found = wrong_per_right(predictive_value(Rates(40, 60, 9, 140), 0.01))
    assert found.low < found.value < found.high


@pytest.mark.parametrize("alarms", [0.02, 0.1])
def test_the_interval_covers_as_it_says(alarms):
    """Over 2,000 samples of 80 and 200 servers, between 92 and 98 %, even with few alarms."""
    rng = np.random.default_rng(9)
    planted = 0.01 * 0.6 / (0.01 * 0.6 + 0.99 * alarms)
    draws = zip(rng.binomial(80, 0.6, 2_000), rng.binomial(200, alarms, 2_000), strict=True)
    held = np.mean([predictive_value(Rates(int(a), 80, int(b), 200), 0.01).covers(planted)
                    for a, b in draws])
    assert 0.92 < held < 0.98


def test_a_missing_class_is_refused():
    with pytest.raises(VeilleError, match="aucun serveur"):
        rates(np.array([True]), np.array([True]))
