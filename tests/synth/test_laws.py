import numpy as np
import pytest
from scipy import integrate, stats

from veille.synth import laws
from veille.synth.identifiers import CAPACITY, server_ids


@pytest.mark.parametrize("mean", [300.0, 1_500.0, 47_368.0, 100_000.0])
def test_the_truncated_lognormal_has_the_mean_asked_for(mean):
    low, high, log_sd = 5, 380_000, 1.3

    def quantile(u):
        return laws.truncated_lognormal(np.array([u]), np.array([mean]), log_sd, low, high)[0]

    total, _ = integrate.quad(quantile, 0, 1, limit=500)
    assert total == pytest.approx(mean, rel=1e-4)
    assert quantile(0) == pytest.approx(low)
    assert quantile(1 - 1e-12) <= high


def test_the_truncated_pareto_has_the_mean_it_says():
    total, _ = integrate.quad(lambda u: laws.truncated_pareto(u, 2.0, 30.0), 0, 1)
    assert laws.truncated_pareto_mean(2.0, 30.0) == pytest.approx(total)
    assert laws.truncated_pareto(np.array([0.0, 1.0]), 2.0, 30.0) == pytest.approx([1, 30])


def test_zipf_weights_are_those_of_scipy():
    expected = stats.zipfian.pmf(np.arange(1, 13), 1.05, 12)
    assert laws.zipf_weights(12, 1.05) == pytest.approx(expected)


def test_pick_follows_the_law_of_each_row():
    uniform = np.array([0.0, 0.19, 0.2, 0.99])
    assert laws.pick(uniform, np.array([0.2, 0.8])).tolist() == [0, 0, 1, 1]
    rows = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert laws.pick(np.array([0.5, 0.5]), rows).tolist() == [0, 1]


def test_pick_never_chooses_an_impossible_category():
    almost_one = np.array([np.nextafter(1, 0)])
    assert laws.pick(almost_one, np.array([0.1] * 10)).tolist() == [9]


def test_beta_has_the_mean_and_variance_it_says():
    rng = np.random.Generator(np.random.Philox(1))
    drawn = laws.beta(rng, np.full(200_000, 0.3), 40)
    variance = 0.3 * 0.7 / 41
    assert abs(drawn.mean() - 0.3) < 5 * np.sqrt(variance / drawn.size)
    assert drawn.var() == pytest.approx(variance, rel=0.02)


@pytest.mark.parametrize("mean", [0.05, 0.8, 6.0, 15.9, 16.1, 90.0])
@pytest.mark.parametrize("shape", [0.5, 2.0, 50.0])
def test_negative_binomial_counts_have_the_frequencies_of_scipy(mean, shape):
    """Each count's frequency is a binomial proportion; both ways of drawing are crossed."""
    size = 400_000
    rng = np.random.Generator(np.random.Philox(3))
    drawn = laws.negative_binomial(rng, np.full(size, mean), shape)
    law = stats.nbinom(shape, shape / (shape + mean))
    share = law.pmf(np.arange(law.ppf(0.9999)))
    found = np.bincount(drawn, minlength=share.size)[:share.size] / size
    often = size * share > 30  # below, a proportion is not normal
    found, share = found[often], share[often]
    assert (np.abs(found - share) < 5 * np.sqrt(share * (1 - share) / size)).all()
    error = np.sqrt((mean + mean**2 / shape) / size)
    assert abs(drawn.mean() - mean) < 5 * error


def test_negative_binomial_counts_of_cells_are_independent_and_keep_their_place():
    """Cells that are never used stay at zero; the shape of the means is that of the counts."""
    mean = np.tile([0.0, 0.3, 40.0], (50_000, 1))
    drawn = laws.negative_binomial(np.random.Generator(np.random.Philox(4)), mean, 2.0)
    assert drawn.shape == mean.shape
    assert not drawn[:, 0].any()
    assert abs(np.corrcoef(drawn[:, 1], drawn[:, 2])[0, 1]) < 5 / np.sqrt(len(drawn))


def test_dirichlet_rows_sum_to_one_and_have_their_means():
    rng = np.random.Generator(np.random.Philox(2))
    mean = np.tile([0.2, 0.3, 0.5], (100_000, 1))
    drawn = laws.dirichlet(rng, mean, 12)
    assert drawn.sum(axis=1) == pytest.approx(1)
    error = np.sqrt(mean[0] * (1 - mean[0]) / 13 / 100_000)
    assert (np.abs(drawn.mean(axis=0) - mean[0]) < 5 * error).all()


def test_identifiers_are_unique_and_belong_to_one_world():
    index = np.r_[np.arange(50_000), CAPACITY - 50_000 + np.arange(50_000)]
    first, second = server_ids(1, index), server_ids(2, index)
    assert len(set(first)) == index.size
    assert all(len(name) == 9 for name in first[:1_000])
    assert (first != second).mean() > 0.99
