"""Exponents from ranks: exact laws, an independent likelihood, and refusals."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import zipfian

from veille.analysis.uses import read_uses
from veille.analysis.zipf import (
    likelihood_exponent,
    log_likelihood,
    log_log_exponent,
    pooled_over_servers,
    pooled_ranks,
    rank_curves,
    weekly_ranks,
)
from veille.errors import VeilleError


def exact(size, exponent, total=1e6):
    weights = np.arange(1, size + 1.0) ** -exponent
    return total * weights / weights.sum()


def world(rows, tokens=3, births=None, deaths=None):
    names = [f"F01·v{number:03d}" for number in range(1, tokens + 1)]
    variants = pd.DataFrame({
        "family_id": "F01", "variant_id": names,
        "birth_week": pd.array(births or [None] * tokens, dtype="Int64"),
        "death_week": pd.array(deaths or [None] * tokens, dtype="Int64"), "homonym": False,
    })
    counts = pd.DataFrame([(f"S{s}", w, names[t], c) for s, w, t, c in rows],
                          columns=["server_id", "week", "variant_id", "count"])
    return read_uses(counts, variants)


@pytest.mark.parametrize("exponent", [0.5, 1.05, 2.0])
def test_exact_counts_give_back_the_exponent(exponent):
    ranked = [exact(12, exponent), exact(30, exponent, 500)]
    assert likelihood_exponent(ranked).value == pytest.approx(exponent, abs=1e-4)
    assert log_log_exponent(ranked).value == pytest.approx(exponent, abs=1e-9)


def test_the_likelihood_is_that_of_scipy():
    counts = np.array([50, 20, 30, 5, 0, 1])
    difference = log_likelihood([counts], 1.3) - log_likelihood([counts], 0.7)
    ranks = np.repeat(np.arange(1, 7), counts)
    expected = zipfian.logpmf(ranks, 1.3, 6).sum() - zipfian.logpmf(ranks, 0.7, 6).sum()
    assert difference == pytest.approx(expected, rel=1e-9)


def test_families_of_several_sizes_have_each_their_own_law():
    short, long = np.array([8, 3]), np.array([9, 5, 1, 1])
    found = log_likelihood([short, long], 1.4) - log_likelihood([short, long], 0.6)
    expected = sum(
        count * (zipfian.logpmf(rank, 1.4, counts.size) - zipfian.logpmf(rank, 0.6, counts.size))
        for counts in (short, long) for rank, count in enumerate(counts, start=1)
    )
    assert found == pytest.approx(expected, rel=1e-9)


def test_the_maximum_is_that_of_scipy():
    counts = np.array([50, 20, 30, 5, 0, 1])
    ranks = np.repeat(np.arange(1, 7), counts)
    best = minimize_scalar(lambda s: -zipfian.logpmf(ranks, s, 6).sum(), bounds=(0.01, 5),
                           method="bounded")
    assert likelihood_exponent([counts]).value == pytest.approx(best.x, abs=1e-4)


def test_families_of_one_size_are_added_up():
    one, two = np.array([9.0, 4, 1]), np.array([5.0, 5, 2])
    assert likelihood_exponent([one, two]).value == likelihood_exponent([one + two]).value


def test_the_interval_drops_the_likelihood_by_the_quantile():
    ranked = [np.array([60.0, 25, 22, 9])]
    found = likelihood_exponent(ranked)
    drop = [log_likelihood(ranked, found.value) - log_likelihood(ranked, edge)
            for edge in (found.low, found.high)]
    assert drop == pytest.approx([1.9207, 1.9207], abs=1e-3)


def test_equal_counts_give_zero():
    assert likelihood_exponent([np.full(5, 10.0)]).value == 0


@pytest.mark.parametrize("ranked", [[], [np.array([3.0])], [np.zeros(4)]])
def test_what_says_nothing_is_refused_in_french(ranked):
    with pytest.raises(VeilleError, match="Aucune famille"):
        likelihood_exponent(ranked)
    with pytest.raises(VeilleError, match="attendus"):
        log_log_exponent(ranked)


def test_ranks_can_come_from_other_servers():
    uses = world([(1, 0, 0, 9), (1, 0, 1, 1), (2, 0, 0, 2), (2, 0, 1, 5), (2, 0, 2, 1)])
    first, second = (uses.keep_lines(uses.server == place).pooled() for place in (0, 1))
    assert pooled_ranks(second, first)[0].tolist() == [2, 5, 1]
    assert pooled_ranks(second)[0].tolist() == [5, 2, 1]


def test_a_short_life_does_not_lower_a_weekly_rank():
    """Token 3 replaces token 1 in the last week: each leads while it lives."""
    rows = [(1, w, 0, 6) for w in range(3)] + [(1, w, 1, 3) for w in range(4)] + [(1, 3, 2, 6)]
    uses = world(rows, births=[None, None, 3], deaths=[3, None, None]).pooled()
    assert [counts.tolist() for counts in weekly_ranks(uses, uses)] == [[24, 12]]
    assert pooled_ranks(uses)[0].tolist() == [18, 12, 6]
    curves = rank_curves(uses, 0).set_index("curve")["share"]
    assert curves["weekly"].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert curves["pooled"].tolist() == pytest.approx([1 / 2, 1 / 3, 1 / 6])


def test_local_habits_widen_the_interval_over_servers():
    """Each server repeats itself: the multinomial interval counts every repetition."""
    rng = np.random.default_rng(1)
    weights = exact(8, 1.0, 1.0)
    rows = [(s, 0, int(t), 10) for s in range(60) for t in np.unique(rng.choice(8, 3, p=weights))]
    uses = world(rows, tokens=8)
    plain = likelihood_exponent(pooled_ranks(uses.pooled()))
    whole = pooled_over_servers(uses, rng, 200)
    assert whole.value == pytest.approx(plain.value, abs=1e-4)
    assert whole.high - whole.low > 1.5 * (plain.high - plain.low)
