"""Signs come from the server itself, and two people note them with their planted errors."""

import numpy as np
import pytest
from planted import FIVE, close, freely
from scipy.stats import multivariate_normal, norm

from veille.assumptions.vocabulary import ARCHETYPES, RATERS, SIGNS
from veille.synth import World


@pytest.fixture(scope="module")
def world(catalogue):
    return World(catalogue, seed=37, n_servers=12_000, n_weeks=20).topics("structure", "ratings")


def noted(world, rater):
    """Give what one rater noted, with the order of the truth."""
    own = world["ratings"][world["ratings"]["rater_id"] == rater].set_index("server_id")
    return own.loc[world["truth_ratings"]["server_id"], list(SIGNS)].to_numpy()


def truth(world):
    return world["truth_ratings"][list(SIGNS)].to_numpy()


def test_each_seen_server_is_rated_once_by_each_rater(world):
    seen = world["servers"]["server_id"]
    assert world["truth_ratings"]["server_id"].tolist() == seen.tolist()
    per_server = world["ratings"].groupby("server_id")["rater_id"].agg(sorted)
    assert (per_server.loc[seen].map(tuple) == tuple(RATERS)).all()


@pytest.mark.parametrize("rater", RATERS)
@pytest.mark.parametrize("sign", SIGNS)
def test_signs_are_noted_with_the_planted_sensitivity_and_specificity(
    catalogue, world, rater, sign
):
    place = list(SIGNS).index(sign)
    present, yes = truth(world)[:, place], noted(world, rater)[:, place]
    assert close(yes[present], catalogue.value("sign_sensitivity")[rater][sign])
    assert close(~yes[~present], catalogue.value("sign_specificity")[rater][sign])


@pytest.mark.parametrize("sign", SIGNS)
def test_both_raters_err_together_as_a_shared_normal_difficulty_makes_them(
    catalogue, world, sign
):
    """The share of servers where both miss the sign is a bivariate normal orthant."""
    place = list(SIGNS).index(sign)
    present = truth(world)[:, place]
    missed = [~noted(world, rater)[:, place][present] for rater in RATERS]
    cuts = [norm.ppf(1 - catalogue.value("sign_sensitivity")[rater][sign]) for rater in RATERS]
    shared = catalogue.value("rating_dependence")
    expected = multivariate_normal.cdf(cuts, cov=[[1, shared], [shared, 1]])
    assert close(missed[0] & missed[1], expected)


def test_without_shared_difficulty_errors_are_independent(catalogue):
    alone = World(catalogue.replace(rating_dependence=0.0), seed=37, n_servers=6_000)
    tables = alone.topics("ratings")
    present = truth(tables)
    first, second = (noted(tables, rater) ^ present for rater in RATERS)
    for place, sign in enumerate(SIGNS):
        own = present[:, place]
        rates = [1 - catalogue.value("sign_sensitivity")[rater][sign] for rater in RATERS]
        assert close((first & second)[own, place], rates[0] * rates[1])


def test_difficulty_is_standard_normal_and_makes_both_err(world):
    difficulty = world["truth_ratings"]["difficulty"].to_numpy()
    assert close(difficulty)
    assert close(difficulty**2, 1.0)
    errors = sum((noted(world, rater) ^ truth(world)).mean(axis=1) for rater in RATERS)
    assert errors[difficulty > 1].mean() > 1.5 * errors[difficulty < -1].mean()


def test_pressure_depends_on_the_type_as_planted(catalogue, world):
    kinds = world["truth_servers"].set_index("server_id")["archetype"]
    signs = world["truth_ratings"].set_index("server_id")
    for code in ARCHETYPES:
        own = signs.loc[kinds.reindex(signs.index) == code, "pressure"]
        assert close(own, catalogue.value("pressure_share")[code])


def test_other_signs_are_those_of_the_servers_own_measures(catalogue, world):
    """Each is counted again from the published tables, without the generator's code."""
    signs = world["truth_ratings"].set_index("server_id")
    servers = world["servers"].set_index("server_id")
    true = world["truth_servers"].set_index("server_id").loc[signs.index]
    channels, roles = world["truth_channels"], world["truth_roles"]

    def per_server(rows):
        return rows.groupby("server_id").size().reindex(signs.index).fillna(0)

    thematic = per_server(channels[channels["kind"] == "thematic"])
    deep = per_server(channels[channels["depth"] > 1])
    selective = per_server(roles[~roles["gate"].isin(["open", "reaction_role"])])
    expected = {
        "fine_segmentation": thematic >= catalogue.value("segmentation_threshold"),
        "absent_moderation":
            servers["moderators_per_1000"] < catalogue.value("moderation_threshold"),
        "off_platform_push":
            true["off_platform_share"] >= catalogue.value("off_platform_threshold"),
        "private_roles":
            (selective >= catalogue.value("private_roles_threshold")) & (deep > 0),
        "unverified_links":
            true["external_link_share"] >= catalogue.value("external_link_threshold"),
        "ambiguous_language": true["token_rate"] >= catalogue.value("token_rate_threshold"),
    }
    for sign, values in expected.items():
        assert (signs[sign] == values.loc[signs.index]).all(), sign


def test_contrast_communities_bear_signs_too(world):
    """No sign belongs to one class: both bear each of them, neither always."""
    at_risk = world["truth_servers"].set_index("server_id")["at_risk"]
    at_risk = at_risk.loc[world["truth_ratings"]["server_id"]].to_numpy()
    for own in (at_risk, ~at_risk):
        shares = truth(world)[own].mean(axis=0)
        assert (shares > 0.02).all()
        assert (shares < 0.98).all()


def test_another_strength_of_dependence_moves_no_truth(catalogue, world):
    other = catalogue.replace(rating_dependence=0.6)
    tables = World(other, seed=37, n_servers=12_000, n_weeks=20).topics("ratings")
    assert tables["truth_ratings"].equals(world["truth_ratings"])
    assert not tables["ratings"].equals(world["ratings"])


@pytest.mark.parametrize("values", [
    {"rating_dependence": 0.95},
    {"sign_sensitivity": {rater: dict.fromkeys(SIGNS, 0.999) for rater in RATERS},
     "sign_specificity": {rater: dict.fromkeys(SIGNS, 0.999) for rater in RATERS}},
    {"pressure_share": dict.fromkeys(ARCHETYPES, 1.0)},
    {"segmentation_threshold": 1, "off_platform_threshold": 0.0, "moderation_threshold": 0.0},
])
def test_extremes_still_make_ratings(catalogue, values):
    tables = World(freely(catalogue, **values), seed=2, n_servers=200, n_weeks=5).tables()
    assert len(tables["ratings"]) == len(RATERS) * len(tables["servers"])


def test_bare_luck_stays_within_five_errors_of_the_middle(catalogue):
    """With sensitivity and false alarms both at one half, notes say nothing of the truth."""
    half = {rater: dict.fromkeys(SIGNS, 0.5) for rater in RATERS}
    blind = freely(catalogue, sign_sensitivity=half, sign_specificity=half)
    tables = World(blind, seed=5, n_servers=4_000).topics("ratings")
    agreed = noted(tables, "R1")[truth(tables)].mean()
    # seven signs share one difficulty: at most seven times the variance of independent notes
    assert abs(agreed - 0.5) < FIVE * np.sqrt(0.25 * len(SIGNS) / truth(tables).sum())
