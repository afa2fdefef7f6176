"""Profile intervals against closed forms, published bounds and a multinomial maximised directly."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import gammaln, logsumexp, xlog1py, xlogy
from scipy.stats import chi2

from veille.analysis.histories import history_bits
from veille.analysis.loglinear import fit
from veille.analysis.loglinear_profile import choose, profile
from veille.analysis.loglinear_terms import terms
from veille.analysis.profile_search import profile_interval

THREE = terms(8)
HALF = chi2.ppf(0.95, 1) / 2


def independent(n_tables, seed, size=400):
    """Draw tables of five independent watchers, and what they miss."""
    odds = np.array([0.5, 0.4, 0.3, 0.2, 0.1])
    cells = np.prod(np.where(history_bits(32) == 1, odds, 1.0), axis=1)
    drawn = np.random.default_rng(seed).multinomial(size, cells / cells.sum(), n_tables)
    hidden = drawn[:, 0].copy()
    drawn[:, 0] = 0
    return drawn, hidden


def darroch(counts, hidden):
    """Give the profile of independent lists, in closed form (Darroch, 1958)."""
    whole = counts.sum() + hidden
    share = counts @ history_bits(counts.size) / whole
    return (gammaln(whole + 1) - gammaln(hidden + 1)
            + whole * (xlogy(share, share) + xlog1py(1 - share, -share)).sum())


def test_independent_lists_have_the_interval_of_the_closed_form():
    counts = independent(1, seed=1)[0][0]
    found = profile(counts, terms(32).independence()).at(0)
    grid = np.linspace(0, 4 * found.high, 400_001)
    heights = np.array([darroch(counts, hidden) for hidden in grid[::100]])
    assert found.value == pytest.approx(grid[::100][heights.argmax()], abs=grid[100])
    top = darroch(counts, found.value)
    for bound in (found.low, found.high):
        assert top - darroch(counts, bound) == pytest.approx(HALF, abs=1e-3)


@pytest.mark.parametrize(("model", "low", "high"), [
    (THREE.independence(), 203, 217),
    (THREE.with_pairs((1, 2)), 210, None),
    (THREE.with_pairs((0, 2), (1, 2)), 204, None),
])
def test_published_bounds_are_found_again(model, low, high):
    """Cormack, Chang and Smith (2000, table 3b), where R's Rcapture agrees with the paper."""
    counts = np.array([0, 54, 3, 5, 14, 29, 24, 72])
    found = profile(counts, model).at(0)
    assert round(counts.sum() + found.low) == low
    if high:
        assert round(counts.sum() + found.high) == high


def multinomial(counts, columns, hidden):
    """Maximise the multinomial likelihood at a fixed number of servers, by a general method."""
    cells = counts.astype(float).copy()
    cells[0] = hidden
    whole = cells.sum()

    def loss(beta):
        eta = columns @ beta
        return -(cells @ (eta - logsumexp(eta)))

    best = minimize(loss, np.zeros(columns.shape[1]), method="BFGS", options={"gtol": 1e-9})
    return gammaln(whole + 1) - gammaln(hidden + 1) - best.fun


def test_bounds_are_where_the_multinomial_maximised_directly_falls():
    counts = np.array([0, 54, 30, 25, 24, 29, 14, 42])
    mask = THREE.with_pairs((0, 1))
    found = profile(counts, mask).at(0)
    columns = THREE.columns[:, mask][:, 1:]
    top = multinomial(counts, columns, found.value)
    assert top >= multinomial(counts, columns, found.value * 1.05)
    assert top >= multinomial(counts, columns, found.value * 0.95)
    for bound in (found.low, found.high):
        assert top - multinomial(counts, columns, bound) == pytest.approx(HALF, abs=1e-3)


def test_the_poisson_fit_gives_nearly_the_same_value():
    """Their difference stays of order one (Cormack and Jupp, 1991)."""
    counts, _ = independent(50, seed=2)
    model = terms(32).independence()
    gap = fit(counts, model).hidden - profile(counts, model).value
    assert np.abs(gap).max() < 2


@pytest.mark.parametrize("model", ["independence", "common"])
def test_a_true_model_covers_as_often_as_it_says(model):
    """Over 2,000 tables, within five standard errors of 95 %, and one point of approximation."""
    counts, hidden = independent(2_000, seed=3)
    found = profile(counts, getattr(terms(32), model)())
    held = ((found.low <= hidden) & (hidden <= found.high)).mean()
    assert abs(held - 0.95) < 5 * np.sqrt(0.95 * 0.05 / 2_000) + 0.01


def test_having_seen_all_may_not_be_excluded():
    """Everybody saw almost everything: the lower bound is nobody hidden."""
    found = profile(np.array([0, 2, 1, 20, 1, 20, 20, 300]), THREE.independence()).at(0)
    assert found.low == 0
    assert found.high < 5


def test_lists_that_never_meet_leave_no_upper_bound():
    found = profile(np.array([0, 50, 40, 0]), terms(4).independence()).at(0)
    assert np.isinf(found.high)
    assert found.low > 100


def test_a_dependence_that_exists_is_chosen_by_both_criteria():
    counts = 300 * np.prod(np.where(history_bits(16) == 1, [0.6, 0.5, 0.4, 0.3], 1.0), axis=1)
    counts[(history_bits(16)[:, [1, 3]] == 1).all(axis=1)] *= 3
    counts[0] = 0
    for criterion in ("aic", "bic"):
        assert np.array_equal(choose(counts, criterion)[0], terms(16).with_pairs((1, 3)))


def test_none_is_chosen_in_perfect_independence():
    counts = 300 * np.prod(np.where(history_bits(16) == 1, [0.6, 0.5, 0.4, 0.3], 1.0), axis=1)
    counts[0] = 0
    assert np.array_equal(choose(counts, "aic")[0], terms(16).independence())


def test_aic_chooses_what_does_not_exist_more_often_than_bic():
    """With 10 pairs that do not depend, AIC lets one in as often as chi-squared passes 2."""
    counts, _ = independent(300, seed=4)
    extra = {name: (choose(counts, name).sum(axis=1) > 6).mean() for name in ("aic", "bic")}
    assert extra["bic"] < 0.35 < extra["aic"]


def test_the_search_finds_a_normal_profile():
    found = profile_interval(np.array([40.0]), lambda hidden: -(hidden - 100) ** 2 / 200,
                             lambda hidden: 100 - hidden).at(0)
    assert (found.value, found.low, found.high) == pytest.approx(
        (100, 100 - 19.6, 100 + 19.6), abs=0.01)
