"""What completeness and routes do to rates, in tables drawn from a known law."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.answers import ACTION, REFUSAL
from veille.analysis.report_effects import completeness_effect, route_effects


@pytest.fixture(scope="module")
def reports():
    """Exponential delays: action at rate exp(2 (c - 0.5)), three times by the hotline; refusal 1.

    Reports to the hotline are more complete.  Three refusals in four are never told, whatever
    their completeness.
    """
    random, size = np.random.Generator(np.random.Philox(1)), 12_000
    route = np.where(random.random(size) < 0.5, "hotline", "in_app")
    completeness = (random.random(size) + (route == "hotline")) / 2
    rate = np.exp(2 * (completeness - 0.5)) * np.where(route == "hotline", 3, 1)
    action, refusal = random.exponential(1 / rate), random.exponential(1, size)
    days = np.minimum(action, refusal)
    outcome = np.where(days == action, "action", "refusal").astype(object)
    outcome[(outcome == "refusal") & (random.random(size) < 0.75)] = None
    censored = days > 1.5
    outcome[censored] = None
    return pd.DataFrame({
        "server_id": [f"S{number // 3}" for number in range(size)], "route": route,
        "host": np.where(random.random(size) < 0.5, "cooperative", "other"),
        "completeness": completeness, "outcome": outcome, "censored": censored,
        "delay_days": np.minimum(days, 1.5),
    })


def within_five_errors(found, planted):
    return abs(found.value - planted) < 5 * (found.high - found.low) / (2 * 1.96)


def test_completeness_is_recovered_although_outcomes_are_untold(reports):
    assert within_five_errors(completeness_effect(reports, ACTION), 2)
    assert within_five_errors(completeness_effect(reports, REFUSAL), 0)


def test_a_route_is_compared_with_the_services_own_form(reports):
    found = route_effects(reports)
    assert within_five_errors(found["hotline"], np.log(3))
    assert "in_app" not in found


def test_only_a_cooperative_host_tells_of_routes(reports):
    elsewhere = reports["host"] == "other"
    changed = reports.assign(delay_days=reports["delay_days"].mask(elsewhere, 1.0))
    assert route_effects(changed) == pytest.approx(route_effects(reports), nan_ok=True)


def test_a_route_without_report_is_missing(reports):
    assert np.isnan(route_effects(reports)["authority"].value)


def test_what_cannot_be_estimated_is_missing(reports):
    silent = reports.assign(outcome=None)
    assert np.isnan(completeness_effect(silent, ACTION).value)
    assert np.isnan(route_effects(silent)["hotline"].value)
