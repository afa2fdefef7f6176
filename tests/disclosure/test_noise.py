"""Noise costs a budget, is of the law that is promised, and stops when the budget is spent."""

import numpy as np
import pandas as pd
import pytest

from veille.disclosure import Ledger, noisy_count, noisy_mean, set_budget
from veille.disclosure import noise as module
from veille.errors import VeilleError


@pytest.fixture
def ledger(tmp_path):
    made = Ledger(tmp_path)
    set_budget(made, 1.0)
    return made


ROWS = pd.DataFrame({"v": np.arange(200) % 10})


def test_ten_answers_of_a_tenth_are_given_and_no_eleventh(ledger):
    left = [noisy_count(ROWS, 0.1, ledger).left for _ in range(10)]
    assert left == sorted(left, reverse=True)
    assert left[-1] == pytest.approx(0, abs=1e-9)
    before = ledger.path.read_bytes()
    for ask in (lambda: noisy_count(ROWS, 0.1, ledger),
                lambda: noisy_mean(ROWS["v"], (0, 9), 0.1, ledger)):
        with pytest.raises(VeilleError, match="n’est pas donnée"):
            ask()
    assert ledger.path.read_bytes() == before


def test_the_budget_is_that_of_one_population_and_does_not_change(ledger):
    set_budget(ledger, 1.0)
    with pytest.raises(VeilleError, match="ne change plus"):
        set_budget(ledger, 2.0)
    with pytest.raises(VeilleError, match="Aucun budget"):
        noisy_count(ROWS, 0.1, ledger, "autre")


def test_the_cost_is_written_before_anything_is_drawn(ledger, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_draw", stop)
    with pytest.raises(KeyboardInterrupt):
        noisy_count(ROWS, 0.4, ledger)
    assert ledger.read().budgets["lignes"].spent == [0.4]


def test_noise_has_the_spread_of_its_law_and_its_interval_holds():
    """The discrete law of scale 2: variance and coverage from theory, within 5 standard errors."""
    draws = np.array([module._draw(np.ones(50, dtype=np.int64), 1, 1, 0.5) for _ in range(4_000)])
    decay = np.exp(-0.5)
    variance = 2 * decay / (1 - decay) ** 2
    fourth = 6.0 * variance**2  # at most, for a law with such tails
    assert abs(draws.mean() - 50) < 5 * np.sqrt(variance / draws.size)
    assert abs(draws.var() - variance) < 5 * np.sqrt(fourth / draws.size)
    half = module.count_half_width(0.5)
    inside = np.mean(np.abs(draws - 50) <= half)
    exact = 1 - 2 * decay ** (half + 1) / (1 + decay)
    assert 0.95 <= exact < 0.975
    assert abs(inside - exact) < 5 * np.sqrt(exact * (1 - exact) / draws.size)


def test_a_mean_stays_in_its_bounds_and_leaves_missing_values_out(tmp_path):
    ledger = Ledger(tmp_path)
    set_budget(ledger, 10.0)
    values = pd.Series([2.0, 4.0, None] * 2_000)
    found = noisy_mean(values, (0, 10), 5.0, ledger)
    assert found.value == pytest.approx(3.0, abs=0.05)
    assert 0 <= noisy_mean(values.iloc[:1], (0, 10), 0.01, ledger).value <= 10


@pytest.mark.parametrize("epsilon", [0, -1, 50, float("nan"), "1", True])
def test_a_cost_that_means_nothing_is_refused(epsilon, ledger):
    with pytest.raises(VeilleError, match="epsilon"):
        noisy_count(ROWS, epsilon, ledger)


@pytest.mark.parametrize("bounds", [(1, 1), (2, 1), (0, float("inf")), (float("nan"), 1)])
def test_bounds_that_mean_nothing_are_refused_before_anything_is_spent(bounds, ledger):
    with pytest.raises(VeilleError, match="bornes"):
        noisy_mean(ROWS["v"], bounds, 0.1, ledger)
    assert ledger.read().budgets["lignes"].spent == []
