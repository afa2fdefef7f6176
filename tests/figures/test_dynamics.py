"""Figures of journeys: what is drawn is what was given."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from veille.figures import dynamics
from veille.figures.style import WIDTH


def rendered(figure):
    assert isinstance(figure, Figure)
    assert figure.get_figwidth() == WIDTH
    figure.canvas.draw()
    return [text.get_text() for axes in figure.axes
            for text in (*axes.texts, axes.title, *axes.get_xticklabels())] + [
        axes.get_title(loc="left") for axes in figure.axes]


def curves(panels):
    return pd.DataFrame([
        (panel, end, week, 0.02 * week, 0.01 * week, 0.03 * week)
        for panel in panels for end in ("espace privé", "départ") for week in range(5)
    ], columns=["panel", "end", "week", "value", "low", "high"])


@pytest.mark.parametrize("panels", [["un"], ["un", "deux"]])
def test_ends_have_a_panel_a_label_and_their_values(panels):
    figure = dynamics.ends_by_week(curves(panels))
    assert set(panels) <= set(rendered(figure))
    assert len(figure.axes) == len(panels)
    line = figure.axes[0].lines[0]
    assert line.get_ydata().tolist() == pytest.approx([0, 0.02, 0.04, 0.06, 0.08])
    styles = {line.get_linestyle() for line in figure.axes[0].lines}
    assert len(styles) == 2


def test_obstacles_stand_at_their_values_below_their_names():
    frame = pd.DataFrame({"step": ["a → b", "a → b", "b → c"],
                          "code": ["at_risk", "contrast", "at_risk"],
                          "value": [-0.3, -0.4, -0.2], "low": [-0.35, -0.45, -0.25],
                          "high": [-0.25, -0.35, -0.15]})
    figure = dynamics.obstacles(frame)
    assert {"a → b", "b → c"} <= set(rendered(figure))
    at_risk = figure.axes[0].lines[0]
    assert at_risk.get_xdata().tolist() == [-0.3, -0.2]
    assert all(place > name for name, place in enumerate(at_risk.get_ydata()))
    assert figure.axes[0].get_xlim()[0] < -0.45


@pytest.mark.parametrize(("planted", "told"), [(0.4, True), (float("nan"), False)])
def test_predictions_show_the_planted_value_only_if_it_is_known(planted, told):
    frame = pd.DataFrame([
        {"past": past, "way": way, "value": 0.3, "low": 0.2, "high": 0.4, "planted": planted}
        for past in ("courte", "longue") for way in ("aalen_johansen", "markov")])
    words = rendered(dynamics.predictions(frame))
    assert {"courte", "longue"} <= set(words)
    assert any("planté" in word for word in words) == told


def test_power_has_a_line_a_test_and_the_level():
    frame = pd.DataFrame([(test, at, 0.1 + at / 2, 0.05, 0.9)
                          for test in ("un", "deux", "trois") for at in (0.8, 0.0)],
                         columns=["test", "momentum", "value", "low", "high"])
    figure = dynamics.power(frame, 0.05)
    rendered(figure)
    labels = [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    assert labels[:3] == ["un", "deux", "trois"]
    assert "5" in labels[3]
    assert figure.axes[0].lines[0].get_ydata().tolist() == pytest.approx([0.1, 0.5])
