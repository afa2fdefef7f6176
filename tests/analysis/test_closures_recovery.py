"""Ends, delays and networks in fresh worlds: what is planted comes back, within theory."""

import numpy as np
import pytest

from veille.analysis import closures_recovery as ends
from veille.analysis import network_recovery as networks
from veille.analysis.closing import STATIC, Reaction
from veille.assumptions import load_catalogue
from veille.synth import World


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture(scope="module")
def recovered(catalogue):
    return ends.recover(ends.Study(catalogue, range(60), 2_500))


@pytest.fixture(scope="module")
def studied(catalogue):
    return networks.Networks(catalogue, range(4), 1_000)


@pytest.mark.parametrize("method", ["ends_given", "followed", "weighted", "weighted_ends"])
def test_the_number_of_successors_comes_back_given_the_share_found(recovered, method):
    """Within five standard errors, and the bias of a ratio: no more than its variance."""
    table = ends.judged(recovered.reproduction, ["method", "regime"])
    table = table[table["method"] == method].set_index("regime")
    slack = 5 * table["bias_error"] + table["rmse"] ** 2 / table["mean_planted"]
    assert (table["bias"].abs() < slack).all()


def test_intervals_hold(recovered):
    table = ends.judged(recovered.reproduction, ["method", "regime"])
    assert (table.loc[table["method"] == "weighted", "high"] > 0.95).all()


def test_counting_living_spaces_or_forgetting_the_missed_ones_does_not(recovered):
    table = ends.judged(recovered.reproduction, ["method", "regime"])
    table = table.set_index(["method", "regime"])
    for method in ("spaces", "ends"):
        row = table.loc[(method, "isolated")]
        assert row["bias"] < -10 * row["bias_error"]


def test_slow_delays_are_better_found_backwards(catalogue):
    slow = ends.slow_delays(catalogue)
    assert (slow.value("recreation_delay_median"), slow.value("recreation_delay_log_sd")) == (7, 2)
    found = ends.recover(ends.Study(slow, range(25), 2_500)).delays
    bias = ends.judged(found, ["method", "quantity"]).set_index(["method", "quantity"])["bias"]
    assert bias["completed", "mean"] < -5
    assert abs(bias["corrected", "mean"]) < abs(bias["completed", "mean"]) / 2


def test_completed_lives_are_short(recovered):
    table = ends.judged(recovered.lives, ["method", "regime"]).set_index(["method", "regime"])
    assert table.loc[("completed", "isolated"), "bias"] < -100
    assert table.loc[("corrected", "isolated"), "high"] > 0.92


def test_the_share_found_puts_presence_back(recovered):
    table = ends.judged(recovered.presence, ["method", "quantity", "regime"])
    table = table.set_index(["method", "quantity", "regime"])
    row = table.loc[("corrected", "presence", "isolated")]
    assert abs(row["bias"]) < 5 * row["bias_error"]
    short = table.loc[("found", "presence", "isolated")]
    assert short["bias"] < -5 * short["bias_error"]


def test_the_planted_mean_delay_is_that_of_a_long_sum(catalogue):
    days = np.arange(1, 358)
    mass = np.diff(ends.delay_law(catalogue, np.arange(358)))
    assert ends.planted_delays(catalogue, 357)["mean"] == pytest.approx(
        (days * mass).sum() / mass.sum())


def test_networks_are_those_of_the_world(catalogue, studied):
    """Drawing servers and invitations alone moves no draw."""
    _, servers, invitations = next(studied.worlds())
    made = World(catalogue, 0, 1_000).structure()
    assert servers["server_id"].tolist() == made["truth_servers"]["server_id"].tolist()
    assert (servers["alive"] == made["truth_servers"]["end_week"].isna()).all()
    for column in ("source", "target", "seen", "reaction"):
        assert invitations[column].tolist() == made["truth_invitations"][column].tolist()


def test_hubs_break_more_than_chance_and_a_reaction_gives_some_back(studied):
    found = networks.percolate(studied, np.array([0, 0.2]),
                               {"static": STATIC, "sure": Reaction(1, 1)})
    left = networks.summary(found, ["reaction", "closing", "share"]).set_index(
        ["reaction", "closing", "share"])["value"]
    assert left["static", "hubs", 0.2] < left["static", "chance", 0.2] - 0.2
    assert left["sure", "hubs", 0.2] > left["static", "hubs", 0.2]
    assert left["static", "hubs", 0.0] == left["sure", "chance", 0.0]


def test_a_seen_network_looks_more_broken_than_the_true_one(studied):
    found = networks.aimed_at_seen(studied, np.array([0.1])).groupby("aim").mean()
    assert found.loc["seen", "left_seen"] < found.loc["seen", "left"]
    assert found.loc["true", "hubs_found"] == 1
    assert found.loc["chance", "hubs_found"] < found.loc["seen", "hubs_found"] < 1


def test_planted_reactions_are_those_of_the_catalogue(catalogue):
    changed = catalogue.replace(adaptation=0.7, rewiring=0.2)
    assert networks.reactions_of(changed)["adapting"] == Reaction(0.7, 0.2)
