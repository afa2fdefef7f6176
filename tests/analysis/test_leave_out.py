"""Intervals by leaving groups out."""

import numpy as np
import pytest
from scipy.stats import t

from veille.analysis.leave_out import MAX_GROUPS, jackknife, left_out


def means(values):
    group, sets = left_out(np.arange(values.size))
    sums = sets @ np.bincount(group, values, sets.shape[1])
    return sums / (sets @ np.bincount(group, minlength=sets.shape[1]))


def test_of_a_mean_it_is_the_usual_standard_error(monkeypatch):
    """The jackknife of a mean is exactly its standard error (here on a scale left as it is)."""
    monkeypatch.setitem(jackknife.__globals__["SCALES"], "plain", (np.asarray, np.asarray))
    values = np.random.default_rng(1).exponential(size=40)
    found = jackknife(means(values), "plain", n_units=40)
    half = t.ppf(0.975, 39) * values.std(ddof=1) / np.sqrt(40)
    assert (found.low, found.high) == pytest.approx((values.mean() - half, values.mean() + half))


def test_on_a_log_scale_bounds_are_symmetric_in_ratio():
    found = jackknife(means(np.random.default_rng(2).exponential(size=40)))
    assert found.high / found.value == pytest.approx(found.value / found.low, rel=0.02)


def test_beyond_the_largest_number_groups_share_lineages():
    group, sets = left_out(np.arange(3 * MAX_GROUPS))
    assert sets.shape == (1 + MAX_GROUPS, MAX_GROUPS)
    assert (np.bincount(group) == 3).all()


@pytest.mark.parametrize("replicates", [[1.0, 1.0, 1.0], [0.5, 0.0, 0.7], [np.nan, np.nan, np.nan]])
def test_no_interval_without_spread_at_the_edge_or_without_value(replicates):
    found = jackknife(np.array(replicates))
    assert np.isnan([found.low, found.high]).all()
