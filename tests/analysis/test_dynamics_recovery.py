"""Journey methods in fresh worlds: what is planted comes back where the model is right."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.coverage import wilson
from veille.analysis.dynamics_recovery import (
    Study,
    coverage_table,
    markov_tests,
    one_pace,
    recover,
    rejected,
    width_of_forgetting,
)
from veille.analysis.journey_estimates import estimates, rates, step_name
from veille.analysis.journeys import Journeys
from veille.assumptions.vocabulary import ARCHETYPES

BOTH = ("aalen_johansen", "markov")


@pytest.fixture(scope="module")
def right(catalogue):
    """One pace a class, no memory, no label error."""
    return recover(Study(one_pace(catalogue), 40, n_worlds=120, n_servers=250, sure=True))


@pytest.fixture(scope="module")
def default(catalogue):
    return coverage_table(recover(Study(catalogue, 41, n_worlds=60, n_servers=300))).set_index(
        ["target", "method"])


def test_everything_comes_back_where_the_model_is_right(right):
    table = coverage_table(right).query("method in @BOTH")
    distance = (table["bias"] / table["bias_error"]).abs()
    assert len(table) == 10 + 3 + 11
    assert distance.max() < 5


def test_intervals_cover_where_the_model_is_right(right):
    """Each within the Wilson interval at 99.9 % of its count; their mean close to 95 %."""
    table = coverage_table(right).query("method in @BOTH")
    low = [wilson(round(row.coverage * row.n_worlds), row.n_worlds, 0.999)
           for row in table.itertuples()]
    assert all(bounds[0] <= 0.95 <= bounds[1] for bounds in low)
    assert 0.93 < table["coverage"].mean() < 0.97


def test_hurried_counts_do_not_come_back(right):
    table = coverage_table(right).set_index(["target", "method"])
    assert table.loc[("private", "everybody"), "coverage"] < 0.5
    assert table.loc[("private", "everybody"), "bias"] < -0.05


def test_the_level_of_the_tests_is_kept_where_the_model_is_right(right):
    for row in rejected(right.tests).itertuples():
        low, high = wilson(round(row.value * 120), 120, 0.999)
        assert low <= 0.05 <= high, row.test


def test_with_a_memory_the_chain_misses_who_was_quick(default):
    assert default.loc[("short", "markov"), "bias"] < -0.05
    assert default.loc[("long", "markov"), "bias"] > 0.02
    assert default.loc[("short", "markov"), "coverage"] < 0.85
    assert abs(default.loc[("short", "aalen_johansen"), "bias"]) < 0.06


def test_with_a_memory_the_chain_promises_too_much_to_late_obstacles(default):
    bias = [default.loc[(f"slow/{state}", "markov"), "bias"] for state in range(3)]
    assert bias[2] < bias[0] < 0


def test_a_stronger_memory_is_found_more_often(catalogue):
    found = {at: rejected(markov_tests(Study(catalogue.replace(journey_momentum=at), 42, 40, 250)))
             .set_index("test")["value"] for at in (0.0, 1.6)}
    assert found[1.6]["types"] > found[0.0]["types"] + 0.4
    assert found[1.6]["length"] > found[0.0]["length"] + 0.2


def test_members_of_a_server_weigh_more_when_they_are_many(catalogue):
    few, many = (width_of_forgetting(Study(catalogue.replace(followed_members=count), 43, 30, 200))
                 for count in (3, 20))
    assert many > few
    assert many > 1.15
    alike = one_pace(catalogue).replace(followed_members=20)
    none = width_of_forgetting(Study(alike, 43, 30, 200, sure=True))
    assert none == pytest.approx(1, abs=5 * np.sqrt(1 / 31 / 30))  # two variances, 31 degrees each
    assert many > none


def test_worlds_of_a_study_are_pieces_of_equal_size(catalogue):
    study = Study(catalogue, 44, n_worlds=4, n_servers=50, n_weeks=10)
    tables = study.tables()
    truth = tables["truth_servers"]["server_id"].tolist()
    place = tables["servers"]["server_id"].map(truth.index)
    assert (tables["servers"]["world"] == place // 50).all()
    assert set(tables["journeys"]["server_id"]) <= set(tables["servers"]["server_id"])


def test_labels_err_as_planted_and_not_at_all_when_sure(catalogue):
    study = Study(catalogue, 45, n_worlds=20, n_servers=300, n_weeks=4)
    servers = study.tables()["servers"]
    chance = catalogue.value("label_at_risk")
    for code in ARCHETYPES:
        own = servers.loc[servers["archetype"] == code, "at_risk"]
        error = np.sqrt(chance[code] * (1 - chance[code]) / len(own))
        assert abs(own.mean() - chance[code]) < 5 * error
    sure = Study(catalogue, 45, 2, 100, n_weeks=4, sure=True).tables()
    known = sure["truth_servers"].set_index("server_id")["at_risk"]
    assert (sure["servers"]["server_id"].map(known) == sure["servers"]["at_risk"]).all()


def test_rates_are_intensities_with_wilson_bounds():
    spells = np.array([[100, 20, 0, 10, 0], [0, 0, 0, 0, 0], [50, 0, 0, 0, 0]])
    found = rates(spells)
    scale = -np.log(0.7) / 0.3
    one = found["rate/0/forward"]["markov"]
    assert one.value == pytest.approx(0.2 * scale)
    assert one.low == pytest.approx(wilson(20, 100)[0] * scale)
    nobody = found["rate/1/back"]["markov"]
    assert (nobody.value, nobody.low, nobody.high) == (0, 0, 1)
    assert found["rate/2/reported"]["markov"].high == pytest.approx(wilson(0, 50)[1])


def test_a_label_without_journeys_has_no_estimate_and_no_warning():
    columns = ("member_id", "server_id", "step", "week", "state", "gate")
    journeys = pd.DataFrame([("U", "C", 0, 3, "reading", "approval"),
                             ("U", "C", 1, 5, "departed", "approval")], columns=columns)
    servers = pd.DataFrame({"server_id": ["A", "C"], "observer_label": ["at_risk", "contrast"]})
    found = estimates(Journeys.from_tables({"journeys": journeys, "servers": servers}))
    assert found["contrast"]["departed"]["markov"].value > 0
    assert found["at_risk"]["private"]["markov"].value == 0
    assert np.isnan(found["at_risk"]["private"]["closed"].value)
    assert np.isnan(found["at_risk"]["slow/0"]["markov"].value)


def test_steps_are_named_in_french():
    assert step_name("slow/2") == "palier franchi → espace privé"
    assert step_name("rate/1/back") == "participation → lecture"
