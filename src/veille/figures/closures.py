"""Figures of closures and of what follows them; values come ready, nothing is computed here."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from veille.figures.style import CYCLE, NEUTRAL, PLANTED, drawing, new_figure
from veille.french import number, percent

_STYLES = ("-", "--", "-.", ":")


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
    figure, panels = new_figure(1.0 + 0.42 * len(labels) * len(regimes), rows=len(regimes),
                                sharex=True, squeeze=False)
    with drawing():
        for axes, regime in zip(panels[:, 0], regimes, strict=True):
            rows = table[table["regime"] == regime].set_index("method").loc[list(labels)]
            places = range(len(rows))
            axes.hlines(places, rows["low"], rows["high"], color=CYCLE[0])
            axes.plot(rows["value"], places, "o", color=CYCLE[0])
            if rows["planted"].notna().all():
                axes.axvline(rows["planted"].iloc[0], color=PLANTED, linestyle=":", linewidth=1.6)
            axes.axvline(1, color=NEUTRAL, linewidth=1)
            axes.set_yticks(places, labels.values())
            axes.set_ylim(len(rows) - 0.5, -0.5)
            axes.set_xlim(left=0)
            note = " (pointillés : planté)" if rows["planted"].notna().all() else ""
            axes.set_title(f"{regime}{note}")
        panels[-1, 0].xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 1)))
        panels[-1, 0].set_xlabel("résurgences par fin")
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
