"""Agreement of two people on one sign."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

from veille.analysis.kappa import TwoRaters, Z, kappa_interval, two_raters
from veille.errors import VeilleError


def table(both, first, second, neither):
    """Make a table from counts."""
    number = both + first + second + neither
    return TwoRaters(number, *(count / number for count in (both, first, second, neither)))


def test_counts_become_shares():
    found = two_raters(np.array([1, 1, 1, 0, 0], bool), np.array([1, 1, 0, 1, 0], bool))
    assert (found.n, found.both, found.first) == (5, 0.4, 0.2)
    assert (found.second, found.neither) == (0.2, 0.2)
    assert (found.positive, found.negative) == (pytest.approx(2 / 3), pytest.approx(0.5))


@pytest.mark.parametrize("seed", range(5))
def test_kappa_is_that_of_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    first = rng.random(80) < 0.3
    second = first ^ (rng.random(80) < 0.2)
    assert two_raters(first, second).kappa == pytest.approx(cohen_kappa_score(first, second))


def test_the_interval_is_that_of_another_program():
    """A published run of Stata's `kapci`, analytical interval, on the same four counts."""
    found = kappa_interval(table(1395, 118, 261, 158))
    assert found.value == pytest.approx(0.3411969207847029)
    assert found.low == pytest.approx(0.2896667786271169, abs=1e-6)
    assert found.high == pytest.approx(0.3927270629422889, abs=1e-6)


def test_the_standard_error_is_that_of_the_delta_method():
    """The gradient of kappa, taken numerically, in the covariance of a multinomial."""
    shares = np.array([0.2, 0.1, 0.15, 0.55])
    step, number = 1e-6, 200

    def value(moved):
        return TwoRaters(number, *moved).kappa

    slope = np.array([(value(shares + step * unit) - value(shares - step * unit)) / (2 * step)
                      for unit in np.eye(4)])
    variance = (shares @ slope**2 - (shares @ slope) ** 2) / number
    found = kappa_interval(TwoRaters(number, *shares))
    assert (found.high - found.low) / 2 == pytest.approx(1.959964 * np.sqrt(variance), rel=1e-5)


def test_the_paradox_same_agreement_other_kappa():
    """Feinstein and Cicchetti's two tables: 85 % of agreement, kappa 0.70 and 0.32."""
    even, skewed = table(40, 9, 6, 45), table(80, 10, 5, 5)
    assert even.observed == pytest.approx(0.85) == skewed.observed
    assert (round(even.kappa, 2), round(skewed.kappa, 2)) == (0.70, 0.32)
    assert skewed.negative < even.negative


def test_where_nothing_varies_kappa_is_missing():
    nothing = two_raters(np.zeros(9, bool), np.zeros(9, bool))
    assert np.isnan(nothing.kappa)
    assert np.isnan(nothing.positive)
    assert np.isnan(kappa_interval(nothing).value)


def test_no_server_is_refused():
    with pytest.raises(VeilleError, match="deux personnes"):
        two_raters(np.array([], bool), np.array([], bool))


@pytest.mark.parametrize(("prevalence", "right"), [(0.5, 0.9), (0.2, 0.8)])
def test_the_interval_covers_as_it_says(prevalence, right):
    """Over 1,000 samples, within five binomial standard errors of 95 %."""
    rng = np.random.default_rng(12)
    yes, no = prevalence * right**2 + (1 - prevalence) * (1 - right) ** 2, right * (1 - right)
    shares = [yes, no, no, 1 - yes - 2 * no]
    planted = TwoRaters(0, *shares).kappa
    held = sum(kappa_interval(table(*counts)).covers(planted)
               for counts in rng.multinomial(250, shares, 1_000))
    assert abs(held / 1_000 - 0.95) < 5 * np.sqrt(0.95 * 0.05 / 1_000)


def test_kappa_and_its_standard_error_are_those_of_statsmodels():
    counts = np.array([[40, 9], [6, 45]])
    theirs = cohens_kappa(counts)
    found = kappa_interval(table(40, 9, 6, 45))
    assert found.value == pytest.approx(theirs.kappa)
    assert (found.high - found.low) / 2 == pytest.approx(Z * theirs.std_kappa)
