"""Figures of drift: what is drawn is what was given."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from veille.figures import drift
from veille.figures.style import WIDTH


def rendered(figure):
    assert isinstance(figure, Figure)
    assert figure.get_figwidth() == WIDTH
    figure.canvas.draw()
    legends = [*figure.legends, *(axes.get_legend() for axes in figure.axes)]
    return [text.get_text() for legend in legends if legend for text in legend.get_texts()]


def test_survival_curves_start_at_one_and_are_named():
    curves = pd.DataFrame({"curve": ["a", "a", "b", "b"], "age": [1, 2] * 2,
                           "survival": [0.8, 0.4, 0.9, 0.7]})
    figure = drift.survival_curves(curves, pd.DataFrame({"age": [0, 2], "survival": [1, 0.5]}))
    assert rendered(figure) == ["a", "b", "risque constant"]
    assert figure.axes[0].lines[0].get_ydata().tolist() == [1, 0.8, 0.4]


def test_the_decay_read_is_drawn_over_its_band():
    points = pd.DataFrame({"lag": [0, 1], "value": [1, 0.7], "expected": [1, 0.8],
                           "low": [1, 0.6], "high": [1, 0.9]})
    figure = drift.list_decay(points)
    assert "lu" in rendered(figure)
    assert figure.axes[0].lines[1].get_ydata().tolist() == [1, 0.7]


def test_recall_stands_above_precision_with_one_legend():
    means = pd.DataFrame({"kept": ["a", "a", "b", "b"], "week": [0, 1] * 2,
                          "recall": [1, 0.5, 1, 0.9], "precision": [0.4, 0.3, 0.4, 0.5]})
    figure = drift.upkeep(means)
    assert rendered(figure) == ["a", "b"]
    assert [axes.get_ylabel() for axes in figure.axes] == ["rappel", "précision"]
    assert figure.axes[1].lines[1].get_ydata().tolist() == [0.4, 0.5]


def test_each_method_has_its_mark_in_each_group():
    frame = pd.DataFrame({"label": ["x", "y"] * 2, "method": ["m", "m", "n", "n"],
                          "value": [0.2, 0.4, 0.1, 0.3], "low": 0.05, "high": 0.5})
    figure = drift.flagged_by_group(frame)
    assert rendered(figure) == ["m", "n"]
    marks = [part.get_offsets()[:, 0].tolist() for part in figure.axes[0].collections[1::2]]
    assert marks == [pytest.approx([0.2, 0.4]), pytest.approx([0.1, 0.3])]


def test_signals_are_followed_period_after_period():
    frame = pd.DataFrame({"method": ["m", "m", "n", "n"], "period": ["0–12", "13–25"] * 2,
                          "recall": [0.8, 0.1, 0.8, 0.8]})
    figure = drift.ageing(frame)
    assert rendered(figure) == ["m", "n"]
    assert figure.axes[0].lines[0].get_ydata().tolist() == [0.8, 0.1]
