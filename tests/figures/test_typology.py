"""Figures of the typology draw what they are given, and nothing else."""

import numpy as np
import pandas as pd

from veille.figures import typology


def test_every_shape_has_its_line_and_the_best_is_circled():
    table = pd.DataFrame({"label": ["a", "a", "b", "b"], "n_classes": [1, 2, 1, 2],
                          "gain": [0.0, 3.0, 1.0, 2.0]})
    axes = typology.bic_curves(table).axes[0]
    *curves, circle = axes.lines
    assert [curve.get_label() for curve in curves] == ["a", "b"]
    assert (circle.get_xdata()[0], circle.get_ydata()[0]) == (2, 3.0)
    assert len({curve.get_marker() for curve in curves}) == 2


def test_cells_are_written_where_there_is_something():
    shares = pd.DataFrame([[0.5, 0.001], [np.nan, 1.0]], index=["un type", "un autre"],
                          columns=[1, 2])
    axes = typology.share_map(shares, "classe").axes[0]
    assert [text.get_text() for text in axes.texts] == ["50", "100"]
    assert axes.get_xlabel() == "classe"


def test_growth_shows_the_planted_number_and_both_agreements():
    table = pd.DataFrame({"servers": [100, 1_000], "n_classes": [3, 7],
                          "agreement": [0.3, 0.6], "two_classes": [0.5, 0.2]})
    top, bottom = typology.growth(table, 10).axes
    assert list(top.lines[0].get_ydata()) == [3, 7]
    assert set(top.lines[1].get_ydata()) == {10}
    assert [line.get_label() for line in bottom.lines] == ["avec les types",
                                                           "avec à risque ou témoin"]
