"""Ends and successors put together: regimes, generations, follow-up, members carried."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.lineages import climb, read_lineages, regimes, window_weeks
from veille.errors import VeilleError

CLOSURES = pd.DataFrame({
    "server_id": ["a", "b", "c"], "week": [2, 5, 6], "cause": ["service", "service", "voluntary"],
    "sustained": [False, True, False],
})
LINKS = pd.DataFrame({
    "predecessor_id": ["a", "b", "b"], "successor_id": ["b", "d", "e"], "week": [2, 5, 6],
    "delay_days": [1, 2, 9], "members_carried_share": [0.5, 0.4, 0.1],
})


def test_each_end_has_its_regime_its_generation_and_its_follow_up():
    ends = read_lineages(CLOSURES, LINKS, 10).ends
    assert ends["regime"].to_list() == ["isolated", "sustained", "voluntary"]
    assert ends["generation"].to_list() == [0, 1, 0]
    assert ends["lineage"].to_list() == [0, 0, 1]
    assert ends["follow_up"].to_list() == [49, 28, 21]


def test_each_link_knows_when_its_space_ends_and_what_it_carries():
    links = read_lineages(CLOSURES, LINKS, 10).links
    assert links["closed"].to_list() == [5, 10, 10]
    assert links["born_under"].to_list() == ["isolated", "sustained", "sustained"]
    assert links["carried"].to_list() == pytest.approx([0.5, 0.2, 0.05])


def test_a_successor_of_nothing_known_is_refused():
    with pytest.raises(VeilleError, match="sans fin connue"):
        read_lineages(CLOSURES.iloc[1:], LINKS, 10)


def test_a_window_is_as_long_as_its_last_week():
    assert window_weeks(CLOSURES, LINKS) == 7
    with pytest.raises(VeilleError, match="Aucune semaine"):
        window_weeks(CLOSURES.iloc[:0])


def test_regimes_are_those_of_the_cause():
    assert regimes(CLOSURES).tolist() == ["isolated", "sustained", "voluntary"]


def test_a_long_chain_is_climbed_to_its_first_space():
    root, generation, carried = climb(np.arange(-1, 9), np.r_[1.0, np.full(9, 0.5)])
    assert (root == 0).all()
    assert generation.tolist() == list(range(10))
    assert carried[-1] == pytest.approx(0.5**9)
