"""Rules of a team: what each must do, and years that look like those of the generator."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from veille.analysis import policies
from veille.analysis.team_rules import Rule, Team, distress_chance
from veille.analysis.team_years import simulate
from veille.errors import VeilleError
from veille.synth import World, distress
from veille.synth.setting import Setting

YEARS = 300


@pytest.fixture(scope="module")
def team(catalogue):
    return Team(5, 5 * catalogue.value("arrivals_per_volunteer"), catalogue)


@pytest.fixture(scope="module")
def ruled(team):
    rules = {"none": Rule(), "cap": Rule(most_exposures=2), "hours": Rule(most_hours=2),
             "rest": Rule(rest_every=2), "sort": Rule(unopened=1.0),
             "support": Rule(support=True, support_hours=0.0), "blur": Rule(blur=1.0)}
    return policies.compare(team, rules, YEARS, np.random.default_rng(1))


def test_a_cap_bounds_exposures_and_leaves_cases(ruled):
    assert ruled.loc["cap", "exposures"] <= 2
    assert ruled.loc["cap", "covered"] < ruled.loc["none", "covered"]
    assert ruled.loc["cap", "distress"] < ruled.loc["none", "distress"]


@pytest.mark.parametrize("name", ["hours", "rest"])
def test_fewer_hours_cover_less(ruled, name):
    assert ruled.loc[name, "covered"] < ruled.loc["none", "covered"]


def test_sorting_everything_spares_everybody_and_costs_no_case(ruled):
    assert ruled.loc["sort", "exposures"] == 0
    assert ruled.loc["sort", "covered"] == pytest.approx(ruled.loc["none", "covered"], abs=0.03)


def test_rest_one_week_in_two_halves_the_hours(team):
    busy = Team(team.people, 1_000.0, team.catalogue)
    rng = np.random.default_rng(2)
    full, half = (simulate(busy, rule, YEARS, rng)["covered"].mean()
                  for rule in (Rule(), Rule(rest_every=2)))
    assert half / full == pytest.approx(0.5, abs=0.05)


def test_a_blur_that_takes_all_away_leaves_the_level_of_no_dose(team, catalogue):
    """With the dose at nothing from the start, and nobody supported, the share is planted."""
    alone = catalogue.replace(support_share=0.0, exposure_retention=0.0, quit_distress_ratio=1.0)
    lonely = Team(team.people, team.arrivals, alone)
    years = simulate(lonely, Rule(blur=1.0), 1_500, np.random.default_rng(3))["distress"]
    planted = float(distress_chance(lonely, np.array(0.0)))
    assert years.mean() == pytest.approx(planted, abs=5 * years.std() / np.sqrt(len(years)))


def test_a_blur_that_does_nothing_changes_nothing(team):
    none, blurred = (simulate(team, rule, 20, np.random.default_rng(4))
                     for rule in (Rule(), Rule(blur=0.0)))
    pd.testing.assert_frame_equal(none, blurred)


@pytest.mark.parametrize(("options", "said"), [
    ({"blur": 1.2}, "blur vaut 1.2"), ({"unopened": -1}, "unopened vaut -1"),
    ({"rest_every": 1}, "ne laisse personne"),
])
def test_an_impossible_rule_is_refused(options, said):
    with pytest.raises(VeilleError, match=said):
        Rule(**options)


def test_more_arrivals_are_kept_up_with_less_often(team):
    curve = policies.carried(team, Rule(), [10, 60, 120], 100, np.random.default_rng(5))
    assert curve["kept_up"].to_list() == sorted(curve["kept_up"], reverse=True)
    assert curve["kept_up"].iloc[0] == 1
    assert curve["kept_up"].iloc[-1] == 0


def test_the_laws_are_those_of_the_generator(team, catalogue):
    setting, dose = Setting(catalogue, 1, 10, 10), np.array([0.0, 30.0, 80.0])
    points = distress.level(setting) + setting.number("dose_effect") * dose / 10
    assert distress_chance(team, dose) == pytest.approx(norm.cdf(points / 10))
    assert distress.support_probability(team, dose).tolist() == (
        distress.support_probability(setting, dose).tolist())


def test_years_without_rule_look_like_those_of_the_world(catalogue):
    """Teams of five of many worlds, all with the same load, against as many simulated years."""
    like = catalogue.replace(arrivals_team_shape=1_000)
    found = [_world_years(World(like, seed, 6_000).topics("load")) for seed in range(20)]
    world = pd.concat(found)
    mine = simulate(Team(5, 5 * like.value("arrivals_per_volunteer"), like), Rule(), len(world),
                    np.random.default_rng(6))
    assert len(world) > 300
    for name in ("covered", "exposures", "distress", "left"):
        error = np.sqrt((world[name].var() + mine[name].var()) / len(world))
        assert mine[name].mean() == pytest.approx(world[name].mean(), abs=5 * error), name


def _world_years(tables):
    """Give one row per team of five, with the measures of `simulate`."""
    five = tables["truth_teams"].loc[tables["truth_teams"]["places"] == 5, "team_id"]
    weeks = tables["team_weeks"].set_index("team_id").loc[five]
    true = tables["shifts"].drop(columns="distress_score").merge(
        tables["truth_shifts"], on=["volunteer_id", "week"])
    true = true[true["team_id"].isin(five)].assign(
        high=lambda rows: rows["distress_score"] >= 50)
    gone = tables["truth_volunteers"].dropna(subset="end_week").groupby("team_id").size()
    by_team = true.groupby("team_id")
    totals = weeks.groupby("team_id")[["arrivals", "handled"]].sum()
    return pd.DataFrame({
        "covered": totals["handled"] / totals["arrivals"],
        "exposures": by_team["exposures"].mean(),
        "distress": by_team["high"].mean(),
        "left": gone.reindex(five).fillna(0),
    }).loc[five]
