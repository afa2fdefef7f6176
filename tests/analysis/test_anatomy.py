"""Every estimator against worlds whose answer is planted."""

import numpy as np
import pytest

from veille.analysis.anatomy import (
    ESTIMATORS,
    differences,
    measure_of,
    planted_gaps,
    structure_coverage,
)
from veille.assumptions import load_catalogue
from veille.assumptions.vocabulary import ARCHETYPES, AT_RISK, DISCOVERY_ROUTES
from veille.synth import World
from veille.synth.world import planted_parameters

N_WORLDS = 120


@pytest.fixture(scope="module")
def coverage():
    return structure_coverage(load_catalogue(), range(700, 700 + N_WORLDS), 300, 100, 299)


def test_names_say_their_measure():
    assert measure_of("naive") == "gated_share"
    assert measure_of("all/depth") == "depth"


@pytest.mark.parametrize("name", ["all", "full", "seeable", "all/depth", "all/thematic"])
def test_intervals_of_the_right_model_cover_as_they_promise(coverage, name):
    """Five binomial standard errors around 95 %; small samples may cost three points more."""
    error = np.sqrt(0.95 * 0.05 / N_WORLDS)
    assert coverage[name].n_worlds == N_WORLDS
    assert coverage[name].coverage > 0.92 - 5 * error


@pytest.mark.parametrize("name", ["all", "seeable"])
def test_the_right_model_finds_the_planted_difference(coverage, name):
    """The second-order term leaves less than 0.006 of bias (exact law, test_visibility)."""
    allowed = 0 if name == "all" else 0.006
    assert abs(coverage[name].bias) < allowed + 5 * coverage[name].bias_error


def test_weights_reach_the_servers_that_can_be_seen_and_no_other():
    """Half of the most closed type has no entrance: what is planted in it is out of reach."""
    hidden = dict.fromkeys(ARCHETYPES, 0.0) | {"acquaintance_targeting": 0.6,
                                               "minor_endangerment": 0.6}
    gated = dict.fromkeys(ARCHETYPES, 0.2) | {"acquaintance_targeting": 0.8,
                                              "minor_endangerment": 0.8}
    catalogue = load_catalogue().replace(unseeable_share=hidden, gated_share=gated)
    gaps = planted_gaps(planted_parameters(catalogue))
    found = structure_coverage(catalogue, range(40), 600, 400, 2)
    assert gaps["gated_share"] - gaps["seeable"] > 0.05
    assert abs(found["seeable"].bias) < 0.006 + 5 * found["seeable"].bias_error
    assert found["full"].bias < -5 * found["full"].bias_error


def test_the_view_of_the_watch_is_too_low_and_too_sure(coverage):
    assert coverage["naive"].bias < -5 * coverage["naive"].bias_error
    assert coverage["naive"].coverage < 0.6


def test_each_correction_takes_bias_away(coverage):
    biases = [abs(coverage[name].bias) for name in ("naive", "listing", "audit")]
    assert biases == sorted(biases, reverse=True)


def test_the_table_of_errors_goes_too_far(coverage):
    """Errors strike closed contrast spaces most, against what the table assumes."""
    assert coverage["table"].bias > 5 * coverage["table"].bias_error


def test_without_any_distortion_every_estimator_agrees_with_the_truth():
    """Everything seen, listed and rightly labelled: nothing is left to correct."""
    labels = {code: float(code in AT_RISK) * 0.98 + 0.01 for code in ARCHETYPES}
    catalogue = load_catalogue().replace(gated_visibility=1.0, label_at_risk=labels,
                                         sighting_effort={code: 3.0 for code in DISCOVERY_ROUTES},
                                         unseeable_share=dict.fromkeys(ARCHETYPES, 0.0))
    tables = World(catalogue, seed=11, n_servers=800).structure()
    known = tables["truth_servers"].set_index("server_id")["at_risk"]
    servers = tables["servers"]
    right = known.loc[servers["server_id"]].map({True: "at_risk", False: "contrast"})
    tables["servers"] = servers.assign(observer_label=right.to_numpy())
    found = differences(tables, 1.0, 1600, 50, np.random.default_rng(1))
    names = ("naive", "listing", "audit", "table")
    values = [found[name].value for name in names]
    assert values == pytest.approx([values[0]] * len(names))
    assert found["all"].value == pytest.approx(values[0], abs=0.03)
    assert set(ESTIMATORS) - {"seeable"} <= set(found)
