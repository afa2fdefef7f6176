"""Structural features: known by hand on three servers, and blind to words and labels."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.features import (
    FEATURES,
    MAY_MISS,
    angle,
    as_planted,
    closure_again,
    filled,
    medians,
    root,
    structural_features,
)
from veille.errors import VeilleError
from veille.synth import World


@pytest.fixture
def tables():
    """Make three servers: a is gated and cited, b is open, c lists its welcome alone."""
    shares = dict.fromkeys(("off_platform_share", "external_link_share", "reply_share",
                            "image_share", "video_share"), 0.25)
    servers = pd.DataFrame({"server_id": list("abc"), "members": [100, 10, 5],
                            "n_channels": [3, 2, 1], "n_roles": [3, 1, 1],
                            "moderators_per_1000": [8.0, 1.0, 0.0],
                            "verification_level": [4, 2, 0]}).assign(**shares)
    channels = pd.DataFrame(
        [("a", "welcome", 0, 9), ("a", "media", 2, 90), ("a", "trade", 1, 0),
         ("b", "welcome", 0, 0), ("b", "voice", 0, 9), ("c", "welcome", 0, 4)],
        columns=["server_id", "kind", "depth", "messages_per_week"])
    roles = pd.DataFrame(
        [("a", 0, "open"), ("a", 1, "approval"), ("a", 2, None), ("b", 0, "open"),
         ("c", 0, "open")], columns=["server_id", "tier", "gate"])
    invitations = pd.DataFrame({"source": ["a", "b"], "target": ["z", "a"]})
    return {"servers": servers, "channels": channels, "roles": roles, "invitations": invitations}


def test_each_feature_is_what_the_lists_say(tables):
    found = structural_features(tables).loc["a"]
    assert found["members"] == pytest.approx(np.log(100))
    assert found["activity"] == pytest.approx(0.0)
    assert found["moderators"] == pytest.approx(2.0)
    assert found["image"] == pytest.approx(np.pi / 6)
    assert found["gated"] == pytest.approx(np.arcsin(np.sqrt(2.375 / 2.75)))
    assert found["exchange"] == pytest.approx(np.pi / 4)
    assert found["approval"] == pytest.approx(np.arcsin(np.sqrt(1.375 / 1.75)))
    assert found["sent"] == found["received"] == pytest.approx(2 * np.sqrt(1.375))


def test_a_server_that_lists_nothing_has_missing_shares(tables):
    found = structural_features(tables).loc["c"]
    assert set(found.index[found.isna()]) == set(MAY_MISS)


def test_other_servers_are_left_out(tables):
    alone = tables | {"servers": tables["servers"].iloc[:1]}
    pd.testing.assert_series_equal(structural_features(alone).loc["a"],
                                   structural_features(tables).loc["a"])


def test_no_word_and_no_label_enters():
    tables = World(seed=1, n_servers=60, n_weeks=8).structure()
    blind = tables | {"servers": tables["servers"].drop(columns=["observer_label"])}
    found = structural_features({name: blind[name] for name in
                                 ("servers", "channels", "roles", "invitations")})
    assert list(found.columns) == list(FEATURES)
    pd.testing.assert_frame_equal(found, structural_features(tables))


def test_nobody_to_describe_is_refused(tables):
    with pytest.raises(VeilleError, match="Aucun serveur"):
        structural_features(tables | {"servers": tables["servers"].iloc[:0]})


@pytest.mark.parametrize("mean", [5, 50])
def test_the_root_gives_a_poisson_law_a_variance_of_one(mean):
    drawn = root(np.random.default_rng(mean).poisson(mean, 200_000))
    assert drawn.var() == pytest.approx(1, abs=5 * np.sqrt(2 / 200_000) + 0.1 / mean)


@pytest.mark.parametrize("share", [0.2, 0.5])
def test_the_angle_gives_a_binomial_law_the_same_variance_whatever_the_share(share):
    trials = np.full(200_000, 40)
    drawn = angle(np.random.default_rng(1).binomial(40, share, trials.size), trials)
    assert drawn.var() * (4 * 40 + 2) == pytest.approx(1, abs=5 * np.sqrt(2 / trials.size) + 0.02)


def test_a_missing_value_takes_the_median():
    values = np.array([[1.0, np.nan], [np.nan, np.nan], [5.0, np.nan], [9.0, np.nan]])
    assert medians(values).tolist() == [5.0, 0.0]
    assert filled(values)[1].tolist() == [5.0, 0.0]


def test_closure_is_said_again_from_messages_and_depths(tables):
    found = closure_again(tables["channels"], pd.Index(list("abc")))
    assert found.loc["a", "mean_depth"] == 1
    assert found.loc["b", "gated_messages"] == pytest.approx(np.arcsin(np.sqrt(0.375 / 9.75)))


def test_the_planted_view_keeps_servers_and_counts_every_channel():
    tables = World(seed=2, n_servers=80, n_weeks=8).structure()
    seen, whole = structural_features(tables), structural_features(as_planted(tables))
    assert whole.index.equals(seen.index)
    assert (whole["n_channels"] >= seen["n_channels"]).all()
    assert (whole["n_channels"] > seen["n_channels"]).any()
    assert (whole["received"] >= seen["received"]).all()
    assert whole["approval"].isna().sum() <= seen["approval"].isna().sum()
