"""What the methods find again in worlds, and the planted values they are judged by."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis import reporting_recovery as recovery
from veille.analysis.answers import ACTION, REFUSAL, UNTOLD, read_waits
from veille.analysis.competing import CENSORED
from veille.analysis.language_recovery import coverage_table
from veille.assumptions.vocabulary import REPORT_ROUTES
from veille.synth import World

DAYS = (2, 30)
N_WORLDS = 60


@pytest.fixture(scope="module")
def study(catalogue):
    return recovery.Study(catalogue, range(300, 300 + N_WORLDS), 1_000, DAYS)


@pytest.fixture(scope="module")
def recovered(study):
    return recovery.recover(study)


@pytest.fixture(scope="module")
def reports(catalogue):
    tables = World(catalogue, seed=77, n_servers=12_000).topics("reports")
    return recovery.with_truth(tables["reports"], tables["truth_reports"])


def test_every_decision_of_the_window_is_told_of_those_the_watch_could_learn(reports):
    full, seen = recovery.all_told(reports), read_waits(reports)
    assert not (full.cause == UNTOLD).any()
    told = np.isin(seen.cause, (ACTION, REFUSAL))
    assert (full.cause[told] == seen.cause[told]).all()
    assert ((full.cause == CENSORED) == (seen.cause == CENSORED)).all()


@pytest.mark.parametrize("method", ["told_action", "told_refusal", "silence", "complete",
                                    "complete_refusal"])
def test_where_the_model_is_right_there_is_no_bias_and_intervals_hold(recovered, method):
    own = recovered.incidences[recovered.incidences["method"] == method]
    table = coverage_table(own, ["route", "days"])
    assert (table["bias"].abs() < 5 * table["bias_error"]).all()
    share, trials = table["coverage"].mean(), N_WORLDS
    # estimates of one world share their servers: as if each world gave one trial per route
    error = np.sqrt(0.95 * 0.05 / (trials * len(REPORT_ROUTES)))
    assert abs(share - 0.95) < 5 * error


def test_bounds_hold_the_probability_and_contain_the_guess_at_random(recovered):
    wide = recovered.incidences.pivot_table(index=["seed", "route", "days"], columns="method",
                                      values=["value", "low", "high", "planted"])
    held = ((wide["low", "bounds"] <= wide["planted", "bounds"])
            & (wide["planted", "bounds"] <= wide["high", "bounds"]))
    assert held.mean() > 0.95
    guess = wide["value", "at_random"]
    assert (guess.between(wide["low", "bounds"], wide["high", "bounds"]) | guess.isna()).all()


@pytest.mark.parametrize("method", ["at_random", "answered", "complete_km"])
def test_shortcuts_overstate_action(recovered, method):
    """By more than five errors on every route, at the last day: the bias is planted."""
    own = recovered.incidences.query("method == @method and days == @DAYS[1]")
    table = coverage_table(own, ["route"])
    assert (table["bias"] > 5 * table["bias_error"]).all()


def test_completeness_is_recovered_when_known_and_attenuated_as_seen(recovered):
    table = coverage_table(recovered.effects, ["method"]).set_index("method")
    for method in ("all_known", "untold", "refusal"):
        assert abs(table.loc[method, "bias"]) < 5 * table.loc[method, "bias_error"]
    assert table.loc["observed", "bias"] < -5 * table.loc["observed", "bias_error"]


def test_routes_are_recovered_when_all_is_known(recovered):
    """To first order: the bias of a ratio of rates is a fraction of its standard error."""
    own = recovered.routes[recovered.routes["method"] == "known"]
    table = coverage_table(own, ["route"])
    assert (table["bias"].abs() < 5 * table["bias_error"] + 0.25 * table["rmse"]).all()


def test_a_group_with_a_lone_estimate_is_not_judged():
    found = pd.DataFrame({"method": ["a", "a", "b", "b"], "value": [1.0, 2.0, 1.0, np.nan],
                          "low": 0.0, "high": 3.0, "planted": 1.0})
    assert recovery.judged(found, ["method"])["method"].tolist() == ["a"]


def test_the_truth_is_joined_by_report_in_whatever_order():
    reports = pd.DataFrame({"report_id": ["P1", "P2"], "outcome": ["action", None]})
    truth = pd.DataFrame({"report_id": ["P1", "P2"], "outcome": ["action", "refusal"]})
    for known in (truth, truth[::-1].reset_index(drop=True)):
        joined = recovery.with_truth(reports, known)
        assert joined["decision"].tolist() == ["action", "refusal"]
        assert joined["outcome"].tolist()[0] == "action"
