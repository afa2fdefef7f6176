"""Log-linear models: published fits, two other implementations, and what the theory says."""

from math import comb

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import xlogy
from sklearn.linear_model import PoissonRegressor

from veille.analysis.histories import history_bits
from veille.analysis.loglinear import fit
from veille.analysis.loglinear_terms import terms


def published(counts):
    """Put counts given from 11…1 down to 0…01, first list first, in the order of histories."""
    n_lists = (len(counts) + 1).bit_length() - 1
    table = np.zeros(1 << n_lists)
    for place, count in enumerate(counts):
        word = format((1 << n_lists) - 1 - place, f"0{n_lists}b")
        table[sum(1 << lists for lists, bit in enumerate(word) if bit == "1")] = count
    return table


def deviance(counts, found):
    seen, mean = counts[1:], found.expected[0, 1:]
    return 2 * (xlogy(seen, seen / mean) - seen + mean).sum()


DIABETES = published([58, 157, 18, 104, 46, 650, 12, 709, 14, 20, 7, 74, 8, 182, 10])
INJURIES = published([72, 5, 29, 54, 24, 3, 14])
UNDERCOUNT = published([72, 155, 7, 71, 13, 53, 43])
FOUR, THREE = terms(16), terms(8)


@pytest.mark.parametrize(("counts", "model", "whole", "misfit"), [
    # Bruno et al. (1994), all pairs but the first and fourth lists; then Rivest (2011)
    (DIABETES, FOUR.with_pairs((0, 1), (0, 2), (1, 2), (1, 3), (2, 3)), 2771, 7.62),
    (DIABETES, FOUR.with_pairs((0, 2), (1, 3), (2, 3)), 2472, 21.97),
    (DIABETES, FOUR.with_pairs((0, 2), (1, 3), (2, 3)) | FOUR.common(), 2752, 8.32),
    # Cormack, Chang and Smith (2000, table 3b)
    (INJURIES, THREE.independence(), 209, 75.1),
    # Darroch et al. (1993) and Rivest (2011)
    (UNDERCOUNT, THREE.all_pairs(), 1240, 0.0),
    (UNDERCOUNT, THREE.with_pairs((0, 1), (1, 2)), 850, 3.8),
])
def test_published_fits_are_found_again(counts, model, whole, misfit):
    """Totals and deviances as R's Rcapture checks them against these papers."""
    found = fit(counts, model)
    assert counts.sum() + found.hidden[0] == pytest.approx(whole, abs=0.5)
    assert deviance(counts, found) == pytest.approx(misfit, abs=0.05)


def some_counts(seed=1, n_cells=32):
    counts = np.random.default_rng(seed).poisson(30, n_cells)
    counts[0] = 0
    return counts


@pytest.mark.parametrize("model", ["independence", "all_pairs", "common"])
def test_it_agrees_with_a_general_poisson_regression(model):
    mask, counts = getattr(terms(32), model)(), some_counts()
    columns = terms(32).columns[:, mask]
    other = PoissonRegressor(alpha=0, solver="newton-cholesky", tol=1e-10, max_iter=500)
    other.fit(columns[1:, 1:], counts[1:])
    found = fit(counts, mask)
    assert found.expected[0] == pytest.approx(other.predict(columns[:, 1:]), rel=1e-5)
    assert found.hidden[0] == pytest.approx(np.exp(other.intercept_), rel=1e-5)


def test_it_agrees_with_a_direct_maximisation():
    mask, counts = terms(8).with_pairs((0, 2)), UNDERCOUNT
    columns = terms(8).columns[1:][:, mask]
    done = minimize(lambda beta: (np.exp(columns @ beta) - counts[1:] * (columns @ beta)).sum(),
                    np.full(columns.shape[1], 0.5), method="BFGS", options={"gtol": 1e-8})
    assert fit(counts, mask).hidden[0] == pytest.approx(np.exp(done.x[0]), rel=1e-4)


def test_exact_counts_give_the_hidden_cell_exactly():
    """Independent watchers of known odds: the fit is perfect, cell 0 included."""
    bits = history_bits(32)
    cells = 50 * np.prod(np.where(bits == 1, [0.9, 0.5, 0.4, 0.3, 0.2], 1.0), axis=1)
    counts = cells.copy()
    counts[0] = 0
    for model in (terms(32).independence(), terms(32).all_pairs(), terms(32).common()):
        assert fit(counts, model).expected[0] == pytest.approx(cells, rel=1e-6)


def test_normal_differences_between_servers_are_a_common_dependence():
    """Odds times exp(normal) among the hidden give exp(pairs * variance): it is found exactly."""
    bits = history_bits(16)
    depth = bits.sum(axis=1)
    pairs = np.array([comb(int(number), 2) for number in depth])
    cells = 80 * np.prod(np.where(bits == 1, [0.6, 0.5, 0.4, 0.2], 1.0), axis=1)
    cells = cells * np.exp(0.7 * pairs)
    counts = np.where(depth > 0, cells, 0)
    assert fit(counts, terms(16).common()).hidden[0] == pytest.approx(80, rel=1e-5)
    assert fit(counts, terms(16).independence()).hidden[0] < 60


def test_totals_are_fitted_when_all_cells_are():
    counts = some_counts()
    counts[0] = 17
    found = fit(counts, terms(32).independence(), np.ones(32, dtype=bool))
    assert found.expected.sum() == pytest.approx(counts.sum())
    assert found.expected[0] @ history_bits(32) == pytest.approx(counts @ history_bits(32))


def test_many_tables_are_fitted_as_one_by_one():
    """Models of their own, and more tables than are solved together."""
    tables = np.array([some_counts(seed) for seed in range(150)])
    models = np.array([terms(32).independence() if seed % 2 else terms(32).common()
                       for seed in range(150)])
    together = fit(tables, models)
    for place in (0, 1, 77, 149):
        alone = fit(tables[place], models[place])
        assert together.hidden[place] == pytest.approx(alone.hidden[0], rel=1e-6)
        assert together.n_terms[place] == models[place].sum()


def test_lists_that_never_meet_do_not_stop_the_fit():
    """A pair that shares nothing sends its coefficient far down; the rest stays finite."""
    counts = some_counts(2)
    counts[history_bits(32)[:, :2].sum(axis=1) == 2] = 0
    found = fit(counts, terms(32).with_pairs((0, 1)))
    assert np.isfinite(found.expected).all()
    assert found.expected[0, 3] < 1e-6


def test_a_watcher_who_saw_nothing_changes_nothing():
    three = UNDERCOUNT
    four = np.concatenate([three, np.zeros(8)])
    for few, many in ((terms(8).independence(), terms(16).independence()),
                      (terms(8).with_pairs((0, 1)), terms(16).with_pairs((0, 1)))):
        assert fit(four, many).hidden[0] == pytest.approx(fit(three, few).hidden[0], rel=1e-5)
