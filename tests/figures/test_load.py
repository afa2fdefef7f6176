"""Figures of what a team carries draw what they are given, in French."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from veille.figures.load import kept_up, policy_front, score_by_dose, waiting_by_load
from veille.figures.style import WIDTH


def texts(figure):
    """Give every text that a reader sees, once drawn."""
    figure.draw_without_rendering()
    return " ".join(text.get_text() for text in figure.findobj(plt.Text))


def test_a_team_without_bound_and_without_waiting_is_still_drawn():
    teams = pd.DataFrame({"load": [0.5, 1.2], "waiting": [0.0, 4.0], "bound": [0.2, np.inf]})
    figure = waiting_by_load(teams)
    assert figure.get_figwidth() == WIDTH
    points = figure.axes[0].lines[1].get_ydata()
    assert (np.asarray(points) > 0).all()
    assert "attente (semaines)" in texts(figure)


def test_the_planted_slope_is_drawn_where_it_is_known():
    steps = pd.DataFrame({"dose": [-5, 5], "score": [-1.5, 1.5], "low": [-2, 1], "high": [-1, 2]})
    assert "pente plantée" in texts(score_by_dose(steps, 0.3, 0.3))
    assert "pente plantée" not in texts(score_by_dose(steps, 0.3, None))


def test_rules_at_the_same_place_share_a_label():
    table = pd.DataFrame({"covered": [0.9, 0.9, 0.8], "distress": [0.2, 0.2, 0.1],
                          "front": [True, True, True]}, index=["none", "same", "cap"])
    shown = texts(policy_front(table, {"none": "A", "same": "B", "cap": "C"}))
    assert "A, B" in shown
    assert "semaines de détresse" in shown


def test_each_curve_has_its_name():
    curve = pd.DataFrame({"arrivals": [10, 20], "kept_up": [1.0, 0.5]})
    shown = texts(kept_up({"aucune règle": curve, "repos": curve}, 0.9))
    assert "aucune règle" in shown
    assert "repos" in shown
