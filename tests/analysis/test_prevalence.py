import numpy as np
import pandas as pd
import pytest
from scipy import stats

from veille.analysis.prevalence import (
    both_shares,
    seen_by_archetype,
    share_among_seen,
    share_weighted,
    trials,
)
from veille.errors import VeilleError
from veille.synth import World


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
    plain, weighted = trials(worlds, skewed.value("at_risk_share"))
    error = np.sqrt(0.95 * 0.05 / 300)
    assert abs(weighted.coverage - 0.95) < 5 * error
    assert abs(weighted.bias) < 5 * weighted.bias_error
    assert plain.coverage < 0.1
    assert plain.bias < -0.05


def test_both_shares_use_only_seen_servers(small_world):
    servers = small_world["truth_servers"]
    changed = servers.assign(at_risk=servers["at_risk"] ^ ~servers["observed"])
    assert both_shares(servers) == both_shares(changed)
