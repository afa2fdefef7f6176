"""Figures of notebook 07: agreement, calibration, predictive value, decision, who pays."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from veille.figures.style import (
    AT_RISK,
    CONTRAST,
    CYCLE,
    NEUTRAL,
    PLANTED,
    drawing,
    name_rows,
    new_figure,
)
from veille.french import number, percent

_MARKERS = ("o", "s", "^", "D")
_DASHES = ("-", "--", "-.", ":")
_PERCENT = FuncFormatter(lambda share, _: percent(share))
_ON_WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 1.0, "alpha": 0.85}


def named_intervals(table: pd.DataFrame, label: str) -> Figure:
    """Draw a value and its interval per row, the name above.

    Parameters
    ----------
    table
        ``name`` (French), ``value``, ``low``, ``high``; missing values are not drawn.
    label
        What the axis measures.
    """
    figure, axes = new_figure(1.0 + 0.46 * len(table))
    with drawing():
        for place, row in enumerate(table.itertuples()):
            axes.plot([row.low, row.high], [place, place], color=CONTRAST)
            axes.plot(row.value, place, "s", color=CONTRAST, markersize=7)
        name_rows(axes, table["name"], 0)
        axes.set_xlim(min(0.0, table["low"].min()), 1.05 * table["high"].max())
        axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        axes.set_xlabel(label)
    return figure


def agreement_rows(table: pd.DataFrame) -> Figure:
    """Draw kappa, sign by sign; ``table`` has ``name``, ``value``, ``low`` and ``high``."""
    figure = named_intervals(table, "kappa de Cohen")
    figure.axes[0].xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 1)))
    return figure


def false_alarm_rows(table: pd.DataFrame) -> Figure:
    """Draw the share wrongly flagged, community by community; same columns."""
    figure = named_intervals(table, "part désignée à tort")
    figure.axes[0].xaxis.set_major_formatter(_PERCENT)
    return figure


def calibration_curves(curves: dict[str, pd.DataFrame]) -> Figure:
    """Draw observed shares against predicted probabilities, one marked line per model.

    Parameters
    ----------
    curves
        By French name, tables from `veille.analysis.discrimination.calibration`.
    """
    figure, axes = new_figure(4.4)
    with drawing():
        axes.plot([0, 1], [0, 1], color=NEUTRAL, linewidth=1.2, linestyle=":")
        axes.text(0.63, 0.52, "prédit = observé", color=NEUTRAL, rotation=38, fontsize=10)
        for place, (name, curve) in enumerate(curves.items()):
            colour = (CONTRAST, AT_RISK, *CYCLE[2:])[place]
            axes.vlines(curve["predicted"], curve["low"], curve["high"], color=colour,
                        linewidth=1.2)
            axes.plot(curve["predicted"], curve["value"], color=colour, label=name,
                      marker=_MARKERS[place], linestyle=_DASHES[place], markersize=6)
        axes.legend(loc="upper left", handlelength=2.6, borderaxespad=0.2)
        axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="probabilité prédite",
                 ylabel="part vraiment à risque")
        _percents(axes)
    return figure


def value_by_base_rate(table: pd.DataFrame) -> Figure:
    """Draw the predictive value against the base rate, one band per rule.

    Parameters
    ----------
    table
        ``rule`` (French), ``base_rate``, ``value``, ``low``, ``high``.
    """
    figure, axes = new_figure(4.4)
    with drawing():
        for place, (name, curve) in enumerate(table.groupby("rule", sort=False)):
            axes.fill_between(curve["base_rate"], curve["low"], curve["high"],
                              color=CYCLE[place], alpha=0.18, linewidth=0)
            axes.plot(curve["base_rate"], curve["value"], color=CYCLE[place], label=name,
                      linestyle=_DASHES[place])
        axes.axhline(0.5, color=NEUTRAL, linewidth=1.2, linestyle=":")
        axes.text(table["base_rate"].min(), 0.5, " une fois sur deux", color=NEUTRAL, va="bottom",
                  fontsize=10)
        axes.legend(loc="upper left", handlelength=2.6, borderaxespad=0.2)
        axes.set(xscale="log", ylim=(0, 1), ylabel="part des désignés à risque",
                 xlabel="serveurs à risque parmi tous")
        axes.set_xlim(table["base_rate"].min(), table["base_rate"].max())
        _one_in(axes, table["base_rate"].min())
        axes.yaxis.set_major_formatter(_PERCENT)
    return figure


def decision_curves(curve: pd.DataFrame) -> Figure:
    """Draw the net benefit of a model and of both blanket policies.

    Parameters
    ----------
    curve
        From `veille.analysis.decision.decision_curve`.
    """
    figure, axes = new_figure(4.2)
    with drawing():
        axes.fill_between(curve["threshold"], 1e3 * curve["low"], 1e3 * curve["high"],
                          color=CONTRAST, alpha=0.18, linewidth=0)
        axes.plot(curve["threshold"], 1e3 * curve["model"], color=CONTRAST,
                  label="suivre le modèle")
        axes.plot(curve["threshold"], 1e3 * curve["everything"], color=AT_RISK, linestyle="--",
                  label="tout regarder")
        axes.axhline(0, color=PLANTED, linestyle=":", label="ne rien regarder")
        top = 1e3 * curve["high"].max()
        axes.set_ylim(-0.6 * top, 1.75 * top)
        axes.legend(loc="upper right", handlelength=2.6, borderaxespad=0.2)
        axes.set_xlim(0, curve["threshold"].max())
        axes.set(xlabel="probabilité à partir de laquelle on agit",
                 ylabel="bénéfice net\n(pour 1 000 serveurs)")
        axes.xaxis.set_major_formatter(_PERCENT)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 0)))
        axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    return figure


def found_against_planted(table: pd.DataFrame) -> Figure:
    """Draw error rates found without truth against those planted, one marker per kind of world.

    Parameters
    ----------
    table
        ``worlds`` (French), ``planted``, ``value``.
    """
    figure, axes = new_figure(4.4)
    low = min(table["planted"].min(), table["value"].min()) - 0.03
    with drawing():
        axes.plot([low, 1], [low, 1], color=NEUTRAL, linewidth=1.2, linestyle=":")
        for place, (name, points) in enumerate(table.groupby("worlds", sort=False)):
            colour = (AT_RISK, CONTRAST)[place]
            axes.plot(points["planted"], points["value"], _MARKERS[place], color=colour,
                      markersize=7, label=name, fillstyle=("full", "none")[place])
        axes.legend(loc="upper left", borderaxespad=0.2, handletextpad=0.3)
        axes.set(xlim=(low, 1), ylim=(low, 1.09), xlabel="planté", ylabel="retrouvé")
        _percents(axes)
    return figure


def _percents(axes: Axes) -> None:
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(_PERCENT)
        axis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))


def _one_in(axes: Axes, smallest: float) -> None:
    """Write small shares as « 1 sur 1 000 »."""
    ticks = [share for share in (1e-4, 1e-3, 1e-2, 1e-1) if share >= 0.99 * smallest]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda share, _: f"1 sur\n{number(1 / share, 0)}"))
