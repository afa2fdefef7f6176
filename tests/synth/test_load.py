"""Teams: what comes in, who is there, what is handled; turnover, sizes and extremes.

Rows of a volunteer depend on the past through who is still there and what waits.  Where a law is
that of a fresh draw (presence, exposure, leaving…), deviations from it are martingale increments:
the standard error of their mean is the usual one whatever the past did.
"""


import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from planted import close, freely

from veille.schema import TABLES
from veille.schema.checks import validate
from veille.synth import World
from veille.synth.setting import BLOCK
from veille.synth.teams import share_out

NAMES = ("team_weeks", "shifts", "truth_teams", "truth_team_weeks", "truth_volunteers",
         "truth_shifts")


def load(catalogue, **sizes):
    return World(catalogue, **({"seed": 5, "n_servers": 600, "n_weeks": 30} | sizes)).topics("load")


@pytest.fixture(scope="module")
def world(catalogue):
    """Four hundred teams for half a year."""
    return World(catalogue, seed=21, n_servers=24_000, n_weeks=26).topics("load")


@pytest.fixture(scope="module")
def shifts(world):
    seen = world["shifts"].rename(columns={"distress_score": "seen_score"})
    return (seen.merge(world["truth_shifts"], on=["volunteer_id", "week"])
            .merge(world["truth_volunteers"].drop(columns="team_id"), on="volunteer_id")
            .merge(world["truth_teams"], on="team_id"))


@pytest.fixture(scope="module")
def weeks(world):
    return world["team_weeks"].merge(world["truth_team_weeks"], on=["team_id", "week"])


def test_what_waits_is_what_came_and_was_not_handled(weeks):
    before = weeks.groupby("team_id")["backlog"].shift(fill_value=0)
    assert (weeks["backlog"] == before + weeks["arrivals"] - weeks["handled"]).all()
    assert (weeks["handled"] == np.minimum(before + weeks["arrivals"], weeks["capacity"])).all()


def test_a_team_handles_what_its_hours_allow_and_its_members_share_it(catalogue, weeks, shifts):
    by_team = shifts.groupby(["team_id", "week"])
    whole = weeks.set_index(["team_id", "week"])
    total = by_team[["hours", "cases"]].sum().reindex(whole.index, fill_value=0)
    present = (shifts["hours"] > 0).groupby([shifts["team_id"], shifts["week"]]).sum()
    allowed = np.floor(total["hours"] * catalogue.value("cases_per_hour") + 1e-6)
    assert (whole["capacity"] == allowed).all()
    assert (whole["handled"] == total["cases"]).all()
    assert (whole["volunteers"] == present.reindex(whole.index, fill_value=0)).all()
    quota = by_team["cases"].transform("sum") * shifts["hours"] / by_team["hours"].transform("sum")
    assert ((shifts["cases"] - quota.fillna(0)).abs() < 1).all()


def test_cases_are_shared_out_exactly_and_in_proportion_on_average():
    rng = np.random.Generator(np.random.Philox(1))
    start = np.r_[rng.random(40_000), 0.0, np.nextafter(1, 0)]
    total = np.full(start.size, 7)
    hours = np.tile([1.1, 0.0, 2.2, 6.7, 0.0], (start.size, 1))
    parts = share_out(total, hours, start)
    assert (parts.sum(axis=1) == 7).all()
    assert (parts[:, [1, 4]] == 0).all()
    for place in (0, 2, 3):
        assert close(parts[:, place], 7 * hours[0, place] / 10)
    assert (share_out(np.zeros(1, int), np.zeros((1, 3)), np.zeros(1)) == 0).all()


def test_teams_have_their_planted_size_and_load(catalogue):
    """Loads are independent gammas between teams, places independent one more than Poissons."""
    teams = load(catalogue, n_servers=60_000, n_weeks=4)["truth_teams"]
    size = catalogue.value("volunteers_per_team")
    assert len(teams) == 60_000 // catalogue.value("servers_per_team")
    assert close(teams["places"], size)
    assert close((teams["places"] - size) ** 2, size - 1)
    each = catalogue.value("arrivals_per_volunteer")
    demand = teams["weekly_arrivals"] / teams["places"] / each
    assert close(demand, 1)
    assert close((demand - 1) ** 2, 1 / catalogue.value("arrivals_team_shape"))
    full = (catalogue.value("hours_mean") * catalogue.value("present_share")
            * catalogue.value("cases_per_hour"))
    assert teams["load"].to_numpy() == pytest.approx(demand.to_numpy() * each / full, abs=1e-4)


def test_arrivals_have_their_planted_mean_and_dispersion(catalogue, weeks):
    """Given their expectation, arrivals are independent negative binomials."""
    mean, found = weeks["expected_arrivals"], weeks["arrivals"]
    assert close((found - mean) / mean)
    extra = ((found - mean) ** 2 - mean) / mean**2
    assert close(extra, 1 / catalogue.value("arrivals_shape"))


def test_the_shock_of_a_week_is_the_same_for_all_teams_and_has_its_planted_law(catalogue):
    made = load(catalogue, n_servers=180, n_weeks=1_040)
    weeks = made["truth_team_weeks"].merge(made["truth_teams"], on="team_id")
    shock = (weeks["expected_arrivals"] / weeks["weekly_arrivals"]).groupby(weeks["week"])
    assert (shock.max() - shock.min() < 1e-4).all()
    assert close(shock.mean(), 1)
    assert close((shock.mean() - 1) ** 2, 1 / catalogue.value("arrivals_week_shape"))


def test_teams_differ_in_load_from_idle_to_overwhelmed(weeks):
    total = weeks.groupby("team_id")[["arrivals", "capacity"]].sum()
    low, middle, high = (total["arrivals"] / total["capacity"]).quantile([0.1, 0.5, 0.9])
    assert 0.5 < low < 0.7 < middle < 0.95 < 1 < high < 1.3


def test_hours_have_their_planted_laws(catalogue, world, shifts):
    """Habits are independent between people; presence and a week's hours are fresh draws."""
    habit = world["truth_volunteers"]["usual_hours"] / catalogue.value("hours_mean")
    assert close(habit, 1)
    assert close((habit - 1) ** 2, 1 / catalogue.value("hours_volunteer_shape"))
    present = shifts["hours"] > 0
    assert close(present, catalogue.value("present_share"))
    own = shifts[present & (shifts["usual_hours"] > 1)]
    ratio = own["hours"] / own["usual_hours"] - 1
    assert close(ratio)
    rounding = (0.1 / own["usual_hours"]) ** 2 / 12
    assert close(ratio**2 - rounding, 1 / catalogue.value("hours_week_shape"))


def test_the_absent_do_nothing(shifts):
    absent = shifts[shifts["hours"] == 0]
    assert len(absent) > 1_000
    assert not absent[["cases", "exposures"]].to_numpy().any()


def test_a_volunteer_stays_without_a_gap_inside_the_window(world, shifts):
    lives = shifts.groupby("volunteer_id")["week"].agg(["min", "max", "size"])
    people = world["truth_volunteers"].set_index("volunteer_id").reindex(lives.index)
    assert len(people) == len(world["truth_volunteers"])
    assert (lives["size"] == lives["max"] - lives["min"] + 1).all()
    assert (lives["min"] == people["first_week"]).all()
    assert (lives["max"] + 1 == people["end_week"].fillna(26)).all()
    assert people["end_week"].dropna().between(1, 25).all()


def test_nobody_exceeds_the_places_of_a_team(shifts):
    held = shifts.groupby(["team_id", "week"]).size().reset_index(name="held")
    places = shifts.drop_duplicates("team_id").set_index("team_id")["places"]
    assert (held["held"] <= held["team_id"].map(places)).all()
    assert (held.loc[held["week"] == 0, "held"]
            == held.loc[held["week"] == 0, "team_id"].map(places)).all()


def test_people_leave_at_their_planted_rates(catalogue, shifts):
    """Each week is a fresh draw given that week's true score; the last week is not followed."""
    followed = shifts[shifts["week"] < 25]
    leaves = followed["end_week"].fillna(99).astype(int) == followed["week"] + 1
    distressed = followed["distress_score"] >= 50
    rate = catalogue.value("quit_rate")
    assert close(leaves[~distressed], rate)
    assert close(leaves[distressed], rate * catalogue.value("quit_distress_ratio"))


def test_empty_places_are_filled_after_the_planted_delay(catalogue):
    """In teams of one, gaps are independent geometric delays; no later gap can be cut."""
    alone = freely(catalogue, volunteers_per_team=1, quit_rate=0.1)
    people = load(alone, n_servers=6_000, n_weeks=300)["truth_volunteers"]
    following = people.groupby("team_id")["first_week"].shift(-1)
    early = people["end_week"].fillna(999).astype(int) < 150
    gap = following[early].to_numpy(float) - people.loc[early, "end_week"].to_numpy(float)
    delay = catalogue.value("replacement_delay")
    assert gap.min() == 1
    assert close(gap, delay)
    assert close((gap == 1), 1 / delay)


@pytest.mark.parametrize(("step", "servers"), [(20, 10), (60, 59), (60, 119), (60, 120),
                                                (999, 2_300), (2_500, 10_000)])
def test_there_is_one_team_per_so_many_servers_and_one_at_least(catalogue, step, servers):
    made = load(freely(catalogue, servers_per_team=step), n_servers=servers, n_weeks=4)
    teams = made["truth_teams"]["team_id"]
    assert teams.is_unique
    assert len(teams) == max(1, servers // step)
    assert set(made["team_weeks"]["team_id"]) == set(teams)


def test_blocks_without_any_team_make_partitions_all_the_same(catalogue):
    sparse = freely(catalogue, servers_per_team=2_500)
    world = World(sparse, seed=5, n_servers=5 * BLOCK, n_weeks=5)
    parts, whole = list(world.partitions(5)), world.partition(0, 1)
    assert [len(part["truth_teams"]) for part in parts] == [1, 0, 1, 0, 0]
    for name in NAMES:
        validate(TABLES, {name: parts[1][name]})
        joined = pd.concat([part[name] for part in parts], ignore_index=True)
        assert_frame_equal(joined, whole[name])


def test_what_the_watch_sees_of_servers_changes_nothing(catalogue):
    blind = catalogue.replace(sighting_effort=dict.fromkeys(("invitation", "directory", "tip"), 0))
    first, second = load(catalogue), load(blind)
    for name in NAMES:
        assert_frame_equal(first[name], second[name])


EXTREMES = {
    "no arrivals": {"arrivals_per_volunteer": 0},
    "overload": {"arrivals_per_volunteer": 10_000},
    "no capacity": {"cases_per_hour": 0},
    "nobody comes": {"present_share": 0},
    "one volunteer": {"volunteers_per_team": 1},
    "full house": {"volunteers_per_team": 20, "servers_per_team": 20},
    "wild shapes": dict.fromkeys(("arrivals_team_shape", "arrivals_week_shape", "arrivals_shape",
                                  "hours_volunteer_shape", "hours_week_shape"), 0.01),
    "no exposure": {"exposure_share": 0, "exposure_retention": 0},
    "all exposed for long": {"exposure_share": 1, "exposure_retention": 0.99,
                             "cases_per_hour": 1_000, "arrivals_per_volunteer": 10_000},
    "steep": {"dose_effect": 100, "support_effect": 100, "support_targeting": 10},
    "no support": {"support_share": 0},
    "no noise": {"distress_between": 0.5, "distress_team": 0.5},
    "all leave": {"quit_rate": 0.2, "quit_distress_ratio": 5, "distress_share": 0.999,
                  "replacement_delay": 1},
    "nobody leaves": {"quit_rate": 0},
    "never replaced": {"quit_rate": 0.2, "replacement_delay": 1e9},
    "no score": {"score_missing": 1, "score_missing_distressed": 1},
}


@pytest.mark.parametrize("values", EXTREMES.values(), ids=EXTREMES.keys())
def test_extreme_assumptions_still_make_valid_tables(catalogue, values):
    made = load(freely(catalogue, **values))
    validate(TABLES, {name: made[name] for name in NAMES})
    weeks, shifts = made["team_weeks"], made["shifts"]
    before = weeks.groupby("team_id")["backlog"].shift(fill_value=0)
    assert (weeks["backlog"] == before + weeks["arrivals"] - weeks["handled"]).all()
    assert shifts["cases"].sum() == weeks["handled"].sum()


def test_extremes_do_what_they_say(catalogue):
    made = {name: load(freely(catalogue, **values)) for name, values in EXTREMES.items()}
    quiet = made["no arrivals"]
    assert not quiet["team_weeks"][["arrivals", "handled", "backlog"]].to_numpy().any()
    assert quiet["truth_shifts"]["dose"].eq(0).all()
    crowded = made["overload"]
    assert (crowded["team_weeks"]["handled"] == crowded["truth_team_weeks"]["capacity"]).all()
    idle = made["nobody comes"]["team_weeks"]
    assert (idle["backlog"] == idle.groupby("team_id")["arrivals"].cumsum()).all()
    assert made["one volunteer"]["truth_teams"]["places"].eq(1).all()
    assert not made["no support"]["shifts"]["support"].any()
    assert made["nobody leaves"]["truth_volunteers"]["end_week"].isna().all()
    assert made["never replaced"]["truth_volunteers"]["first_week"].eq(0).all()
    assert made["no score"]["shifts"]["distress_score"].isna().all()


def test_identifiers_stay_unique_even_when_a_seat_has_had_all_the_holders_it_can(catalogue):
    values = EXTREMES["full house"] | EXTREMES["all leave"]
    people = load(freely(catalogue, **values), n_servers=100, n_weeks=400)["truth_volunteers"]
    assert people["volunteer_id"].is_unique
    assert people.groupby("team_id").size().max() <= 20 * 64
    assert people["first_week"].max() < 399


def test_identifiers_belong_to_one_world(catalogue, world):
    other = World(catalogue, seed=22, n_servers=24_000, n_weeks=26).topics("load")
    for table, name in (("truth_teams", "team_id"), ("truth_volunteers", "volunteer_id")):
        assert world[table][name].is_unique
        common = set(world[table][name]) & set(other[table][name])
        assert len(common) < len(world[table]) / 100


def test_teams_made_apart_are_those_of_the_whole_world(catalogue, small_world):
    apart = World(catalogue, seed=7, n_servers=150, n_weeks=12).topics("load")
    for name in NAMES:
        assert_frame_equal(apart[name], small_world[name])


def test_the_seen_tables_say_nothing_that_only_the_truth_knows(world):
    for name in ("team_weeks", "shifts"):
        assert not {"dose", "effect", "climate", "capacity", "load"} & set(world[name].columns)
