import numpy as np
import pandas as pd
import pytest
from scipy import stats

from veille.analysis.prevalence import (
    both_shares,
    planted_shares,
    seeable_by_class,
    seen_by_archetype,
    share_among_seen,
    share_weighted,
    trials,
)
from veille.assumptions.vocabulary import ARCHETYPES, AT_RISK
from veille.errors import VeilleError
from veille.synth import World
from veille.synth.world import planted_parameters


def test_the_plain_share_has_wilsons_interval():
    flag = np.array([True] * 30 + [False] * 70)
    estimate = share_among_seen(flag)
    reference = stats.binomtest(30, 100).proportion_ci(method="wilson")
    assert estimate.value == 0.3
    assert (estimate.low, estimate.high) == pytest.approx((reference.low, reference.high))


def test_weights_undo_a_known_selection():
    """Of 100 + 100 servers, all the first and a quarter of the second are seen."""
    flag = np.array([False] * 100 + [True] * 25)
    estimate = share_weighted(flag, np.array([1.0] * 100 + [0.25] * 25))
    assert estimate.value == pytest.approx(0.5)
    assert estimate.low < 0.5 < estimate.high


def test_equal_weights_give_back_the_plain_share_and_its_usual_error():
    flag = np.array([True] * 30 + [False] * 70)
    estimate = share_weighted(flag, np.full(100, 0.4))
    half = stats.norm.ppf(0.975) * np.sqrt(0.3 * 0.7 / 100)
    assert (estimate.value, estimate.high) == pytest.approx((0.3, 0.3 + half))


@pytest.mark.parametrize("probability", [0.0, -0.1, 1.1, float("nan")])
def test_an_impossible_probability_is_refused(probability):
    with pytest.raises(VeilleError, match="entre 0 exclu et 1"):
        share_weighted(np.array([True, False]), np.array([0.5, probability]))


def test_no_server_is_refused():
    with pytest.raises(VeilleError, match="Aucun serveur vu"):
        share_among_seen(np.array([], dtype=bool))
    with pytest.raises(VeilleError, match="Aucun serveur vu"):
        share_weighted(np.array([], dtype=bool), np.array([]))


def test_shares_seen_by_type_are_counted():
    frame = pd.DataFrame({"archetype": list("aab"), "at_risk": [True, True, False],
                          "observed": [True, False, True]})
    table = seen_by_archetype(frame)
    assert table[["archetype", "n_servers", "value"]].to_numpy().tolist() == [
        ["a", 2, 0.5], ["b", 1, 1.0]]


def test_the_weighted_interval_covers_as_it_says_where_the_plain_one_does_not(catalogue):
    """Over 300 worlds, within five binomial standard errors of 95 %."""
    skewed = catalogue.replace(popularity_ratio={
        code: 0.2 if catalogue.value("label_at_risk")[code] > 0.5 else 1.5
        for code in catalogue.value("popularity_ratio")
    })
    worlds = (World(skewed, seed, 600).truth_servers() for seed in range(300))
    found = trials(worlds, planted_shares(planted_parameters(skewed)))
    error = np.sqrt(0.95 * 0.05 / 300)
    assert abs(found["seeable"].coverage - 0.95) < 5 * error
    assert abs(found["seeable"].bias) < 5 * found["seeable"].bias_error
    assert found["plain"].coverage < 0.1
    assert found["plain"].bias < -0.05


def test_weights_cannot_reach_servers_without_any_entrance(catalogue):
    """Where at-risk servers hide, the weighted share is off by what is planted in them."""
    hidden = {code: 0.5 if code in AT_RISK else 0.0 for code in ARCHETYPES}
    there = catalogue.replace(unseeable_share=hidden)
    shares = planted_shares(planted_parameters(there))
    assert shares["all"] == there.value("at_risk_share")
    share = shares["all"]
    assert shares["seeable"] == pytest.approx(0.5 * share / (0.5 * share + 1 - share))
    worlds = (World(there, seed, 600).truth_servers() for seed in range(60))
    found = trials(worlds, shares)
    assert abs(found["seeable"].bias) < 5 * found["seeable"].bias_error
    assert found["weighted"].bias == pytest.approx(
        found["seeable"].bias + shares["seeable"] - shares["all"])
    assert found["weighted"].coverage < 0.2


def test_shares_that_can_be_seen_are_counted_by_class():
    frame = pd.DataFrame({"at_risk": [True, True, False], "seeable": [True, False, True]})
    assert seeable_by_class(frame) == {"at_risk": 0.5, "contrast": 1.0}


def test_both_shares_use_only_seen_servers(small_world):
    servers = small_world["truth_servers"]
    changed = servers.assign(at_risk=servers["at_risk"] ^ ~servers["observed"])
    assert both_shares(servers) == both_shares(changed)
