"""Dose, score and silence: by hand, against another implementation, and where they are planted."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from veille.analysis import exposure
from veille.errors import VeilleError


def people(*rows):
    return pd.DataFrame(rows, columns=["volunteer_id", "week", "exposures"])


def test_a_newcomer_starts_from_nothing_and_the_dose_fades():
    shifts = people(("a", 0, 1), ("b", 1, 4), ("b", 2, 0), ("a", 1, 1))
    assert exposure.doses(shifts, 0.5)[1:3].to_list() == [4, 2]


def test_whoever_is_there_first_has_worked_at_their_own_pace():
    """One exposure a week, half of the dose left each week: the dose is two, and stays."""
    shifts = people(("a", 0, 1), ("a", 1, 1), ("b", 1, 9))
    assert exposure.doses(shifts, 0.5)[:2].to_list() == [2, 2]


def test_a_retention_of_one_is_refused():
    with pytest.raises(VeilleError, match="de 0 à moins de 1"):
        exposure.doses(people(("a", 0, 1)), 1.0)


@pytest.fixture(scope="module")
def panel():
    rng = np.random.default_rng(4)
    person = np.repeat(np.arange(30), rng.integers(4, 12, 30))
    x, z = rng.normal(size=(2, person.size))
    y = 2 * x - z + rng.normal(size=30)[person] + rng.normal(size=person.size)
    return person, x, z, y, rng.uniform(1, 3, person.size)


def test_the_fit_is_that_of_statsmodels_with_a_dummy_for_each_person(panel):
    person, x, z, y, weight = panel
    mine = exposure.within_fit(y, {"x": x, "z": z}, person, weight)
    design = np.column_stack([x, z, pd.get_dummies(person).to_numpy(dtype=float)])
    theirs = sm.WLS(y, design, weights=weight).fit(
        cov_type="cluster", cov_kwds={"groups": person, "use_correction": False})
    for place, name in enumerate(("x", "z")):
        found = mine.effects[name]
        assert found.value == pytest.approx(theirs.params[place])
        error = (found.high - found.value) / stats.t.ppf(0.975, 29)
        assert error == pytest.approx(theirs.bse[place] * np.sqrt(30 / 29), rel=1e-6)


def test_silence_at_random_weighs_everybody_alike():
    score = pd.Series([10, 60, None, 20, None], dtype="Int64")
    assert exposure.response_weights(score, 1.0) == pytest.approx([5 / 3] * 3)


def test_weights_stand_for_all_the_scores_whatever_the_ratio():
    score = pd.Series([10, 60, None, 20, None, 70], dtype="Int64")
    for ratio in (0.5, 1.0, 3.0):
        assert exposure.response_weights(score, ratio).sum() == pytest.approx(6)


def test_a_known_silence_is_put_back():
    """Half of the high scores are withheld, and a quarter of the low ones: the ratio is two."""
    score = pd.Series([60] * 20 + [40] * 60 + [None] * 40, dtype="Int64")
    shifts = pd.DataFrame({"team_id": ["t", "u"] * 60, "distress_score": score})
    assert exposure.distress_share(shifts, 2.0).value == pytest.approx(40 / 120)
    assert exposure.distress_share(shifts).value == pytest.approx(20 / 80)
    assert exposure.distress_bounds(score) == (20 / 120, 60 / 120)


def test_one_team_alone_gives_no_interval():
    shifts = pd.DataFrame({"team_id": ["t"] * 4, "distress_score": [60, 40, 30, 20]})
    found = exposure.distress_share(shifts)
    assert (found.value, found.low, found.high) == (0.25, 0.0, 1.0)


def exact_shifts(effect, support_effect, retention, n_weeks=40):
    """Give people whose score is a straight line of the dose, without any noise."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame([(f"v{who}", week) for who in range(6) for week in range(n_weeks)],
                         columns=["volunteer_id", "week"])
    frame["exposures"] = rng.poisson(3, len(frame))
    frame["support"] = rng.random(len(frame)) < 0.4
    dose = exposure.doses(frame, retention)
    level = frame["volunteer_id"].str[1:].astype(float)
    frame["distress_score"] = 40 + level + effect * dose / 10 - support_effect * frame["support"]
    return frame


def test_exact_scores_give_the_planted_effects_back():
    fit = exposure.dose_effects(exposure.scored_weeks(exact_shifts(3, 2, 0.9), 0.9))
    assert fit.effects["dose"].value == pytest.approx(3)
    assert fit.effects["support"].value == pytest.approx(-2)
    assert fit.residual == pytest.approx(0, abs=1e-12)


def test_the_planted_retention_is_the_one_that_agrees():
    shifts = exact_shifts(3, 2, 0.9)
    shifts["distress_score"] += np.random.default_rng(6).normal(0, 0.1, len(shifts))
    table = exposure.retentions(shifts, [0.5, 0.9, 0.98])
    assert table["agrees"].to_list() == [False, True, False]
    assert table.loc[1, "lasting"] == pytest.approx(3, rel=0.02)


def test_steps_rise_along_the_fitted_line():
    weeks = exposure.scored_weeks(exact_shifts(3, 2, 0.9), 0.9)
    steps = exposure.dose_steps(weeks, 4)
    assert len(steps) == 4
    assert steps["score"].to_numpy() == pytest.approx(0.3 * steps["dose"].to_numpy(), abs=1e-9)


def test_a_window_too_short_to_forget_is_refused():
    with pytest.raises(VeilleError, match="La fenêtre compte 10 semaines"):
        exposure.scored_weeks(exact_shifts(3, 2, 0.9, n_weeks=10), 0.9)
