"""Figures of the tokens: what is drawn is what was given."""

from itertools import pairwise

import pandas as pd
import pytest
from matplotlib.figure import Figure

from veille.figures import language
from veille.figures.style import WIDTH

LABELS = ["demande", "départ vers un autre service", "offre"]


def profile():
    return pd.DataFrame([
        {"label": label, "group": group, "value": 0.2, "low": 0.1, "high": 0.3}
        for group in ("at_risk", "contrast") for label in LABELS
    ])


def rendered(figure):
    assert isinstance(figure, Figure)
    assert figure.get_figwidth() == WIDTH
    figure.canvas.draw()
    return [text.get_text() for axes in figure.axes for text in
            (*axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels())]


def test_rank_curves_are_named_on_the_figure():
    points = pd.DataFrame({"curve": ["a"] * 3 + ["b"] * 3, "rank": [1, 2, 3] * 2,
                           "share": [0.5, 0.3, 0.2] * 2})
    words = rendered(language.rank_frequency(points))
    assert {"a", "b"} <= set(words)


def test_window_curves_keep_their_values_and_their_labels_apart():
    means = pd.DataFrame({"label": ["a", "a", "b", "b"], "weeks": [4, 52] * 2,
                          "value": [1.2, 1.4, 1.05, 1.051]})
    figure = language.exponent_by_window(means, 1.05)
    assert {"a", "b", "planté"} <= set(rendered(figure))
    heights = sorted(text.xy[1] for text in figure.axes[0].texts)
    assert min(b - a for a, b in pairwise(heights)) > 0.02


def test_communities_have_one_panel_each_and_whole_percentages():
    table = pd.DataFrame({0: [1.0, 0.4], 1: [0.0, 0.6]}, index=LABELS[:2])
    figure = language.community_maps({"brut": table, "résidus": table})
    assert len(figure.axes) == 2
    assert {"100", "40", "60"} <= set(rendered(figure))


def test_one_network_alone_is_drawn():
    assert len(language.community_maps({"brut": pd.DataFrame({0: [1.0]}, ["offre"])}).axes) == 1


def test_profiles_name_both_groups_and_wrap_long_families():
    words = rendered(language.profiles(profile()))
    assert {"à risque", "témoin"} <= set(words)
    assert max(len(line) for word in words for line in word.split("\n")) < 20


def test_planted_marks_stand_where_they_were_planted():
    frame = pd.DataFrame({"label": LABELS, "planted": [0.2, 0.3, 0.5], "read": [0.3, 0.3, 0.4],
                          "low": [0.1, 0.2, 0.3], "high": [0.4, 0.5, 0.6]})
    figure = language.planted_and_read(frame)
    rendered(figure)
    planted = figure.axes[0].collections[-1].get_offsets()[:, 0]
    assert planted.tolist() == pytest.approx([0.2, 0.3, 0.5])
