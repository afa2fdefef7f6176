"""Two lists, and the bound of Chao: published numbers, exact expectations, and many draws."""

from itertools import product

import numpy as np
import pytest
from scipy.stats import hypergeom, norm

from veille.analysis.histories import history_bits
from veille.analysis.recapture import at_least, chao_bound, chapman, log_normal, longest_pair


def expected(odds, n_servers):
    """Give the expected counts of servers of one kind, cell 0 included."""
    odds = np.asarray(odds, dtype=float)
    cells = np.prod(np.where(history_bits(1 << odds.size) == 1, odds, 1.0), axis=1)
    return n_servers * cells / cells.sum()


def draws(cells, n_tables, seed):
    """Draw tables from expected counts; give what is seen, and what was not."""
    drawn = np.random.default_rng(seed).poisson(cells, (n_tables, cells.size))
    hidden = drawn[:, 0].copy()
    drawn[:, 0] = 0
    return drawn, hidden


def test_a_published_pair_of_lists():
    """Seber (1982, p. 107): lists of 948 and 421 with 167 in common; Chapman gives 2 383."""
    counts = np.array([0, 781, 254, 167])
    assert chapman(counts, 0, 1).value[0] + counts.sum() == pytest.approx(949 * 422 / 168 - 1)


def test_chapman_is_unbiased_when_two_lists_hold_everybody_or_more():
    """Over the exact hypergeometric law, when n1 + n2 reaches N (Chapman, 1951)."""
    whole, one, two = 12, 8, 7
    mean = 0.0
    for both in range(one + two - whole, min(one, two) + 1):
        counts = np.array([0, one - both, two - both, both])
        mean += hypergeom.pmf(both, whole, one, two) * (
            chapman(counts, 0, 1).value[0] + counts.sum())
    assert mean == pytest.approx(whole)


def test_the_variance_of_seber_is_unbiased_too():
    """Over the same exact law: the mean estimated variance is the variance of the estimator."""
    whole, one, two = 12, 8, 7
    chance, value, variance = [], [], []
    for both in range(one + two - whole, min(one, two) + 1):
        chance.append(hypergeom.pmf(both, whole, one, two))
        value.append((one + 1) * (two + 1) / (both + 1) - 1)
        counts = np.array([0, one - both, two - both, both])
        found = chapman(counts, 0, 1)
        missed = found.value[0]
        spread = np.log(found.high[0] / missed) / norm.ppf(0.975) if missed > 0 else 0.0
        variance.append(missed**2 * np.expm1(spread**2))
    chance, value = np.array(chance), np.array(value)
    assert chance @ variance == pytest.approx(chance @ value**2 - (chance @ value) ** 2)


def test_what_other_watchers_saw_is_not_hidden():
    """A third list that holds ten servers of its own takes ten off, bounds and all."""
    alone = np.array([0, 40, 30, 20, 0, 0, 0, 0])
    more = alone + np.array([0, 0, 0, 0, 10, 0, 0, 0])
    for part in ("value", "low", "high"):
        less = getattr(chapman(alone, 0, 1), part) - getattr(chapman(more, 0, 1), part)
        assert less == pytest.approx(10)


def test_the_longest_lists_are_taken():
    assert longest_pair(np.array([0, 1, 9, 0, 5, 0, 0, 0])) == (1, 2)


def test_the_bound_is_that_of_chao_for_equal_watchers():
    """Singles spread evenly: (k - 1) / k times f1**2 / 2 over f2 + 1, and Chao's variance."""
    counts = np.array([0, 20, 20, 5, 20, 5, 5, 1])
    once, twice, value = 60.0, 16.0, 2 / 3 * 60**2 / 2 / 16
    found = chao_bound(counts)
    assert found.value[0] == pytest.approx(value)
    spread = np.log(found.high[0] / value) / norm.ppf(0.975)
    ratio = once / twice
    share = 2 / 3
    variance = twice * (share**2 * (ratio**4 / 4 + ratio**3) + share * ratio**2 / 2)
    assert value**2 * np.expm1(spread**2) == pytest.approx(variance)


@pytest.mark.parametrize(("odds", "size"), [((0.5, 0.4, 0.3, 0.2, 0.1), 400),
                                            ((0.3, 0.3, 0.3), 900)])
def test_where_servers_do_not_differ_the_bound_is_an_estimate(odds, size):
    """Its mean is the hidden number, but for a bias of order one over f2 (here under 1 %)."""
    counts, hidden = draws(expected(odds, size), 20_000, seed=1)
    error = chao_bound(counts).value - hidden
    assert abs(error.mean()) < 5 * error.std() / np.sqrt(error.size) + 0.01 * hidden.mean()


def test_where_servers_differ_the_bound_falls_short():
    """Half of the servers are three times harder for everybody."""
    odds = np.array([0.6, 0.5, 0.3, 0.2, 0.1])
    cells = expected(odds, 300) + expected(odds / 3, 300)
    counts, hidden = draws(cells, 4_000, seed=2)
    error = chao_bound(counts).value - hidden
    assert error.mean() < -5 * error.std() / np.sqrt(error.size)


def test_where_overlaps_go_unwritten_the_bound_overshoots():
    """Six servers in ten that several saw are written by the first alone."""
    counts, hidden = draws(expected([0.5, 0.4, 0.3, 0.2, 0.1], 400), 2_000, seed=3)
    several = history_bits(32).sum(axis=1) > 1
    lost = np.random.default_rng(3).binomial(np.where(several, counts, 0), 0.6)
    cells = np.arange(32)
    counts = counts - lost
    for cell in cells[several]:
        counts[:, cell & -cell] += lost[:, cell]
    error = chao_bound(counts).value - hidden
    assert error.mean() > 5 * error.std() / np.sqrt(error.size)


def test_intervals_hold_as_often_as_they_say():
    """Independent watchers, equal servers: between 94 and 97 % of 10,000 tables."""
    counts, hidden = draws(expected([0.5, 0.4, 0.3, 0.2, 0.1], 400), 10_000, seed=4)
    for found in (chapman(counts, 0, 1), chao_bound(counts)):
        held = ((found.low <= hidden) & (hidden <= found.high)).mean()
        assert 0.94 < held < 0.97


def test_a_claim_is_one_sided_and_holds_as_often_as_it_says():
    """Half as often missed as a two-sided interval of the same level would be on one side."""
    counts, hidden = draws(expected([0.5, 0.4, 0.3, 0.2, 0.1], 400), 10_000, seed=5)
    assert (at_least(counts) <= hidden).mean() > 0.94
    wide, narrow = chao_bound(counts, 0.95).low, chao_bound(counts, 0.90).low
    assert np.array_equal(at_least(counts), np.floor(narrow))
    assert (narrow > wide).all()


def test_nothing_is_said_where_no_server_was_seen_once():
    found = chao_bound(np.array([0, 0, 0, 5]))
    assert [found.value[0], found.low[0], found.high[0]] == [0, 0, np.inf]


@pytest.mark.parametrize(("value", "variance"), list(product([0.5, 10, 300], [0.1, 30, 900])))
def test_a_log_normal_interval_is_even_on_a_log_scale(value, variance):
    found = log_normal(np.array([value]), np.array([variance]))
    assert found.low[0] * found.high[0] == pytest.approx(value**2)
    assert 0 < found.low[0] < value
