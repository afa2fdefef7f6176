"""Slots drawn by weight, each week by its own law."""

import numpy as np
import pytest

from veille.synth.lexicon import Guide

WEIGHT = np.array([[0.0, 2.0, 0.0], [3.0, 0.0, 0.0], [0.0, 6.0, 0.0], [1.0, 2.0, 0.0]])


def test_a_guide_finds_what_a_plain_search_finds():
    rng = np.random.default_rng(1)
    weight = rng.random((60, 9)) * (rng.random((60, 9)) < 0.3)
    week, uniform = rng.integers(0, 9, 20_000), rng.random(20_000)
    drawn = Guide.of(weight).draw(week, uniform)
    edges = np.cumsum(weight / weight.sum(axis=0), axis=0)
    for number in range(9):
        mine = week == number
        expected = np.searchsorted(edges[:, number], uniform[mine], side="right")
        assert (drawn[mine] == expected).all()


@pytest.mark.parametrize(("week", "uniform", "slot"), [
    (0, 0.0, 1), (0, 0.74, 1), (0, 0.76, 3), (1, 0.1, 0), (1, 0.21, 2), (1, 0.81, 3), (2, 0.5, -1),
])
def test_each_week_has_its_own_law(week, uniform, slot):
    assert Guide.of(WEIGHT).draw(np.array([week]), np.array([uniform])).tolist() == [slot]


def test_the_largest_uniform_stays_in_its_week():
    """Added to a week it rounds to the next one, where other slots lie."""
    largest = np.nextafter(1, 0)
    assert Guide.of(WEIGHT).draw(np.array([1, 2]), np.full(2, largest)).tolist() == [3, -1]
