"""Fresh worlds where the hidden number is known: what is right, and which way errors go."""

from dataclasses import replace

import numpy as np
import pytest

from veille.analysis.blind_spots_recovery import (
    announced,
    claims_held,
    curve,
    recover,
    recover_dated,
)
from veille.analysis.blind_spots_worlds import Study, plant
from veille.analysis.histories import EVERY, FIRST_HAND, history_bits
from veille.synth import World

RIGHT = ("chapman", "independence", "common", "chao")


@pytest.fixture(scope="module")
def study(catalogue):
    return Study(catalogue, range(500, 560), 400)


@pytest.fixture(scope="module")
def equal(study):
    return plant(study.homogeneous())


@pytest.fixture(scope="module")
def telling(study):
    return plant(study.homogeneous().moved(relay_probability=0.2))


def test_what_is_hidden_is_what_the_truth_says(catalogue):
    planted = plant(Study(catalogue, [3], 300))
    truth = World(catalogue, seed=3, n_servers=300).truth_servers()
    assert planted.hidden.tolist() == [(truth["seeable"] & ~truth["observed"]).sum()]
    assert planted.seen.tolist() == [truth["observed"].sum()]
    assert planted.unseeable.tolist() == [(~truth["seeable"]).sum()]
    assert planted.by_week.sum() == planted.counts[EVERY] @ history_bits(32).sum(axis=1)


def test_the_homogeneous_worlds_are_homogeneous(study, equal):
    """Each watcher sees each pair of others' servers as often as all servers: products hold.

    Over 60 worlds, the servers that watchers see together, within five standard errors.
    """
    bits = history_bits(32)
    cells = equal.counts[EVERY].sum(axis=0)
    whole = cells.sum() + equal.hidden.sum()
    share = cells @ bits / whole
    both = (bits.T * cells) @ bits / whole
    for one in range(5):
        for two in range(one):
            error = np.sqrt(share[one] * share[two] * (1 - share[one] * share[two]) / whole)
            assert abs(both[one, two] - share[one] * share[two]) < 5 * error
    assert np.array_equal(equal.counts[EVERY], equal.counts[FIRST_HAND])


def test_a_closed_population_was_there_from_end_to_end(catalogue):
    planted = plant(Study(catalogue, [3], 300, whole_window=True))
    truth = World(catalogue, seed=3, n_servers=300).truth_servers()
    there = (truth["created_week"] <= 0) & truth["end_week"].isna()
    whole = planted.seen + planted.hidden + planted.unseeable
    assert whole.tolist() == [there.sum()]
    assert planted.partial == pytest.approx(1 - there.mean())


@pytest.mark.parametrize("method", RIGHT)
def test_where_it_is_right_a_method_covers(equal, method):
    """95 % is within the Wilson interval at five standard errors (60 worlds: 81 to 100 %)."""
    found = recover(equal, methods=[method])[method]
    assert found.coverage > 0.95 - 5 * np.sqrt(0.95 * 0.05 / 60)
    assert abs(found.bias) < 5 * found.bias_error + 2


def test_dated_relays_are_right_where_watchers_talk(telling):
    found = recover_dated(telling)
    assert found.coverage > 0.95 - 5 * np.sqrt(0.95 * 0.05 / 60)
    assert abs(found.bias) < 5 * found.bias_error + 2


def test_relays_pull_down_and_taking_them_away_pushes_up(equal, telling):
    assert announced(telling, "independence") < 0.5 * announced(equal, "independence")
    assert announced(telling, "independence", FIRST_HAND) > 1.2


def test_popularity_and_passing_servers_pull_down(study, equal):
    alone = study.moved(relay_probability=0, sighting_popularity_exponent=0, age_weeks_mean=20)
    famous = study.homogeneous().moved(sighting_popularity_exponent=1.5)
    start = announced(equal, "independence")
    for moved in (alone, famous):
        assert announced(plant(moved), "independence") < 0.8 * start


def test_what_is_not_written_down_pushes_up_and_breaks_the_claim(study, equal):
    silent = plant(replace(study.homogeneous(), unwritten=0.5))
    assert np.array_equal(silent.hidden, equal.hidden)
    assert announced(silent, "chao") > 2
    held, worlds, _ = claims_held(silent)
    assert held < 0.2 * worlds


def test_claims_hold_in_the_catalogue_and_stay_modest(study):
    planted = plant(study)
    for how in (EVERY, FIRST_HAND, "dated"):
        held, worlds, part = claims_held(planted, how)
        assert held >= 0.9 * worlds
        assert 0 < part < 1


def test_a_curve_has_each_line_at_each_place(equal, telling):
    lines = {"un": ("independence", EVERY), "deux": ("dated", EVERY)}
    table = curve([(0.0, equal), (0.2, telling)], lines)
    assert table["place"].to_list() == [0.0, 0.0, 0.2, 0.2]
    assert table["line"].to_list() == ["un", "deux"] * 2
    assert table["announced"].iloc[2] == announced(telling, "independence")
