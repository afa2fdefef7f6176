"""Cox's regression of one cause: against scikit-learn, a likelihood written out, and resampling."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.linear_model import PoissonRegressor

from veille.analysis.cause_specific import effects
from veille.analysis.competing import Waits
from veille.errors import VeilleError


def rng(seed):
    return np.random.Generator(np.random.Philox(seed))


def drawn(seed, size, effect=(0.8, -0.4), per_group=1):
    """Cause 1 at rate exp(x . effect), twice that in stratum 1; cause 2 at rate 0.5; censoring."""
    random = rng(seed)
    x, stratum = random.normal(size=(size, 2)), np.arange(size) % 2
    one = random.exponential(1 / ((1 + stratum) * np.exp(x @ np.array(effect))))
    two, stop = random.exponential(2, size), random.exponential(2, size)
    days = np.minimum(np.minimum(one, two), stop)
    cause = np.where(days == one, 1, np.where(days == two, 2, 0))
    return Waits(days, cause, np.arange(size) // per_group, 2), x, stratum


def efron(value, waits, x, strata):
    """Efron's log-likelihood, one end at a time, as it is defined."""
    total, weight = 0.0, np.exp(x @ value)
    for stratum in np.unique(strata):
        for day in np.unique(waits.days[(strata == stratum) & (waits.cause == 1)]):
            at_risk = (strata == stratum) & (waits.days >= day)
            ends = (strata == stratum) & (waits.days == day) & (waits.cause == 1)
            total += (x[ends] @ value).sum()
            for rank in range(ends.sum()):
                total -= np.log(weight[at_risk].sum() - rank / ends.sum() * weight[ends].sum())
    return total


def test_without_ties_it_is_a_poisson_regression_with_a_level_for_each_end():
    """Cox's likelihood is that of a Poisson model over waits at risk at each end."""
    waits, x, _ = drawn(1, 60)
    ends = np.flatnonzero(waits.cause == 1)
    pairs = [(place, wait) for place, end in enumerate(ends)
             for wait in np.flatnonzero(waits.days >= waits.days[end])]
    place, wait = np.array(pairs).T
    design = np.hstack([x[wait], np.eye(ends.size)[place]])
    model = PoissonRegressor(alpha=0, fit_intercept=False, solver="newton-cholesky", tol=1e-10,
                             max_iter=200)
    model.fit(design, (wait == ends[place]).astype(float))
    assert effects(waits, 1, x).value == pytest.approx(model.coef_[:2], abs=1e-5)


def test_with_ties_and_strata_it_is_at_the_maximum_of_efrons_likelihood():
    waits, x, stratum = drawn(2, 120)
    waits = Waits(np.maximum(waits.days.round(1), 0.1), waits.cause, waits.group, 2)
    found = effects(waits, 1, x, stratum)
    best = minimize(lambda value: -efron(value, waits, x, stratum), np.zeros(2), tol=1e-10)
    assert found.value == pytest.approx(best.x, abs=1e-4)
    step = 1e-3
    for place in range(2):
        around = [efron(found.value + shift * np.eye(2)[place], waits, x, stratum)
                  for shift in (-step, 0, step)]
        down, up = (later - before for before, later in pairwise(around))
        curvature = (down - up) / step**2
        assert np.linalg.inv(found.model)[place, place] == pytest.approx(curvature, rel=1e-4)


@pytest.mark.parametrize("digits", [1, 8])
def test_the_robust_covariance_is_that_of_leaving_groups_out(digits):
    """With 150 groups, the one and the other differ by a few per cent."""
    waits, x, stratum = drawn(3, 600, per_group=4)
    days = np.maximum(waits.days.round(digits), 10.0**-digits)
    waits = Waits(days, waits.cause, waits.group, 2)
    left_out = np.array([
        effects(waits.among(kept), 1, x[kept], stratum[kept]).value
        for kept in (waits.group != group for group in range(150))
    ])
    spread = np.cov(left_out.T) * 149**2 / 150
    found = effects(waits, 1, x, stratum).robust
    assert np.diag(found) == pytest.approx(np.diag(spread), rel=0.1)


def test_copying_each_wait_in_its_group_halves_the_model_variance_only():
    waits, x, _ = drawn(4, 200)
    twice = Waits(*(np.repeat(part, 2) for part in (waits.days, waits.cause, waits.group)), 2)
    once, copied = effects(waits, 1, x), effects(twice, 1, np.repeat(x, 2, axis=0))
    assert copied.model == pytest.approx(once.model / 2, rel=0.05)
    assert copied.robust == pytest.approx(once.robust, rel=0.05)


def test_it_recovers_the_effects_of_a_known_law_and_none_on_the_other_cause():
    waits, x, stratum = drawn(5, 8_000)
    for cause, planted in ((1, (0.8, -0.4)), (2, (0.0, 0.0))):
        found = effects(waits, cause, x, stratum)
        errors = np.sqrt(np.diag(found.model))
        assert (np.abs(found.value - planted) < 5 * errors).all()
        assert np.sqrt(np.diag(found.robust)) == pytest.approx(errors, rel=0.1)


def test_where_the_likelihood_has_no_maximum_it_is_refused():
    waits = Waits(np.array([1.0, 2, 3, 4]), np.array([1, 1, 0, 0]), np.arange(4), 2)
    with pytest.raises(VeilleError, match="maximum"):
        effects(waits, 1, np.array([1.0, 1, 0, 0]))  # only those with 1 end
    with pytest.raises(VeilleError, match="maximum"):
        effects(waits, 2, np.arange(4.0))  # none ends so
    with pytest.raises(VeilleError, match="maximum"):
        effects(waits, 1, np.ones(4))  # nothing varies
