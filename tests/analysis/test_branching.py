"""Closed forms of a branching process, against simulation."""

import numpy as np
import pytest

from veille.analysis.branching import extinct_within, extinction, no_successor, spaces_to_come


@pytest.mark.parametrize(("mean", "shape"), [(0.8, 2.0), (1.5, 2.0), (0.8, np.inf)])
def test_extinction_within_some_generations_is_what_is_simulated(mean, shape):
    rng, alive = np.random.default_rng(1), np.ones(20_000, dtype=int)
    for _ in range(3):
        habit = np.where(np.isinf(shape), alive, rng.gamma(np.where(alive > 0, alive, 1) * (
            shape if np.isfinite(shape) else 1.0)) / (shape if np.isfinite(shape) else 1.0))
        alive = np.where(alive > 0, rng.poisson(mean * habit), 0)
    expected = extinct_within(mean, 3, shape)
    error = np.sqrt(expected * (1 - expected) / alive.size)
    assert (alive == 0).mean() == pytest.approx(expected, abs=5 * error)


def test_extinction_solves_its_equation():
    chance = extinction(2.0, 3.0)
    assert 0 < chance < 1
    assert no_successor(2.0, 3.0, chance) == pytest.approx(chance)
    assert extinction(0.9) == 1


def test_all_generations_add_up():
    assert spaces_to_come(0.5) == pytest.approx(sum(0.5**g for g in range(1, 60)))
    assert spaces_to_come(1.0) == float("inf")
