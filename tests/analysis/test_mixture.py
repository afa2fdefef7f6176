"""Mixtures: classes planted far apart are found, and the BIC counts them."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from veille.analysis.mixture import FLOOR, SHAPES, best_of, bic_table, choose, fit, profiles
from veille.errors import VeilleError


@pytest.fixture(scope="module")
def three():
    """Three round groups of 100, 60 and 40 servers, far apart in two columns."""
    rng = np.random.default_rng(1)
    centres = np.repeat([[0, 0], [12, 0], [0, 12]], [100, 60, 40], axis=0)
    return pd.DataFrame(rng.normal(centres, 1.0), columns=["x", "y"])


def test_groups_far_apart_are_the_classes_the_heaviest_first(three):
    assert fit(three, 3).classes(three).tolist() == [0] * 100 + [1] * 60 + [2] * 40


@pytest.mark.parametrize("shape", SHAPES)
def test_the_bic_counts_groups_far_apart(three, shape):
    assert choose(three, 8, shape).n_classes == 3


def test_the_bic_of_one_class_is_that_of_a_normal_law():
    values = np.random.default_rng(2).normal(5, 3, (500, 1))
    standard = (values - values.mean()) / values.std()
    likelihood = norm.logpdf(standard, 0, np.sqrt(1 + FLOOR)).sum()
    assert fit(values, 1).bic == pytest.approx(-2 * likelihood + 2 * np.log(500))


def test_the_table_and_the_search_agree(three):
    table = bic_table(three, range(1, 6))
    shape, number = best_of(table)
    assert set(table["shape"]) == set(SHAPES)
    assert number == choose(three, 6, shape).n_classes == 3


def test_units_do_not_matter(three):
    other = three * [1000, 0.01] + [7, -3]
    assert (fit(other, 3).classes(other) == fit(three, 3).classes(three)).all()


def test_a_missing_value_is_neither_near_nor_far(three):
    holed = three.copy()
    holed.loc[0, "x"] = np.nan
    rule = fit(holed, 3)
    assert (rule.classes(holed)[1:] == rule.classes(three)[1:]).all()
    assert rule.scale.put(holed)[0, 0] == rule.scale.put(pd.DataFrame(
        {"x": [holed["x"].median()], "y": [0.0]}))[0, 0]


def test_a_column_that_never_changes_is_harmless(three):
    flat = three.assign(z=4.0)
    assert (fit(flat, 3).classes(flat) == fit(three, 3).classes(three)).all()


def test_the_floor_keeps_a_repeated_value_from_making_a_class():
    values = np.random.default_rng(3).normal(size=(400, 1))
    values[:60] = 0.0
    assert choose(values, 5).n_classes == 1


def test_profiles_are_in_standard_deviations(three):
    found = profiles(fit(three, 3), three)
    weights = np.array([100, 60, 40]) / 200
    assert np.allclose(weights @ found.to_numpy(), 0)
    assert found.loc[1, "x"] > 1
    assert found.loc[0, "x"] < 0


def test_too_few_servers_are_refused():
    with pytest.raises(VeilleError, match="au moins deux par classe"):
        fit(np.zeros((3, 1)), 2)
    with pytest.raises(VeilleError, match="Aucune classe"):
        choose(np.zeros((1, 1)), 2)
