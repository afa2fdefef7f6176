"""Curves with intervals: where the follow-up ends, they end."""

from types import SimpleNamespace

import numpy as np
import pytest

from veille.analysis.journey_estimates import estimates, occupied_without_each, slowed
from veille.analysis.steps import REPLICATES
from veille.errors import VeilleError


def followed(weeks, leavers):
    """One member a replicate, followed some weeks; some leave in the last."""
    counts = np.zeros((REPLICATES, 10, 3, 5), dtype=np.int64)
    counts[:, :weeks, 0, 0] = 1
    counts[:leavers, weeks - 1, 0, 3] = 1
    return counts


def test_nobody_followed_is_said():
    nobody = SimpleNamespace(spells=np.zeros((REPLICATES, 2, 10, 4, 5), dtype=np.int64))
    with pytest.raises(VeilleError, match="Aucun parcours suivi"):
        estimates(nobody)


def test_the_curve_is_missing_once_nobody_is_followed():
    found = occupied_without_each(followed(6, 8))
    assert found.shape == (1 + REPLICATES, 11, 6)
    assert found[0, 6, 4] == pytest.approx(8 / REPLICATES)
    assert np.isnan(found[0, 7:]).all()
    assert np.isfinite(found[1:]).all()


def test_the_curve_stays_when_everybody_has_come_to_an_end():
    found = occupied_without_each(followed(6, REPLICATES))
    assert found[0, 6:, 4].tolist() == [1.0] * 5


def test_replicates_leave_one_group_out():
    found = occupied_without_each(followed(6, 8))
    assert found[1, 6, 4] == pytest.approx(7 / (REPLICATES - 1))
    assert found[-1, 6, 4] == pytest.approx(8 / (REPLICATES - 1))


def test_each_step_is_slowed_in_turn():
    weekly = np.array([[0.2, 0, 0.1, 0], [0.2, 0, 0.1, 0], [0.2, 0, 0.1, 0]])
    found = slowed(weekly)
    assert found.shape == (3,)
    assert (found < -0.2).all()
    assert found == pytest.approx(np.full(3, found[0]))  # the order of equal steps is no matter
