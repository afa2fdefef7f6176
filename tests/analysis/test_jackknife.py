"""Groups left out in turn: the standard error of a mean, and the bounds of each scale."""

import numpy as np
import pytest
from scipy.stats import t as student

from veille.analysis.jackknife import jackknife, standard_error, without_each


def test_the_standard_error_of_a_mean_is_the_usual_one():
    values = np.random.default_rng(1).normal(size=40)
    means = without_each(values) / np.array([40] + [39] * 40)
    assert standard_error(means) == pytest.approx(values.std(ddof=1) / np.sqrt(40))
    found = jackknife(means)
    half = student.ppf(0.975, 39) * values.std(ddof=1) / np.sqrt(40)
    assert found.low == pytest.approx(values.mean() - half)
    assert found.high == pytest.approx(values.mean() + half)


def test_scales_keep_their_bounds():
    values = np.array([0.05, 0.01, 0.09, 0.02, 0.08])
    for link in ("log", "logit"):
        assert jackknife(values, link).low > 0
    assert jackknife(1 - values, "logit").high < 1
    assert jackknife(values).low < 0


def test_a_value_on_the_bound_is_cut_there():
    found = jackknife(np.array([0.02, 0.0, 0.04, 0.02]), "logit")
    assert found.low == 0
    assert 0.02 < found.high < 1


@pytest.mark.parametrize("values", [[0.0, 0, 0], [0.3, np.nan, 0.2]])
def test_what_does_not_vary_or_is_missing_has_no_bounds(values):
    found = jackknife(np.array(values), "logit")
    assert np.isnan([found.low, found.high]).all()


def test_intervals_of_a_ratio_cover():
    """Clusters of unequal sizes: 95 % over 1,000 draws, within four binomial errors."""
    rng = np.random.default_rng(2)
    held = 0
    for _ in range(1_000):
        size = rng.poisson(3, 200)
        hits = rng.binomial(size, rng.beta(2, 6, 200))
        groups = np.zeros((32, 2), dtype=np.int64)
        np.add.at(groups, rng.integers(0, 32, 200), np.stack([hits, size], axis=1))
        total = without_each(groups)
        held += jackknife(total[:, 0] / total[:, 1], "logit").covers(0.25)
    assert abs(held / 1_000 - 0.95) < 4 * np.sqrt(0.05 * 0.95 / 1_000)
