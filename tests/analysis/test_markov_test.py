"""The comparison of two pasts: scipy's log-rank, exact ratios, size under the null."""

import numpy as np
import pytest
from scipy.stats import CensoredData, logrank

from veille.analysis.markov_test import markov_test


def weekly(time, seen, side, weeks):
    """Count trials and moves by week and side, as journeys are counted."""
    counts = np.zeros((weeks, 2, 2), dtype=int)
    for week in range(weeks):
        for place in (0, 1):
            own = side == place
            counts[week, place] = (time[own] > week).sum(), (seen & (time == week + 1))[own].sum()
    return counts


def test_it_is_the_log_rank_test_of_scipy():
    rng = np.random.default_rng(7)
    time, seen, side = rng.geometric(0.2, 120), rng.random(120) < 0.7, rng.integers(0, 2, 120)
    data = [CensoredData(uncensored=time[(side == place) & seen],
                         right=time[(side == place) & ~seen]) for place in (0, 1)]
    expected = logrank(*data)
    found = markov_test(weekly(time, seen, side, 60))
    assert abs(found.z) == pytest.approx(abs(expected.statistic))
    assert found.p_value == pytest.approx(expected.pvalue)


def test_a_common_ratio_is_found_in_every_stratum():
    counts = np.array([[[100, 40], [300, 60]], [[50, 5], [20, 1]]])
    found = markov_test(counts)
    assert found.ratio.value == pytest.approx(2)
    assert found.ratio.low < 2 < found.ratio.high
    assert found.moves == 106


def test_one_table_has_the_variance_of_a_risk_ratio():
    found = markov_test(np.array([[[80, 20], [120, 15]]]))
    error = np.sqrt(1 / 20 - 1 / 80 + 1 / 15 - 1 / 120)
    assert np.log(found.ratio.high / found.ratio.low) == pytest.approx(2 * 1.959964 * error)


def test_swapping_the_pasts_inverts_the_ratio():
    counts = np.array([[[30, 12], [40, 8]], [[20, 5], [25, 7]]])
    one, two = markov_test(counts), markov_test(counts[:, ::-1])
    assert one.ratio.value == pytest.approx(1 / two.ratio.value)
    assert one.z == pytest.approx(-two.z)


def test_a_stratum_with_one_past_only_says_nothing():
    alone, both = [[30, 12], [0, 0]], [[30, 12], [40, 8]]
    assert markov_test(np.array([alone, both])) == markov_test(np.array([both]))
    nothing = markov_test(np.array([alone]))
    assert (nothing.z, nothing.p_value, nothing.moves) == (0, 1, 0)
    assert np.isnan(nothing.ratio.value)


def test_the_level_is_kept_when_the_past_says_nothing():
    rng = np.random.default_rng(5)
    rejected = 0
    for _ in range(1_000):
        side = rng.integers(0, 2, 60)
        rejected += markov_test(weekly(rng.geometric(0.15, 60), np.ones(60, bool), side,
                                       40)).p_value < 0.05
    assert abs(rejected / 1_000 - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 1_000)
