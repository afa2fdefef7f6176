"""Ranking and calibration."""

import numpy as np
import pytest
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

from veille.analysis.discrimination import auc, calibration, excess_risk
from veille.errors import VeilleError


@pytest.mark.parametrize("seed", range(4))
def test_the_area_is_that_of_scikit_learn_with_ties(seed):
    rng = np.random.default_rng(seed)
    score, positive = rng.integers(0, 5, 90), rng.random(90) < 0.3
    assert auc(score, positive).value == pytest.approx(roc_auc_score(positive, score))


def test_delong_components_are_those_of_the_definition():
    """Each server's share of pairs won, counted one by one."""
    rng = np.random.default_rng(5)
    high, low = rng.integers(0, 6, 12) + 1.0, rng.integers(0, 6, 17) * 1.0
    wins = (high[:, None] > low) + 0.5 * (high[:, None] == low)
    error = np.sqrt(wins.mean(1).var(ddof=1) / 12 + wins.mean(0).var(ddof=1) / 17)
    value = wins.mean()
    found = auc(np.r_[high, low], np.arange(29) < 12)
    half = norm.ppf(0.975) * error / (value * (1 - value))
    assert found.value == pytest.approx(value)
    assert np.log(found.high / (1 - found.high)) == pytest.approx(
        np.log(value / (1 - value)) + half)


def test_the_interval_covers_as_it_says():
    """Normal scores one apart: the area is known; 1,000 samples, five standard errors."""
    rng = np.random.default_rng(6)
    planted = norm.cdf(1 / np.sqrt(2))
    positive = np.arange(200) < 60
    held = sum(auc(rng.standard_normal(200) + positive, positive).covers(planted)
               for _ in range(1_000))
    assert abs(held / 1_000 - 0.95) < 5 * np.sqrt(0.95 * 0.05 / 1_000)


def test_a_perfect_score_has_an_area_of_one():
    found = auc(np.array([0, 0, 1, 1]), np.array([False, False, True, True]))
    assert (found.value, found.low, found.high) == (1, 1, 1)


def test_one_server_of_a_class_is_refused():
    with pytest.raises(VeilleError, match="moins de deux"):
        auc(np.array([0, 1, 2]), np.array([False, False, True]))


def test_calibration_groups_hold_every_server_once():
    rng = np.random.default_rng(7)
    probability = rng.random(400)
    positive = rng.random(400) < probability
    table = calibration(probability, positive)
    assert table["servers"].sum() == 400
    assert (table["servers"] == 50).all()
    assert (table["predicted"].diff().dropna() > 0).all()
    assert (table["value"] * table["servers"]).sum() == pytest.approx(positive.sum())


def test_equal_predictions_stay_in_one_group():
    table = calibration(np.repeat([0.2, 0.8], [70, 30]), np.arange(100) % 2 == 0)
    assert table["servers"].tolist() == [70, 30]


def test_a_calibrated_probability_has_no_excess_and_an_inflated_one_has():
    rng = np.random.default_rng(8)
    probability = rng.beta(2, 5, 20_000)
    positive = rng.random(20_000) < probability
    error = np.sqrt((probability * (1 - probability)).mean() / 20_000)
    assert abs(excess_risk(probability, positive).value) < 5 * error
    assert excess_risk(probability + 0.1, positive).low > 0.1 - 5 * error - 0.02
