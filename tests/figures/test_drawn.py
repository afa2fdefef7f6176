"""The values under a figure are those that it draws, with the names that a reader sees."""

import json
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib.ticker import FuncFormatter

from veille import report
from veille.figures.drawn import IN_ALL, PER_TRACE, as_records, traces
from veille.figures.style import class_rows, name_rows, new_figure
from veille.french import percent


def one_panel():
    figure, axes = new_figure(3)
    axes.set(xlabel="semaines", ylabel="part")
    return figure, axes


def names(figure):
    return [trace.name for trace in traces(figure)]


def test_a_line_gives_its_points_and_the_axes_their_names():
    figure, axes = one_panel()
    axes.plot([0, 1, 2], [0.5, 0.25, 0.125], label="vie")
    (trace,) = traces(figure)
    assert (trace.name, trace.x_label, trace.y_label) == ("vie", "semaines", "part")
    assert trace.points == ((0, 0.5), (1, 0.25), (2, 0.125))


def test_guides_are_not_values():
    """A line or a band across the whole panel says nothing that was measured."""
    figure, axes = one_panel()
    axes.axhline(1)
    axes.axvline(2)
    axes.axvspan(0, 1)
    axes.scatter([1], [2])
    assert [trace.points for trace in traces(figure)] == [((1, 2),)]


def test_percentages_are_read_as_the_axis_says_them():
    figure, axes = one_panel()
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(share)))
    axes.plot([0, 1], [0.5, 0.031])
    (trace,) = traces(figure)
    assert trace.y_label == "part (%)"
    assert trace.points == ((0, 50), (1, 3.1))


def test_bars_bands_and_spans():
    figure, axes = one_panel()
    axes.bar([1, 2], [3, 4], label="barres")
    axes.fill_between([0, 1], [1, 2], [3, 4], label="bande")
    axes.hlines([5], [0], [1], label="étendue")
    found = {trace.name: trace.points for trace in traces(figure)}
    assert found["barres"] == ((1, 3), (2, 4))
    assert found["bande"] == ((0, (1, 3)), (1, (2, 4)))
    assert found["étendue"] == (((0, 1), 5),)


def test_rows_carry_their_names_and_marks_those_of_the_title():
    figure, axes = new_figure(3)
    table = pd.DataFrame({"value": [0.2, 0.4], "low": [0.1, 0.3], "high": [0.3, 0.5]})
    class_rows(axes, table, ["at_risk", "contrast"])
    name_rows(axes, ["un", "deux"], 0)
    found = {trace.name: trace.points for trace in traces(figure)}
    assert found["à risque"] == ((0.2, "un"),)
    assert found["communauté témoin"] == ((0.4, "deux"),)
    assert found["intervalle"] == (((0.1, 0.3), "un"), ((0.3, 0.5), "deux"))


def test_a_table_in_colours_gives_each_cell():
    figure, axes = new_figure(3)
    axes.imshow(np.array([[0.25, 0.75]]))
    axes.set_yticks([0], ["famille"])
    axes.set_xticks([0, 1], ["a", "b"])
    (trace,) = traces(figure)
    assert trace.name == "famille"
    assert trace.points == (("a", "0,25"), ("b", "0,75"))


def test_names_come_from_the_legend_or_the_words_beside_a_mark():
    figure, axes = one_panel()
    first, = axes.plot([0, 1], [0, 1], color="#0072b2")
    axes.plot([0, 1], [1, 2], color="#b34700")
    axes.text(1, 2, "écrit à côté", color="#b34700")
    figure.legend([first], ["dans la légende"])
    assert names(figure) == ["dans la légende", "écrit à côté"]


def test_an_interval_takes_the_name_of_its_mark():
    figure, axes = one_panel()
    axes.plot([0, 1], [0, 1], color="#0072b2", label="estimé")
    axes.fill_between([0, 1], [0, 0], [1, 1], color="#0072b2")
    assert names(figure) == ["estimé", "estimé, intervalle"]


def test_long_curves_are_thinned_and_named_rows_are_not():
    figure, axes = one_panel()
    axes.plot(np.arange(100), np.arange(100), label="longue")
    (record,) = as_records(figure)
    assert len(record["points"]) == PER_TRACE
    assert (record["points"][0], record["points"][-1]) == ((0, 0), (99, 99))
    figure, axes = new_figure(3)
    axes.scatter(np.arange(20), np.arange(20))
    axes.set_yticks(range(20), [f"ligne {place}" for place in "abcdefghijklmnopqrst"])
    (record,) = as_records(figure)
    assert len(record["points"]) == 20


def test_many_curves_share_the_room():
    figure, axes = one_panel()
    for place in range(30):
        axes.plot(np.arange(50), np.arange(50) + place, label=f"courbe {place}")
    assert sum(len(record["points"]) for record in as_records(figure)) <= IN_ALL


def test_nothing_missing_is_invented():
    figure, axes = one_panel()
    axes.plot([0, 1], [np.nan, 1])
    (trace,) = traces(figure)
    assert trace.points == ((0, None), (1, 1))


@pytest.mark.parametrize("caption", ["Une part & une autre < 5", "Longueur : 3,25"])
def test_the_svg_carries_its_caption_and_values(caption):
    figure, axes = one_panel()
    axes.plot([0, 1], [0.123456, 1], label="a & b")
    axes.set_title("● deux   ■ mots")
    root = ElementTree.fromstring(report.svg(figure, caption).encode())
    dublin = "{http://purl.org/dc/elements/1.1/}"
    assert root.findtext(f".//{dublin}title") == caption
    (record,) = json.loads(root.findtext(f".//{dublin}description"))
    assert record["points"] == [[0, 0.1235], [1, 1]]
    assert record["name"] == "a & b"
    texts = "".join(root.itertext())
    assert "deux\u00a0\u00a0 ■" in texts


def test_the_same_figure_gives_the_same_bytes():
    def drawn():
        figure, axes = one_panel()
        axes.plot([0, 1], [0, 1])
        return report.svg(figure, "Une courbe")

    assert drawn() == drawn()
