"""Two proportions: published examples, and scipy."""

import numpy as np
import pytest
from scipy import stats

from veille.analysis.two_forms import TwoForms


@pytest.mark.parametrize(("first", "second", "low", "high"), [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((10, 10), (0, 20), 0.6791, 1.0),
    ((10, 10), (0, 10), 0.6075, 1.0),
])
def test_the_difference_has_the_interval_that_newcombe_tabulates(first, second, low, high):
    """Four examples of Newcombe (1998), by method 10."""
    found = TwoForms(first, second).difference()
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)


def test_the_forms_may_be_exchanged():
    one, two = TwoForms((9, 30), (3, 20)), TwoForms((3, 20), (9, 30))
    found, back = one.difference(), two.difference()
    assert (found.low, found.high) == pytest.approx((-back.high, -back.low))


def test_the_exact_odds_agree_with_fishers_test_at_their_bound():
    """At the lower bound, so many successes or more have a probability of 2.5 %."""
    found = TwoForms((8, 10), (2, 10)).odds_ratio()
    tail = stats.nchypergeom_fisher(20, 10, 10, found.low).sf(7)
    assert tail == pytest.approx(0.025, abs=1e-6)


def test_a_form_that_never_fails_has_infinite_odds():
    found = TwoForms((25, 25), (0, 25)).odds_ratio()
    assert np.isinf(found.value)
    assert np.isinf(found.high)
    tail = stats.nchypergeom_fisher(50, 25, 25, found.low).sf(24)
    assert tail == pytest.approx(0.025, abs=1e-6)
