"""Figures of notebook 06: ends of journeys, obstacles, predictions, power; nothing is computed."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from veille.figures.style import (
    AT_RISK,
    CLASS_COLOURS,
    CLASS_MARKERS,
    CONTRAST,
    CYCLE,
    NEUTRAL,
    PLANTED,
    drawing,
    name_rows,
    new_figure,
)
from veille.french import number, percent

_DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)))
_MARKERS = ("o", "s", "^")
_PERCENT = FuncFormatter(lambda share, _: percent(share))


def ends_by_week(curves: pd.DataFrame) -> Figure:
    """Draw the probability of each end by week since arrival, one panel per label.

    ``curves`` has the columns ``panel`` and ``end`` (French), ``week``, ``value``, ``low`` and
    ``high``; a missing interval is not drawn.
    """
    panels = list(dict.fromkeys(curves["panel"]))
    figure, axes = new_figure(0.6 + 2.5 * len(panels), len(panels), sharex=True, sharey=True)
    with drawing():
        for one, name in zip([axes] if len(panels) == 1 else axes, panels, strict=True):
            own = curves[curves["panel"] == name]
            for place, (end, curve) in enumerate(own.groupby("end", sort=False)):
                style = {"color": CYCLE[place], "linestyle": _DASHES[place]}
                one.plot(curve["week"], curve["value"], label=end, **style)
                one.fill_between(curve["week"], curve["low"], curve["high"], alpha=0.18,
                                 color=CYCLE[place], linewidth=0)
            one.set_title(name)
            one.set_ylim(0, 1.3 * curves["high"].max())
            one.yaxis.set_major_formatter(_PERCENT)
            one.set_ylabel("part des arrivées")
            one.legend(loc="upper left", fontsize=9.5, handlelength=2.6)
            one.set_xlabel("semaines depuis l’arrivée" if name == panels[-1] else "")
    return figure


def obstacles(frame: pd.DataFrame) -> Figure:
    """Draw the relative change of the private area reached, by step slowed and by label.

    ``frame`` has the columns ``step`` (French), ``code`` (class), ``value``, ``low``, ``high``.
    """
    steps = list(dict.fromkeys(frame["step"]))
    figure, axes = new_figure(0.9 * len(steps) + 1.0)
    with drawing():
        for code, shift in (("at_risk", 0.14), ("contrast", 0.38)):
            rows = frame[frame["code"] == code].set_index("step").reindex(steps)
            places = [place + shift for place in range(len(steps))]
            axes.hlines(places, rows["low"], rows["high"], color=CLASS_COLOURS[code])
            axes.plot(rows["value"], places, CLASS_MARKERS[code], color=CLASS_COLOURS[code],
                      markersize=7)
        right = max(0.0, frame["high"].max())
        axes.set_xlim(1.12 * min(frame["low"].min(), frame["value"].min()) - 0.01, right)
        name_rows(axes, steps, axes.get_xlim()[0])
        axes.set_title("● classés à risque    ■ classés témoins")
        axes.xaxis.set_major_formatter(_PERCENT)
        axes.set_xlabel("variation de l’espace privé atteint")
    return figure


def predictions(frame: pd.DataFrame) -> Figure:
    """Draw what two ways predict for each past, beside the planted value where it is known.

    ``frame`` has the columns ``past`` (French), ``way`` (``aalen_johansen`` or ``markov``),
    ``value``, ``low``, ``high`` and ``planted`` (missing if unknown).
    """
    pasts = list(dict.fromkeys(frame["past"]))
    figure, axes = new_figure(1.05 * len(pasts) + 1.2)
    with drawing():
        for way, colour, marker, shift in (("aalen_johansen", CONTRAST, "o", 0.12),
                                           ("markov", AT_RISK, "s", 0.4)):
            rows = frame[frame["way"] == way].set_index("past").reindex(pasts)
            places = [place + shift for place in range(len(pasts))]
            axes.hlines(places, rows["low"], rows["high"], color=colour)
            axes.plot(rows["value"], places, marker, color=colour, markersize=7)
        known = frame.drop_duplicates("past").set_index("past").reindex(pasts)["planted"]
        places = [place + 0.26 for place in range(len(pasts))]
        axes.plot(known, places, "D", color=PLANTED, markersize=6)
        axes.set_xlim(left=0)
        name_rows(axes, pasts, 0)
        planted = "    ◆ planté" if known.notna().any() else ""
        axes.set_title(f"● leur suite    ■ Markov{planted}")
        axes.xaxis.set_major_formatter(_PERCENT)
        axes.set_xlabel("part qui atteint l’espace privé")
    return figure


def power(frame: pd.DataFrame, level: float) -> Figure:
    """Draw how often each test rejects, by planted momentum.

    ``frame`` has the columns ``test`` (French), ``momentum``, ``value``, ``low``, ``high``.
    """
    figure, axes = new_figure(4.2)
    with drawing():
        _rejections(axes, frame)
        axes.axhline(level, color=NEUTRAL, linewidth=1.2, linestyle=(0, (4, 3)),
                     label=f"niveau annoncé, {percent(level)}")
        axes.set_ylim(0, 1.42)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
        axes.legend(loc="upper left", fontsize=9.5)
        axes.yaxis.set_major_formatter(_PERCENT)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 1)))
        axes.set_xticks(sorted(frame["momentum"].unique()))
        axes.set(xlabel="élan planté", ylabel="part des mondes où le test rejette")
    return figure


def _rejections(axes: Axes, frame: pd.DataFrame) -> None:
    for place, (name, rows) in enumerate(frame.groupby("test", sort=False)):
        rows = rows.sort_values("momentum")
        shifted = rows["momentum"] + 0.015 * (place - 1)
        axes.vlines(shifted, rows["low"], rows["high"], color=CYCLE[place], linewidth=1.2)
        axes.plot(shifted, rows["value"], color=CYCLE[place], marker=_MARKERS[place],
                  linestyle=_DASHES[place], markersize=6, label=name)
