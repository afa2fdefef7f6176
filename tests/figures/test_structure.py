"""Figures draw what they are given, truth or not, in French."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from veille.figures.structure import by_group, cascade_panels, gated_by_label, sensitivity_curve
from veille.figures.style import WIDTH


def texts(figure):
    """Give every text that a reader sees, once drawn."""
    figure.draw_without_rendering()
    return " ".join(text.get_text() for text in figure.findobj(plt.Text))


def cascade_table(steps):
    rows = [(step, name, 0.3 - 0.05 * rank, 0.2, 0.4)
            for rank, step in enumerate(steps)
            for name in ("at_risk", "contrast", "difference")]
    return pd.DataFrame(rows, columns=["step", "quantity", "value", "low", "high"])


def test_both_labels_have_their_panel_even_if_one_is_empty():
    bins = pd.DataFrame({"label": ["at_risk", "at_risk", "contrast"], "left": [0.0, 0.5, 0.0],
                         "width": 0.5, "servers": [1, 2, 0]})
    figure = gated_by_label(bins, {"at_risk": 0.4, "contrast": float("nan")})
    assert len(figure.axes) == 2
    assert "à risque" in texts(figure)
    assert figure.get_figwidth() == WIDTH


def test_cascade_draws_the_steps_it_is_given_and_the_planted_values_if_any():
    planted = pd.Series({"at_risk": 0.4, "contrast": 0.2})
    labels = {"truth": "tout", "labelled": "classement"}
    whole = cascade_panels(cascade_table(["truth", "labelled"]), labels, planted)
    alone = cascade_panels(cascade_table(["labelled"]), labels)
    assert "planté" in texts(whole)
    assert "tout" in texts(whole)
    assert "planté" not in texts(alone)
    assert "tout" not in texts(alone)


def test_sensitivity_marks_planted_values_only_where_they_are_known():
    table = pd.DataFrame({"visibility": [0.2, 0.6, 1.0], "difference": [0.3, 0.2, 0.1],
                          "difference_low": [0.2, 0.1, 0.0], "difference_high": [0.4, 0.3, 0.2]})
    assert "visibilité plantée" in texts(sensitivity_curve(table, 0.6, 0.25))
    assert "planté" not in texts(sensitivity_curve(table, None, None))


def test_ticks_have_decimal_commas():
    table = pd.DataFrame({"visibility": [0.2, 1.0], "difference": [0.3, 0.1],
                          "difference_low": [0.2, 0.0], "difference_high": [0.4, 0.2]})
    shown = texts(sensitivity_curve(table, None, None))
    assert "0,4" in shown
    assert "0.4" not in shown


def test_groups_are_named_in_french_and_a_missing_interval_is_no_error():
    table = pd.DataFrame({"group": ["general_gaming", "uncontrolled_hub"],
                          "class": ["contrast", "at_risk"], "value": [0.1, 0.2],
                          "low": [0.05, np.nan], "high": [0.15, np.nan]})
    shown = texts(by_group(table))
    assert "carrefour sans contrôle" in shown
    assert "jeu et discussion générale" in shown
