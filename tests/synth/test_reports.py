"""Laws of the reports, recovered from a large world; formulas are written again from the law."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from planted import FIVE, close

from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import ARCHETYPES, HOSTS, OUTCOMES, REPORT_ROUTES, class_of
from veille.schema import TABLES
from veille.schema.checks import validate
from veille.synth import World

WEEKS = 52
ROUTES_AND_HOSTS = [(route, host) for route in REPORT_ROUTES for host in HOSTS]


def planted(catalogue, **values):
    """Give a catalogue with other values, however extreme: the generator's bounds still hold."""
    def changed(record):
        if record.parameter not in values:
            return record
        return replace(record, value=_filled(record.value, values[record.parameter]),
                       range=(record.spec.low, record.spec.high))
    return Catalogue(tuple(map(changed, catalogue.records)))


def _filled(value, number):
    if isinstance(value, dict):
        return {key: _filled(part, number) for key, part in value.items()}
    return number


def make(catalogue, n_servers=20_000, **values):
    world = World(planted(catalogue, **values), seed=21, n_servers=n_servers, n_weeks=WEEKS)
    return world.topics("reports", "sightings")


def joined(tables):
    """Give each report with its truth and its server's; the true outcome is ``decision``."""
    truth = tables["truth_reports"].rename(columns={"outcome": "decision"})
    servers = tables["truth_servers"][["server_id", "archetype", "at_risk"]]
    return tables["reports"].merge(truth, on="report_id").merge(servers, on="server_id")


@pytest.fixture(scope="module")
def tables(catalogue):
    return make(catalogue)


@pytest.fixture(scope="module")
def reports(tables):
    return joined(tables)


@pytest.fixture(scope="module")
def seen(tables):
    """Each seen server, with the weeks when the watch may report it."""
    first = tables["sightings"].groupby("server_id")["week"].min()
    servers = tables["truth_servers"].set_index("server_id").loc[first.index]
    end = servers["end_week"].fillna(WEEKS).astype(int)
    return servers.assign(first=first, end=end, life=end - first)


@pytest.mark.parametrize("code", ARCHETYPES)
def test_each_type_is_reported_at_its_planted_rate(catalogue, tables, seen, code):
    """Given their lives, the counts of servers are independent Poisson."""
    own = seen[seen["archetype"] == code]
    counts = tables["reports"]["server_id"].value_counts().reindex(own.index, fill_value=0)
    expected = catalogue.value("report_rate_watch")[code] * own["life"]
    assert close((counts - expected).to_numpy(float), 0)


def test_reports_fall_evenly_over_the_weeks_when_the_server_is_watched(tables, seen):
    reports = tables["reports"]
    first, end = (reports["server_id"].map(seen[name]) for name in ("first", "end"))
    assert (reports["week"] >= first).all()
    assert (reports["week"] < end).all()
    middle = (reports["week"] + 0.5 - first) / (end - first)
    assert close(middle.to_numpy(), 0.5)


def test_reports_of_a_server_come_in_the_order_of_filing(tables):
    week = tables["reports"].groupby("server_id", sort=False)["week"]
    assert (week.diff().dropna() >= 0).all()
    assert tables["reports"]["report_id"].is_unique
    assert (tables["reports"]["report_id"] == tables["truth_reports"]["report_id"]).all()


@pytest.mark.parametrize("kind", ["at_risk", "contrast"])
def test_routes_come_in_the_mix_of_the_class(catalogue, reports, kind):
    own = reports.loc[reports["archetype"].map(class_of) == kind, "route"]
    for route, share in catalogue.value("report_route_mix")[kind].items():
        assert close((own == route).to_numpy(float), share)


@pytest.mark.parametrize("route", REPORT_ROUTES)
def test_each_route_has_its_hosts_completeness_and_shares(catalogue, reports, route):
    own = reports[reports["route"] == route]
    value = {name: catalogue.value(name)[route] for name in (
        "cooperative_share", "completeness_mean", "founded_share", "unanswered_share")}
    assert close((own["host"] == "cooperative").to_numpy(float), value["cooperative_share"])
    assert close(own["unanswered"].to_numpy(float), value["unanswered_share"])
    assert close(own.loc[own["at_risk"], "founded"].to_numpy(float), value["founded_share"])
    assert not own.loc[~own["at_risk"], "founded"].any()
    mean = value["completeness_mean"]
    assert close(own["completeness"].to_numpy(), mean)
    variance = mean * (1 - mean) / (1 + catalogue.value("completeness_concentration"))
    assert close(((own["completeness"] - mean) ** 2).to_numpy(), variance)


def hazards(catalogue, rows):
    """Give the ratios of action and refusal to the baseline, and the baseline's law, by report."""
    value = catalogue.value
    share = rows["route"].map(value("report_action_share"))
    share = share * rows["host"].map(value("host_action_ratio"))
    share = share.where(rows["founded"], share * value("unfounded_action_ratio"))
    distance = rows["completeness"] - value("completeness_reference")
    scale = rows["host"].map(value("decision_scale")) * rows["route"].map(
        value("route_delay_ratio"))
    shape = rows["host"].map(value("decision_shape"))
    return share * np.exp(value("completeness_effect") * distance), 1 - share, scale, shape


def incidence(catalogue, rows, outcome, days):
    """Give the probability that each report has this outcome by then, if it is ever treated."""
    action, refusal, scale, shape = hazards(catalogue, rows)
    total = action + refusal
    decided = -np.expm1(-total * (days / scale) ** shape)
    return {"action": action, "refusal": refusal}[outcome] / total * decided


@pytest.mark.parametrize("days", [0.1, 0.5, 2, 7, 28, 120, 1e6])
@pytest.mark.parametrize(("route", "host"), ROUTES_AND_HOSTS)
def test_each_outcome_has_the_cumulative_incidence_of_its_law(
    catalogue, reports, route, host, days
):
    """Given completeness, reports are independent Bernoulli: the error is that of their sum."""
    treated = reports.query("not unanswered and route == @route and host == @host")
    for _, own in treated.groupby("founded"):
        for outcome in OUTCOMES:
            happened = (own["decision_days"] <= days) & (own["decision"] == outcome)
            probability = incidence(catalogue, own, outcome, days + 0.005)  # two decimals
            error = np.sqrt((probability * (1 - probability)).sum())
            assert abs((happened - probability).sum()) <= FIVE * error + 1e-9


def cox(rows, event):
    """Give the effect of completeness and its error, by stratified partial likelihood (Cox, 1975).

    Newton's steps on one coefficient; the error is the inverse root of the information.
    """
    stratum = rows.groupby(["route", "host", "founded"]).ngroup().to_numpy()
    order = np.lexsort((-rows["delay_days"].to_numpy(), stratum))  # at risk: those before, in turn
    x, event, stratum = rows["completeness"].to_numpy()[order], event[order], stratum[order]
    first = np.searchsorted(stratum, stratum)
    effect = 0.0
    for _ in range(12):
        sums = [np.cumsum(np.exp(effect * x) * x**power) for power in (0, 1, 2)]
        none, one, two = (np.where(first > 0, total - total[first - 1], total) for total in sums)
        mean = one / none
        information = (two / none - mean**2)[event].sum()
        effect += (x - mean)[event].sum() / information
    return effect, information**-0.5


@pytest.mark.parametrize("effect", [0.0, 1.2, -2.0])
def test_completeness_multiplies_the_rate_of_action_and_leaves_that_of_refusal(catalogue, effect):
    """Cox's regression, by route, host and whether founded.

    Delays are planted long, so that two decimals tie almost none; reports never treated are left
    out, since no rate is theirs.
    """
    tables = make(catalogue, 30_000, completeness_effect=effect, route_delay_ratio=50.0)
    rows = joined(tables).query("not unanswered")
    for outcome, expected in (("action", effect), ("refusal", 0.0)):
        event = (~rows["censored"] & (rows["decision"] == outcome)).to_numpy()
        found, error = cox(rows, event)
        assert error < 0.1
        assert abs(found - expected) < FIVE * error


def test_outcomes_are_kept_from_the_watch_at_their_planted_rates(catalogue, reports):
    decided = reports[~reports["censored"]]
    for outcome, share in catalogue.value("outcome_missing").items():
        own = decided[decided["decision"] == outcome]
        assert close(own["outcome"].isna().to_numpy(float), share)
    told = decided[decided["outcome"].notna()]
    assert (told["outcome"] == told["decision"]).all()


def test_the_watch_follows_each_report_to_its_decision_or_to_the_end_of_the_window(reports):
    left = 7 * (WEEKS - reports["week"])
    known, pending = reports[~reports["censored"]], reports[reports["censored"]]
    assert (known["delay_days"] == known["decision_days"]).all()
    assert (known["delay_days"] <= left[known.index]).all()
    assert not known["unanswered"].any()
    assert pending["outcome"].isna().all()
    assert (pending["delay_days"] <= left[pending.index]).all()
    assert (pending["delay_days"] >= left[pending.index] - 7).all()
    treated = pending[~pending["unanswered"]]
    assert (treated["decision_days"] >= treated["delay_days"]).all()
    assert len(treated) > 500


def test_a_report_is_filed_at_any_moment_of_its_week(reports):
    """Reports never treated show it: their delay is the time left."""
    own = reports[reports["unanswered"]]
    moment = WEEKS - own["week"] - own["delay_days"] / 7
    assert close(moment.to_numpy(), 0.5)
    assert close(((moment - 0.5) ** 2).to_numpy(), 1 / 12)


def test_never_treated_means_no_truth_of_a_decision(reports):
    never = reports["unanswered"]
    assert reports.loc[never, ["decision", "decision_days"]].isna().all(axis=None)
    assert reports.loc[~never, ["decision", "decision_days"]].notna().all(axis=None)


EXTREMES = {
    "nobody reports": {"report_rate_watch": 0.0},
    "as much as may be": {"report_rate_watch": 0.6},
    "nothing treated": {"unanswered_share": 1.0},
    "no action": {"report_action_share": 0.0},
    "no refusal": {"report_action_share": 1.0, "host_action_ratio": 1.0,
                   "unfounded_action_ratio": 1.0},
    "no effect": {"completeness_effect": 0.0},
    "strongest effect": {"completeness_effect": 10.0, "completeness_reference": 0.0},
    "weakest effect": {"completeness_effect": -10.0, "completeness_reference": 0.0,
                       "decision_shape": 0.2, "decision_scale": 10_000.0,
                       "route_delay_ratio": 1_000.0},
    "at once": {"decision_scale": 0.01, "route_delay_ratio": 0.001},
    "nothing told": {"outcome_missing": 1.0},
    "everything told": {"outcome_missing": 0.0, "unanswered_share": 0.0},
    "shares at their bounds": {"completeness_mean": 1.0, "cooperative_share": 0.0,
                               "founded_share": 1.0},
}


@pytest.fixture(scope="module")
def extreme_worlds(catalogue):
    return {name: make(catalogue, 600, **values) for name, values in EXTREMES.items()}


@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_assumptions_still_make_a_world(extreme_worlds, name):
    tables = extreme_worlds[name]
    validate(TABLES, tables)
    numbers = pd.concat([tables["reports"]["delay_days"],
                         tables["truth_reports"]["decision_days"].dropna()])
    assert np.isfinite(numbers).all()


def test_extreme_assumptions_do_what_they_say(extreme_worlds):
    world = {name: joined(tables) for name, tables in extreme_worlds.items()}
    assert world["nobody reports"].empty
    assert world["nothing treated"]["censored"].all()
    assert world["nothing treated"]["decision"].isna().all()
    assert set(world["no action"]["decision"].dropna()) == {"refusal"}
    assert set(world["no refusal"]["decision"].dropna()) == {"action"}
    assert world["nothing told"]["outcome"].isna().all()
    told = world["everything told"]
    assert (told["outcome"].isna() == told["censored"]).all()
    assert set(world["shares at their bounds"]["host"]) == {"other"}


def test_moving_how_reports_are_decided_moves_none_that_is_filed(catalogue, extreme_worlds):
    base = make(catalogue, 600)["reports"]
    filed = ["report_id", "server_id", "week", "route", "host", "completeness"]
    for name in ("nothing treated", "no action", "nothing told", "no effect"):
        pd.testing.assert_frame_equal(extreme_worlds[name]["reports"][filed], base[filed])
