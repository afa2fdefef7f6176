"""Delays that the window cuts: by hand, against the plain law, and where it is planted."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from veille.analysis.recreation import (
    completed_law,
    delay_estimates,
    reverse_product_limit,
    share_interval,
)


def test_without_any_cut_it_is_the_plain_distribution_function():
    delay = np.random.default_rng(1).integers(1, 20, 200)
    law = completed_law(delay)
    plain = stats.ecdf(delay).cdf
    assert law.below[0] == pytest.approx(plain.evaluate(law.days))
    assert law.mean()[0] == pytest.approx(delay.mean())


def test_a_cut_law_is_found_again():
    """Geometric delays, followed for 1 to 40 days: the share of short ones is the planted one."""
    rng = np.random.default_rng(2)
    delay, follow_up = rng.geometric(0.15, 60_000), rng.integers(1, 41, 60_000)
    seen = delay <= follow_up
    corrected = reverse_product_limit(delay[seen], follow_up[seen]).at(5)[0, 0]
    planted = stats.geom.cdf(5, 0.15) / stats.geom.cdf(40, 0.15)
    naive = completed_law(delay[seen]).at(5)[0, 0]
    error = 3 * np.sqrt(planted * (1 - planted) / seen.sum())  # wider than a plain share's
    assert corrected == pytest.approx(planted, abs=5 * error)
    assert naive - planted > 5 * error


def test_a_day_between_two_delays_keeps_the_law_of_the_one_before():
    law = completed_law(np.array([2, 4]))
    assert law.at(np.array([1, 2, 3, 4, 9]))[0].tolist() == [0, 0.5, 0.5, 1, 1]


def test_estimates_have_their_methods_and_survive_no_link():
    links = pd.DataFrame({"delay": [1, 2, 9], "follow_up": [20, 20, 20], "lineage": [0, 1, 2]})
    table = delay_estimates(links, 5).set_index(["method", "quantity"])["value"]
    assert table["completed", "mean"] == pytest.approx(4)
    assert table["corrected", "within"] == pytest.approx(2 / 3)
    assert delay_estimates(links.iloc[:0], 5)["value"].isna().all()


def test_a_share_never_counts_for_more_links_than_there_are():
    wide = share_interval(np.array([0.5, 0.5, 0.5]), 10)
    narrow = share_interval(np.array([0.5, 0.5, 0.5]), 1_000)
    assert wide.low < narrow.low < 0.5
