"""Journeys: planted intensities recovered, from the truth and from what the watch followed.

Estimator: in a stratum where the intensities are the same, with ``W`` weeks at risk, ``N`` moves
and ``N_s`` moves to ``s``, ``-log(1 - N / W) N_s / N``.  Its error: ``N`` minus ``W p`` is a
martingale of variance ``W p (1 - p)`` whatever ends the follow-up, and given the moves their
destinations are independent draws; the delta method does the rest.  It is taken at the planted
values, so that a thin stratum does not choose its own tolerance.
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import (
    ARCHETYPES,
    AT_RISK,
    CLOSED_GATES,
    CONTRAST,
    TRANSIENT_STATES,
    class_of,
)
from veille.schema import TABLES
from veille.schema.checks import validate
from veille.synth import World
from veille.synth.identifiers import OFFSPRING

FIVE = 5
QUICK = 4
STATES = list(TRANSIENT_STATES)
FORWARD = dict(pairwise(STATES))
BACK = {"participating": "reading", "gated": "participating"}
MOMENTUM = 1.2


def even(catalogue, **values):
    """Give assumptions under which every archetype and gate has many members."""
    mix = {code: 1 / len(AT_RISK) for code in AT_RISK}
    mix |= {code: 1 / len(CONTRAST) for code in CONTRAST}
    gates = {kind: dict.fromkeys(CLOSED_GATES, 0.25) for kind in ARCHETYPES}
    return catalogue.replace(**{
        "followed_members": 20, "at_risk_share": 0.5, "archetype_mix": mix, "gate_mix": gates,
        "journey_quick_weeks": QUICK} | values)


@pytest.fixture(scope="module", params=[0.0, MOMENTUM], ids=["markov", "momentum"])
def world(request, catalogue):
    """A large world, with its catalogue."""
    assumed = even(catalogue, journey_momentum=request.param)
    return assumed, World(assumed, seed=21, n_servers=5_000, n_weeks=60).topics("journeys")


@pytest.fixture(scope="module")
def default(catalogue):
    return World(catalogue, seed=5, n_servers=6_000, n_weeks=30).topics("journeys", "structure",
                                                                        "sightings")


def stays(rows, servers):
    """Give one row per stay: where, weeks at risk, what came next, how the last stay went."""
    same = rows["member_id"].eq(rows["member_id"].shift(-1))
    rows = rows.assign(
        weeks=rows["week"].shift(-1) - rows["week"], next=rows["state"].shift(-1),
        archetype=rows["server_id"].map(servers.set_index("server_id")["archetype"]),
        met=rows.groupby("member_id")["step"].transform("min").eq(0),
    )
    before = rows["weeks"].shift(1)
    pace = pd.Series(np.where(before <= QUICK, "quick", "slow"), index=rows.index)
    pace[rows["step"] == 1] = "first"
    unsure = rows["met"] & (rows["step"] == 1)
    pace[unsure] = np.where(before[unsure] > QUICK, "slow", "unknown")
    pace[rows["step"] == 0] = "unknown"
    return rows.assign(pace=pace)[same]


def planted(catalogue, archetype, gate, state, pace):
    """Give the intensities out of a state, typed again from the catalogue."""
    kind, value = class_of(archetype), catalogue.value
    rates = {"departed": value("departure_rate")[kind][state],
             "reported": value("report_rate")[kind][state]}
    if state in BACK:
        rates[BACK[state]] = value("regress_rate")[kind][state]
    if state in FORWARD:
        rate = value("progress_rate")[kind][state] * value("progress_ratio")[archetype]
        if state != "reading":
            rate *= value("gate_ratio")[gate]
        sign = {"first": 0, "quick": 1, "slow": -1}[pace]
        rates[FORWARD[state]] = rate * np.exp(sign * value("journey_momentum") / 2)
    return rates


def merged(rows):
    """Put together the strata that a state does not tell apart."""
    inside, ungated = rows["state"] == "private_area", rows["state"].isin(["reading",
                                                                         "private_area"])
    kind = rows["archetype"].isin(AT_RISK).map({True: "figure_leaks", False: "general_gaming"})
    return rows.assign(gate=rows["gate"].mask(ungated, "any"),
                       archetype=rows["archetype"].mask(inside, kind),
                       pace=rows["pace"].mask(inside, "any"))


def estimates(catalogue, rows):
    """Give, for each stratum and destination, the planted and estimated intensities.

    A stratum that expects less than ten moves says nothing by itself and is left out.
    """
    found = []
    rows = merged(rows)
    for key, own in rows.groupby(["archetype", "gate", "state", "pace"]):
        rates = planted(catalogue, *key)
        total, weeks = sum(rates.values()), own["weeks"].sum()
        moves = own.loc[own["next"] != "censored", "next"]
        assert set(moves) <= set(rates)
        chance = -np.expm1(-total)
        if weeks * chance < 10:
            continue
        for to, rate in rates.items():
            share = rate / total
            error = total * np.sqrt(share**2 * chance / (1 - chance) / total**2 / weeks
                                    + share * (1 - share) / (weeks * chance))
            estimate = -np.log1p(-len(moves) / weeks) * moves.eq(to).mean()
            found.append((*key, to, rate, estimate, error, weeks * rate))
    columns = ["archetype", "gate", "state", "pace", "to", "planted", "estimate", "error",
               "expected"]
    return pd.DataFrame(found, columns=columns)


def assert_recovered(catalogue, rows):
    """Compare forward intensities stratum by stratum, the others pooled by class and state."""
    markov = catalogue.value("journey_momentum") == 0
    found = estimates(catalogue, rows.assign(pace="first") if markov
                      else rows[rows["pace"] != "unknown"])
    gap = (found["estimate"] - found["planted"]) / found["error"]
    forward = found["to"].eq(found["state"].map(FORWARD))
    assert forward.sum() >= len(ARCHETYPES) * (1 + 2 * len(CLOSED_GATES))
    assert gap[forward].abs().max() < FIVE
    others = found[~forward].assign(gap=(found["estimate"] - found["planted"])
                                    / found["error"] ** 2, weight=found["error"] ** -2,
                                    kind=found["archetype"].map(class_of))
    pooled = others.groupby(["kind", "state", "to"])[["gap", "weight"]].sum()
    assert len(pooled) == 2 * (4 + 4 + 2)
    assert (pooled["gap"] / np.sqrt(pooled["weight"])).abs().max() < FIVE


def log_ratio(found):
    """Give the log ratio of forward intensities, quick over slow, and its error.

    Independent strata, weighted by the inverse of their variances; those that expect less than
    thirty steps forward are left out, since a logarithm of few is biased.
    """
    forward = found["to"].eq(found["state"].map(FORWARD)) & (found["expected"] >= 30)
    found = found[forward & found["pace"].isin(["quick", "slow"])]
    values = found.assign(log=np.log(found["estimate"]),
                          variance=(found["error"] / found["planted"]) ** 2)
    wide = values.pivot_table(index=["archetype", "gate", "state"], columns="pace",
                              values=["log", "variance"]).dropna()
    weight = 1 / (wide["variance"]["quick"] + wide["variance"]["slow"])
    gap = wide["log"]["quick"] - wide["log"]["slow"]
    return (gap * weight).sum() / weight.sum(), weight.sum() ** -0.5


def test_every_planted_intensity_is_recovered_from_the_truth(world):
    catalogue, tables = world
    assert_recovered(catalogue, stays(tables["truth_journeys"], tables["truth_servers"]))


def test_every_planted_intensity_is_recovered_from_the_follow_up(world):
    """Exposure starts with the follow-up, gates left blank are left out, archetypes are lent."""
    catalogue, tables = world
    rows = stays(tables["journeys"], tables["truth_servers"])
    assert_recovered(catalogue, rows[rows["gate"].notna()])


@pytest.mark.parametrize("name", ["truth_journeys", "journeys"])
def test_the_planted_momentum_is_recovered(world, name):
    """Zero included; in the follow-up, only stays whose pace is certain are used."""
    catalogue, tables = world
    rows = stays(tables[name], tables["truth_servers"])
    sure = rows[rows["gate"].notna() & rows["pace"].ne("unknown")]
    ratio, error = log_ratio(estimates(catalogue, sure))
    assert error < 0.05
    assert abs(ratio - catalogue.value("journey_momentum")) < FIVE * error


def test_a_stay_whose_beginning_was_not_seen_blurs_the_momentum(catalogue):
    """Believing the followed part of a stay to be the whole of it attenuates the ratio.

    All at-risk members progress alike here, so that they make one stratum.
    """
    assumed = even(catalogue, journey_momentum=MOMENTUM,
                   progress_ratio=dict.fromkeys(ARCHETYPES, 1.0),
                   gate_ratio=dict.fromkeys(CLOSED_GATES, 1.0))
    tables = World(assumed, seed=21, n_servers=5_000, n_weeks=60).topics("journeys")
    rows = stays(tables["journeys"], tables["truth_servers"])
    followed = tables["journeys"]["week"].diff().reindex(rows.index)
    late = rows["met"] & (rows["step"] == 1) & rows["archetype"].isin(AT_RISK)
    believed = rows.assign(pace=np.where(followed <= QUICK, "quick", "slow"),
                           archetype="figure_leaks", gate="activity")[late]
    ratio, error = log_ratio(estimates(assumed, believed))
    assert ratio < MOMENTUM - FIVE * error


def test_members_come_as_planted(catalogue, default):
    """Numbers are Poisson; arrivals uniform over weeks; gates of each type by its mix."""
    truth = default["truth_servers"].set_index("server_id")
    first = default["truth_journeys"].groupby("member_id").first()
    number = first["server_id"].value_counts().reindex(truth.index, fill_value=0)
    mean = catalogue.value("followed_members")
    assert abs(number.mean() - mean) < FIVE * np.sqrt(mean / len(number))
    assert number.var() == pytest.approx(mean, rel=FIVE * np.sqrt(2 / len(number)))
    born = truth["created_week"].clip(lower=0)
    life = truth["end_week"].fillna(30).astype(int) - born
    place = (first["week"] - first["server_id"].map(born) + 0.5) / first["server_id"].map(life)
    assert abs(place.mean() - 0.5) < FIVE * place.std() / np.sqrt(len(place))
    kind = first["server_id"].map(truth["archetype"])
    for archetype, mix in catalogue.value("gate_mix").items():
        own = first.loc[kind == archetype, "gate"]
        for gate, share in mix.items():
            error = np.sqrt(share * (1 - share) / len(own))
            assert abs((own == gate).mean() - share) < FIVE * error


def test_the_watch_loses_members_and_misses_gates_at_planted_rates(catalogue, default):
    """A week in which a member could be lost is one more trial, lost or not."""
    rows = default["journeys"]
    last_week = default["truth_servers"].set_index("server_id")["end_week"].fillna(30) - 1
    ends = rows.groupby("member_id").agg(
        begin=("week", "first"), end=("week", "last"), state=("state", "last"),
        server_id=("server_id", "first"), gate=("gate", "first"))
    lost = ends["state"].eq("censored") & (ends["end"] < ends["server_id"].map(last_week))
    trials = (ends["end"] - ends["begin"] + lost).sum()
    rate = catalogue.value("follow_loss_rate")
    chance = -np.expm1(-rate)
    assert abs(lost.sum() - trials * chance) < FIVE * np.sqrt(trials * chance * (1 - chance))
    told = catalogue.value("gate_announced")
    error = np.sqrt(told * (1 - told) / len(ends))
    assert abs(ends["gate"].notna().mean() - told) < FIVE * error


@pytest.mark.parametrize("name", ["truth_journeys", "journeys"])
def test_paths_follow_the_arrows_one_step_a_week(default, name):
    rows = default[name]
    same = rows["member_id"].eq(rows["member_id"].shift(-1)).to_numpy()
    here, after = rows["state"].to_numpy(), rows["state"].shift(-1).to_numpy()
    ends = ~rows["state"].isin(STATES).to_numpy()
    assert (ends == ~same).all()  # an end closes a path, and nothing else does
    for state, to in zip(here[same], after[same], strict=True):
        assert to in {FORWARD.get(state), BACK.get(state), "departed", "reported", "censored"}
    gap = (rows["week"].shift(-1) - rows["week"])[same]
    assert (gap[after[same] != "censored"] >= 1).all()
    assert (gap >= 0).all()
    assert (rows["step"].shift(-1) - rows["step"])[same].eq(1).all()
    member = rows.groupby("member_id")
    for name in ("server_id", "gate"):
        assert rows[name].eq(member[name].transform("first"))[rows[name].notna()].all()
    assert (member.size() >= 2).all()


def test_weeks_stay_inside_lives_and_follow_ups(default):
    truth = default["truth_servers"].set_index("server_id")
    last = truth["end_week"].fillna(30) - 1
    seen_week = default["sightings"].groupby("server_id")["week"].min()
    for name in ("truth_journeys", "journeys"):
        rows = default[name]
        assert (rows["week"] >= rows["server_id"].map(truth["created_week"])).all()
        assert (rows["week"] <= rows["server_id"].map(last)).all()
    whole = default["truth_journeys"]
    assert whole.groupby("member_id")["step"].first().eq(1).all()
    assert whole.loc[whole["step"] == 1, "state"].eq("reading").all()
    closed = whole[whole["state"] == "censored"]
    assert (closed["week"] == closed["server_id"].map(last)).all()
    rows = default["journeys"]
    assert set(rows["server_id"]) <= set(default["servers"]["server_id"])
    assert (rows["week"] >= rows["server_id"].map(seen_week)).all()
    met = rows[rows["step"] == 0]
    assert (met["week"] == met["server_id"].map(seen_week)).all()


def test_the_follow_up_is_the_part_of_the_truth_that_was_there_to_see(default):
    """Rebuilt member by member, from the week when the watch knew both server and member."""
    some = default["truth_journeys"]["server_id"].unique()[:200]
    whole, followed = (
        dict(list(default[name][default[name]["server_id"].isin(some)].groupby("member_id")))
        for name in ("truth_journeys", "journeys"))
    seen_week = default["sightings"].groupby("server_id")["week"].min().to_dict()
    met = 0
    for member, path in whole.items():
        seen = seen_week.get(path["server_id"].iloc[0])
        begin = None if seen is None else max(seen, path["week"].iloc[0])
        known = path[path["state"] != "censored"]
        there = None if seen is None else known.loc[known["week"] <= begin, "state"].iloc[-1]
        assert (member in followed) == (there in STATES)
        if member not in followed:
            continue
        rows = followed[member]
        end = rows["week"].iloc[-1]
        expected = [(begin, there)] + [
            (week, state) for week, state in zip(known["week"], known["state"], strict=True)
            if begin < week <= end]
        if expected[-1][1] in STATES:
            expected.append((end, "censored"))
        assert list(zip(rows["week"], rows["state"], strict=True)) == expected
        witnessed = begin == path["week"].iloc[0]
        assert rows["step"].iloc[0] == int(witnessed)
        met += not witnessed
    assert met > 50


def test_taking_members_met_for_arrivals_misleads(catalogue):
    """Followed eight weeks from their first row, they reach the private area more often.

    Nobody is lost and no server ends here, so that a share of members is a probability.
    """
    whole = catalogue.replace(
        followed_members=20, follow_loss_rate=0.0, voluntary_end_rate={"at_risk": 0.0,
        "contrast": 0.0}, service_closure_rate=dict.fromkeys(ARCHETYPES, 0.0))
    rows = World(whole, seed=6, n_servers=2_000, n_weeks=40).topics("journeys")["journeys"]
    first = rows.groupby("member_id")[["step", "week"]].first()
    since = rows["week"] - rows["member_id"].map(first["week"])
    reached = (rows["state"].eq("private_area") & (since <= 8)).groupby(rows["member_id"]).any()
    full = first["week"] <= 40 - 1 - 8
    naive, arrivals = reached[full], reached[full & (first["step"] == 1)]
    error = np.hypot(naive.std() / len(naive) ** 0.5, arrivals.std() / len(arrivals) ** 0.5)
    assert naive.mean() - arrivals.mean() > FIVE * error


def test_journeys_made_alone_are_those_of_the_whole(catalogue, small_world):
    alone = World(catalogue, seed=7, n_servers=150, n_weeks=12).topics("journeys")
    for name, frame in alone.items():
        assert_frame_equal(frame, small_world[name])


def bent(catalogue, **numbers):
    """Give the catalogue with every cell of some parameters at one number, whatever its range."""
    def fill(value, number):
        if isinstance(value, dict):
            return {key: fill(part, number) for key, part in value.items()}
        return number

    return Catalogue(tuple(
        replace(record, value=fill(record.value, numbers[record.parameter]),
                range=(record.spec.low, min(record.spec.high, 1e6)))
        if record.parameter in numbers else record
        for record in catalogue.records))


RATES = ("progress_rate", "regress_rate", "departure_rate", "report_rate")


def made(catalogue, **numbers):
    tables = World(bent(catalogue, **numbers), seed=3, n_servers=300, n_weeks=15).topics(
        "structure", "journeys")
    validate(TABLES, tables)
    return tables


def test_nothing_happens_without_intensities(catalogue):
    tables = made(catalogue, follow_loss_rate=0, **dict.fromkeys(RATES, 0))
    for name in ("journeys", "truth_journeys"):
        assert set(tables[name]["state"]) == {"reading", "censored"}
    last = tables["truth_servers"].set_index("server_id")["end_week"].fillna(15) - 1
    ends = tables["journeys"][tables["journeys"]["state"] == "censored"]
    assert (ends["week"] == ends["server_id"].map(last)).all()


def test_huge_intensities_move_everybody_every_week(catalogue):
    tables = made(catalogue, progress_ratio=100, gate_ratio=100, follow_loss_rate=10,
                  journey_momentum=5, **dict.fromkeys(RATES, 10))
    rows = tables["truth_journeys"]
    gap = rows["week"].shift(-1) - rows["week"]
    moved = rows["member_id"].eq(rows["member_id"].shift(-1)) & rows["state"].shift(-1).ne(
        "censored")
    assert (gap[moved] == 1).all()
    assert rows["state"].eq("private_area").any()
    assert (tables["journeys"].groupby("member_id").size() == 2).mean() > 0.99


def test_a_path_may_go_back_and_forth_all_its_life(catalogue):
    tables = made(catalogue, departure_rate=0, report_rate=0, gate_ratio=0, regress_rate=10,
                  progress_rate=10)
    rows = tables["truth_journeys"]
    assert set(rows["state"]) == {"reading", "participating", "censored"}
    assert rows["step"].max() >= 15


def test_nobody_may_be_followed(catalogue):
    tables = made(catalogue, followed_members=0)
    assert tables["journeys"].empty
    assert tables["truth_journeys"].empty


def test_followed_members_stay_within_their_identifiers(catalogue):
    tables = World(bent(catalogue, followed_members=40), seed=1, n_servers=9_000,
                   n_weeks=4).topics("journeys")
    first = tables["truth_journeys"].groupby("member_id")["server_id"].first()
    assert first.value_counts().max() == OFFSPRING - 1
