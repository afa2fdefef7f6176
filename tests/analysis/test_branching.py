"""Closed forms of branching, against simulation and equations."""

import numpy as np
import pytest
from planted import close

from veille.analysis import branching


def generations(rng, mean, shape, number, depth):
    """Give the size of each generation of many lineages."""
    alive, sizes = np.ones(number, int), []
    for _ in range(depth):
        rate = mean if np.isinf(shape) else mean * np.divide(
            rng.standard_gamma(np.maximum(shape * alive, 1e-9)), shape * np.maximum(alive, 1))
        alive = rng.poisson(rate * alive)
        sizes.append(alive)
    return np.array(sizes)


@pytest.mark.parametrize("shape", [np.inf, 2.0])
def test_simulated_lineages_die_out_as_computed(shape):
    sizes = generations(np.random.default_rng(6), 0.8, shape, 40_000, 6)
    for depth in (1, 3, 6):
        assert close((sizes[depth - 1] == 0).astype(float),
                     branching.extinct_within(0.8, depth, shape))


def test_simulated_lineages_leave_as_many_spaces_as_computed():
    sizes = generations(np.random.default_rng(7), 0.6, 2.0, 40_000, 60)
    assert close(sizes.sum(axis=0).astype(float), branching.spaces_to_come(0.6))


@pytest.mark.parametrize("shape", [np.inf, 2.0, 0.5])
def test_extinction_is_the_fixed_point_below_one(shape):
    chance = branching.extinction(1.5, shape)
    assert 0 < chance < 1
    assert branching.no_successor(1.5, shape, chance) == pytest.approx(chance, abs=1e-9)
    assert branching.extinct_within(1.5, 400, shape) == pytest.approx(chance, abs=1e-6)


def test_a_critical_lineage_dies_out_and_has_no_mean_size():
    assert branching.extinction(1.0) == 1
    assert branching.spaces_to_come(1.0) == float("inf")
