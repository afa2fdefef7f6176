"""How sources of invitations react to closures, seen in the truth and in what the watch reads."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from planted import FIVE, close

from veille.assumptions.vocabulary import ARCHETYPES, class_of
from veille.schema import TABLES
from veille.schema.checks import validate
from veille.synth import World

WEEKS = 52
SIZES = {"seed": 41, "n_servers": 25_000, "n_weeks": WEEKS}


@pytest.fixture(scope="module")
def world(catalogue):
    return World(catalogue, **SIZES).topics("structure", "closures")


@pytest.fixture(scope="module")
def servers(world):
    """The servers, with the first week without each and what ends it."""
    servers = world["truth_servers"].set_index("server_id")
    cause = world["truth_lineages"].set_index("server_id")["cause"]
    end = servers["end_week"].fillna(WEEKS).astype(int)
    return servers.assign(end=end, cause=cause.reindex(servers.index))


@pytest.fixture(scope="module")
def invitations(world):
    return world["truth_invitations"]


@pytest.fixture(scope="module")
def first_drawn(invitations):
    return invitations[invitations["reaction"] != "replacement"]


@pytest.fixture(scope="module")
def losses(first_drawn, servers):
    """One row per source and target that the service closed; ``week`` is the one after."""
    pairs = first_drawn[["source", "target"]].drop_duplicates()
    closed = pairs["target"].map(servers["cause"]) == "service"
    week = pairs["target"].map(servers["end"]) + 1
    return pairs.assign(week=week)[closed & (week < pairs["source"].map(servers["end"]))]


def last_after(first_drawn, losses):
    """Give each source's last invitation that follows a loss, and how many losses it follows."""
    last = first_drawn.sort_values("week").groupby("source").tail(1)
    joined = last.merge(losses[["source", "week"]], on="source", suffixes=("", "_lost"))
    before = joined[joined["week_lost"] <= joined["week"]]
    number = before.groupby("source").size().rename("losses")
    return last.set_index("source").join(number, how="inner")


def test_no_reaction_gives_back_the_invitations_drawn_first(catalogue, invitations, first_drawn):
    """Without adaptation, a source that would move does not."""
    calm = World(catalogue.replace(adaptation=0.0, rewiring=1.0), **SIZES).topics("structure")
    calm = calm["truth_invitations"]
    assert (calm["reaction"] == "none").all()
    columns = ["source", "target", "week", "kind"]
    drawn = first_drawn.reset_index(drop=True)
    assert_frame_equal(calm[columns], drawn[columns])
    open_ones = drawn["reaction"] == "none"
    assert (calm["seen"] == drawn["seen"])[open_ones].all()
    assert calm.loc[~open_ones, "seen"].any()
    assert len(invitations) > len(calm)


def test_sources_close_up_with_the_planted_probability(catalogue, first_drawn, losses):
    """One invitation per source: each loss before it had its chance of hiding it."""
    last = last_after(first_drawn, losses)
    stays = (1 - catalogue.value("adaptation")) ** last["losses"].to_numpy()
    hidden = (last["reaction"] == "hidden").to_numpy(float)
    assert len(last) > 500
    assert (last["losses"] > 1).sum() > 100
    assert close(hidden - (1 - stays), 0)


def test_the_watch_sees_fewer_invitations_after_losses(catalogue, first_drawn, losses, servers):
    """What is left in the open of seen sources: visibility times what no loss has hidden."""
    last = last_after(first_drawn, losses)
    own = last[servers["observed"].reindex(last.index)]
    stays = (1 - catalogue.value("adaptation")) ** own["losses"].to_numpy()
    seen = own["seen"].to_numpy(float)
    assert close(seen - catalogue.value("link_visibility") * stays, 0)


def test_nothing_is_hidden_before_a_loss_nor_after_it_by_halves(first_drawn, losses):
    first = losses.groupby("source")["week"].min()
    hidden = first_drawn[first_drawn["reaction"] == "hidden"]
    assert (hidden["week"] >= hidden["source"].map(first)).all()
    assert not hidden["seen"].any()
    since = hidden.groupby("source")["week"].min()
    after = first_drawn["week"] >= first_drawn["source"].map(since)
    assert (first_drawn.loc[after, "reaction"] == "hidden").all()


def replacements_by_loss(losses, replacements):
    """Give, for each source and week, how many losses and how many replacements."""
    count = losses.groupby(["source", "week"]).size().rename("losses").to_frame()
    made = replacements.groupby(["source", "week"]).size().rename("made")
    assert made.index.isin(count.index).all()
    return count.join(made).fillna(0)


def test_lost_invitations_are_replaced_with_the_planted_probability(catalogue, invitations,
                                                                    losses):
    replacements = invitations[invitations["reaction"] == "replacement"]
    counts = replacements_by_loss(losses, replacements)
    rate = catalogue.value("adaptation") * catalogue.value("rewiring")
    assert close((counts["made"] - rate * counts["losses"]).to_numpy(), 0)


def test_the_watch_sees_replacements_as_other_invitations(catalogue, world, invitations, losses,
                                                          servers):
    replacements = invitations[invitations["reaction"] == "replacement"]
    open_to_watch = replacements[replacements["source"].map(servers["observed"])]["seen"]
    assert close(open_to_watch.to_numpy(float), catalogue.value("link_visibility"))
    read = world["invitations"].merge(replacements, on=["source", "target", "week", "kind"])
    own = losses[losses["source"].map(servers["observed"])]
    counts = replacements_by_loss(own, read)
    rate = (catalogue.value("adaptation") * catalogue.value("rewiring")
            * catalogue.value("link_visibility"))
    assert close((counts["made"] - rate * counts["losses"]).to_numpy(), 0)


def test_a_replacement_is_a_migration_between_servers_that_exist(invitations, servers):
    made = invitations[invitations["reaction"] == "replacement"]
    assert len(made) > 200
    assert (made["kind"] == "migration").all()
    for side in ("source", "target"):
        assert (made["week"] < made[side].map(servers["end"])).all()
        assert (made["week"] >= made[side].map(servers["created_week"])).all()
    assert (made["source"] != made["target"]).all()


@pytest.mark.parametrize("reaction", [["none", "hidden"], ["replacement"]],
                         ids=["first drawn", "replacement"])
def test_targets_are_chosen_by_popularity(catalogue, invitations, servers, reaction):
    """Their own popularity, the archetype's apart, is weighted by itself; the world is given."""
    ratio = servers["archetype"].map(catalogue.value("popularity_ratio"))
    own = servers["popularity"] / ratio
    chosen = invitations.loc[invitations["reaction"].isin(reaction), "target"].map(own)
    expected = (own**2).sum() / own.sum()
    assert close(chosen.to_numpy(), expected)


def test_targets_are_chosen_by_affinity(catalogue, invitations, servers):
    """Sources at risk that invite those alive at week 0: odds of class, popularity given."""
    affinity = catalogue.value("link_affinity")
    old = servers[servers["created_week"] < 0]
    drawn = invitations[invitations["week"] == 0]
    drawn = drawn[drawn["target"].isin(old.index) & (drawn["reaction"] == "none")]
    for source, row in affinity.items():
        own = drawn[drawn["source"].map(servers["archetype"]).map(class_of) == source]
        pull = old["popularity"].groupby(old["archetype"].map(class_of)).sum() * pd.Series(row)
        part = pull["at_risk"] / pull.sum()
        met = (own["target"].map(servers["archetype"]).map(class_of) == "at_risk").to_numpy(float)
        assert abs(met.mean() - part) < FIVE * np.sqrt(part * (1 - part) / len(met))


@pytest.mark.parametrize("n_servers", [10, 600])
def test_a_world_that_closes_and_reacts_throughout_is_valid(catalogue, n_servers):
    """Nearly every target is lost, every source reacts and looks for a replacement."""
    closing = catalogue.replace(
        service_closure_rate=dict.fromkeys(ARCHETYPES, 0.2), adaptation=1.0, rewiring=1.0
    )
    tables = World(closing, seed=6, n_servers=n_servers, n_weeks=20).topics("structure", "closures")
    validate(TABLES, tables)
    reaction = tables["truth_invitations"]["reaction"]
    assert n_servers == 10 or {"hidden", "replacement"} < set(reaction)
