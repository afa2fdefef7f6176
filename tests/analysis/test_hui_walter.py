"""Errors of two raters without truth."""

import numpy as np
import pytest

from veille.analysis.hui_walter import cross, hui_walter
from veille.analysis.rater_recovery import expected_pairs


def cells(prevalences, sensitivity, specificity, dependence, number=1e6):
    """Give the expected counts of two groups."""
    tables = [expected_pairs(share, sensitivity, specificity, dependence)
              for share in prevalences]
    return number * np.array([[[[one.both, one.first], [one.second, one.neither]]
                               for one in tables]])


def test_counts_fall_in_their_cells():
    first = np.array([[1], [1], [0], [0]], bool)
    second = np.array([[1], [0], [1], [0]], bool)
    group = np.array([1, 1, 0, 1], bool)
    found = cross(first, second, group)
    assert found.shape == (1, 2, 2, 2)
    assert found[0].tolist() == [[[1, 1], [0, 1]], [[0, 0], [1, 0]]]


@pytest.mark.parametrize(("sensitivity", "specificity"), [
    ((0.9, 0.7), (0.95, 0.85)), ((0.65, 0.55), (0.93, 0.96))])
def test_independent_errors_are_found_again(sensitivity, specificity):
    found = hui_walter(cells((0.5, 0.1), sensitivity, specificity, 0.0))
    assert found.sensitivity[0] == pytest.approx(sensitivity, abs=2e-3)
    assert found.specificity[0] == pytest.approx(specificity, abs=2e-3)
    assert found.prevalence[0] == pytest.approx((0.5, 0.1), abs=2e-3)


def test_dependent_errors_make_raters_look_better():
    planted = (0.75, 0.65), (0.9, 0.93)
    found = hui_walter(cells((0.5, 0.1), *planted, 0.4))
    assert (found.sensitivity[0] > np.array(planted[0]) + 0.02).all()


def test_problems_solved_together_are_those_solved_alone():
    one, two = (cells((0.6, 0.2), (0.8, 0.9), (0.9, 0.8), dependence)
                for dependence in (0.0, 0.3))
    together = hui_walter(np.concatenate([one, two]))
    for place, alone in enumerate((one, two)):
        assert together.sensitivity[place] == pytest.approx(hui_walter(alone).sensitivity[0])


def test_the_fit_explains_the_counts():
    """Six unknowns for six shares: expected counts are those observed."""
    counts = cells((0.5, 0.15), (0.8, 0.7), (0.9, 0.95), 0.3)
    found = hui_walter(counts)
    again = cells(found.prevalence[0], tuple(found.sensitivity[0]), tuple(found.specificity[0]),
                  0.0)
    assert again == pytest.approx(counts, rel=2e-3)
