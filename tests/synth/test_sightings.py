"""Who sees what: unequal watchers, their dependence, and servers that nobody can see."""

import numpy as np
import pandas as pd
import pytest

from veille.assumptions.vocabulary import ARCHETYPES, DISCOVERY_ROUTES, WATCHERS
from veille.synth import World

FIVE = 5


@pytest.fixture(scope="module")
def world(catalogue):
    return World(catalogue, seed=31, n_servers=20_000, n_weeks=40).topics("sightings")


def by_watcher(table, column):
    """Give a column of ``truth_sightings`` as servers by watchers."""
    return table.set_index(["server_id", "watcher_id"])[column].unstack()  # noqa: PD010


def gap(observed, expected, variance):
    """Give the distance between a count and its expectation, in standard errors."""
    return abs(observed.sum() - expected.sum()) / np.sqrt(variance.sum())


def test_each_watcher_sees_by_themselves_with_the_written_probability(world):
    truth = world["truth_sightings"]
    for watcher in WATCHERS:
        own = truth[truth["watcher_id"] == watcher]
        chance = own["probability"].to_numpy()
        assert gap(own["first_hand"].to_numpy(), chance, chance * (1 - chance)) < FIVE


def test_first_hand_sightings_of_two_watchers_are_independent_given_the_server(world):
    seen = by_watcher(world["truth_sightings"], "first_hand").to_numpy(float)
    chance = by_watcher(world["truth_sightings"], "probability").to_numpy()
    both = seen[:, 0] * seen[:, 1]
    expected = chance[:, 0] * chance[:, 1]
    assert gap(both, expected, expected * (1 - expected)) < FIVE


def test_relays_make_watchers_dependent(world):
    """Given the server, two people both see it more often than independent ones would."""
    tables = world["sightings"].assign(seen=1)
    truth = by_watcher(world["truth_sightings"], "probability")
    seen = by_watcher(tables, "seen")
    seen = seen.reindex(truth.index).fillna(0)[truth.columns].to_numpy()
    expected = truth.to_numpy()[:, 0] * truth.to_numpy()[:, 1]
    both = seen[:, 0] * seen[:, 1]
    assert (both.sum() - expected.sum()) / np.sqrt(expected.sum()) > FIVE


def test_without_relays_only_first_hand_sightings_remain(catalogue):
    quiet = World(catalogue.replace(relay_probability=0.0), seed=31, n_servers=2_000)
    tables = quiet.topics("sightings")
    assert not tables["truth_sightings"]["told"].any()
    assert (tables["sightings"]["route"] != "relay").all()
    assert len(tables["sightings"]) == tables["truth_sightings"]["first_hand"].sum()


def test_relays_are_told_with_the_planted_probability(catalogue, world):
    """Each watcher who saw a server first-hand tells each other one with the same probability."""
    first = by_watcher(world["truth_sightings"], "first_hand").to_numpy()
    told = by_watcher(world["truth_sightings"], "told").to_numpy()
    tellers = first.sum(axis=1, keepdims=True) - first
    chance = 1 - (1 - catalogue.value("relay_probability")) ** tellers
    assert gap(told, chance, chance * (1 - chance)) < FIVE


def test_a_server_is_seen_by_somebody_with_the_written_probability(world):
    truth = world["truth_servers"]
    chance = truth["sighting_probability"].to_numpy()
    assert gap(truth["observed"].to_numpy(), chance, chance * (1 - chance)) < FIVE
    assert set(world["sightings"]["server_id"]) == set(truth.loc[truth["observed"], "server_id"])


def test_some_servers_cannot_be_seen_in_their_planted_shares(catalogue, world):
    truth = world["truth_servers"]
    hidden = ~truth["seeable"]
    assert (truth.loc[hidden, "sighting_probability"] == 0).all()
    assert not truth.loc[hidden, "observed"].any()
    for code, share in catalogue.value("unseeable_share").items():
        own = hidden[truth["archetype"] == code].to_numpy()
        assert gap(own, np.full(own.size, share), np.full(own.size, share * (1 - share))) < FIVE


def test_sightings_fall_while_the_server_exists(world):
    truth = world["truth_servers"].set_index("server_id")
    seen = world["sightings"].join(truth[["created_week", "end_week"]], on="server_id")
    assert (seen["week"] >= seen["created_week"].clip(lower=0)).all()
    assert (seen["week"] < seen["end_week"].fillna(40)).all()


def test_first_hand_sightings_fall_evenly_over_rare_lives(catalogue):
    """When sightings are rare, the first one is uniform over the weeks of the server's life."""
    rare = catalogue.replace(
        sighting_effort=dict.fromkeys(DISCOVERY_ROUTES, 0.01), relay_probability=0.0
    )
    tables = World(rare, seed=5, n_servers=40_000, n_weeks=52).topics("sightings")
    truth = tables["truth_servers"].set_index("server_id")
    seen = tables["sightings"].join(truth[["created_week", "end_week"]], on="server_id")
    start = seen["created_week"].clip(lower=0)
    length = seen["end_week"].fillna(52).astype(float) - start
    place = ((seen["week"] - start + 0.5) / length).to_numpy()
    assert abs(place.mean() - 0.5) < FIVE * np.sqrt(1 / 12 / place.size)


def test_routes_and_watchers_share_the_effort_as_planted(catalogue):
    """With the popularity exponent at 0, first sightings split like the planted efforts."""
    even = catalogue.replace(
        sighting_popularity_exponent=0.0, relay_probability=0.0,
        sighting_effort={"invitation": 0.03, "directory": 0.02, "tip": 0.01},
    )
    tables = World(even, seed=8, n_servers=60_000).topics("sightings")
    seen = tables["sightings"]
    found = pd.crosstab(seen["route"], seen["watcher_id"])
    shares = catalogue.value("watcher_share")
    effort = {"invitation": 0.03, "directory": 0.02, "tip": 0.01}
    total = len(seen)
    for route in DISCOVERY_ROUTES:
        for watcher in WATCHERS:
            # Competing first sightings: at these small rates the split is that of the rates
            # within each watcher, and the saturation between watchers is negligible.
            expected = effort[route] / 0.06 * shares[route][watcher]
            error = np.sqrt(expected * (1 - expected) / total)
            saturation = 0.06 * expected  # bound on what a first sighting hides of the next
            assert abs(found.loc[route, watcher] / total - expected) < FIVE * error + saturation


@pytest.mark.parametrize("changes", [
    {"sighting_effort": dict.fromkeys(DISCOVERY_ROUTES, 0.0)},
    {"unseeable_share": dict.fromkeys(ARCHETYPES, 0.6)},
    {"relay_probability": 0.8},
])
def test_extremes_still_make_a_watch(catalogue, changes):
    tables = World(catalogue.replace(**changes), seed=2, n_servers=200, n_weeks=5).tables()
    assert len(tables["truth_sightings"]) == 200 * len(WATCHERS)
    assert tables["sightings"]["server_id"].isin(tables["servers"]["server_id"]).all()
