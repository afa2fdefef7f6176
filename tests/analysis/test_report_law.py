"""The planted law, against the decisions that come and against its own limits."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.report_law import chance_of_audit, planted_law, planted_route_effects
from veille.analysis.reporting_recovery import with_truth
from veille.assumptions.vocabulary import REPORT_ROUTES
from veille.synth import World


@pytest.fixture(scope="module")
def reports(catalogue):
    tables = World(catalogue, seed=77, n_servers=12_000).topics("reports")
    return with_truth(tables["reports"], tables["truth_reports"])


@pytest.mark.parametrize("route", REPORT_ROUTES)
@pytest.mark.parametrize("outcome", ["action", "refusal"])
def test_the_planted_law_is_that_of_the_decisions_to_come(catalogue, reports, route, outcome):
    """Given the law of each, reports are independent: the error is that of their sum."""
    own = reports[reports["route"] == route]
    law = planted_law(catalogue, own)
    for days in (1, 7, 30):
        planted = law.incidence(outcome, days + 0.005)  # delays have two decimals
        happened = (own["decision"] == outcome) & (own["decision_days"] <= days)
        error = np.sqrt((planted * (1 - planted)).sum())
        assert abs((happened - planted).sum()) < 5 * error


def test_a_planted_route_effect_is_the_ratio_of_early_rates(catalogue):
    """At a cooperative host, rates of two routes keep one ratio: that of early incidences."""
    effects = planted_route_effects(catalogue)
    rows = pd.DataFrame({"route": list(REPORT_ROUTES), "host": "cooperative", "founded": True,
                         "completeness": 0.6})
    law = planted_law(catalogue, rows)
    early = dict(zip(REPORT_ROUTES, law.incidence("action", 1e-9) / law.answered, strict=True))
    for route, effect in effects.items():
        assert np.log(early[route] / early["in_app"]) == pytest.approx(effect, rel=1e-4)


def test_an_audit_is_a_product_of_binomials(catalogue):
    rows = pd.DataFrame({"route": ["copyright_form", "in_app"], "host": "cooperative",
                         "founded": True, "completeness": 0.6})
    law = planted_law(catalogue, rows)
    fast, slow = law.incidence("action", 1.0)[0], law.incidence("action", 10)[1]
    expected = fast**3 * (1 - slow) ** 3
    assert chance_of_audit(catalogue, 3, 24, 10) == pytest.approx(expected)
