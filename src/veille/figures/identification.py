"""Figures of notebook 12: who looks like nobody else, what attacks get, what noise costs."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from veille.figures.style import AT_RISK, CONTRAST, CYCLE, drawing, name_rows, new_figure
from veille.french import number, percent

_FORMS = (("o", "-"), ("s", "--"), ("^", "-."), ("D", ":"))


def class_sizes(table: pd.DataFrame) -> Figure:
    """Draw the share of people by how many look like them, for two levels of detail.

    ``table`` has ``size`` (French, in order), and a share for each level: its other columns.
    """
    levels = list(table.columns[1:])
    figure, axes = new_figure(2.9)
    with drawing():
        for rank, (level, colour, hatch) in enumerate(zip(levels, (AT_RISK, CONTRAST), ("", "//"),
                                                          strict=True)):
            places = [place + 0.38 * (rank - 0.5) for place in range(len(table))]
            axes.bar(places, table[level], 0.36, color=colour, hatch=hatch, edgecolor="white",
                     label=level)
        axes.set_xticks(range(len(table)), table["size"])
        axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(share)))
        axes.set_xlabel("lignes publiées qui se ressemblent")
        axes.set_ylabel("part des lignes")
        axes.grid(axis="x", visible=False)
        figure.legend(loc="outside upper left", ncols=2, fontsize=10)
    return figure


def attack_rates(table: pd.DataFrame) -> Figure:
    """Draw how often each attack is right, with its interval, and on people not published.

    ``table`` has ``label``, ``value``, ``low``, ``high``, and ``control``, missing if there is
    none.
    """
    figure, axes = new_figure(0.62 * len(table) + 1.3)
    with drawing():
        for place, row in enumerate(table.itertuples()):
            axes.plot([row.low, row.high], [place, place], color=AT_RISK)
            axes.plot(row.value, place, "o", color=AT_RISK, markersize=7)
            if row.control == row.control:
                axes.plot(row.control, place, "s", color=CONTRAST, markersize=7)
        name_rows(axes, table["label"], 0)
        axes.set_title("● publiées    ■ non publiées")
        axes.set_xlim(-0.01, 1.01)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(share)))
        axes.set_xlabel("part des essais qui tombent juste")
    return figure


def noise_cost(table: pd.DataFrame) -> Figure:
    """Draw the relative half width of a noisy count by its size, one line per budget.

    ``table`` has ``count``, and a column per budget, named as it is read.
    """
    figure, axes = new_figure(3.1)
    with drawing():
        for rank, name in enumerate(table.columns[1:]):
            marker, line = _FORMS[rank % len(_FORMS)]
            axes.plot(table["count"], table[name], marker=marker, linestyle=line,
                      color=CYCLE[rank % len(CYCLE)], markersize=5, label=name)
        axes.set_xscale("log")
        axes.set_yscale("log")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_minor_formatter(FuncFormatter(lambda *_: ""))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda count, _: number(count, 0)))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(share, 1)
                                                     if share < 0.01 else percent(share)))
        axes.set_xlabel("effectif exact")
        axes.set_ylabel("demi-largeur / effectif")
        figure.legend(loc="outside upper left", ncols=2, fontsize=10)
    return figure
