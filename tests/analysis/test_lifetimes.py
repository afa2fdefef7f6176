"""Lives cut by a window: who is at risk, what a hazard says, what a weight changes."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.lifetimes import (
    constant_hazard_test,
    half_life_from,
    hazard,
    lives_between,
    read_lives,
    risk_table,
    weighted_hazard,
)
from veille.analysis.renewals import Renewals
from veille.errors import VeilleError

NONE = np.nan


def four():
    """Known by both ends, by its birth, by its death, by neither; a window of ten weeks."""
    return lives_between([2, 4, NONE, NONE], [5, NONE, 3, NONE], 10)


def test_each_life_has_the_trials_that_the_window_shows():
    lives = four()
    assert (lives.stop - lives.start).tolist() == [3, 5, 3, 9]
    assert lives.died.tolist() == [True, False, True, False]


def test_only_births_within_the_window_are_dated():
    assert four().dated().birth.tolist() == [2, 4]


def test_the_lexicon_is_read_with_its_gaps():
    variants = pd.DataFrame({"birth_week": pd.array([None, 4], dtype="Int64"),
                             "death_week": pd.array([3, None], dtype="Int64")})
    lives = read_lives(variants, 10)
    assert lives.start.tolist() == [0, 4]
    assert lives.stop.tolist() == [3, 9]


def test_a_hazard_is_deaths_over_trials():
    found = hazard(four())
    assert (found.deaths, found.exposure) == (2, 20)
    assert found.half_life.value == pytest.approx(np.log(2) / -np.log(0.9))


def test_the_interval_is_that_of_the_delta_method():
    """Against a derivative taken by differences."""
    found = half_life_from(30, 500).half_life
    def log_half(share):
        return np.log(np.log(2) / -np.log1p(-share))
    slope = (log_half(0.06 + 1e-6) - log_half(0.06 - 1e-6)) / 2e-6
    error = abs(slope) * np.sqrt(0.06 * 0.94 / 500)
    assert np.log(found.high / found.value) == pytest.approx(1.959964 * error, rel=1e-5)
    assert found.low * found.high == pytest.approx(found.value**2)


@pytest.mark.parametrize("deaths", [0, 8])
def test_nobody_or_everybody_dying_is_refused(deaths):
    with pytest.raises(VeilleError, match="au moins une"):
        half_life_from(deaths, 8)


def test_equal_weights_change_nothing():
    lives = four()
    plain, weighted = hazard(lives), weighted_hazard(lives, np.full((4, 10), 7.0))
    assert weighted.exposure == pytest.approx(plain.exposure)
    assert weighted.half_life.low == pytest.approx(plain.half_life.low)


def test_a_variant_used_more_counts_more():
    """Two trials: three uses survive, one is lost."""
    lives = lives_between([NONE, NONE], [1, NONE], 2)
    found = weighted_hazard(lives, np.array([[1.0, 0], [3.0, 3]]))
    assert found.weekly == pytest.approx(1 / 4)
    assert found.exposure == pytest.approx(4**2 / (1 + 9))


def test_no_use_at_all_is_refused():
    with pytest.raises(VeilleError, match="Aucun emploi"):
        weighted_hazard(four(), np.zeros((4, 10)))


def test_who_enters_late_is_not_at_risk_before():
    table = risk_table(np.array([0, 3]), np.array([2, 5]), np.array([True, True]))
    assert table["age"].tolist() == [1, 2, 4, 5]
    assert table["at_risk"].tolist() == [1, 1, 1, 1]
    assert table["deaths"].tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize(("shape", "sign"), [(0.5, -1), (2.0, 1)])
def test_a_hazard_that_changes_with_age_is_seen_and_its_direction_told(shape, sign):
    seen, _ = Renewals(13, shape).draw(np.random.default_rng(1))
    found = constant_hazard_test(seen)
    assert found.p_value < 0.001
    assert np.sign(found.z) == sign


def test_a_constant_hazard_is_rejected_as_often_as_said():
    """Five standard errors around 5 % of 300 lexicons."""
    law = Renewals(13)
    p_values = [constant_hazard_test(law.draw(np.random.default_rng(seed))[0]).p_value
                for seed in range(300)]
    assert abs(np.mean(np.array(p_values) < 0.05) - 0.05) < 5 * np.sqrt(0.05 * 0.95 / 300)


def test_lives_that_cannot_say_are_refused():
    with pytest.raises(VeilleError, match="ne se juge pas"):
        constant_hazard_test(lives_between([2.0, 3.0], [NONE, NONE], 9))
