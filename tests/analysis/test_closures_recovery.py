"""Reproduction numbers and lives are found again; the usual counts are not."""

import numpy as np
import pytest

from veille.analysis import closures_recovery


@pytest.fixture(scope="module")
def judged(catalogue):
    table = closures_recovery.recover(catalogue, range(40, 100), 2_000, 4)
    return table.set_index(["regime", "method"])


@pytest.mark.parametrize("regime", closures_recovery.SERVICE)
def test_the_corrected_intervals_hold(judged, regime):
    for method in ("visibility", "life"):
        one = judged.loc[(regime, method)]
        assert one["low"] <= 0.95, method
        assert one["coverage"] >= 0.85, method  # five standard errors below 0.95 over 60 worlds
    bias = judged.loc[(regime, "visibility")]
    assert bias["bias"] == pytest.approx(0, abs=5 * bias["bias_error"])


@pytest.mark.parametrize("regime", closures_recovery.SERVICE)
def test_the_usual_counts_are_far_too_low(judged, regime):
    for method in ("spaces", "ends", "weighted", "completed"):
        one = judged.loc[(regime, method)]
        if (regime, method) != ("sustained", "completed"):
            assert one["bias"] < -5 * one["bias_error"], method


def test_a_short_window_shortens_delays_and_the_correction_mends_the_share(catalogue):
    table = closures_recovery.delays(catalogue, range(30), 2_000, 5, 6)
    value = table.set_index(["method", "quantity"])["value"]
    planted = table.set_index(["method", "quantity"])["planted"]
    short = abs(value["corrected", "within"] - planted["corrected", "within"])
    assert short < abs(value["completed", "within"] - planted["completed", "within"])
    assert value["completed", "mean"] < planted["completed", "mean"]


def test_the_law_of_delays_is_that_of_the_catalogue(catalogue):
    law = closures_recovery.delay_law(catalogue, 10_000)
    assert law.sum() == pytest.approx(1)
    assert law[0] == pytest.approx(0.5, abs=1e-3)  # half within the median, one day


def test_hubs_break_the_network_sooner_than_chance_and_worse_when_half_seen(catalogue):
    shares = np.array([0.0, 0.2])
    table = closures_recovery.percolate(catalogue, range(3), 600, shares)
    mean = table[table["share"] == 0.2].groupby(["ranking", "network"])["largest"].mean()
    assert mean["hubs", "true"] < mean["hubs", "seen"] < mean["chance", "true"]
