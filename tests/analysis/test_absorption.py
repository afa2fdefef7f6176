"""Ends of a chain and what acting on a step changes: closed forms and simulation."""

import numpy as np
import pytest

from veille.analysis.absorption import (
    STEPS,
    acted,
    effect,
    elasticities,
    end_probabilities,
    reached,
    weeks_to_private,
)
from veille.analysis.multistate import intensities, markov_occupation, probabilities

WEEKLY = np.array([[0.2, 0.0, 0.1, 0.02], [0.15, 0.1, 0.05, 0.01], [0.3, 0.04, 0.02, 0.03]])
ONWARD = probabilities(np.array([[0.2, 0, 0.1, 0], [0.3, 0, 0.1, 0], [0.1, 0, 0.3, 0]]))


def test_a_chain_without_return_multiplies_shares():
    found = end_probabilities(ONWARD)
    assert found[0, 0] == pytest.approx(2 / 3 * 3 / 4 * 1 / 4)
    assert found.sum(axis=1) == pytest.approx(np.ones(3))


def test_ends_are_where_the_chain_goes_in_the_long_run():
    assert end_probabilities(WEEKLY)[0] == pytest.approx(markov_occupation(WEEKLY, 2_000)[-1, 3:])
    assert reached(WEEKLY) == pytest.approx(reached(WEEKLY, 2_000))


def test_weeks_are_a_sum_of_geometric_stays():
    """Given that each step goes forward, a stay is geometric of the whole chance of leaving."""
    assert weeks_to_private(ONWARD)[0] == pytest.approx((1 / ONWARD.sum(axis=1)).sum())


def test_weeks_are_those_of_the_curve():
    curve = markov_occupation(WEEKLY, 3_000)[:, 3]
    mean = (np.arange(1, 3_001) * np.diff(curve)).sum() / curve[-1]
    assert weeks_to_private(WEEKLY)[0] == pytest.approx(mean)


def test_a_state_never_left_gives_nothing():
    stuck = WEEKLY.copy()
    stuck[1] = 0
    assert np.isnan(end_probabilities(stuck)).all()
    assert np.isnan(weeks_to_private(stuck)).all()


def test_acting_multiplies_one_intensity_only():
    ratio = intensities(acted(WEEKLY, 1, 0, 0.5)) / np.where(WEEKLY > 0, intensities(WEEKLY), 1)
    assert ratio[1, 0] == pytest.approx(0.5)
    ratio[1, 0] = 1
    assert ratio[WEEKLY > 0] == pytest.approx(np.ones(11))


def test_the_effect_of_an_obstacle_is_known_without_return():
    """Halving 0.2 beside a departure of 0.1 takes the share from 2/3 to 1/2."""
    assert effect(ONWARD, 0, 0, 0.5, 5_000) == pytest.approx(1 / 2 / (2 / 3) - 1)


def test_elasticities_of_the_end_are_shares_and_sum_to_zero():
    found = dict(zip(STEPS, elasticities(ONWARD), strict=True))
    assert found[0, 0] == pytest.approx(1 / 3, abs=1e-6)  # the share of those who leave
    assert found[2, 0] == pytest.approx(3 / 4, abs=1e-6)
    assert found[2, 2] == pytest.approx(-3 / 4, abs=1e-6)
    assert elasticities(WEEKLY).sum() == pytest.approx(0, abs=1e-6)


def test_within_some_weeks_faster_is_more():
    assert elasticities(WEEKLY, 6).sum() > 0.1


def test_arrays_of_chains_are_worked_out_one_by_one():
    both = np.stack([WEEKLY, ONWARD])
    for function in (end_probabilities, weeks_to_private, reached, elasticities):
        assert function(both)[1] == pytest.approx(function(ONWARD))


def test_without_any_step_in_there_is_nothing_to_change():
    closed = WEEKLY.copy()
    closed[2, 0] = 0
    assert np.isnan(elasticities(closed, 9)).all()
    assert np.isnan(effect(closed, 0, 0, 0.5, 9))
