"""Successors per end, on lineages drawn from a law known here."""

import numpy as np
import pandas as pd
import pytest
from planted import close

from veille.analysis import reproduction
from veille.analysis.lineages import Lineages
from veille.analysis.resampling import Estimate
from veille.errors import VeilleError


def made(number, delay, week, n_weeks=52, lineage=None):
    """Give ends of week ``week`` with so many successors each, all still alive."""
    number, week = np.asarray(number), np.asarray(week)
    end = np.repeat(np.arange(number.size), number)
    ends = pd.DataFrame({
        "lineage": np.arange(number.size) if lineage is None else lineage,
        "generation": 0, "regime": "isolated", "week": week, "follow_up": 7 * (n_weeks - 1 - week),
    })
    links = pd.DataFrame({
        "end": end, "lineage": ends["lineage"].to_numpy()[end], "generation": 1,
        "born_under": "isolated", "delay": delay, "follow_up": ends["follow_up"].to_numpy()[end],
        "opened": week[end], "closed": n_weeks, "carried": 1.0,
    })
    return Lineages(n_weeks, ends, links)


def test_links_over_ends():
    found = reproduction.found_per_end(made([0, 2, 1, 1], 1, [3, 4, 5, 6]), "isolated")
    assert found.value == 1
    assert found.low < 1 < found.high


def test_living_spaces_are_no_parents():
    """Four links to spaces that still exist: twice as many spaces as ends."""
    found = reproduction.found_per_space(made([0, 2, 1, 1], 1, [3, 4, 5, 6]), "isolated")
    assert found.value == 0.5


def test_recent_ends_are_left_out_or_weighted():
    """Two ends followed 30 weeks, two for no day; delays of one day."""
    lineages = made([1, 1, 0, 0], 1, [21, 21, 51, 51])
    assert reproduction.found_per_end(lineages, "isolated").value == 0.5
    assert reproduction.found_in_follow_up(lineages, "isolated", 8).value == 1
    assert reproduction.found_weighted(lineages, "isolated").value == 1


def test_a_late_successor_counts_for_those_cut_off():
    """Delays of 1 or 8 days, equally often; ends of the last weeks show the first kind only."""
    number = np.ones(8, int)
    week = np.array([10, 10, 10, 10, 50, 50, 50, 50])
    delay = np.array([1, 1, 8, 8, 1, 1])
    lineages = made(number, np.append(delay, [8, 8]), week)
    lineages = Lineages(52, lineages.ends, lineages.links.iloc[:6])
    assert reproduction.found_per_end(lineages, "isolated").value == 0.75
    assert reproduction.found_weighted(lineages, "isolated").value == pytest.approx(1)


def test_nothing_found_still_bounds_the_number():
    found = reproduction.found_per_end(made([0] * 20, [], np.full(20, 3)), "isolated")
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(-np.log(0.025) / 20)


def test_no_end_gives_no_estimate():
    found = reproduction.found_weighted(made([1, 1], 1, [3, 4]), "sustained")
    assert np.isnan([found.value, found.low, found.high]).all()


def test_the_planted_mean_comes_back_under_overdispersion():
    rng = np.random.default_rng(5)
    number = rng.poisson(0.8 * rng.standard_gamma(2, 4_000) / 2)
    lineages = made(number, 1, np.full(4_000, 3))
    assert close(number.astype(float), 0.8)
    found = reproduction.found_per_end(lineages, "isolated")
    assert found.value == pytest.approx(number.mean())
    width = 2 * 1.972 * number.std(ddof=1) / np.sqrt(4_000) / number.mean()
    assert np.log(found.high / found.low) == pytest.approx(width, rel=0.25)


def test_lineages_that_differ_widen_the_interval():
    """Ten lineages of ten ends: all leave two successors, or none."""
    number = np.repeat([2, 0] * 5, 10)
    apart = made(number, 1, np.full(100, 3))
    tied = made(number, 1, np.full(100, 3), lineage=np.repeat(np.arange(10), 10))
    wide, narrow = (reproduction.found_per_end(one, "isolated") for one in (tied, apart))
    assert np.log(wide.high / wide.low) > 2.5 * np.log(narrow.high / narrow.low)


def test_a_share_found_out_of_range_is_refused():
    with pytest.raises(VeilleError, match="part retrouvée"):
        reproduction.given_visibility(Estimate(1, 1, 1), 0)
