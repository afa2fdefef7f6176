"""The methods side by side: each is what its own module computes."""

import numpy as np
import pytest
from scipy.stats import chi2

from veille.analysis.hidden import (
    DATED,
    METHODS,
    compare,
    estimate,
    estimates,
    misfit,
    most_likely,
)
from veille.analysis.histories import EVERY, FIRST_HAND, Histories
from veille.analysis.recapture import chao_bound
from veille.synth import World


@pytest.fixture(scope="module")
def histories():
    return Histories.from_tables(World(seed=8, n_servers=300).topics("sightings"))


def test_every_method_is_given_both_ways_and_the_dated_one_once(histories):
    table = compare(histories)
    assert len(table) == 2 * len(METHODS) + 1
    assert set(table["kept"]) == {EVERY, FIRST_HAND, DATED}
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()


def test_each_line_is_its_method_on_its_histories(histories):
    table = compare(histories).set_index(["method", "kept"])
    bound = chao_bound(histories.of(kept=FIRST_HAND)).at(0)
    assert table.loc[("chao", FIRST_HAND), "value"] == bound.value
    assert table.loc[("aic", EVERY), "low"] == estimate(histories.of(), "aic").at(0).low


@pytest.mark.parametrize("method", METHODS)
def test_values_alone_are_nearly_those_of_the_intervals(histories, method):
    """Their difference is small before the width of the interval (Cormack and Jupp, 1991)."""
    counts = histories.of(kept=FIRST_HAND)
    found = estimate(counts, method).at(0)
    gap = most_likely(counts, method)[0] - found.value
    assert abs(gap) < 0.1 * (found.high - found.low)


def test_dependence_allowed_widens_the_interval(histories):
    found = estimates(histories.of(kept=FIRST_HAND), ("independence", "common", "pairs"))
    width = {name: part.high[0] - part.low[0] for name, part in found.items()}
    assert width["independence"] < min(width["common"], width["pairs"])


def test_misfit_is_the_published_deviance_of_independent_lists():
    """Cormack, Chang and Smith (2000, table 3b): 75.1 with three degrees of freedom."""
    deviance, freedom, chance = misfit(np.array([0, 54, 3, 5, 14, 29, 24, 72]), "independence")
    assert deviance == pytest.approx(75.1, abs=0.05)
    assert freedom == 3
    assert chance == pytest.approx(chi2.sf(deviance, 3))


def test_a_perfect_fit_has_no_misfit_however_many_are_hidden():
    """Three lists with a pair for each: as many coefficients as histories."""
    deviance, freedom, _ = misfit(np.array([0, 72, 30, 40, 25, 31, 22, 18]), "pairs")
    assert (deviance, freedom) == (pytest.approx(0, abs=1e-6), 0)
