"""Net benefit of a rule against two blanket policies."""

import numpy as np
import pytest

from veille.analysis.decision import decision_curve, net_benefit, shift


def test_net_benefit_is_that_of_its_definition():
    """Of 100 servers, 20 at risk: 15 rightly and 8 wrongly flagged, threshold one fifth."""
    at_risk = np.arange(100) < 20
    flagged = np.r_[np.arange(20) < 15, np.arange(80) < 8]
    found = net_benefit(flagged, at_risk, 0.2, base_rate=0.2)
    assert found.value == pytest.approx(15 / 100 - 8 / 100 * 0.25)


def test_looking_at_everything_breaks_even_at_the_base_rate():
    at_risk = np.arange(50) < 10
    everything = np.ones(50, bool)
    assert net_benefit(everything, at_risk, 0.03, base_rate=0.03).value == pytest.approx(0)
    assert net_benefit(~everything, at_risk, 0.03, base_rate=0.03).value == 0


def test_the_interval_covers_as_it_says():
    """1,000 samples with known rates, within five binomial standard errors of 95 %."""
    rng = np.random.default_rng(3)
    at_risk = np.arange(400) < 120
    chance = np.where(at_risk, 0.6, 0.2)
    planted = 0.05 * 0.6 - 0.95 * 0.2 * (0.1 / 0.9)
    held = sum(net_benefit(rng.random(400) < chance, at_risk, 0.1, 0.05).covers(planted)
               for _ in range(1_000))
    assert abs(held / 1_000 - 0.95) < 5 * np.sqrt(0.95 * 0.05 / 1_000)


def test_shifting_to_the_same_base_rate_changes_nothing():
    probability = np.array([0.0, 0.2, 0.9, 1.0])
    assert shift(probability, 0.3, 0.3) == pytest.approx(probability)


def test_shifting_multiplies_odds():
    found = shift(np.array([0.5]), 0.5, 0.01)[0]
    assert found == pytest.approx(0.01)


def test_shifted_probabilities_of_a_true_law_are_calibrated_there():
    """Bayes: with the law known, the shifted probability is the share at the new base rate."""
    given, base, other = np.array([0.3, 0.7]), 0.4, 0.1
    at_risk_law, contrast_law = given / base, (1 - given) / (1 - base)
    expected = other * at_risk_law / (other * at_risk_law + (1 - other) * contrast_law)
    assert shift(given, base, other) == pytest.approx(expected)


def test_the_curve_compares_the_same_servers():
    rng = np.random.default_rng(4)
    at_risk = rng.random(300) < 0.3
    probability = np.clip(0.3 + 0.3 * at_risk + 0.2 * rng.standard_normal(300), 0.01, 0.99)
    curve = decision_curve(probability, at_risk, np.array([1e-6, 0.05]), base_rate=0.02)
    assert curve["model"].iloc[0] == pytest.approx(curve["everything"].iloc[0])
    assert curve["everything"].iloc[1] == pytest.approx(0.02 - 0.98 / 19)
    assert curve["model"].iloc[1] > curve["everything"].iloc[1]
