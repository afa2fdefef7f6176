"""How assumptions move, and what the elementary effects say of a function that is known."""

import numpy as np
import pytest
from SALib.analyze import morris

from veille.analysis.robustness.conclusions import GROUPS, SHORT, conclusions
from veille.analysis.robustness.factors import LEVEL, MOVED, SPREAD, factors, moved
from veille.analysis.robustness.screening import INNER, LEVELS, effects, trajectories
from veille.assumptions.vocabulary import class_of


@pytest.fixture(scope="module")
def every(catalogue):
    return factors(catalogue)


def cells(catalogue, factor):
    record = next(one for one in catalogue.records if one.id == factor.record)
    return record, np.array([number for _, number in record.cells()])


def test_everything_that_was_not_measured_moves_and_nothing_else(catalogue, every):
    moving = {factor.record for factor in every}
    for record in catalogue.records:
        fixed = record.range[0] == record.range[1]
        assert (record.id in moving) == (record.status in MOVED and not fixed)


def test_half_way_is_the_catalogue_and_the_ends_stay_in_the_range(catalogue, every):
    for factor in every:
        record, usual = cells(catalogue, factor)
        _, still = cells(moved(catalogue, {factor: 0.5}), factor)
        np.testing.assert_allclose(still, usual, rtol=1e-9, atol=1e-12)
        for place in (0.0, 0.25, 1 / 3, 2 / 3, 0.75, 1.0):
            _, found = cells(moved(catalogue, {factor: place}), factor)  # checks the range itself
            assert (found >= record.range[0] - 1e-12).all()
            assert (found <= record.range[1] + 1e-12).all()


def test_a_single_number_goes_from_one_end_of_its_range_to_the_other(catalogue, every):
    for factor in every:
        record, usual = cells(catalogue, factor)
        if usual.size == 1:
            ends = [cells(moved(catalogue, {factor: place}), factor)[1].item()
                    for place in (0.0, 1.0)]
            low, high = record.range
            whole = record.spec.whole
            assert ends == pytest.approx([round(low) if whole else low,
                                          round(high) if whole else high])


def test_a_level_moves_all_numbers_the_same_way_until_one_meets_the_end(catalogue, every):
    for factor in (one for one in every if one.move == LEVEL):
        record, usual = cells(catalogue, factor)
        _, low = cells(moved(catalogue, {factor: 0.0}), factor)
        _, high = cells(moved(catalogue, {factor: 1.0}), factor)
        assert low.min() == pytest.approx(record.range[0], abs=1e-9 if not record.spec.whole else 1)
        assert high.max() == pytest.approx(record.range[1],
                                           abs=1e-9 if not record.spec.whole else 1)
        assert (low <= usual + 1e-9).all()
        assert (high >= usual - 1e-9).all()
        assert (np.argsort(low, kind="stable")[-1] == np.argsort(usual, kind="stable")[-1]
                or record.spec.whole)


def test_a_spread_starts_from_no_difference(catalogue, every):
    for factor in (one for one in every if one.move == SPREAD):
        record, usual = cells(catalogue, factor)
        _, none = cells(moved(catalogue, {factor: 0.0}), factor)
        assert np.ptp(none) < np.ptp(usual)
        shares = record.spec.sums_to_one or factor.record == "archetype_mix"
        if not shares and not record.spec.whole:
            assert np.ptp(none) == pytest.approx(0, abs=1e-9 * max(usual.max(), 1))


def test_types_still_sum_to_one_in_each_class(catalogue, every):
    mix = next(one for one in every if one.record == "archetype_mix")
    for place in (0.0, 0.3, 1.0):
        shares = moved(catalogue, {mix: place}).value("archetype_mix")
        for kind in ("at_risk", "contrast"):
            assert sum(share for code, share in shares.items()
                       if class_of(code) == kind) == pytest.approx(1)


def test_trajectories_move_one_factor_at_a_time_within_the_inner_range():
    paths = trajectories(7, 5, seed=2)
    assert paths.shape == (5, 8, 7)
    assert ((np.diff(paths, axis=1) != 0).sum(axis=2) == 1).all()
    assert paths.min() >= INNER[0]
    assert paths.max() <= INNER[1]
    assert np.array_equal(paths, trajectories(7, 5, seed=2))


def test_effects_agree_with_salib_where_nothing_is_missing():
    paths = trajectories(6, 12, seed=3)
    x = paths - 0.5
    values = np.sin(3 * x[..., 0]) + x[..., 1] * x[..., 2] + 0.1 * x[..., 3] ** 2
    problem = {"num_vars": 6, "names": list("abcdef"), "bounds": [list(INNER)] * 6}
    theirs = morris.analyze(problem, paths.reshape(-1, 6), values.ravel(), num_levels=LEVELS,
                            seed=1)
    ours = effects(paths, values)
    np.testing.assert_allclose(ours.strength, np.asarray(theirs["mu_star"], float), rtol=1e-10,
                               atol=1e-14)
    np.testing.assert_allclose(ours.mean, np.asarray(theirs["mu"], float), rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(ours.spread, np.asarray(theirs["sigma"], float), rtol=1e-10,
                               atol=1e-14)


def test_effects_that_touch_a_missing_value_are_left_out():
    paths = trajectories(3, 10, seed=4)
    values = 2 * paths[..., 1]
    values[0, 0] = np.nan
    found = effects(paths, values)
    assert found.number.sum() == 3 * 10 - 1
    assert found.strength[1] == pytest.approx(2 * (INNER[1] - INNER[0]))
    nothing = effects(paths, np.full_like(values, np.nan))
    assert np.isnan(nothing.strength).all()


def test_conclusions_are_named_by_their_notebook_and_have_a_short_form():
    names = [name for group in GROUPS for name in group.said]
    assert len(names) == len(set(names)) == len(conclusions())
    assert set(SHORT) == set(names)
    assert {name[:2] for name in names} == {f"{number:02d}" for number in range(2, 12)}


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_other_assumptions_change_no_margin(group, catalogue, every):
    """A group says which files can change it; a factor of each other file changes nothing."""
    usual = group.read(catalogue, 5)
    assert set(usual) == set(group.said)
    assert all(np.isfinite(value) for value in usual.values())
    others = {factor.topic: factor for factor in every if factor.topic[:2] not in group.topics}
    for factor in others.values():
        assert group.read(moved(catalogue, {factor: 0.75}), 5) == usual


def test_a_world_too_poor_gives_missing_margins(catalogue, every):
    nobody = next(one for one in every if one.record == "exposure_share")
    load = next(group for group in GROUPS if group.name == "load")
    assert np.isnan(load.read(moved(catalogue, {nobody: 0.0}), 5)["10.dose_pese"])
