"""What a watch learns, and what it may say of what it does not learn."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.answers import (
    ACTION,
    REFUSAL,
    UNTOLD,
    answered_share,
    bounds,
    news_curves,
    outcome_codes,
    read_waits,
    told_at_random,
)
from veille.analysis.competing import CENSORED, Waits, incidence_at


@pytest.fixture
def ten():
    """Within 7 days: 4 actions, 2 refusals and 2 untold of 10; then one action, one silence."""
    cause = [ACTION] * 4 + [REFUSAL] * 2 + [UNTOLD] * 2 + [ACTION, CENSORED]
    days = np.array([1.0, 2, 3, 4, 1, 5, 2, 6, 20, 50])
    return Waits(days, np.array(cause), np.arange(10), UNTOLD)


def test_a_report_is_read_as_what_is_known_of_it():
    table = pd.DataFrame({
        "server_id": ["S1", "S2", "S1", "S3"], "outcome": ["action", "refusal", None, None],
        "delay_days": [1.0, 2.0, 3.0, 4.0], "censored": [False, False, False, True],
    })
    found = read_waits(table)
    assert found.cause.tolist() == [ACTION, REFUSAL, UNTOLD, CENSORED]
    assert found.days.tolist() == [1, 2, 3, 4]
    assert found.group.tolist() == [0, 1, 0, 2]


def test_a_missing_outcome_is_what_one_says():
    assert outcome_codes(pd.Series([None, "action"]), CENSORED).tolist() == [CENSORED, ACTION]


def test_bounds_give_the_untold_to_neither_then_to_all(ten):
    found = bounds(incidence_at(ten, 7), ACTION)
    assert found.lower.value == pytest.approx(0.4)
    assert found.upper.value == pytest.approx(0.6)
    outer = found.outer()
    assert (outer.low, outer.high) == (found.lower.low, found.upper.high)


def test_untold_at_random_are_shared_out_as_the_told(ten):
    """Four of six told are actions, so are two thirds of the two untold: (4 + 4/3) / 10."""
    assert told_at_random(incidence_at(ten, 7), ACTION).value == pytest.approx((4 + 4 / 3) / 10)


def test_untold_at_random_add_up_to_every_decision(ten):
    found = incidence_at(ten, 7)
    total = sum(told_at_random(found, outcome).value for outcome in (ACTION, REFUSAL))
    assert total == pytest.approx(found.value.sum())


def test_the_error_of_the_shared_is_that_of_leaving_servers_out():
    random = np.random.Generator(np.random.Philox(1))
    waits = Waits(random.exponential(5, 500), random.integers(0, 4, 500), np.arange(500), UNTOLD)
    left_out = [told_at_random(incidence_at(waits.among(waits.group != group), 7), ACTION).value
                for group in range(500)]
    spread = np.sqrt(np.var(left_out) * 499)
    found = told_at_random(incidence_at(waits, 7), ACTION)
    slope = 1 / ((1 - found.value) * -np.log1p(-found.value))
    half = np.log(np.log1p(-found.high) / np.log1p(-found.low)) / 2
    assert half / slope / 1.959964 == pytest.approx(spread, rel=0.02)


def test_nothing_told_leaves_the_shared_missing():
    waits = Waits(np.array([1.0, 9]), np.array([UNTOLD, CENSORED]), np.arange(2), UNTOLD)
    assert np.isnan(told_at_random(incidence_at(waits, 7), ACTION).value)
    assert np.isnan(answered_share(waits, ACTION, 7).value)


def test_the_share_of_answers_forgets_silence(ten):
    assert answered_share(ten, ACTION, 7).value == pytest.approx(4 / 6)
    assert answered_share(ten, ACTION, 30).value == pytest.approx(5 / 7)


def test_curves_are_the_estimates_of_each_day(ten):
    curves = news_curves(ten, np.array([2.0, 7.0])).set_index("days")
    for days, row in curves.iterrows():
        found = incidence_at(ten, days)
        assert row["lower"] == pytest.approx(found.of(ACTION).value)
        assert row["upper"] == pytest.approx(bounds(found, ACTION).upper.value)
        assert row["silence"] == pytest.approx(found.none_of(ACTION, REFUSAL).value)
        naive = incidence_at(ten.censoring_others(ACTION), days).of(1).value
        assert row["naive"] == pytest.approx(naive)
