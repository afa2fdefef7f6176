"""Figures of notebook 11: what methods announce, what moves them, what each type hides."""

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from veille.assumptions.vocabulary import french_name
from veille.figures.style import (
    AT_RISK,
    CONTRAST,
    CYCLE,
    PLANTED,
    drawing,
    name_rows,
    new_figure,
)
from veille.french import number, percent

_KEPT = {"every": (AT_RISK, "o", 0.0), "first_hand": (CONTRAST, "s", 0.26),
         "dated": (CYCLE[2], "D", 0.0)}
_LOOKS = (("o", "-"), ("s", "--"), ("^", "-."), ("D", ":"), ("v", (0, (6, 2))),
          ("P", (0, (1, 1))))
_SIDES = {"seen": ("vus", "#9ec9e6", ""), "hidden": ("visibles, jamais vus", "#e9a26f", "///"),
          "unseeable": ("hors de vue", "#5a5a5a", "xx")}
_ROOM = 1.06


def hidden_by_method(table: pd.DataFrame, planted: float | None = None) -> Figure:
    """Draw what each method announces, with its interval, relays kept, taken away, or dated.

    Parameters
    ----------
    table
        ``label`` (French), ``kept`` (``every``, ``first_hand`` or ``dated``), ``value``, ``low``,
        ``high``; an infinite bound is drawn to the edge.
    planted
        The servers truly hidden, where they are known.
    """
    labels = list(dict.fromkeys(table["label"]))
    ends = pd.concat([table["value"], table["high"]])
    edge = _ROOM * max(ends[ends < float("inf")].max(), planted or 0)
    figure, axes = new_figure(1.2 + 0.62 * len(labels))
    with drawing():
        for kept, (colour, marker, shift) in _KEPT.items():
            rows = table[table["kept"] == kept]
            places = [labels.index(label) + shift for label in rows["label"]]
            axes.hlines(places, rows["low"].clip(lower=0), rows["high"].clip(upper=edge),
                        color=colour)
            axes.plot(rows["value"].clip(lower=0, upper=edge), places, marker, color=colour,
                      markersize=7)
        name_rows(axes, labels, 0)
        axes.set_ylim(len(labels) - 0.4, -0.9)
        axes.set_title("● relais gardés   ■ ôtés   ◆ datés")
        if planted is not None:
            axes.axvline(planted, color=PLANTED, linestyle="--", linewidth=1.6)
            axes.annotate("planté", (planted, 1), (-4, -2), xycoords=("data", "axes fraction"),
                          textcoords="offset points", ha="right", va="top")
        axes.set_xlim(0, edge)
        axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 0)))
        axes.set_xlabel("serveurs visibles jamais vus")
    return figure


def announced_curves(panels: dict[str, pd.DataFrame], percent_axes: Iterable[str] = ()) -> Figure:
    """Draw, one panel per cause of error, what methods announce of the servers truly hidden.

    Parameters
    ----------
    panels
        By title of the axis of places: ``place``, ``line`` (French), ``announced`` (a ratio).
    percent_axes
        Titles whose places are shares.
    """
    lines = list(dict.fromkeys(name for table in panels.values() for name in table["line"]))
    looks = {name: {"color": CYCLE[rank], "marker": _LOOKS[rank][0], "linestyle": _LOOKS[rank][1]}
             for rank, name in enumerate(lines)}
    figure, axes = new_figure(0.9 + 2.3 * len(panels), len(panels))
    with drawing():
        for panel, (title, table) in zip([axes] if len(panels) == 1 else axes, panels.items(),
                                         strict=True):
            _announced(panel, table, looks)
            panel.set_xlabel(title)
            shown = _shares if title in percent_axes else _tenths
            panel.xaxis.set_major_formatter(FuncFormatter(shown))
        marks = [Line2D([], [], markersize=6, label=name, **look) for name, look in looks.items()]
        figure.legend(handles=marks, loc="outside upper left", ncols=2, fontsize=10,
                      handlelength=2.4, columnspacing=1.0)
    return figure


def by_type(table: pd.DataFrame) -> Figure:
    """Draw, type by type, the shares seen, missed, and out of sight; the least seen on top.

    ``table`` has ``type`` (a code) and the servers of each side, as
    `veille.analysis.blind_spots.BlindSpots.by_type` gives them.
    """
    figure, axes = new_figure(1.4 + 0.5 * len(table))
    with drawing():
        whole, left = table[list(_SIDES)].sum(axis=1), 0.0
        for side, (_, colour, hatch) in _SIDES.items():
            width = table[side] / whole
            axes.barh(range(len(table)), width, 0.42, left, color=colour, hatch=hatch,
                      edgecolor="white", label=_SIDES[side][0])
            left = left + width
        name_rows(axes, map(french_name, table["type"]), 0)
        axes.set_ylim(len(table) - 0.5, -0.9)
        for text in axes.texts:
            text.set_position((0, 11))
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(share)))
        axes.set_xlabel("part des serveurs du type")
        figure.legend(*axes.get_legend_handles_labels(), loc="outside upper left", ncols=3,
                      fontsize=10, columnspacing=1.0, handlelength=1.4)
    return figure


def _announced(axes: Axes, table: pd.DataFrame, looks: dict[str, dict]) -> None:
    axes.axhline(1, color=PLANTED, linewidth=1.2, linestyle=(0, (4, 3)))
    for name, line in table.groupby("line", sort=False):
        axes.plot(line["place"], line["announced"], markersize=6, linewidth=1.6, **looks[name])
    axes.set_ylim(0, 1.06 * max(1.0, table["announced"].max()))
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(share)))
    axes.set_ylabel("annoncés / vrais")


def _tenths(place: float, _: int) -> str:
    return number(place, 1)


def _shares(place: float, _: int) -> str:
    return percent(place)
