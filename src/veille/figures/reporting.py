"""Figures of notebook 08: what is learnt by route over the days, and how far methods are off."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

from veille.figures.style import AT_RISK, CONTRAST, CYCLE, NEUTRAL, PLANTED, name_rows, new_figure
from veille.french import number, percent

_PERCENT = FuncFormatter(lambda share, _: percent(share))
_METHODS = {"at_random": (CYCLE[2], "^", 0.17), "one_minus_km": (AT_RISK, "s", 0.34),
            "answered": (CYCLE[3], "o", 0.17)}  # a little below the bar, so that none hides another
_LINES = {
    "lower": {"color": CONTRAST},
    "naive": {"color": AT_RISK, "linewidth": 1.4, "linestyle": "--"},
    "silence": {"color": NEUTRAL, "linewidth": 1.6, "linestyle": ":"},
}


def incidence_curves(curves: pd.DataFrame) -> Figure:
    """Draw, by route, the bounds of an action over the days and one minus Kaplan–Meier.

    ``curves`` has the columns ``label`` (French name of the route), ``days``, ``lower`` and
    ``upper`` (bounds of the probability of an action, told or not), ``silence`` and ``naive``.
    """
    routes = list(curves.groupby("label", sort=False))
    figure, panels = new_figure(1.32 * len(routes) + 0.75, len(routes), sharex=True)
    for axes, (name, curve) in zip([panels] if len(routes) == 1 else panels, routes, strict=True):
        drawn = [
            axes.fill_between(curve["days"], curve["lower"], curve["upper"], step="post",
                              color="#a9cbe3", linewidth=0),
            *(axes.step(curve["days"], curve[column], where="post", **look)[0]
              for column, look in _LINES.items()),
        ]
        axes.set_title(name)
        axes.set_ylim(0, 1)
        axes.set_yticks([0, 0.5, 1])
        axes.yaxis.set_major_formatter(_PERCENT)
    figure.legend(drawn, ["mesure prise, apprise ou non : bornes", "mesure apprise",
                          "1 − Kaplan–Meier des mesures apprises", "aucune nouvelle"],
                  loc="outside upper left", fontsize=10, borderpad=0, labelspacing=0.2)
    axes.set(xscale="log", xlim=(curves["days"].min(), curves["days"].max()),
             xlabel="jours depuis le signalement, échelle logarithmique")
    marks = [day for day in (0.1, 0.5, 1, 2, 7, 30) if day >= curves["days"].min()]
    axes.set_xticks(marks, [number(day, 0 if day >= 1 else 1) for day in marks])
    axes.xaxis.set_minor_formatter(NullFormatter())
    return figure


def method_errors(means: pd.DataFrame) -> Figure:
    """Draw, by route, the planted probability of an action and what each method gives on average.

    ``means`` is indexed by the route's French name; columns ``planted``, ``lower`` and ``upper``
    (mean ends of the interval of the bounds), and the methods ``at_random``, ``one_minus_km``
    and ``answered``.
    """
    figure, axes = new_figure(0.78 * len(means) + 1.3)
    places = range(len(means))
    axes.hlines(places, means["lower"], means["upper"], color="#a9cbe3", linewidth=9)
    for name, (colour, marker, shift) in _METHODS.items():
        axes.scatter(means[name], [place + shift for place in places], s=44, marker=marker,
                     color=colour, zorder=3)
    axes.scatter(means["planted"], places, s=46, marker="D", color=PLANTED, zorder=4)
    axes.set_xlim(0, 1)
    name_rows(axes, means.index, 0.0)
    axes.set_ylim(len(means) - 0.35, -0.75)
    axes.xaxis.set_major_formatter(_PERCENT)
    axes.set_xlabel("probabilité d’une mesure")
    axes.set_title("◆ planté   ▬ bornes   ▲ au hasard\n■ 1 − Kaplan–Meier   ● parmi les réponses")
    return figure
