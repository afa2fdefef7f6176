"""Stability: certain where groups are far apart, doubtful where there is none."""

import numpy as np
import pytest

from veille.analysis.mixture import fit
from veille.analysis.stability import jaccard, stability


def test_groups_far_apart_always_come_back():
    rng = np.random.default_rng(1)
    values = rng.normal(np.repeat([[0.0], [30.0]], 60, axis=0), 1.0)
    found = stability(values, fit(values, 2), 10, rng)
    assert found.agreement.tolist() == [1.0] * 10
    assert found.numbers.tolist() == [2] * 10
    assert found.jaccard.tolist() == [1.0, 1.0]


def test_classes_cut_in_one_single_group_do_not():
    rng = np.random.default_rng(2)
    values = rng.normal(size=(200, 3))
    found = stability(values, fit(values, 4), 10, rng)
    assert found.agreement.mean() < 0.7
    assert found.jaccard.min() < 0.75


def test_likeness_is_what_is_shared_over_what_is_united():
    assert jaccard(np.array([[3, 1], [0, 2]]))[0] == pytest.approx([3 / 4, 1 / 6])
