"""Hazards, Aalen–Johansen and the Markov chain: closed forms and independent implementations."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf

from veille.analysis.multistate import (
    aalen_johansen,
    hazards,
    intensities,
    markov_occupation,
    probabilities,
    step_matrix,
)

WEEKLY = np.array([[0.2, 0.0, 0.1, 0.02], [0.15, 0.1, 0.05, 0.01], [0.3, 0.04, 0.02, 0.03]])


def test_intensities_give_back_the_probabilities():
    assert probabilities(intensities(WEEKLY)) == pytest.approx(WEEKLY)
    assert intensities(WEEKLY).sum(axis=1) == pytest.approx(-np.log(1 - WEEKLY.sum(axis=1)))
    assert (intensities(np.zeros((2, 4))) == 0).all()
    assert (probabilities(np.zeros((2, 4))) == 0).all()


def test_a_matrix_of_one_week_has_rows_that_sum_to_one():
    matrix = step_matrix(WEEKLY)
    assert matrix.sum(axis=1) == pytest.approx(np.ones(6))
    assert matrix[1].tolist() == pytest.approx([0.1, 0.69, 0.15, 0, 0.05, 0.01])
    assert matrix[2, 3] == 0.3
    assert matrix[3:, 3:].tolist() == np.eye(3).tolist()


def test_the_chain_is_the_power_of_its_matrix():
    found = markov_occupation(WEEKLY, 9, start=1)
    power = np.linalg.matrix_power(step_matrix(WEEKLY), 9)
    assert found[9] == pytest.approx(power[1])
    assert found[0].tolist() == [0, 1, 0, 0, 0, 0]


def test_with_one_way_out_it_is_kaplan_and_meier():
    """Against scipy, with censoring and ties."""
    rng = np.random.default_rng(3)
    time, seen = rng.integers(1, 15, 80), rng.random(80) < 0.6
    counts = np.zeros((20, 3, 5))
    for week in range(20):
        counts[week, 0, 0] = (time > week).sum()
        counts[week, 0, 3] = ((time == week + 1) & seen).sum()
    survival = ecdf(CensoredData(uncensored=time[seen], right=time[~seen])).sf
    expected = survival.evaluate(np.arange(21))
    assert aalen_johansen(counts)[:, 0] == pytest.approx(expected)


def test_without_censoring_it_is_the_share_of_members():
    """Whatever the past does: here nobody who waited moves on."""
    paths = [[0, 0, 1, 2, 3], [0, 1, 1, 0, 0], [0, 1, 2, 2, 3], [0, 0, 0, 0, 4], [0, 1, 2, 1, 5]]
    ways = {1: 1, -1: 2}
    counts = np.zeros((4, 3, 5))
    for path in paths:
        for week, (now, after) in enumerate(pairwise(path)):
            if now < 3:
                counts[week, now, 0] += 1
                way = {4: 3, 5: 4}.get(after, ways.get(after - now, 0))
                if way:
                    counts[week, now, way] += 1
    share = [[np.mean([path[week] == state for path in paths]) for state in range(6)]
             for week in range(5)]
    assert aalen_johansen(counts) == pytest.approx(np.array(share))


def test_without_trials_nobody_moves():
    assert hazards(np.zeros(5)).tolist() == [0, 0, 0, 0]
    assert aalen_johansen(np.zeros((4, 3, 5)))[-1, 0] == 1
