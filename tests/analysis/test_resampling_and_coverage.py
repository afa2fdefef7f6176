import numpy as np
import pytest
from scipy import stats

from veille.analysis.coverage import assess, wilson
from veille.analysis.resampling import Estimate, percentile_interval, resample


def rng(seed=1):
    return np.random.Generator(np.random.Philox(seed))


def test_units_are_drawn_evenly():
    drawn = resample(50, 2_000, rng())
    assert drawn.shape == (2_000, 50)
    counts = np.bincount(drawn.ravel(), minlength=50)
    assert stats.chisquare(counts).pvalue > 1e-4


def test_strata_keep_their_sizes():
    strata = np.array(list("aabbbc"))
    drawn = resample(6, 100, rng(), strata)
    assert (strata[drawn] == strata).all()


def test_the_percentile_interval_is_that_of_the_quantiles():
    estimate = percentile_interval(0.5, np.linspace(0, 1, 1_001))
    assert (estimate.low, estimate.high) == pytest.approx((0.025, 0.975))


def test_missing_replicates_are_left_out():
    assert percentile_interval(1.0, np.array([np.nan, 2.0, 2.0])).low == 2.0
    assert np.isnan(percentile_interval(1.0, np.array([np.nan])).low)


def test_the_bootstrap_of_a_mean_agrees_with_scipy():
    values = rng(2).gamma(2, size=80)
    ours = percentile_interval(values.mean(), values[resample(80, 20_000, rng(3))].mean(axis=1))
    theirs = stats.bootstrap((values,), np.mean, n_resamples=20_000, method="percentile",
                             rng=rng(4)).confidence_interval
    spread = values.std() / np.sqrt(80)
    assert ours.low == pytest.approx(theirs.low, abs=0.1 * spread)
    assert ours.high == pytest.approx(theirs.high, abs=0.1 * spread)


@pytest.mark.parametrize(("hits", "trials"), [(0, 10), (5, 10), (190, 200), (200, 200)])
def test_wilson_agrees_with_scipy(hits, trials):
    reference = stats.binomtest(hits, trials).proportion_ci(method="wilson")
    assert wilson(hits, trials) == pytest.approx((reference.low, reference.high), abs=1e-12)


def test_coverage_counts_what_holds():
    estimates = [Estimate(1.0, 0.0, 2.0), Estimate(4.0, 3.0, 5.0), Estimate(2.0, 1.5, 2.5),
                 Estimate(float("nan"), 0.0, 9.0)]
    found = assess(estimates, [1.5, 2.0, 2.0, 1.0])
    assert (found.n_worlds, found.failures) == (3, 1)
    assert found.coverage == pytest.approx(2 / 3)
    assert found.bias == pytest.approx((-0.5 + 2.0 + 0.0) / 3)
    assert found.rmse == pytest.approx(np.sqrt((0.25 + 4.0) / 3))
