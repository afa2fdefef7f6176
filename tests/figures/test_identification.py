import pandas as pd

from veille.figures import identification as figures


def test_bars_show_each_share_at_each_level():
    table = pd.DataFrame({"size": ["seule", "2 à 4"], "fin": [0.6, 0.4], "gros": [0.1, 0.9]})
    axes = figures.class_sizes(table).axes[0]
    assert [round(bar.get_height(), 3) for bar in axes.patches] == [0.6, 0.4, 0.1, 0.9]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["seule", "2 à 4"]


def test_an_attack_without_a_control_has_no_square():
    table = pd.DataFrame({"label": ["relier", "déduire"], "value": [0.6, 0.8], "low": [0.5, 0.7],
                          "high": [0.7, 0.9], "control": [float("nan"), 0.6]})
    axes = figures.attack_rates(table).axes[0]
    marks = [line.get_marker() for line in axes.lines]
    assert marks.count("o") == 2
    assert marks.count("s") == 1
    assert {text.get_text() for text in axes.texts} == {"relier", "déduire"}


def test_a_line_per_budget_falls_as_counts_grow():
    table = pd.DataFrame({"count": [10, 1_000], "ε = 0,1": [3.0, 0.03], "ε = 1,0": [0.3, 0.003]})
    axes = figures.noise_cost(table).axes[0]
    assert [list(line.get_ydata()) for line in axes.lines] == [[3.0, 0.03], [0.3, 0.003]]
    assert axes.get_xscale() == axes.get_yscale() == "log"
