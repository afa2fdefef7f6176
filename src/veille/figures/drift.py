"""Figures of notebook 05: lives of variants, lists that age, and who is flagged."""

from textwrap import wrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from veille.figures.style import CYCLE, NEUTRAL, PLANTED, new_figure
from veille.french import percent

_MARKERS = ("o", "s", "^", "D", "v")
_STROKES = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (6, 2, 1, 2)), (0, (3, 1)))
_PERCENT = FuncFormatter(lambda share, _: percent(share))


def survival_curves(curves: pd.DataFrame, law: pd.DataFrame) -> Figure:
    """Draw steps of survival against age, one stroke per curve, and the law fitted, in black.

    ``curves`` has the columns ``curve`` (French label), ``age`` and ``survival``; ``law`` has
    ``age`` and ``survival``.
    """
    figure, axes = new_figure(4.2)
    for place, (name, curve) in enumerate(curves.groupby("curve", sort=False)):
        axes.step([0, *curve["age"]], [1, *curve["survival"]], where="post", label=name,
                  color=CYCLE[place], linestyle=_STROKES[place])
    axes.plot(law["age"], law["survival"], color=PLANTED, linewidth=1.1, label="risque constant")
    axes.axhline(0.5, color=NEUTRAL, linewidth=0.8)
    _weeks(axes, curves["age"].max())
    axes.set(xlabel="semaines", ylabel="part encore en usage")
    axes.legend(loc="upper right", fontsize=10)
    return figure


def list_decay(points: pd.DataFrame) -> Figure:
    """Draw what a list still catches against its age, over the band that a half-life foretells.

    ``points`` has the columns ``lag``, ``value``, ``low``, ``high`` (band) and ``expected``.
    """
    figure, axes = new_figure(3.6)
    axes.fill_between(points["lag"], points["low"], points["high"], color="#cfe3f1",
                      label="selon la demi-vie, intervalle à 95 %".replace(" %", "\u00a0%"))
    axes.plot(points["lag"], points["expected"], color=CYCLE[0], linestyle=_STROKES[1],
              linewidth=1.4, label="selon la demi-vie estimée")
    axes.plot(points["lag"], points["value"], color=CYCLE[1], marker="o", markersize=4,
              linewidth=1.2, label="lu")
    _weeks(axes, points["lag"].max())
    axes.set(xlabel="âge de la liste, en semaines", ylabel="emplois attrapés")
    axes.legend(loc="upper right", fontsize=10)
    return figure


def upkeep(means: pd.DataFrame) -> Figure:
    """Draw recall above precision, week by week, one stroke per way of keeping a list.

    ``means`` has the columns ``kept`` (French label), ``week``, ``recall`` and ``precision``.
    """
    figure, (above, below) = new_figure(6.6, 2, sharex=True)
    for axes, column, name in ((above, "recall", "rappel"), (below, "precision", "précision")):
        for place, (label, curve) in enumerate(means.groupby("kept", sort=False)):
            axes.plot(curve["week"], curve[column], color=CYCLE[place], linewidth=1.6,
                      linestyle=_STROKES[place], label=label, marker=_MARKERS[place],
                      markevery=(2 * place, 12), markersize=5)
        _weeks(axes, means["week"].max())
        axes.set_ylabel(name)
    below.set_xlabel("semaine")
    handles, labels = above.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2, fontsize=10, frameon=False)
    return figure


def flagged_by_group(frame: pd.DataFrame) -> Figure:
    """Draw the share of servers flagged in each group, one mark per method, with intervals.

    ``frame`` has the columns ``label`` (group, French), ``method`` (French), ``value``, ``low``
    and ``high``.
    """
    groups, methods = list(frame["label"].unique()), list(frame["method"].unique())
    figure, axes = new_figure(0.75 * len(groups) + 1.6)
    for rank, method in enumerate(methods):
        rows = frame[frame["method"] == method]
        places = [groups.index(label) + 0.22 * (rank - (len(methods) - 1) / 2)
                  for label in rows["label"]]
        axes.hlines(places, rows["low"], rows["high"], color=CYCLE[rank])
        axes.scatter(rows["value"], places, s=34, marker=_MARKERS[rank], color=CYCLE[rank],
                     zorder=3, label=method)
    axes.set_yticks(range(len(groups)), ["\n".join(wrap(label, 18)) for label in groups])
    axes.set_ylim(len(groups) - 0.5, -0.5)
    axes.set_xlim(0, min(1, 1.08 * frame["high"].max()))
    axes.xaxis.set_major_formatter(_PERCENT)
    axes.set_xlabel("serveurs témoins signalés à tort")
    figure.legend(loc="outside lower center", fontsize=10, frameon=False)
    return figure


def ageing(frame: pd.DataFrame) -> Figure:
    """Draw the share of at-risk servers flagged, period after period, one line per signal.

    ``frame`` has the columns ``method`` (French), ``period`` (label) and ``recall``.
    """
    figure, axes = new_figure(4.4)
    for place, (method, curve) in enumerate(frame.groupby("method", sort=False)):
        axes.plot(range(len(curve)), curve["recall"], color=CYCLE[place], label=method,
                  linestyle=_STROKES[place], marker=_MARKERS[place], markersize=6)
    periods = list(frame["period"].unique())
    axes.set_xticks(range(len(periods)), periods)
    axes.set_ylim(0, 1.03)
    axes.yaxis.set_major_formatter(_PERCENT)
    axes.set(xlabel="semaines regardées", ylabel="serveurs à risque signalés")
    figure.legend(loc="outside lower center", fontsize=10, frameon=False)
    return figure


def _weeks(axes: Axes, last: float) -> None:
    axes.set_xlim(0, last)
    axes.set_ylim(0, 1.03)
    axes.xaxis.set_major_locator(MultipleLocator(13 if last > 26 else 4))
    axes.yaxis.set_major_formatter(_PERCENT)
