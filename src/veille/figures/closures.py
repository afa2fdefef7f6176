"""Figures of closures and of what follows them; values come ready, nothing is computed here."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from veille.figures.style import CYCLE, NEUTRAL, PLANTED, drawing, new_figure
from veille.french import number, percent

_STYLES = ("-", "--", "-.", ":")
_WIDEST = 2.0  # successors by end: an interval that goes beyond ends with an arrow


def reproduction_rows(table: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """Draw the reproduction number found in each way, one panel per regime.

    Parameters
    ----------
    table
        ``regime`` (a French name), ``method``, ``value``, ``low``, ``high``, ``planted`` (missing
        where it is unknown).
    labels
        French name of each method, in the order of the rows.
    """
    regimes = list(dict.fromkeys(table["regime"]))
    right = min(_WIDEST, 1.05 * table[["value", "high", "planted"]].max().max())
    known = table["planted"].notna().all()
    figure, panels = new_figure(1.0 + 0.42 * len(labels) * len(regimes), rows=len(regimes),
                                sharex=True, squeeze=False)
    with drawing():
        for axes, regime in zip(panels[:, 0], regimes, strict=True):
            rows = table[table["regime"] == regime].set_index("method").loc[list(labels)]
            places = range(len(rows))
            axes.hlines(places, rows["low"], rows["high"].clip(upper=right), color=CYCLE[0])
            axes.plot(rows["value"], places, "o", color=CYCLE[0])
            beyond = np.flatnonzero(rows["high"] > right)
            if beyond.size:  # an empty line outside the frame would upset the layout
                axes.plot(np.full(beyond.size, right), beyond, ">", color=CYCLE[0], clip_on=False)
            if known:
                axes.axvline(rows["planted"].iloc[0], color=PLANTED, linestyle=":", linewidth=1.6)
            axes.axvline(1, color=NEUTRAL, linewidth=1)
            axes.set_yticks(places, labels.values())
            axes.set_ylim(len(rows) - 0.5, -0.5)
            axes.set_xlim(0, right)
            axes.set_title(regime)
        panels[-1, 0].xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 1)))
        note = " (pointillés : planté)" if known else ""
        panels[-1, 0].set_xlabel(f"résurgences par fin{note}")
    return figure


def percolation_curves(table: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """Draw what stays connected when a growing share is closed, one line per way of choosing.

    Parameters
    ----------
    table
        ``ranking``, ``share``, ``value``, ``low``, ``high``.
    labels
        French name of each ranking, in the order of the legend.
    """
    figure, axes = new_figure(3.9)
    with drawing():
        for (ranking, label), colour, style in zip(labels.items(), CYCLE, _STYLES, strict=False):
            rows = table[table["ranking"] == ranking]
            axes.fill_between(rows["share"], rows["low"], rows["high"], color=colour, alpha=0.15,
                              linewidth=0)
            axes.plot(rows["share"], rows["value"], style, color=colour, label=label)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(FuncFormatter(lambda value, _: percent(value)))
        axes.set_ylim(0, 1)
        axes.set_xlabel("serveurs fermés")
        axes.set_ylabel("plus grande partie reliée")
        axes.legend(loc="upper right")
    return figure
