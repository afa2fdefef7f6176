"""Whom acting on classes would hit, on six servers known by hand."""

import numpy as np
import pytest

from veille.analysis.swallowed import acted_on, action, composition

TYPES = np.array(["figure_leaks", "figure_leaks", "consensual_adult",
                  "acquaintance_targeting", "consensual_adult", "consensual_adult"], dtype=object)
CLASSES = np.array([0, 0, 0, 1, 1, 1])


def test_only_classes_that_are_mostly_at_risk_are_acted_on():
    assert acted_on(TYPES, CLASSES).tolist() == [True, True, True, False, False, False]


def test_a_class_that_is_half_at_risk_is_left_alone():
    assert not acted_on(TYPES[1:3], np.array([0, 0])).any()


def test_who_is_hit_is_counted_by_type():
    found = action(TYPES, CLASSES)
    assert found.at_risk_hit == pytest.approx(2 / 3)
    assert found.contrast_hit == found.wrongly == pytest.approx(1 / 3)
    assert found.hit.to_dict() == pytest.approx(
        {"figure_leaks": 1.0, "acquaintance_targeting": 0.0, "consensual_adult": 1 / 3})
    assert found.summary()["at_risk_hit"] == found.at_risk_hit


def test_nobody_hit_is_nobody_wrongly_hit():
    found = action(TYPES[2:3], np.array([0]))
    assert np.isnan(found.wrongly)
    assert np.isnan(found.at_risk_hit)


def test_each_type_divides_between_classes():
    found = composition(TYPES, CLASSES)
    assert found.sum(axis=1).to_list() == [1.0, 1.0, 1.0]
    assert found.loc["consensual_adult"].to_list() == pytest.approx([1 / 3, 2 / 3])
