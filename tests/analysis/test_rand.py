"""The adjusted Rand index and its intervals, against another program and against many draws."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from veille.analysis.rand import crossed, rand_bootstrap, rand_index, rand_jackknife
from veille.errors import VeilleError

LAW = np.array([[0.30, 0.05, 0.0], [0.02, 0.20, 0.08], [0.0, 0.05, 0.30]])


def population_index():
    rows, columns, both = ((shares**2).sum() for shares in (LAW.sum(1), LAW.sum(0), LAW))
    return (both - rows * columns) / ((rows + columns) / 2 - rows * columns)


@pytest.mark.parametrize("seed", range(5))
def test_it_is_that_of_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    one = rng.integers(0, 4, 60)
    two = np.where(rng.random(60) < 0.6, one, rng.integers(0, 5, 60))
    assert rand_index(crossed(one, two)) == pytest.approx(adjusted_rand_score(one, two))


def test_one_class_on_each_side_is_the_same_partition():
    assert rand_index(np.array([[7]])) == adjusted_rand_score([0] * 7, [0] * 7) == 1


def test_partitions_by_chance_agree_by_nothing_on_average():
    rng = np.random.default_rng(6)
    found = [rand_index(crossed(rng.integers(0, 3, 50), rng.integers(0, 4, 50)))
             for _ in range(2_000)]
    assert abs(np.mean(found)) < 5 * np.std(found) / np.sqrt(2_000)


def test_the_jackknife_leaves_out_each_server():
    rng = np.random.default_rng(7)
    one, two = rng.integers(0, 3, 30), rng.integers(0, 3, 30)
    left = np.array([adjusted_rand_score(np.delete(one, i), np.delete(two, i)) for i in range(30)])
    error = np.sqrt(29 / 30 * ((left - left.mean()) ** 2).sum())
    found = rand_jackknife(crossed(one, two))
    assert found.high - found.value == pytest.approx(2.0452 * error, rel=1e-4)


def test_the_jackknife_holds_the_index_of_the_population():
    rng = np.random.default_rng(8)
    drawn = rng.multinomial(150, LAW.ravel(), 1_000).reshape(-1, 3, 3)
    held = np.mean([rand_jackknife(table).covers(population_index()) for table in drawn])
    assert abs(held - 0.95) < 5 * np.sqrt(0.95 * 0.05 / 1_000)


def test_the_bootstrap_lies_too_high():
    rng = np.random.default_rng(9)
    found = [rand_bootstrap(table, 200, rng) for table in
             rng.multinomial(60, LAW.ravel(), 100).reshape(-1, 3, 3)]
    shift = np.array([(one.low + one.high) / 2 - one.value for one in found])
    assert shift.mean() > 5 * shift.std() / np.sqrt(100)
    assert all(one.low <= one.high for one in found)


def test_two_servers_have_no_interval():
    assert np.isnan(rand_jackknife(np.array([[1, 0], [0, 1]])).low)


def test_other_servers_are_refused():
    with pytest.raises(VeilleError, match="les mêmes serveurs"):
        crossed(np.array([1, 2]), np.array([1]))
