"""Figures of how servers are organised; values come ready, nothing is computed here."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from veille.assumptions.vocabulary import CLASSES, french_name
from veille.figures.style import (
    CLASS_COLOURS,
    CLASS_MARKERS,
    NEUTRAL,
    PLANTED,
    class_rows,
    drawing,
    name_rows,
    new_figure,
)
from veille.french import number

_ON_WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}


def gated_by_label(bins: pd.DataFrame, means: dict[str, float]) -> Figure:
    """Draw how the gated share is spread over the servers of each label.

    Parameters
    ----------
    bins
        From `veille.analysis.shapes.Shapes.histogram`.
    means
        Mean gated share by label.
    """
    figure, panels = new_figure(4.2, rows=2, sharex=True)
    with drawing():
        for axes, (code, label) in zip(panels, CLASSES.items(), strict=True):
            bars = bins[bins["label"] == code]
            axes.bar(bars["left"], bars["servers"], bars["width"], align="edge",
                     color=CLASS_COLOURS[code])
            axes.axvline(means[code], color=PLANTED, linewidth=1.6, linestyle="--")
            axes.set_title(f"classés « {label} » (tirets : moyenne)")
            axes.set_ylabel("serveurs")
        _decimal(panels[1])
        panels[1].set_xlabel("part des salons listés derrière un palier")
    return figure


def cascade_panels(
    table: pd.DataFrame, labels: dict[str, str], planted: pd.Series | None = None
) -> Figure:
    """Draw the class means, then their difference, at each step from the truth to the view.

    Parameters
    ----------
    table
        From `veille.analysis.cascade.cascade`.
    labels
        French name of each step.
    planted
        Planted means, indexed by ``at_risk`` and ``contrast``.
    """
    steps = list(dict.fromkeys(table["step"]))
    figure, (top, bottom) = new_figure(1.4 + 1.25 * len(steps), rows=2)
    with drawing():
        for code, colour in CLASS_COLOURS.items():
            rows = table[table["quantity"] == code]
            _intervals(top, rows, colour, CLASS_MARKERS[code])
            top.text(rows["value"].iloc[0], 0.2, CLASSES[code], color=colour, ha="center",
                     va="top", bbox=_ON_WHITE)
        _intervals(bottom, table[table["quantity"] == "difference"], NEUTRAL, "D")
        for axes, digits in ((top, 1), (bottom, 2)):
            _step_rows(axes, [labels[step] for step in steps])
            _decimal(axes, digits)
        if planted is not None:
            for code, colour in CLASS_COLOURS.items():
                top.axvline(planted[code], color=colour, linestyle=":", linewidth=1.6)
            bottom.axvline(planted["at_risk"] - planted["contrast"], color=PLANTED,
                           linestyle=":", linewidth=1.6)
        note = "" if planted is None else " (pointillés : planté)"
        top.set_title(f"moyenne par classe{note}")
        bottom.set_title(f"différence{note}")
        bottom.set_xlabel("part des salons derrière un palier")
    return figure


def sensitivity_curve(
    table: pd.DataFrame, planted_visibility: float | None, planted: float | None
) -> Figure:
    """Draw the difference found for each stated visibility of a gated channel.

    Parameters
    ----------
    table
        From `veille.analysis.visibility.sensitivity`.
    planted_visibility, planted
        The planted visibility and difference, where they are known.
    """
    figure, axes = new_figure(3.6)
    with drawing():
        axes.fill_between(table["visibility"], table["difference_low"], table["difference_high"],
                          color=NEUTRAL, alpha=0.25, linewidth=0)
        axes.plot(table["visibility"], table["difference"], color=NEUTRAL)
        right = table["visibility"].iloc[-1]
        if planted is not None:
            axes.axhline(planted, color=PLANTED, linestyle=":", linewidth=1.6)
            axes.text(right, planted, "différence plantée", ha="right", va="bottom",
                      bbox=_ON_WHITE)
        if planted_visibility is not None:
            axes.axvline(planted_visibility, color=PLANTED, linestyle="--", linewidth=1.6)
            axes.text(planted_visibility, 0.98, " visibilité plantée", va="top",
                      transform=axes.get_xaxis_transform())
        axes.set_ylim(bottom=min(0, table["difference_low"].min()))
        _decimal(axes)
        axes.yaxis.set_major_locator(MaxNLocator(steps=[1, 2, 5, 10]))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 2)))
        axes.set_xlabel("visibilité supposée d’un palier")
        axes.set_ylabel("différence des parts")
    return figure


def by_group(table: pd.DataFrame) -> Figure:
    """Draw the mean gated share of each group of servers, from the lowest to the highest.

    Parameters
    ----------
    table
        In the order of the figure: ``group`` (a code), ``class``, ``value``, ``low``, ``high``.
    """
    figure, axes = new_figure(0.9 + 0.46 * len(table))
    with drawing():
        class_rows(axes, table, table["class"])
        name_rows(axes, map(french_name, table["group"]), 0)
        axes.set_xlim(0, 1.02 * max(table["high"].max(), table["value"].max()))
        _decimal(axes)
        axes.set_xlabel("part des salons derrière un palier")
    return figure


def _intervals(axes: Axes, rows: pd.DataFrame, colour: str, marker: str) -> None:
    places = range(len(rows))
    axes.hlines(places, rows["low"], rows["high"], color=colour)
    axes.plot(rows["value"], places, marker, color=colour)


def _step_rows(axes: Axes, names: list[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(left=min(0, axes.get_xlim()[0]))


def _decimal(axes: Axes, digits: int = 1) -> None:
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, digits)))
