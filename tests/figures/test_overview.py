import pandas as pd

from veille.figures import overview
from veille.figures.style import WIDTH


def texts(figure):
    (axes,) = figure.axes
    return [text.get_text() for text in axes.texts]


def test_each_bar_is_labelled_with_its_count():
    figure = overview.status_bars(pd.DataFrame({"label": ["a", "b"], "records": [3, 9]}))
    assert texts(figure) == ["3", "9"]
    assert [bar.get_width() for bar in figure.axes[0].patches] == [3, 9]


def test_each_distance_is_drawn_beside_its_name():
    figure = overview.distances(pd.DataFrame({"label": ["a", "b"], "z": [-1.5, 2.0]}), bound=5)
    assert texts(figure) == ["a", "b"]
    points = figure.axes[0].collections[0].get_offsets()
    assert points.tolist() == [[-1.5, 0], [2.0, 1]]


def test_classes_differ_by_shape_and_not_by_colour_alone():
    table = pd.DataFrame({"label": ["a", "b"], "at_risk": [True, False], "value": [0.4, 0.6],
                          "low": [0.3, 0.5], "high": [0.5, 0.7]})
    figure = overview.seen_by_type(table)
    markers = [line.get_marker() for line in figure.axes[0].lines if line.get_marker() != "None"]
    assert markers == ["o", "s"]
    assert figure.get_size_inches()[0] == WIDTH
