"""Figures of ends and networks: what is drawn is what was given."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from veille.figures import closures
from veille.figures.style import WIDTH

SHARES = [0.0, 0.1, 0.2]


def rendered(figure):
    assert isinstance(figure, Figure)
    assert figure.get_figwidth() == WIDTH
    figure.canvas.draw()
    words = []
    for axes in figure.axes:
        words += [text.get_text() for text in axes.texts]
        legend = axes.get_legend()
        words += [text.get_text() for text in legend.get_texts()] if legend else []
    return words


def curves(*labels):
    return pd.DataFrame([
        {"label": label, "share": share, "visibility": 0.2 + share, "value": 0.9 - share,
         "low": 0.8 - share, "high": 1 - share} for label in labels for share in SHARES
    ])


def test_each_method_is_named_and_a_missing_interval_is_left_out():
    frame = pd.DataFrame({"label": ["a", "a", "b", "b"], "regime": ["isolated", "sustained"] * 2,
                          "value": [0.3, 0.4, 0.9, np.nan], "low": [0.2, np.nan, 0.7, np.nan],
                          "high": [0.5, np.nan, 1.4, np.nan]})
    figure = closures.reproduction(frame)
    assert {"a", "b"} <= set(rendered(figure))
    assert figure.axes[0].get_xscale() == "log"


def test_curves_by_share_found_keep_their_values():
    figure = closures.by_visibility(curves("isolée", "soutenue"))
    assert {"isolée", "soutenue"} <= set(rendered(figure))
    assert figure.axes[0].lines[1].get_ydata() == pytest.approx([0.9, 0.8, 0.7])


def test_no_curve_is_still_a_figure():
    rendered(closures.by_visibility(curves("x").iloc[:0]))


@pytest.mark.parametrize("panels", [1, 2])
def test_there_is_one_panel_per_reaction(panels):
    frames = {f"panneau {place}": curves("hasard", "ponts") for place in range(panels)}
    figure = closures.percolation(frames)
    assert len(figure.axes) == panels
    assert {"hasard", "ponts"} <= set(rendered(figure))


def test_curves_differ_without_colour():
    figure = closures.seen_and_true(curves("cru", "vrai", "hasard"))
    rendered(figure)
    looks = {(line.get_marker(), line.get_linestyle()) for line in figure.axes[0].lines}
    assert len({marker for marker, _ in looks}) == 3
