"""Figures of warning signs draw what they are given."""

import numpy as np
import pandas as pd
import pytest

from veille.figures import indicators


@pytest.fixture
def rows():
    return pd.DataFrame({"name": ["un", "deux"], "value": [0.2, 0.5], "low": [0.1, 0.4],
                         "high": [0.3, 0.6]})


@pytest.mark.parametrize("draw", [indicators.agreement_rows, indicators.false_alarm_rows])
def test_each_row_has_a_name_a_point_and_an_interval(draw, rows):
    (axes,) = draw(rows).axes
    assert [text.get_text() for text in axes.texts] == ["un", "deux"]
    points = [line for line in axes.lines if line.get_marker() == "s"]
    assert [line.get_xdata()[0] for line in points] == [0.2, 0.5]
    assert axes.get_xlim()[1] > 0.6


def test_curves_of_calibration_differ_without_colour():
    curve = pd.DataFrame({"predicted": [0.1, 0.8], "value": [0.2, 0.7], "low": [0.1, 0.6],
                          "high": [0.3, 0.8]})
    (axes,) = indicators.calibration_curves({"un": curve, "deux": curve + 0.1}).axes
    drawn = axes.lines[1:]
    assert len({line.get_marker() for line in drawn}) == 2
    assert len({line.get_linestyle() for line in drawn}) == 2
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["un", "deux"]


def test_base_rates_are_written_as_one_in_so_many():
    grid = np.geomspace(1e-4, 1e-1, 4)
    table = pd.DataFrame({"rule": "r", "base_rate": grid, "value": grid, "low": grid / 2,
                          "high": 2 * grid})
    figure = indicators.value_by_base_rate(table)
    figure.draw_without_rendering()
    labels = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert labels == ["1 sur\n10\u202f000", "1 sur\n1\u202f000", "1 sur\n100", "1 sur\n10"]


def test_the_decision_figure_shows_three_policies_per_thousand():
    curve = pd.DataFrame({"threshold": [0.01, 0.2], "model": [0.008, 0.001],
                          "low": [0.007, -0.001], "high": [0.009, 0.003],
                          "everything": [0.0, -0.2]})
    (axes,) = indicators.decision_curves(curve).axes
    assert axes.lines[0].get_ydata() == pytest.approx([8, 1])
    assert len({line.get_linestyle() for line in axes.lines}) == 3
    assert axes.get_ylim()[0] > -200


def test_points_found_stand_against_those_planted():
    table = pd.DataFrame({"worlds": ["a", "b"], "planted": [0.6, 0.6], "value": [0.7, 0.6]})
    (axes,) = indicators.found_against_planted(table).axes
    assert [line.get_fillstyle() for line in axes.lines[1:]] == ["full", "none"]
    assert axes.lines[1].get_ydata().tolist() == [0.7]
