"""Hidden channels put back, against the exact law of what is listed."""

from itertools import product

import pandas as pd
import pytest
from scipy.stats import binom

from veille.analysis.visibility import gated_share_given
from veille.errors import VeilleError


def listed(opened, *by_depth, server="a"):
    """Make the listed channels of a server: open ones, then gated ones by depth."""
    depths = [0] * opened + [d for d, n in enumerate(by_depth, start=1) for _ in range(n)]
    rows = [(server, "welcome", 0), *((server, "media", depth) for depth in depths)]
    return pd.DataFrame(rows, columns=["server_id", "kind", "depth"])


def share(channels, visibility, server="a"):
    return gated_share_given(channels, pd.Series([server]), visibility)[server]


def plain(opened, *by_depth, visibility):
    """Give the ratio without its second-order term."""
    gated = sum(n / visibility**d for d, n in enumerate(by_depth, start=1))
    return gated / (gated + opened) if gated + opened else 1.0


def test_full_visibility_changes_nothing():
    assert share(listed(3, 1, 1), 1.0) == pytest.approx(2 / 5)


@pytest.mark.parametrize("visibility", [0.2, 0.6, 1.0])
def test_all_open_and_all_gated_stay_so(visibility):
    assert share(listed(4), visibility) == 0
    assert share(listed(0, 2, 1), visibility) == pytest.approx(1)


def test_nothing_listed_beyond_the_entrance_means_all_gated():
    assert share(listed(0), 0.6) == 1
    assert share(listed(2, server="b"), 0.6) == 1


def test_a_listed_channel_stands_for_the_hidden_ones():
    """One open, one behind one gate at v = 1/2: two gated expected, variance two."""
    assert share(listed(1, 1), 0.5) == pytest.approx(2 / 3 + 1 * 2 / 3**3)


def test_each_gate_raises_what_a_channel_stands_for():
    """One open, one behind two gates at v = 1/2: four gated expected, variance twelve."""
    assert share(listed(1, 0, 1), 0.5) == pytest.approx(4 / 5 + 1 * 12 / 5**3)


@pytest.mark.parametrize("counts", list(product([0, 1, 5], [0, 2], [0, 1], [0, 3])))
@pytest.mark.parametrize("visibility", [0.2, 0.5, 0.9])
def test_the_share_stays_a_share(counts, visibility):
    assert 0 <= share(listed(*counts), visibility) <= 1


@pytest.mark.parametrize(("opened", "gated", "visibility"),
                         [(8, 8, 0.6), (12, 6, 0.6), (5, 10, 0.5), (10, 10, 0.8)])
def test_second_order_takes_most_of_the_bias_away(opened, gated, visibility):
    """The law of the listed channels is binomial: the mean is computed exactly."""
    chances = binom.pmf(range(gated + 1), gated, visibility)
    mean = sum(p * share(listed(opened, k), visibility) for k, p in enumerate(chances))
    naive = sum(p * plain(opened, k, visibility=visibility) for k, p in enumerate(chances))
    truth = gated / (gated + opened)
    assert abs(mean - truth) < 0.5 * abs(naive - truth)
    assert abs(mean - truth) < 0.01


@pytest.mark.parametrize("visibility", [0, -0.1, 1.2, float("nan")])
def test_an_impossible_visibility_is_refused(visibility):
    with pytest.raises(VeilleError, match="visibilité"):
        share(listed(1, 1), visibility)
