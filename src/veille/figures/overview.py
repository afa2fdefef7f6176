"""Figures of notebook 01: where the numbers come from, what they give back, who is seen."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from veille.figures.style import CONTRAST, NEUTRAL, PLANTED, class_rows, name_rows, new_figure
from veille.french import number, percent


def status_bars(counts: pd.DataFrame) -> Figure:
    """Draw how many records have each status.

    ``counts`` has the columns ``label`` (French) and ``records``.
    """
    figure, axes = new_figure(2.4)
    places = range(len(counts))
    axes.barh(places, counts["records"], color=[CONTRAST] * (len(counts) - 1) + [NEUTRAL])
    for place, records in zip(places, counts["records"], strict=True):
        axes.annotate(str(records), (records, place), (4, 0), textcoords="offset points",
                      va="center")
    axes.set_yticks(places, counts["label"])
    axes.invert_yaxis()
    axes.set_xlabel("hypothèses")
    axes.margins(x=0.12)
    axes.grid(axis="y", visible=False)
    return figure


def distances(table: pd.DataFrame, bound: float) -> Figure:
    """Draw each planted value's distance to the recovered one, in standard errors.

    ``table`` has the columns ``label`` and ``z``; ``bound`` is the distance that calls for a
    search.
    """
    figure, axes = new_figure(0.62 * len(table) + 1.0)
    places = range(len(table))
    axes.axvspan(-bound, bound, color="#eef3f7", zorder=0)
    axes.axvline(0, color=PLANTED, linewidth=1)
    axes.scatter(table["z"], places, s=52, color=CONTRAST, zorder=3)
    name_rows(axes, table["label"], -bound)
    axes.set_xlim(-bound * 1.04, bound * 1.04)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: number(x, 0)))
    axes.set_xlabel("écart, en erreurs standards")
    return figure


def seen_by_type(table: pd.DataFrame) -> Figure:
    """Draw the share of servers seen in each archetype, with its interval.

    ``table`` has the columns ``label``, ``at_risk``, ``value``, ``low`` and ``high``.
    """
    figure, axes = new_figure(0.5 * len(table) + 1.0)
    class_rows(axes, table, table["at_risk"].map({True: "at_risk", False: "contrast"}))
    name_rows(axes, table["label"], 0)
    axes.set_xlim(-0.01, 1.01)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: percent(x)))
    axes.set_xlabel("part des serveurs vus")
    return figure
