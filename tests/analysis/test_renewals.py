"""Lexicons of other laws: the median is the one asked for, and the window meets them steady."""

import numpy as np
import pytest

from veille.analysis.renewals import Renewals


@pytest.mark.parametrize("shape", [0.6, 1.0, 1.6])
@pytest.mark.parametrize("times", [1, 2])
def test_lives_last_longer_than_the_half_life_as_often_as_said(shape, times):
    """Lives that begin within a long window, once and twice the half-life; five standard errors."""
    _, known = Renewals(4, shape, 400, 2_000).draw(np.random.default_rng(1))
    whole = known.died & (known.birth > 0) & (known.birth < 500)
    longer = (known.stop - known.birth)[whole] > 4 * times
    share = 2.0 ** -(times**shape)
    assert abs(longer.mean() - share) < 5 * np.sqrt(share * (1 - share) / longer.size)


def test_one_variant_holds_each_slot_at_any_week():
    _, known = Renewals(6, 0.6, 50, 30).draw(np.random.default_rng(2))
    weeks = np.arange(29)
    there = (known.start[:, None] <= weeks) & (weeks < known.stop[:, None])
    assert there.sum(axis=0).tolist() == [50] * 29


def test_a_watch_does_not_know_births_before_the_window():
    seen, known = Renewals(6, 1.0, 50, 30).draw(np.random.default_rng(3))
    assert np.isnan(seen.birth).sum() == (known.birth <= 0).sum() == 50
    assert (seen.stop == known.stop).all()
