"""Measures of a server's organisation, on servers small enough to measure by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import entropy

from veille.analysis.structure import effective_numbers, measure, planted_means
from veille.errors import VeilleError


def channels(*rows):
    """Make a list of channels from (server, kind, depth, messages)."""
    columns = ["server_id", "kind", "depth", "messages_per_week"]
    return pd.DataFrame(rows, columns=columns)


def described(*rows, server="a"):
    return measure(channels(*rows), pd.Series([server])).loc[server]


def test_the_entrance_is_left_out_of_the_gated_share():
    found = described(("a", "welcome", 0, 1), ("a", "rules", 0, 1), ("a", "media", 2, 1),
                      ("a", "voice", 0, 1), ("a", "private", 1, 1), ("a", "bots", 0, 1))
    assert found["gated_share"] == 0.5


def test_a_gated_entrance_is_left_out_too():
    found = described(("a", "rules", 1, 1), ("a", "media", 0, 1), ("a", "trade", 0, 1))
    assert (found["gated_share"], found["depth"]) == (0, 1)


@pytest.mark.parametrize(("depth", "share"), [(0, 0.0), (3, 1.0)])
def test_one_channel_is_all_open_or_all_gated(depth, share):
    found = described(("a", "welcome", 0, 1), ("a", "media", depth, 4))
    assert (found["gated_share"], found["depth"], found["thematic"]) == (share, depth, 1.0)


def test_depth_is_that_of_the_deepest_channel():
    assert described(("a", "media", 1, 0), ("a", "trade", 4, 0), ("a", "bots", 0, 0))["depth"] == 4


def test_equal_thematic_channels_count_each_and_others_do_not():
    rows = [("a", kind, 0, 7) for kind in ("requests", "media", "thematic", "trade", "voice")]
    assert described(*rows)["thematic"] == pytest.approx(4)


def test_no_thematic_channel_or_only_silent_ones_count_none():
    assert described(("a", "voice", 0, 9))["thematic"] == 0
    assert described(("a", "media", 0, 0), ("a", "trade", 0, 0))["thematic"] == 0


def test_only_an_entrance_leaves_the_share_missing_and_the_depth_zero():
    found = described(("a", "welcome", 0, 1))
    assert np.isnan(found["gated_share"])
    assert (found["depth"], found["thematic"]) == (0, 0)


def test_a_server_without_any_channel_is_all_missing():
    assert described(("b", "media", 1, 1), server="a").isna().all()


def test_servers_do_not_mix_and_keep_the_order_asked():
    table = measure(channels(("a", "media", 1, 1), ("b", "media", 0, 1), ("c", "media", 2, 1)),
                    pd.Series(["c", "a"]))
    assert table.index.to_list() == ["c", "a"]
    assert table["depth"].to_list() == [2, 1]


@pytest.mark.parametrize("servers", [[], ["a"]])
def test_nothing_to_describe_is_refused_in_french(servers):
    rows = [] if servers else [("a", "media", 0, 1)]
    with pytest.raises(VeilleError, match="il en faut au moins un"):
        measure(channels(*rows), pd.Series(servers, dtype="str"))


def test_effective_number_is_that_of_scipy_entropy():
    rng = np.random.default_rng(3)
    volumes, owners = rng.integers(0, 30, 200), rng.integers(0, 12, 200)
    expected = [np.exp(entropy(volumes[owners == owner])) for owner in range(12)]
    assert effective_numbers(volumes, owners, 12) == pytest.approx(expected)


def test_effective_number_stays_between_one_and_the_number_of_channels():
    volumes, owners = np.random.default_rng(4).integers(1, 99, 60), np.repeat(np.arange(10), 6)
    found = effective_numbers(volumes, owners, 10)
    assert ((found >= 1) & (found <= 6)).all()


def test_planted_mean_weighs_archetypes_by_their_mix():
    rows = [("archetype_mix", "figure_leaks", 0.25), ("archetype_mix", "uncontrolled_hub", 0.75),
            ("archetype_mix", "general_gaming", 1.0), ("x", "figure_leaks", 0.4),
            ("x", "uncontrolled_hub", 0.8), ("x", "general_gaming", 0.1)]
    parameters = pd.DataFrame(rows, columns=["parameter", "key", "value"])
    found = planted_means(parameters, "x")
    assert found["at_risk"] == pytest.approx(0.7)
    assert found["contrast"] == pytest.approx(0.1)


def test_planted_mean_of_seeable_servers_weighs_archetypes_by_what_can_be_seen():
    """0.5 × 0.2 of the first and 0.5 × 0.8 of the second: weights 0.1 and 0.4."""
    rows = [("archetype_mix", "figure_leaks", 0.5), ("archetype_mix", "uncontrolled_hub", 0.5),
            ("archetype_mix", "general_gaming", 1.0),
            ("unseeable_share", "figure_leaks", 0.8), ("unseeable_share", "uncontrolled_hub", 0.2),
            ("unseeable_share", "general_gaming", 0.5), ("x", "figure_leaks", 1.0),
            ("x", "uncontrolled_hub", 0.5), ("x", "general_gaming", 0.3)]
    parameters = pd.DataFrame(rows, columns=["parameter", "key", "value"])
    found = planted_means(parameters, "x", seeable=True)
    assert found["at_risk"] == pytest.approx((0.1 * 1 + 0.4 * 0.5) / 0.5)
    assert found["contrast"] == pytest.approx(0.3)
