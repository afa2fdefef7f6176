"""Delays truncated on the right."""

import numpy as np
import pandas as pd
import pytest
from planted import close

from veille.analysis.recreation import (
    completed_law,
    delay_estimates,
    reverse_product_limit,
    share_interval,
)


def self_consistent(delay, follow_up, rounds=4_000):
    """Find the same law another way: each pair stands for one over its chance of being seen."""
    days = np.unique(delay)
    mass = np.full(days.size, 1 / days.size)
    seen = np.array([(delay == day).sum() for day in days])
    for _ in range(rounds):
        chance = np.array([mass[days <= limit].sum() for limit in follow_up])
        mass = seen / np.array([(1 / chance[follow_up >= day]).sum() for day in days])
        mass /= mass.sum()
    return np.cumsum(mass)


def truncated(rng, size):
    delay, follow_up = rng.geometric(0.2, size), rng.integers(1, 25, size)
    kept = delay <= follow_up
    return delay[kept], follow_up[kept]


def test_it_is_the_maximum_likelihood_law():
    delay, follow_up = truncated(np.random.default_rng(3), 120)
    law = reverse_product_limit(delay, follow_up)
    assert law.below[0] == pytest.approx(self_consistent(delay, follow_up), abs=1e-6)


def test_without_truncation_it_is_the_empirical_law():
    delay = np.array([1, 1, 2, 5])
    law = completed_law(delay)
    assert law.at([0, 1, 2, 4, 5]).round(12).tolist() == [[0, 0.5, 0.75, 0.75, 1]]
    assert law.mean()[0] == pytest.approx(delay.mean())


def test_it_finds_the_planted_law_that_completed_delays_miss():
    """Fifty samples of four thousand pairs: the mean within five of its standard errors."""
    rng = np.random.default_rng(4)
    planted = (1 - 0.8**5) / (1 - 0.8**24)
    samples = [truncated(rng, 4_000) for _ in range(50)]
    ours = np.array([reverse_product_limit(*pairs).at(5)[0, 0] for pairs in samples])
    naive = np.array([completed_law(pairs[0]).at(5)[0, 0] for pairs in samples])
    assert close(ours, planted)
    assert not close(naive, planted)
    assert naive.mean() > planted


def test_pairs_out_of_reach_are_left_out():
    law = reverse_product_limit(np.array([1, 9]), np.array([5, 5]))
    assert law.days.tolist() == [1]


def test_weights_repeat_pairs():
    delay, follow_up = np.array([1, 2, 4]), np.array([3, 6, 9])
    doubled = reverse_product_limit(np.repeat(delay, [2, 1, 1]), np.repeat(follow_up, [2, 1, 1]))
    weighted = reverse_product_limit(delay, follow_up, np.array([[2.0, 1, 1]]))
    assert weighted.below == pytest.approx(doubled.below)


def test_no_link_gives_no_estimate():
    links = pd.DataFrame({"delay": [], "follow_up": [], "lineage": []}, dtype=float)
    assert delay_estimates(links, 7)["value"].isna().all()


def test_a_share_is_never_worth_more_links_than_there_are():
    one = share_interval(np.array([0.5, 0.5, 0.5]), 10)
    assert one.low > 0.2
    assert one.high < 0.8
