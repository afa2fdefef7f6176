"""Figures of notebook 09: reproduction numbers, what they hang on, and networks being closed."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter

from veille.figures.style import AT_RISK, CONTRAST, CYCLE, NEUTRAL, PLANTED, name_rows, new_figure
from veille.french import number, percent

_MARKERS = ("o", "s", "^", "D", "v")
_DASHES = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (6, 2, 1, 2)), (0, (3, 1.5)))
_PERCENT = FuncFormatter(lambda share, _: percent(share))
_NUMBER = FuncFormatter(lambda value, _: number(value, 1))
_REGIMES = {"isolated": (CONTRAST, "s", 0.1), "sustained": (AT_RISK, "o", 0.36)}


def reproduction(frame: pd.DataFrame) -> Figure:
    """Draw each method's estimate by regime, on a log scale, beside one successor per end.

    ``frame`` has the columns ``label`` (method, French), ``regime`` (``isolated`` or
    ``sustained``), ``value``, ``low`` and ``high``; a missing interval is not drawn.
    """
    labels = list(dict.fromkeys(frame["label"]))
    figure, axes = new_figure(0.72 * len(labels) + 1.1)
    axes.axvline(1, color=PLANTED, linewidth=1.2, linestyle=(0, (4, 3)))
    for row in frame.itertuples():
        colour, marker, shift = _REGIMES[row.regime]
        place = labels.index(row.label) + shift
        axes.plot([row.low, row.high], [place, place], color=colour)
        axes.plot(row.value, place, marker, color=colour, markersize=7)
    axes.set_xscale("log")
    left, right = axes.get_xlim()
    left = max(left, 0.05)
    name_rows(axes, labels, left)
    axes.set_xlim(left, max(right, 2))
    axes.xaxis.set_major_locator(FixedLocator([0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50]))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_title("■ fermeture isolée    ● campagne soutenue")
    axes.set_xlabel("résurgences par fin (échelle logarithmique)")
    axes.xaxis.set_major_formatter(_NUMBER)
    return figure


def by_visibility(curves: pd.DataFrame) -> Figure:
    """Draw the reproduction number that follows from each stated chance of finding a successor.

    ``curves`` has the columns ``label`` (regime, French), ``visibility``, ``value``, ``low`` and
    ``high``.
    """
    figure, axes = new_figure(3.9)
    axes.axhline(1, color=PLANTED, linewidth=1.2, linestyle=(0, (4, 3)))
    for place, (name, curve) in enumerate(curves.groupby("label", sort=False)):
        axes.fill_between(curve["visibility"], curve["low"], curve["high"], color=CYCLE[place],
                          alpha=0.16, linewidth=0)
        axes.plot(curve["visibility"], curve["value"], color=CYCLE[place],
                  linestyle=_DASHES[place], marker=_MARKERS[place], markevery=0.2, label=name)
    if len(curves):
        axes.legend(loc="upper right")
        axes.set_ylim(0, min(4.0, 1.05 * float(curves["high"].max())))
    axes.set(xlabel="part des résurgences retrouvées, posée", ylabel="résurgences par fin")
    axes.xaxis.set_major_formatter(_PERCENT)
    axes.yaxis.set_major_formatter(_NUMBER)
    return figure


def percolation(panels: dict[str, pd.DataFrame]) -> Figure:
    """Draw the largest connected part against the share closed, one panel per reaction.

    Each frame has the columns ``label`` (way of closing, French), ``share``, ``value``, ``low``
    and ``high``.
    """
    figure, axes = new_figure(3.1 * len(panels) + 1.0, len(panels), sharex=True, sharey=True)
    axes = np.atleast_1d(axes)
    for place, (axis, (title, frame)) in enumerate(zip(axes, panels.items(), strict=True)):
        _curves(axis, frame)
        axis.set_title(title)
        axis.set_ylabel("serveurs encore reliés")
        if place == len(panels) - 1:
            axis.set_xlabel("part des serveurs fermés")
            axis.legend(loc="upper center", bbox_to_anchor=(0.46, -0.2), ncols=2, fontsize=10)
    return figure


def seen_and_true(frame: pd.DataFrame) -> Figure:
    """Draw what the watch believes that it broke, and what is really left.

    ``frame`` has the columns ``label`` (French), ``share``, ``value``, ``low`` and ``high``.
    """
    figure, axes = new_figure(4.6)
    _curves(axes, frame)
    axes.set(xlabel="part des serveurs fermés", ylabel="reste de la plus grande partie")
    axes.legend(loc="upper center", bbox_to_anchor=(0.44, -0.2), fontsize=10)
    return figure


def _curves(axes: Axes, frame: pd.DataFrame) -> None:
    for place, (name, curve) in enumerate(frame.groupby("label", sort=False)):
        axes.fill_between(curve["share"], curve["low"], curve["high"], color=CYCLE[place],
                          alpha=0.12, linewidth=0)
        axes.plot(curve["share"], curve["value"], color=CYCLE[place], linestyle=_DASHES[place],
                  marker=_MARKERS[place], markersize=5, label=name)
    axes.set_ylim(0, 1.02)
    axes.grid(axis="y", color=NEUTRAL, alpha=0.15)
    axes.xaxis.set_major_formatter(_PERCENT)
    axes.yaxis.set_major_formatter(_PERCENT)
