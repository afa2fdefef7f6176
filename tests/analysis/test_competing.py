"""Cumulative incidences against small examples worked by hand, scipy, and resampling."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.duration.survfunc import CumIncidenceRight

from veille.analysis.competing import (
    Waits,
    incidence_at,
    incidence_on,
    probability,
    steps,
)
from veille.errors import VeilleError

Z = stats.norm.ppf(0.975)


def rng(seed):
    return np.random.Generator(np.random.Philox(seed))


def drawn(seed, size, censored=True):
    """Exponential waits, cause 1 at rate 0.6 and cause 2 at rate 0.4, censored at rate 0.5."""
    random = rng(seed)
    wait, stop = random.exponential(1, size), random.exponential(2, size)
    cause = 1 + (random.random(size) < 0.4)
    if not censored:
        return Waits(wait, cause, np.arange(size), 2)
    return Waits(np.minimum(wait, stop), np.where(wait <= stop, cause, 0), np.arange(size), 2)


@pytest.fixture
def seven():
    """Two ends on day 2, one of each cause; a wait censored the same day is still at risk."""
    return Waits(np.array([1.0, 2, 2, 2, 4, 5, 6]), np.array([1, 1, 2, 0, 0, 2, 0]),
                 np.arange(7), 2)


def test_the_estimators_are_those_worked_by_hand(seven):
    """Day 1: 1/7; day 2: 1/6 each of what is left; day 5: 1/2 of what is left."""
    found = steps(seven)
    assert found.days.tolist() == [1, 2, 5]
    assert found.at_risk.tolist() == [7, 6, 2]
    assert found.hazard == pytest.approx(np.array([[1 / 7, 0], [1 / 6, 1 / 6], [0, 1 / 2]]))
    left = 6 / 7 * 4 / 6
    assert found.before == pytest.approx([1, 6 / 7, left])
    assert found.incidence[-1] == pytest.approx([1 / 7 + 1 / 7, 1 / 7 + left / 2])


def test_the_incidence_is_a_step_of_the_day_asked_for(seven):
    assert incidence_on(seven, np.array([0.5, 1, 4.9]))[:, 0] == pytest.approx([0, 1 / 7, 2 / 7])
    assert incidence_at(seven, 4.9).value == pytest.approx([2 / 7, 1 / 7])
    assert incidence_at(seven, 0.5).value.tolist() == [0, 0]


def test_without_censoring_it_is_a_share_with_its_binomial_variance():
    waits = drawn(1, 400, censored=False)
    found = incidence_at(waits, 0.8)
    for cause in (1, 2):
        share = ((waits.cause == cause) & (waits.days <= 0.8)).mean()
        assert found.value[cause - 1] == pytest.approx(share)
        squared = (found.influence[:, cause - 1] ** 2).sum()
        assert squared == pytest.approx(share * (1 - share) / 400)


def test_with_one_cause_it_is_kaplan_meier_with_greenwoods_variance_as_in_scipy():
    waits = drawn(2, 150).censoring_others(1)
    data = stats.CensoredData(uncensored=waits.days[waits.cause == 1],
                              right=waits.days[waits.cause == 0])
    survival = stats.ecdf(data).sf
    found = incidence_at(waits, 0.9)
    last = np.searchsorted(survival.quantiles, 0.9, side="right") - 1
    assert 1 - found.value[0] == pytest.approx(survival.probabilities[last])
    ends = survival.confidence_interval(0.95)
    half = (ends.high.probabilities[last] - ends.low.probabilities[last]) / 2
    assert np.sqrt((found.influence**2).sum()) == pytest.approx(half / Z)


def test_the_influence_is_what_leaving_groups_out_changes():
    """The infinitesimal jackknife and the one that leaves each group out differ by 1 / groups."""
    waits = drawn(3, 600)
    waits = Waits(np.maximum(waits.days.round(1), 0.1), waits.cause, np.arange(600) // 3, 2)
    found = incidence_at(waits, 1.0)
    left_out = np.array([
        incidence_at(waits.among(waits.group != group), 1.0).value for group in range(200)
    ])
    spread = ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0) * 199 / 200
    assert (found.influence**2).sum(axis=0) == pytest.approx(spread, rel=0.02)
    assert found.influence.sum(axis=0) == pytest.approx([0, 0], abs=1e-12)


def test_it_recovers_the_probabilities_of_a_known_law():
    waits = drawn(4, 20_000)
    found = incidence_at(waits, 1.5)
    for cause, share in ((1, 0.6), (2, 0.4)):
        error = np.sqrt((found.influence[:, cause - 1] ** 2).sum())
        assert abs(found.value[cause - 1] - share * -np.expm1(-1.5)) < 5 * error


def test_one_minus_kaplan_meier_estimates_a_world_without_the_other_end():
    waits = drawn(5, 20_000)
    naive = incidence_at(waits.censoring_others(1), 1.5).of(1)
    assert naive.covers(-np.expm1(-0.6 * 1.5))
    assert naive.low > 0.6 * -np.expm1(-1.5)


def test_copying_each_wait_in_its_group_leaves_the_interval_as_it_was():
    waits = drawn(6, 100)
    twice = Waits(*(np.repeat(part, 2) for part in (waits.days, waits.cause, waits.group)), 2)
    once, copied = incidence_at(waits, 1.0).of(1), incidence_at(twice, 1.0).of(1)
    assert (copied.low, copied.high) == pytest.approx((once.low, once.high))


def test_sums_and_complements_are_those_of_the_causes(seven):
    found = incidence_at(seven, 5.5)
    both, none = found.of(1, 2), found.none_of(1, 2)
    assert both.value == pytest.approx(found.value.sum())
    assert (none.value, none.low, none.high) == pytest.approx(
        (1 - both.value, 1 - both.high, 1 - both.low))


def test_nothing_seen_has_the_exact_interval_of_a_binomial():
    low, high = stats.binomtest(0, 30).proportion_ci()
    found = probability(0.0, np.zeros(30), 30)
    assert (found.low, found.high) == pytest.approx((low, high))
    found = probability(1.0, np.zeros(30), 30)
    assert (found.low, found.high) == pytest.approx((1 - high, 1))


def test_the_interval_is_that_of_the_complementary_log_log():
    """Its ends, transformed, stand at equal distances: 1.96 errors by the delta method."""
    influence = np.array([0.02, -0.03, 0.04, -0.03])
    found = probability(0.2, influence, 4)

    def transform(share):
        return np.log(-np.log1p(-share))

    error = np.sqrt((influence**2).sum() * 4 / 3)
    slope = 1 / (0.8 * -np.log(0.8))
    assert transform(found.high) - transform(0.2) == pytest.approx(Z * error * slope)
    assert transform(0.2) - transform(found.low) == pytest.approx(Z * error * slope)


def test_a_lone_group_has_no_interval():
    found = incidence_at(Waits(np.array([1.0, 2]), np.array([1, 0]), np.zeros(2, dtype=int), 1), 1)
    assert found.of(1).value == 0.5
    assert np.isnan(found.of(1).low)


@pytest.mark.parametrize("days", [np.array([]), np.array([0.0])])
def test_what_is_no_wait_is_refused(days):
    with pytest.raises(VeilleError):
        Waits(days, np.ones(days.size, dtype=int), np.arange(days.size), 1)


def test_the_incidences_are_those_of_statsmodels():
    one = drawn(11, 300)
    # the longest wait is censored: theirs divides by zero where everybody has ended
    waits = Waits(np.append(one.days, 99.0), np.append(one.cause, 0), np.arange(301), 2)
    theirs = CumIncidenceRight(waits.days, waits.cause)
    days = theirs.times[[30, 90, 150]]
    for cause in (0, 1):
        rows = np.searchsorted(theirs.times, days)
        assert incidence_on(waits, days)[:, cause] == pytest.approx(theirs.cinc[cause][rows])


def test_where_nothing_ended_nothing_is_likely_yet():
    """A route of which nothing was learnt has steps of no length, and zero everywhere."""
    waits = Waits(np.array([1.0, 2, 3]), np.zeros(3, dtype=int), np.arange(3), 2)
    assert waits.steps.incidence.shape == (0, 2)
    assert incidence_on(waits, np.array([1.0, 5])).tolist() == [[0, 0], [0, 0]]
    assert incidence_at(waits, 2).value.tolist() == [0, 0]
