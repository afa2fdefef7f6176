"""Seen, missed, out of sight: on a few servers, and cut in any way."""

import pandas as pd
import pytest

from veille.analysis.blind_spots import BlindSpots
from veille.analysis.summaries import combine, identical
from veille.errors import VeilleError
from veille.synth import World

COLUMNS = ["server_id", "archetype", "seeable", "observed", "gated_propensity"]
FEW = pd.DataFrame([
    ("a", "fan_community", True, True, 0.25), ("b", "fan_community", True, False, 0.75),
    ("c", "figure_leaks", False, False, 0.5), ("d", "figure_leaks", True, False, 0.5),
    ("e", "fan_community", True, True, 0.5),
], columns=COLUMNS)


def few():
    return BlindSpots.from_tables({"truth_servers": FEW})


def test_a_server_is_seen_or_missed_or_out_of_sight():
    assert [few().number(side) for side in ("seen", "hidden", "unseeable")] == [2, 2, 1]


def test_types_come_from_the_least_seen():
    table = few().by_type()
    assert table["type"].to_list() == ["figure_leaks", "fan_community"]
    assert table["at_risk"].to_list() == [True, False]
    assert table["share_seen"].to_list() == pytest.approx([0, 2 / 3])
    assert table[["seen", "hidden", "unseeable"]].to_numpy().tolist() == [[0, 1, 1], [2, 1, 0]]


def test_closing_is_averaged_over_all_the_servers_of_a_type():
    assert few().by_type()["gated"].to_list() == pytest.approx([0.5, 0.5])


def test_the_cut_changes_nothing():
    world = World(seed=6, n_servers=2_400, n_weeks=8)
    parts = [{"truth_servers": part["truth_servers"]} for part in world.partitions(3)]
    whole = BlindSpots.from_tables({"truth_servers": world.truth_servers()})
    assert identical(combine(map(BlindSpots.from_tables, parts)), whole)


def test_sides_add_up_to_the_world():
    truth = World(seed=7, n_servers=300).truth_servers()
    found = BlindSpots.from_tables({"truth_servers": truth})
    assert found.by_type()[["seen", "hidden", "unseeable"]].to_numpy().sum() == len(truth)
    assert found.number("unseeable") == (~truth["seeable"]).sum()


def test_no_server_at_all_is_refused():
    with pytest.raises(VeilleError, match="Aucun serveur"):
        BlindSpots.from_tables({"truth_servers": FEW.iloc[:0]}).by_type()
