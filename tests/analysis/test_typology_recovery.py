"""Clustering in fresh worlds: what is found again, and what more servers do not mend."""

import numpy as np
import pytest

from veille.analysis.coverage import wilson
from veille.analysis.mixture import choose
from veille.analysis.rand import crossed, rand_index
from veille.analysis.separability import told_apart
from veille.analysis.typology_recovery import (
    Pool,
    actions_by_base_rate,
    draw_pool,
    judge,
    numbers_by_size,
    one_type_alone,
)


@pytest.fixture(scope="module")
def pool(catalogue):
    return draw_pool(catalogue, range(500, 524), 200)


@pytest.fixture(scope="module")
def verdict(pool):
    return judge(pool, "diag", 60)


def far_apart(n_worlds, size, seed=1):
    """Make worlds of two types that a mixture cannot miss."""
    rng = np.random.default_rng(seed)
    types = rng.choice(np.array(["figure_leaks", "fan_community"], dtype=object), n_worlds * size)
    values = rng.normal(size=(types.size, 2)) + 40.0 * (types == "figure_leaks")[:, None]
    return Pool(values, types, np.repeat(np.arange(n_worlds), size))


def test_types_far_apart_are_found_in_every_world():
    found = judge(far_apart(4, 60), "diag", 30)
    assert (found.indices["value"] == 1).all()
    assert (found.indices["planted"] == 1).all()
    assert (found.actions["at_risk_hit"] == 1).all()
    assert (found.actions["contrast_hit"] == 0).all()


def test_the_split_interval_holds_the_index_of_its_rule(verdict):
    split = verdict.indices.query("method == 'split'")
    held = ((split["low"] <= split["planted"]) & (split["planted"] <= split["high"])).sum()
    low, high = wilson(int(held), len(split), 0.999)
    assert low <= 0.95 <= high
    error = split["value"] - split["planted"]
    assert abs(error.mean()) < 5 * error.std() / np.sqrt(len(split))


def test_the_half_that_judges_is_not_the_half_that_made_the_rule(pool, verdict):
    own = pool.where(pool.worlds == 510)
    shuffled = np.random.default_rng([510, 3]).permutation(len(own))
    making, judging = own.where(shuffled[::2]), own.where(shuffled[1::2])
    assert not set(shuffled[::2]) & set(shuffled[1::2])
    rule = choose(making.features, 20, "diag", starts=1)
    expected = float(rand_index(crossed(judging.types, rule.classes(judging.features))))
    found = verdict.indices.query("method == 'split' and world == 510")["value"].item()
    assert found == pytest.approx(expected)


def test_the_rule_of_all_servers_is_the_better_one(verdict):
    planted = verdict.indices.groupby("method")["planted"].mean()
    assert planted["jackknife"] > planted["split"]
    assert planted["jackknife"] == planted["bootstrap"]


def test_a_rule_shown_the_types_does_better_than_classes(pool, verdict):
    ceiling = float(rand_index(crossed(pool.types, told_apart(pool.features, pool.types))))
    assert ceiling > verdict.indices["planted"].max()


def test_the_population_leaves_the_world_aside_and_is_spread_over_the_others(pool):
    others = pool.population(500)
    assert 500 not in others.worlds
    assert set(others.worlds) == set(range(501, 524))
    assert len(pool.population()) == len(pool)


def test_a_pool_is_the_servers_seen_in_its_worlds(catalogue, pool):
    alone = draw_pool(catalogue, [503], 200)
    again = pool.where(pool.worlds == 503)
    assert (alone.types == again.types).all()
    assert np.array_equal(alone.features, again.features, equal_nan=True)


def test_more_servers_make_more_classes_even_of_one_type():
    rng = np.random.default_rng(4)
    skewed = Pool(rng.exponential(size=(3_000, 2)), np.full(3_000, "general_gaming", dtype=object),
                  np.zeros(3_000, dtype=int))
    found = one_type_alone(skewed, "general_gaming", (50, 3_000), "diag")
    assert found["gaussian"].to_list() == [1, 1]
    assert found["planted"].iloc[1] > max(1, found["planted"].iloc[0])


def test_sizes_stop_at_the_pool(pool):
    found = numbers_by_size(pool, (100, 300, 10**6), "diag")
    assert found["servers"].to_list() == [100, 300, len(pool)]
    assert found["n_classes"].iloc[-1] > found["n_classes"].iloc[0]


def test_the_base_rate_is_the_one_asked_for(catalogue):
    found = actions_by_base_rate(catalogue, (0.05, 0.5), [7], 300, "diag")
    assert found["base_rate"].to_list() == [0.05, 0.5]
    assert found["contrast_hit"].between(0, 1).all()
