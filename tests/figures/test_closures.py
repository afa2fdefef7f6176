"""Figures of closures draw what they are given, in French."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from veille.figures.closures import percolation_curves, reproduction_rows


def texts(figure):
    """Give every text that a reader sees, once drawn."""
    figure.draw_without_rendering()
    return " ".join(text.get_text() for text in figure.findobj(plt.Text))


def rows(planted):
    return pd.DataFrame({"regime": ["isolée", "isolée"], "method": ["a", "b"], "value": [0.5, 0.9],
                         "low": [0.2, np.nan], "high": [0.9, np.nan], "planted": planted})


def test_the_planted_value_is_drawn_where_it_is_known():
    labels = {"a": "liens par fin", "b": "corrigé"}
    assert "planté" in texts(reproduction_rows(rows(0.95), labels))
    shown = texts(reproduction_rows(rows(np.nan), labels))
    assert "planté" not in shown
    assert "liens par fin" in shown


def test_each_way_of_choosing_has_its_line():
    curve = pd.DataFrame({"ranking": ["x", "x"], "share": [0, 0.5], "value": [1, 0.5],
                          "low": [1, 0.4], "high": [1, 0.6]})
    figure = percolation_curves(curve, {"x": "au hasard"})
    assert "au hasard" in texts(figure)
    assert "serveurs fermés" in texts(figure)
