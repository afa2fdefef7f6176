"""``veille sensitivity`` on conclusions whose fate is known, and the results that are committed."""

import json

import numpy as np
import pandas as pd
import pytest

from veille import cli, results
from veille.analysis.robustness.conclusions import GROUPS, Group, conclusions
from veille.analysis.robustness.factors import factors, moved
from veille.analysis.trials import estimators, trials
from veille.errors import VeilleError
from veille.verify.judge import judge
from veille.verify.plan import batches
from veille.verify.run import run as run_trials
from veille.verify.sensitivity import END_WORLDS, Plan, by_conclusion, by_factor, run
from veille.verify.store import Store


def shares(catalogue, seed):
    """Margins that depend on two assumptions, in a way that is written here."""
    share = float(catalogue.value("at_risk_share"))
    age = float(catalogue.value("age_weeks_mean"))
    return {"99.renversee": share - 0.1, "99.sure": age, "99.fausse": -1.0,
            "99.pauvre": float("nan") if share > 0.2 else 1.0}


KNOWN = Group("known", {"99.renversee": "Plus d’un sur dix.", "99.sure": "Des semaines.",
                        "99.fausse": "Jamais.", "99.pauvre": "Parfois."}, shares, ("01",))


@pytest.fixture(scope="module")
def study(catalogue, tmp_path_factory):
    plan = Plan(catalogue, 3, 20, (KNOWN,))
    rows = run(plan, Store.at(tmp_path_factory.mktemp("work") / "a"))
    per_factor = by_factor(plan, rows)
    return plan, per_factor, by_conclusion(plan, rows, per_factor).set_index("conclusion")


def test_the_assumption_that_overturns_a_conclusion_is_named_at_the_right_end(study):
    _, per_factor, _ = study
    flips = per_factor[per_factor["flips_low"] | per_factor["flips_high"]]
    assert flips[["conclusion", "factor"]].to_numpy().tolist() == [["99.renversee",
                                                                   "at_risk_share"]]
    assert flips["flips_low"].item()
    assert not flips["flips_high"].item()
    assert flips["low"].item() == pytest.approx(0.02 - 0.1)
    assert flips["high"].item() == pytest.approx(0.5 - 0.1)


def test_only_what_matters_has_a_strength(study):
    _, per_factor, _ = study
    own = per_factor[per_factor["conclusion"] == "99.sure"].set_index("factor")["strength"]
    assert own["age_weeks_mean"] > 0
    assert own.drop("age_weeks_mean").max() == 0


def test_how_often_a_conclusion_holds_counts_worlds_that_can_conclude(study):
    plan, _, found = study
    assert found.loc["99.sure", "holds"] == 1
    assert found.loc["99.fausse", "holds"] == 0
    assert not found.loc["99.fausse", "holds_by_default"]
    assert found.loc["99.fausse", "flipped_by"] == 0
    assert 0 < found.loc["99.pauvre", "too_poor"] < 1
    assert found.loc["99.pauvre", "holds"] == 1
    assert found["tried"].eq(2 * 20 * (1 + len(plan.factors(KNOWN)))).all()


def test_a_conclusion_that_cannot_be_read_at_an_end_is_not_overturned(study):
    _, per_factor, _ = study
    own = per_factor[(per_factor["conclusion"] == "99.pauvre")
                     & (per_factor["factor"] == "at_risk_share")]
    assert np.isnan(own["high"].item())
    assert not own["flips_high"].item()


def test_the_command_writes_both_tables_and_leaves_nothing(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("veille.verify.sensitivity.Plan",
                        lambda catalogue, seed, number: Plan(catalogue, seed, number, (KNOWN,)))
    (tmp_path / "out").mkdir()
    status = cli.main(["sensitivity", "--trajectories", "2", "--out", str(tmp_path / "out"),
                       "--work", str(tmp_path / "work"), "--format", "json"])
    shown = json.loads(capsys.readouterr().out)
    assert status == 0
    assert [row["conclusion"] for row in shown] == list(KNOWN.said)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"facteurs.csv",
                                                                   "conclusions.csv"}
    assert not (tmp_path / "work").exists()
    assert cli.main(["sensitivity", "--out", str(tmp_path / "nowhere")]) == 1
    assert "un dossier est attendu" in capsys.readouterr().err.replace("\u202f", " ")


def test_committed_coverage_has_a_row_for_each_estimator_and_no_claim_is_contradicted():
    frame = results.coverage()
    assert frame["estimator"].tolist() == list(estimators())
    for row in frame.itertuples():
        one = estimators()[row.estimator]
        assert (row.claim, row.method, row.estimand, row.note) == (
            one.claim, one.method, one.estimand, one.note)
    assert (frame["worlds"] + frame["failures"] >= 200).all()
    claimed = frame[frame["claim"] != "none"]
    assert (claimed["faults"] == "").all()


def test_committed_coverage_is_made_again_by_its_seed(catalogue, tmp_path):
    """The cheapest trial, whole: the same numbers to the last digits."""
    frame = results.coverage().set_index("estimator")
    trial = next(one for one in trials() if one.name == "blind_spots_told")
    line = frame.loc[trial.estimators[0].name]
    wanted = batches([trial], catalogue, int(line["seed"]), int(line["worlds"] + line["failures"]))
    rows = run_trials(wanted, catalogue, Store.at(tmp_path / "work"))
    again = judge(trial.estimators, rows)[0].as_row()
    for name in ("mean_planted", "mean_estimate", "bias", "rmse", "coverage"):
        assert again[name] == pytest.approx(line[name], rel=1e-9)


def test_committed_conclusions_are_those_of_the_code_and_are_made_again(catalogue):
    """Ends of the cheapest group: the same margins as in the committed table, which rounds."""
    frame = results.conclusions()
    assert dict(zip(frame["conclusion"], frame["said"], strict=True)) == dict(conclusions())
    table = results.factors().set_index(["conclusion", "factor"])
    group = next(one for one in GROUPS if one.name == "reporting")
    plan = Plan(catalogue, int(frame["seed"].iloc[0]), 2, (group,))
    worlds = [plan.world(-1 - place) for place in range(END_WORLDS)]
    for factor in (one for one in factors(catalogue, ["10"]) if "outcome_missing" in one.record):
        for place, side in ((0.0, "low"), (1.0, "high")):
            there = moved(catalogue, {factor: place})
            margins = pd.DataFrame([group.read(there, world) for world in worlds]).mean()
            for name, value in margins.items():
                assert table.loc[(name, factor.name), side] == pytest.approx(value, rel=1e-3,
                                                                             nan_ok=True)


def test_each_notebook_can_say_what_becomes_of_its_conclusions():
    for number in sorted({name[:2] for name in conclusions()}):
        said = results.survival(number)
        for name in conclusions():
            if name[:2] == number:
                assert conclusions()[name].rstrip(".") in said.replace("\u202f", " ").replace(
                    "\u00a0", " ") or conclusions()[name].rstrip(".") in said
    with pytest.raises(VeilleError, match="carnet 01"):
        results.survival("01")


def test_absent_results_are_told_in_french(monkeypatch, tmp_path):
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    with pytest.raises(VeilleError, match="make results"):
        results.coverage()
    with pytest.raises(VeilleError, match="make results"):
        results.conclusions()
