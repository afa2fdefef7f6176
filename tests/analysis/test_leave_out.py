"""Intervals that leave lineages out one at a time."""

import numpy as np
import pytest
from scipy import stats

from veille.analysis.leave_out import jackknife, left_out


def test_each_set_leaves_one_group_out():
    group, weights = left_out(np.array([2, 0, 1, 2]))
    assert group.tolist() == [2, 0, 1, 2]
    assert weights.sum(axis=1).tolist() == [3, 2, 2, 2]


def test_beyond_the_most_groups_lineages_share_one():
    group, weights = left_out(np.arange(1_000))
    assert weights.shape == (201, 200)
    assert np.bincount(group).tolist() == [5] * 200


def test_for_a_mean_it_is_student_s_interval_on_the_log_scale():
    """The jackknife of a mean has the usual standard error; the delta method does the rest."""
    values = np.random.default_rng(1).normal(50, 1, 40)
    replicates = np.array([values.mean(), *((values.sum() - values) / 39)])
    found = jackknife(replicates)
    half = stats.t.ppf(0.975, 39) * values.std(ddof=1) / np.sqrt(40)
    assert found.high - found.low == pytest.approx(2 * half, rel=1e-3)


@pytest.mark.parametrize("replicates", [[1.0, 1.0, 1.0], [0.0, 0.0, 0.1], [np.nan, 1.0, 2.0]])
def test_where_it_cannot_be_computed_the_bounds_are_missing(replicates):
    found = jackknife(np.array(replicates))
    assert np.isnan(found.low)
    assert np.isnan(found.high)
