"""How many successors an end leaves: each repair, on tables whose answer is counted by hand."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis import reproduction
from veille.analysis.lineages import Lineages
from veille.analysis.resampling import Estimate
from veille.errors import VeilleError


def two_by_two(delays=(1, 1, 30), follow_up=(49, 49, 7, 7)):
    """Give four ends, each of its lineage; the first two have successors, one still alive."""
    ends = pd.DataFrame({"lineage": range(4), "generation": 0, "regime": "isolated",
                         "week": 2, "follow_up": follow_up})
    links = pd.DataFrame({"end": [0, 0, 1], "lineage": [0, 0, 1], "generation": 1,
                          "born_under": "isolated", "delay": delays,
                          "follow_up": [follow_up[0], follow_up[0], follow_up[1]],
                          "opened": 2, "closed": [5, 10, 5], "carried": 0.5})
    return Lineages(10, ends, links)


def test_links_over_known_ends():
    assert reproduction.found_per_end(two_by_two(), "isolated").value == pytest.approx(3 / 4)


def test_a_space_that_still_exists_is_not_yet_a_parent():
    assert reproduction.found_per_space(two_by_two(), "isolated").value == pytest.approx(3 / 5)


def test_only_ends_followed_long_enough_and_links_soon_enough_count():
    found = reproduction.found_in_follow_up(two_by_two(), "isolated", 4)
    assert found.value == pytest.approx(2 / 2)


def test_recent_ends_count_for_the_chance_of_having_seen_a_successor():
    """Two delays in three are of one day: an end followed for a week counts for two thirds."""
    found = reproduction.found_weighted(two_by_two(), "isolated")
    assert found.value == pytest.approx(3 / (2 + 2 * 2 / 3))


def test_no_link_leaves_the_exact_upper_bound_of_a_poisson_count():
    none = two_by_two()
    empty = Lineages(10, none.ends, none.links.iloc[:0])
    found = reproduction.found_per_end(empty, "isolated")
    assert (found.value, found.low) == (0, 0)
    assert np.exp(-4 * found.high) == pytest.approx(0.025)


def test_a_regime_without_any_end_has_no_value():
    assert np.isnan(reproduction.found_per_end(two_by_two(), "sustained").value)


def test_a_share_that_cannot_be_is_refused():
    with pytest.raises(VeilleError, match="plus de 0 et au plus 1"):
        reproduction.given_visibility(Estimate(1, 0, 2), 0)
