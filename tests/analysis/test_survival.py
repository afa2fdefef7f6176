"""The product-limit curve: by hand, against brute force and scipy, and what misreads it."""

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf
from statsmodels.duration.survfunc import SurvfuncRight

from veille.analysis.lifetimes import ages, lives_between
from veille.analysis.renewals import Renewals
from veille.analysis.survival import ARCHIVED, WAYS, median_life, product_limit
from veille.errors import VeilleError


def truncated(seed, size=300):
    """Geometric lives met at an age from 0 to 7 and followed for at most 20 weeks."""
    rng = np.random.default_rng(seed)
    life, entry = rng.geometric(0.08, size), rng.integers(0, 8, size)
    life, entry = life[life > entry], entry[life > entry]
    limit = entry + 1 + rng.integers(0, 20, life.size)
    return entry, np.minimum(life, limit), life <= limit


def test_without_truncation_the_curve_is_that_of_scipy():
    _, leave, died = truncated(2)
    curve = product_limit(np.zeros_like(leave), leave, died).set_index("age")["survival"]
    other = ecdf(CensoredData(uncensored=leave[died], right=leave[~died])).sf
    assert curve.loc[other.quantiles].to_numpy() == pytest.approx(other.probabilities)


def test_with_delayed_entry_the_curve_is_a_product_of_plain_shares():
    entry, leave, died = truncated(3)
    curve, running = product_limit(entry, leave, died).set_index("age"), 1.0
    for age in range(1, leave.max() + 1):
        there = (entry < age) & (age <= leave)
        running *= 1 - (there & died & (leave == age)).sum() / there.sum()
        assert curve.loc[age, "survival"] == pytest.approx(running)
        assert curve.loc[age, "at_risk"] == there.sum()


def test_the_interval_is_greenwoods_when_nothing_is_cut():
    """Then the variance is binomial, ``S (1 - S) / n``; on the scale of log(-log)."""
    leave = np.repeat([1, 2, 3, 4], 25)
    row = product_limit(np.zeros(100), leave, np.ones(100, dtype=bool)).iloc[1]
    half = 1.959964 * np.sqrt(0.5 * 0.5 / 100) / 0.5 / abs(np.log(0.5))
    assert row["low"] == pytest.approx(0.5 ** np.exp(half), rel=1e-5)
    assert row["high"] == pytest.approx(0.5 ** np.exp(-half), rel=1e-5)


def test_a_median_that_is_not_reached_is_infinite():
    curve = product_limit(np.zeros(4), np.full(4, 3), np.array([True, False, False, False]))
    assert median_life(curve).value == np.inf


def test_nobody_at_risk_is_refused():
    with pytest.raises(VeilleError, match="au moins une"):
        product_limit(np.array([2]), np.array([2]), np.array([False]))


def test_a_known_age_at_entry_is_used():
    lives = lives_between([-5.0], [3.0], 10)
    assert [part.tolist() for part in ages(lives)] == [[5], [8], [True]]


def medians(shape, ways, known, n_lexicons=40):
    law = Renewals(13, shape)
    return {name: np.mean([way(law.draw(np.random.default_rng(seed))[known]).value
                           for seed in range(n_lexicons)]) for name, way in ways.items()}


@pytest.mark.parametrize("shape", [0.6, 1.0, 1.6])
def test_the_right_ways_find_the_median_under_any_law(shape):
    """Within a week: a median in whole weeks is the first one past one half."""
    assert 12.5 < medians(shape, WAYS, 0)["dated"] < 14.5
    assert 12.5 < medians(shape, ARCHIVED, 1)["entry"] < 14.5


@pytest.mark.parametrize("shape", [0.6, 1.0, 1.6])
def test_complete_lives_are_too_short_and_forgotten_entry_too_long(shape):
    assert medians(shape, WAYS, 0)["complete"] < 12.5
    assert medians(shape, ARCHIVED, 1)["no_entry"] > 14.5


def test_counting_from_the_start_misleads_only_if_there_is_memory():
    assert 12.5 < medians(1.0, WAYS, 0)["window"] < 14.5
    assert medians(0.6, WAYS, 0)["window"] > 18


@pytest.mark.parametrize("seed", range(4))
def test_with_delayed_entry_the_curve_is_that_of_statsmodels(seed):
    entry, leave, died = truncated(seed)
    curve = product_limit(entry, leave, died).set_index("age")["survival"]
    other = SurvfuncRight(leave, died.astype(int), entry=entry)
    assert curve.loc[other.surv_times].to_numpy() == pytest.approx(other.surv_prob)
