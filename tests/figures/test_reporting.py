"""Figures of the reports: what is drawn is what was given."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from veille.figures import reporting
from veille.figures.style import WIDTH

LABELS = ["formulaire du service", "autorité"]


def rendered(figure):
    assert isinstance(figure, Figure)
    assert figure.get_figwidth() == WIDTH
    figure.canvas.draw()
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()] + [
        text.get_text() for axes in figure.axes for text in (*axes.texts, axes.title,
                                                             *axes.get_xticklabels())
        ] + [axes.get_title(loc="left") for axes in figure.axes]


def curves(labels):
    return pd.concat([
        pd.DataFrame({"label": label, "days": [0.1, 1, 30], "lower": [0, 0.1, 0.2],
                      "upper": [0, 0.2, 0.4], "silence": [1, 0.7, 0.5], "naive": [0, 0.2, 0.6]})
        for label in labels
    ])


@pytest.mark.parametrize("labels", [LABELS, LABELS[:1]])
def test_each_route_has_its_panel_and_one_legend_names_the_lines(labels):
    figure = reporting.incidence_curves(curves(labels))
    assert len(figure.axes) == len(labels)
    words = rendered(figure)
    assert set(labels) <= set(words)
    assert {"mesure apprise", "aucune nouvelle"} <= set(words)
    assert {"0,1", "1", "30"} <= set(words)


def test_curves_keep_their_values_and_differ_without_colour():
    figure = reporting.incidence_curves(curves(LABELS[:1]))
    lines = figure.axes[0].get_lines()
    assert [line.get_ydata().tolist() for line in lines] == [
        [0, 0.1, 0.2], [0, 0.2, 0.6], [1, 0.7, 0.5]]
    assert len({line.get_linestyle() for line in lines}) == 3


def test_methods_stand_at_their_values_below_the_name_of_their_route():
    means = pd.DataFrame({"planted": [0.1, 0.3], "lower": [0.05, 0.2], "upper": [0.3, 0.4],
                          "at_random": [0.15, 0.35], "one_minus_km": [0.2, 0.5],
                          "answered": [0.4, 0.6]}, index=LABELS)
    figure = reporting.method_errors(means)
    assert set(LABELS) <= set(rendered(figure))
    points = [np.asarray(part.get_offsets())[:, 0].tolist()
              for part in figure.axes[0].collections[1:]]
    assert points == [[0.15, 0.35], [0.2, 0.5], [0.4, 0.6], [0.1, 0.3]]
