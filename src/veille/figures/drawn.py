"""What a figure shows, read back from its drawing: the numbers behind each mark.

A page gives them under the figure, for whoever cannot see it or wants the values.  Reading them
from the drawing keeps both the same: nothing can be listed that is not drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, PolyCollection, QuadMesh
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.ticker import FuncFormatter

from veille.figures.legends import (
    colour,
    named_by_legend,
    named_by_text,
    named_by_title,
    shape,
    without_marks,
)
from veille.french import number

DIGITS = 4  # significant ones: more than an eye can read on the figure
PER_TRACE, IN_ALL = 8, 80  # points kept: enough to follow a curve, few enough to be heard


@dataclass(frozen=True)
class Trace:
    """One mark or line of a figure.

    Attributes
    ----------
    panel, name
        Title of the panel and name in the legend; empty where there is none.
    x_label, y_label
        Names of the axes, in French.
    points
        Pairs (x, y) in the order drawn; each is a number, a word of the axis, or a pair of
        numbers for a bar's ends or a band's edges.
    """

    panel: str
    name: str
    x_label: str
    y_label: str
    points: tuple[tuple[object, object], ...]


def traces(figure: Figure) -> tuple[Trace, ...]:
    """Give every mark and line of a figure, panel after panel; guides and text are left out."""
    figure.canvas.draw()  # ticks get their words when drawn
    return tuple(trace for axes in figure.axes for trace in _panel(axes))


def as_records(figure: Figure) -> list[dict[str, object]]:
    """Give the traces of a figure as plain records, thinned; what a page shows under it.

    A curve keeps its first and last point and others evenly between, `PER_TRACE` at most, fewer
    where a figure has many; rows that have a name are all kept.
    """
    found = traces(figure)
    kept = max(2, min(PER_TRACE, IN_ALL // max(len(found), 1)))
    return [vars(trace) | {"points": _thinned(trace.points, kept)} for trace in found]


def _thinned(points: tuple, kept: int) -> list:
    if any(isinstance(value, str) for value in points[0]):
        return list(points)
    places = np.linspace(0, len(points) - 1, min(kept, len(points))).round().astype(int)
    return [points[place] for place in places.tolist()]


def _panel(axes: Axes) -> list[Trace]:
    marks = list(_marks(axes))
    x_axis, y_axis = _scale(axes, "x", {}), _scale(axes, "y", _rows(axes))
    title = next((text for side in ("left", "center") if (text := axes.get_title(side))), "")
    names = _named(axes, title, marks)
    merged: dict[str, list] = {}
    for name, (_, _, points) in zip(names, marks, strict=True):
        merged.setdefault(name, []).extend(points)
    return [
        Trace(without_marks(title), " ".join(name.split()), x_axis.label, y_axis.label,
              tuple((x_axis.said(x), y_axis.said(y)) for x, y in points))
        for name, points in merged.items()
    ]


def _marks(axes: Axes) -> Iterator[tuple[str, object, list]]:
    """Give the label, the artist and the points of each mark of a panel."""
    for bars in axes.containers:
        if isinstance(bars, BarContainer):
            yield bars.get_label(), bars.patches[0], _bars(bars)
    for grid in axes.findobj(lambda one: isinstance(one, AxesImage | QuadMesh)):
        yield from ((name, grid, points) for name, points in _cells(axes, grid))
    for artist in [*axes.lines, *axes.collections]:
        points = _points(artist) if artist.get_visible() and _on_data(axes, artist) else []
        if points:
            yield str(artist.get_label()), artist, points


def _cells(axes: Axes, grid: object) -> Iterator[tuple[str, list]]:
    """Give each row of a table drawn in colours: its word, and each column's word and value."""
    values = np.atleast_2d(np.ma.filled(np.ma.asarray(grid.get_array(), float), np.nan))
    rows, columns = ([text.get_text() for text in axis.get_majorticklabels()]
                     for axis in (axes.yaxis, axes.xaxis))
    for place, line in enumerate(values.tolist()):
        heads = columns if len(columns) == len(line) else range(1, len(line) + 1)
        yield (rows[place] if place < len(rows) else ""), [
            (str(head), number(value, 2)) for head, value in zip(heads, line, strict=True)]


def _named(axes: Axes, title: str, marks: list) -> list[str]:
    """Give each mark its name: its own, the legend's, the title's, or what kind of mark it is."""
    colours = named_by_text(axes) | named_by_legend(axes)
    written = [title, *(text.get_text() for text in axes.texts)]
    shapes = {mark: name for words in written for mark, name in named_by_title(words).items()}
    own = {colour(artist): label for label, artist, _ in marks if label and label[0] != "_"}
    alone = len({colour(artist) for _, artist, points in marks if not _is_span(points)}) == 1
    names = []
    for place, (label, artist, points) in enumerate(marks, start=1):
        span, known = _is_span(points), "" if label.startswith("_") else label
        found = known or shapes.get("bar" if span else shape(artist)) or colours.get(colour(artist))
        if span and not known:
            found = found or own.get(colour(artist))
            names.append(f"{found}, intervalle" if found else "intervalle")
        else:
            names.append(found or ("valeur" if alone or len(points) == 1 else f"tracé {place}"))
    return names


def _is_span(points: list) -> bool:
    return any(isinstance(value, tuple) for value in points[0])


@dataclass(frozen=True)
class _Scale:
    """How an axis says its values: its label, its words by place, or percentages."""

    label: str
    words: dict[float, str]
    percent: bool

    def said(self, value: object) -> object:
        """Give a place as its word, a shifted mark as the word of its row, a number rounded."""
        if isinstance(value, str):
            return value
        if isinstance(value, tuple):
            return tuple(self.said(one) for one in value)
        near = (round(float(value), 6), float(round(value))) if np.isfinite(value) else ()
        word = next((self.words[place] for place in near if place in self.words), None)
        return word or _rounded(100 * value if self.percent else value)


def _scale(axes: Axes, which: str, rows: dict[float, str]) -> _Scale:
    axis = getattr(axes, f"{which}axis")
    words = _words(axis, rows)
    formatter = axis.get_major_formatter()
    percent = isinstance(formatter, FuncFormatter) and formatter(0.5).endswith("%")
    label = _axis_name(axes, which) or ("ligne" if words else "")
    return _Scale(f"{label} (%)" if percent and label else label, words, percent)


def _axis_name(axes: Axes, which: str) -> str:
    """Give the label of an axis, or that of the panel below which shares it."""
    shared = getattr(axes, f"get_shared_{which}_axes")().get_siblings(axes)
    labels = (getattr(one, f"get_{which}label")() for one in [axes, *shared])
    return next((label for label in labels if label), "")


def _on_data(axes: Axes, artist: object) -> bool:
    """Say whether an artist stands at values of both axes; guides span one of them."""
    if isinstance(artist, PathCollection):
        transform = artist.get_offset_transform()
    else:
        transform = artist.get_transform()
    return all(transform.contains_branch_seperately(axes.transData))


def _points(artist: object) -> list[tuple[object, object]]:
    if isinstance(artist, PathCollection):
        return [(x, y) for x, y in np.ma.filled(artist.get_offsets(), np.nan).tolist()]
    if isinstance(artist, LineCollection):
        return [_segment(np.asarray(one)) for one in artist.get_segments() if len(one)]
    if isinstance(artist, PolyCollection):
        return [pair for path in artist.get_paths() for pair in _band(path.vertices)]
    if not hasattr(artist, "get_xydata"):
        return []
    places = np.asarray(artist.get_xydata(), float)
    if len(places) == 2 and (places[0] == places[1]).any() and shape(artist) is None:
        return [_segment(places)]  # an interval drawn as a line
    return [(x, y) for x, y in places.tolist()]


def _segment(ends: np.ndarray) -> tuple[object, object]:
    (x0, y0), (x1, y1) = ends[0].tolist(), ends[-1].tolist()
    return (x0 if x0 == x1 else (x0, x1)), (y0 if y0 == y1 else (y0, y1))


def _band(vertices: np.ndarray) -> list[tuple[object, object]]:
    """Give, at each abscissa of a band, its lower and upper edge."""
    return [(x, (float(own.min()), float(own.max()))) for x in np.unique(vertices[:, 0]).tolist()
            for own in [vertices[vertices[:, 0] == x, 1]]]


def _bars(container: BarContainer) -> list[tuple[object, object]]:
    upright = container.orientation == "vertical"
    return [
        (bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height()) if upright
        else (bar.get_x() + bar.get_width(), bar.get_y() + bar.get_height() / 2)
        for bar in container.patches
    ]


def _rows(axes: Axes) -> dict[float, str]:
    """Give the names written above rows, by place (see `style.name_rows`)."""
    return {round(float(getattr(text, "xy", text.get_position())[1]), 6): text.get_text()
            for text in axes.texts if not getattr(text, "arrow_patch", None)}


def _words(axis: object, rows: dict[float, str]) -> dict[float, str]:
    """Give the words of an axis by place: an axis of categories has no numbers to read."""
    labels = [" ".join(text.get_text().split()) for text in axis.get_majorticklabels()]
    if any(letter.isalpha() for label in labels for letter in label):
        return {round(float(place), 6): label
                for place, label in zip(axis.get_majorticklocs(), labels, strict=False)}
    return rows if not len(axis.get_majorticklocs()) else {}


def _rounded(value: float) -> float | None:
    return float(f"{value:.{DIGITS}g}") if np.isfinite(value) else None
