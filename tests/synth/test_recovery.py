"""Planted laws, recovered from worlds large enough for five standard errors to be tight."""

import numpy as np
import pytest
from planted import FIVE, close

from veille.assumptions.vocabulary import ARCHETYPES, CLASSES, class_of
from veille.synth import World
from veille.synth.laws import zipf_weights
from veille.synth.lexicon import draw_lexicon


@pytest.fixture(scope="module")
def endless_world(catalogue):
    """No server ends, so that no invitation is cut short."""
    endless = catalogue.replace(
        service_closure_rate=dict.fromkeys(ARCHETYPES, 0.0),
        voluntary_end_rate=dict.fromkeys(CLASSES, 0.0),
    )
    return World(endless, seed=11, n_servers=6_000, n_weeks=26).structure()


@pytest.fixture(scope="module")
def truth(large_world):
    return large_world["truth_servers"]


def by_server(large_world, channels):
    archetype = large_world["truth_servers"].set_index("server_id")["archetype"]
    return channels.assign(archetype=channels["server_id"].map(archetype))


def test_archetypes_come_in_their_planted_shares(catalogue, truth):
    share = catalogue.value("at_risk_share")
    for code, part in catalogue.value("archetype_mix").items():
        expected = part * (share if class_of(code) == "at_risk" else 1 - share)
        assert close((truth["archetype"] == code).to_numpy(float), expected)


@pytest.mark.parametrize("code", ARCHETYPES)
def test_channels_behind_a_gate_come_in_their_planted_share(catalogue, large_world, code):
    channels = by_server(large_world, large_world["truth_channels"])
    own = channels[(channels["archetype"] == code) & ~channels["kind"].isin(["welcome", "rules"])]
    share = (own["depth"] > 0).groupby(own["server_id"]).mean().to_numpy()
    assert close(share, catalogue.value("gated_share")[code])
    number = own.groupby("server_id").size().to_numpy(float)
    assert close(number, catalogue.value("channels_mean")[code])


def test_gated_channels_are_listed_with_the_planted_probability(catalogue, large_world):
    channels = large_world["truth_channels"]
    seen = set(large_world["servers"]["server_id"])
    listed = channels[channels["server_id"].isin(seen)]
    for depth in (1, 2, 3):
        visible = listed.loc[listed["depth"] == depth, "visible"].to_numpy(float)
        assert close(visible, catalogue.value("gated_visibility") ** depth)


def test_the_entrance_is_open_and_a_gate_goes_with_a_depth(large_world):
    channels = large_world["truth_channels"]
    entrance = channels["kind"].isin(["welcome", "rules"])
    assert (channels.loc[entrance, "depth"] == 0).all()
    assert ((channels["depth"] == 0) == (channels["gate"] == "open")).all()
    welcome = channels[channels["kind"] == "welcome"]
    assert welcome["server_id"].is_unique
    assert len(welcome) == len(large_world["truth_servers"])


def test_servers_are_seen_with_the_probability_that_is_written(truth):
    error = truth["observed"].to_numpy(float) - truth["sighting_probability"].to_numpy()
    assert close(error, 0)
    popular = truth["popularity"] > truth["popularity"].median()
    assert truth.loc[popular, "observed"].mean() > truth.loc[~popular, "observed"].mean()


@pytest.mark.parametrize("code", ARCHETYPES)
def test_each_type_publishes_its_planted_number_of_invitations(catalogue, endless_world, code):
    """Repeated invitations of one week are merged, which a world this large makes negligible."""
    truth = endless_world["truth_servers"]
    counts = endless_world["truth_invitations"]["source"].value_counts()
    own = truth.loc[truth["archetype"] == code, "server_id"].map(counts).fillna(0).to_numpy(float)
    planted = catalogue.value("out_links_mean")[code]
    pulls = _pull_error(catalogue, truth)
    error = np.sqrt(own.var(ddof=1) / own.size + (planted * pulls[class_of(code)]) ** 2)
    assert abs(own.mean() - planted) < FIVE * error


def _pull_error(catalogue, truth):
    """Relative error of a class's mean pull in a finite world: its targets were drawn too."""
    errors = {}
    for source, affinity in catalogue.value("link_affinity").items():
        pull = truth["popularity"] * truth["archetype"].map(lambda c, a=affinity: a[class_of(c)])
        errors[source] = pull.std() / np.sqrt(len(pull)) / pull.mean()
    return errors


def test_an_invitation_links_two_servers_that_exist(large_world):
    invitations = large_world["truth_invitations"]
    created = large_world["truth_servers"].set_index("server_id")["created_week"]
    assert (invitations["source"] != invitations["target"]).all()
    assert (invitations["week"] >= invitations["source"].map(created)).all()
    assert (invitations["week"] >= invitations["target"].map(created)).all()
    assert invitations["week"].between(0, 25).all()


def test_each_slot_is_held_by_one_living_variant_each_week(catalogue):
    world = World(catalogue, seed=4, n_weeks=60)
    lexicon = draw_lexicon(world.setting)
    variants = lexicon.variants
    for week in (0, 17, 59):
        holders = lexicon.holder[:, week]
        rows = variants.iloc[holders]
        assert (rows["birth_week"] <= week).all()
        assert (rows["death_week"] > week).all()
        alive = variants[(variants["birth_week"] <= week) & (variants["death_week"] > week)]
        assert len(alive) == lexicon.weight.size
    assert variants["variant_id"].is_unique
    weights = lexicon.weight[lexicon.family == 0]
    assert weights == pytest.approx(zipf_weights(weights.size, catalogue.value("zipf_exponent")))


@pytest.mark.parametrize("half_life", [4, 13, 26])
def test_the_half_life_of_variants_is_the_planted_one(catalogue, half_life):
    """Lives that begin early in a long window are not cut by its end."""
    world = World(catalogue.replace(variant_half_life=half_life), seed=6, n_weeks=1_000)
    variants = world.language()["truth_keyword_variants"]
    born = variants[variants["birth_week"].between(1, 500)]
    life = born["death_week"] - born["birth_week"]
    assert close((life > half_life).to_numpy(float), 0.5)
    residual = variants.loc[variants["birth_week"] <= 0, "death_week"]
    assert close((residual > half_life).to_numpy(float), 0.5)


def test_uses_read_are_those_expected(catalogue, large_world):
    """Without homonyms' ordinary uses, the total read of each server is Poisson given its rates."""
    quiet = catalogue.replace(
        homonym_ordinary_rate=dict.fromkeys(ARCHETYPES, 0.0), dialect_shape=50
    )
    world = World(quiet, seed=3, n_servers=3_000, n_weeks=20).language()
    truth = world["truth_servers"].set_index("server_id")
    expected = world["truth_keyword_counts"].groupby("server_id")["expected_read"].sum()
    read = world["keyword_counts"].groupby("server_id")["count"].sum()
    seen = truth.index[truth["observed"]]
    difference = (read.reindex(seen).fillna(0) - expected.reindex(seen)).to_numpy()
    assert close(difference, 0)


def test_a_server_is_read_only_from_its_creation(large_world):
    counts = large_world["keyword_counts"]
    created = large_world["truth_servers"].set_index("server_id")["created_week"]
    assert (counts["week"] >= counts["server_id"].map(created)).all()
    assert counts["week"].max() == 25


def test_a_token_is_read_only_while_it_lives(large_world):
    lives = large_world["truth_keyword_variants"].set_index("variant_id")
    counts = large_world["keyword_counts"]
    assert (counts["week"] >= counts["variant_id"].map(lives["birth_week"])).all()
    assert (counts["week"] < counts["variant_id"].map(lives["death_week"])).all()


def test_wrong_labels_come_at_their_planted_rates(catalogue, large_world):
    truth = large_world["truth_servers"].set_index("server_id")
    seen = large_world["servers"].set_index("server_id")["observer_label"]
    for code, rate in catalogue.value("label_at_risk").items():
        own = seen[truth["archetype"].reindex(seen.index) == code]
        assert close((own == "at_risk").to_numpy(float), rate)
