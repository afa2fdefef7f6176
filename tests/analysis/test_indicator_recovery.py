"""Methods of warning signs in fresh worlds: what is planted comes back, within theory."""

import numpy as np
import pytest

from veille.analysis.indicator_recovery import (
    Study,
    compare_trainings,
    false_alarms,
    recover,
    two_people,
)
from veille.analysis.language_recovery import coverage_table
from veille.analysis.rater_recovery import (
    errors_without_truth,
    expected_pairs,
    planted_kappas,
)
from veille.assumptions import load_catalogue
from veille.assumptions.vocabulary import CONTRAST, SIGNS
from veille.errors import VeilleError


@pytest.fixture(scope="module")
def study():
    return Study(load_catalogue(), range(900, 940), 300)


@pytest.fixture(scope="module")
def worlds(study):
    return study.worlds()


@pytest.fixture(scope="module")
def table(study, worlds):
    return coverage_table(recover(study, worlds), ["quantity", "key"])


def test_expected_pairs_sum_to_one_and_follow_the_errors():
    found = expected_pairs(0.3, (0.9, 0.6), (0.8, 0.95), 0.5)
    assert found.both + found.first + found.second + found.neither == pytest.approx(1)
    assert found.both + found.first == pytest.approx(0.3 * 0.9 + 0.7 * 0.2)
    assert found.both + found.second == pytest.approx(0.3 * 0.6 + 0.7 * 0.05)


def test_dependent_errors_raise_the_planted_kappa(study):
    shares = np.full(len(SIGNS), 0.3)
    alone = planted_kappas(study.catalogue.replace(rating_dependence=0.0), shares)
    for sign, value in planted_kappas(study.catalogue, shares).items():
        assert value > alone[sign]


def test_every_planted_value_comes_back_within_five_standard_errors(table):
    """The predictive value apart: a ratio of small counts, biased in worlds this small."""
    kept = table[table["quantity"] != "predictive_value"]
    assert set(kept["quantity"]) == {"kappa", "sensitivity", "specificity", "auc",
                                     "false_alarms"}
    assert (kept["bias"].abs() < 5 * kept["bias_error"] + 0.01).all()


def test_intervals_hold_as_they_say_within_five_standard_errors(table):
    by_quantity = table.groupby("quantity")["coverage"].mean()
    # keys of one world are not independent: the bound is that of one key per world
    error = np.sqrt(0.95 * 0.05 / 40)
    assert (by_quantity > 0.95 - 5 * error).all()
    assert by_quantity["kappa"] > 0.92


def test_errors_are_found_without_truth_only_if_independent(study, worlds):
    tied = errors_without_truth(worlds, study.catalogue)
    free = errors_without_truth(study.worlds(rating_dependence=0.0), study.catalogue)
    told = tied["contrast"].to_numpy() > 0.2
    gaps = [(found["value"] - found["planted"])[told & (found["quantity"] == "sensitivity")]
            for found in (tied, free)]
    assert gaps[0].mean() > 0.02
    assert abs(gaps[1].mean()) < 0.02


def test_a_wrong_label_costs_calibration_more_than_ranking(worlds):
    found = compare_trainings(worlds, np.random.default_rng(1)).groupby("training").mean()
    truth, label = found.loc["truth"], found.loc["label"]
    assert label["excess"] < truth["excess"] - 0.05
    assert 0 <= truth["fresh"] - label["fresh"] < 0.05
    assert label["believed"] < label["nested"] - 0.03
    assert truth["apparent"] > truth["fresh"] > truth["score"]
    assert truth["nested"] < truth["by_fold"] < truth["apparent"]
    assert abs(truth["by_fold"] - truth["fresh"]) < truth["apparent"] - truth["fresh"]


def test_false_alarms_are_shares_of_each_community():
    kinds = np.array(["general_gaming"] * 3 + ["consensual_adult", "figure_leaks"])
    found = false_alarms(np.array([1, 0, 0, 1, 1], bool), kinds)
    assert list(found) == [code for code in CONTRAST if code in kinds]
    assert found["general_gaming"].value == pytest.approx(1 / 3)
    assert found["consensual_adult"].value == 1


def test_two_people_flag_less_than_each_but_more_than_chance(worlds):
    known = worlds[0]
    found = two_people(known, 2)
    alarms = [found[name].false_alarms.value for name in ("first", "second", "both")]
    assert alarms[2] <= min(alarms[:2])
    assert alarms[2] > alarms[0] * alarms[1]
    with pytest.raises(VeilleError, match="de 0 à 7"):
        two_people(known, 8)
