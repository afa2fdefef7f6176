"""Figures of what is hidden: what is drawn is what was given."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from veille.analysis.hidden import DATED_LABEL, METHODS
from veille.figures import blind_spots
from veille.figures.style import WIDTH


def rendered(figure):
    assert isinstance(figure, Figure)
    assert figure.get_figwidth() == WIDTH
    figure.canvas.draw()
    return [text.get_text() for axes in figure.axes for text in
            (*axes.texts, axes.title, axes.xaxis.label, *axes.get_xticklabels())]


def methods(high=30.0):
    rows = [(label, kept, 10.0, 5.0, high)
            for label in ("une", "autre") for kept in ("every", "first_hand")]
    rows.append(("datée", "dated", 20.0, 15.0, 25.0))
    return pd.DataFrame(rows, columns=["label", "kept", "value", "low", "high"])


def test_methods_are_named_and_the_planted_number_stands_in_its_place():
    figure = blind_spots.hidden_by_method(methods(), 42)
    assert {"une", "autre", "datée", "planté"} <= set(rendered(figure))
    line = next(line for line in figure.axes[0].lines if line.get_linestyle() == "--")
    assert list(line.get_xdata()) == [42, 42]
    assert figure.axes[0].get_xlim()[1] > 42


def test_a_bound_without_end_goes_to_the_edge():
    figure = blind_spots.hidden_by_method(methods(float("inf")))
    rendered(figure)
    edge = figure.axes[0].get_xlim()[1]
    ends = [segment[1][0] for part in figure.axes[0].collections
            for segment in part.get_segments()]
    assert max(ends) == pytest.approx(edge)
    assert edge < 50


def test_a_curve_keeps_its_look_from_panel_to_panel():
    table = pd.DataFrame({"place": [0.0, 0.5] * 2, "line": ["a", "a", "b", "b"],
                          "announced": [1.0, 0.4, 1.0, 2.0]})
    figure = blind_spots.announced_curves({"un": table, "deux": table[table["line"] == "b"]})
    assert {"un", "deux"} <= set(rendered(figure))
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["a", "b"]
    first, second = figure.axes
    assert first.lines[2].get_color() == second.lines[1].get_color()
    assert first.lines[1].get_color() != first.lines[2].get_color()


def test_the_names_of_all_methods_fit_in_the_figure():
    names = [*METHODS.values(), "listes, relais ôtés", DATED_LABEL]
    for four in (names[:4], names[-6:]):
        table = pd.DataFrame([(place, name, 1.0) for name in four for place in (0.0, 0.5)],
                             columns=["place", "line", "announced"])
        figure = blind_spots.announced_curves({"un": table})
        rendered(figure)
        box = figure.legends[0].get_window_extent()
        assert box.x0 >= 0
        assert box.x1 <= figure.bbox.width


def test_places_that_are_shares_are_percentages():
    table = pd.DataFrame({"place": [0.0, 0.5], "line": "a", "announced": [1.0, 0.4]})
    words = rendered(blind_spots.announced_curves({"part": table}, ["part"]))
    assert any(word.endswith("%") for word in words)


def test_bars_of_a_type_fill_the_whole():
    table = pd.DataFrame({"type": ["fan_community", "figure_leaks"], "seen": [3, 1],
                          "hidden": [1, 2], "unseeable": [0, 1]})
    figure = blind_spots.by_type(table)
    assert {"communauté de fans", "fuites visant des personnalités"} <= set(rendered(figure))
    right = {round(bar.get_x() + bar.get_width(), 6) for bar in figure.axes[0].patches[-2:]}
    assert right == {1.0}
    assert figure.axes[0].patches[0].get_width() == pytest.approx(0.75)
