"""Figures of notebook 04: ranks, windows, communities of tokens, profiles of functions."""

from textwrap import wrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter

from veille.figures.style import AT_RISK, CONTRAST, CYCLE, NEUTRAL, PLANTED, new_figure
from veille.french import number, percent

_MARKERS = ("o", "s", "^", "D", "v")
_LABEL = 16  # characters of a family's name on one line
_PERCENT = FuncFormatter(lambda share, _: percent(share))


def rank_frequency(points: pd.DataFrame) -> Figure:
    """Draw share against rank, both on log scales, one marked line per curve.

    ``points`` has the columns ``curve`` (French label), ``rank`` and ``share``; shares above 0.
    """
    figure, axes = new_figure(3.7)
    axes.set(xscale="log", yscale="log", xlabel="rang du jeton dans sa famille",
             ylabel="part des emplois")
    for place, (name, curve) in enumerate(points.groupby("curve", sort=False)):
        style = {"color": CYCLE[place], "marker": _MARKERS[place], "markersize": 4.5}
        axes.plot(curve["rank"], curve["share"], linewidth=1.2, **style)
        axes.annotate(name, (0.03, 0.07 + 0.09 * place), xycoords="axes fraction",
                      color=CYCLE[place], va="bottom")
    ranks = [rank for rank in (1, 2, 5, 10, 20, 50, 100) if rank <= points["rank"].max()]
    axes.xaxis.set_major_locator(FixedLocator(ranks))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda rank, _: number(rank, 0)))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda share, _: percent(share, 0 if share >= 0.0095 else 1))
    )
    return figure


def exponent_by_window(means: pd.DataFrame, planted: float) -> Figure:
    """Draw each method's mean estimate against the length of the window.

    ``means`` has the columns ``label`` (French), ``weeks`` and ``value``.
    """
    figure, axes = new_figure(4.3)
    last = means["weeks"].max()
    axes.axhline(planted, color=PLANTED, linewidth=1.2, linestyle=(0, (4, 3)))
    curves = list(means.groupby("label", sort=False))
    ends = {name: curve.sort_values("weeks")["value"].iloc[-1] for name, curve in curves}
    height = means["value"].max() - means["value"].min()
    places = _apart(ends | {"planté": planted}, gap=0.06 * height)
    for place, (name, curve) in enumerate(curves):
        axes.plot(curve["weeks"], curve["value"], color=CYCLE[place], marker=_MARKERS[place],
                  markersize=6)
        axes.annotate(name, (last, places[name]), (9, 0), textcoords="offset points",
                      color=CYCLE[place], va="center", fontsize=10, annotation_clip=False)
    axes.annotate("planté", (last, places["planté"]), (9, 0), textcoords="offset points",
                  color=PLANTED, va="center", fontsize=10, annotation_clip=False)
    axes.set_xlim(0, last * 1.02)
    axes.set_xticks(sorted(means["weeks"].unique()))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 1)))
    axes.set(xlabel="semaines dans la fenêtre", ylabel="exposant moyen")
    return figure


def community_maps(maps: dict[str, pd.DataFrame]) -> Figure:
    """Draw how each family's tokens divide between communities, one panel per network.

    Each frame has families in rows (French labels), communities in columns, and shares of the
    family's tokens in cells.
    """
    rows = max(len(frame) for frame in maps.values())
    figure, panels = new_figure(len(maps) * (0.29 * rows + 0.75), len(maps))
    for axes, (title, frame) in zip([panels] if len(maps) == 1 else panels, maps.items(),
                                    strict=True):
        axes.imshow(frame.to_numpy(), cmap="Blues", vmin=0, vmax=1, aspect="auto")
        for row, values in enumerate(frame.to_numpy()):
            for column, share in enumerate(values):
                if share >= 0.05:
                    axes.text(column, row, number(100 * share, 0), ha="center", va="center",
                              fontsize=8.5, color="white" if share > 0.55 else "black")
        axes.set_title(title, loc="right")
        axes.set_yticks(range(len(frame)), [_wrapped(label) for label in frame.index], fontsize=9.5)
        axes.set_xticks(range(frame.shape[1]), range(1, frame.shape[1] + 1))
        axes.grid(visible=False)
        axes.tick_params(length=0)
    axes.set_xlabel("communauté, par taille décroissante")
    return figure


def profiles(frame: pd.DataFrame) -> Figure:
    """Draw each family's share by group, with intervals.

    ``frame`` has the columns ``label`` (family), ``group`` (``at_risk`` or ``contrast``),
    ``value``, ``low`` and ``high``.
    """
    figure, axes = _family_axes(frame["label"].unique())
    looks = {"at_risk": (AT_RISK, "o", -0.16, "à risque"),
             "contrast": (CONTRAST, "s", 0.16, "témoin")}
    for group, (colour, marker, shift, name) in looks.items():
        rows = frame[frame["group"] == group]
        places = [place + shift for place in range(len(rows))]
        axes.hlines(places, rows["low"], rows["high"], color=colour)
        axes.scatter(rows["value"], places, s=34, marker=marker, color=colour, zorder=3)
        best = rows["value"].to_numpy().argmax()
        axes.annotate(name, (rows["high"].iloc[best], places[best]), (6, 0), color=colour,
                      textcoords="offset points", va="center")
    axes.set_xlim(0, 1.3 * frame["high"].max())
    axes.set_xlabel("part des emplois lus")
    return figure


def planted_and_read(frame: pd.DataFrame) -> Figure:
    """Draw the planted share of each family, the one read, and the corrected bounds.

    ``frame`` has the columns ``label``, ``planted``, ``read``, ``low`` and ``high`` (bounds).
    """
    figure, axes = _family_axes(frame["label"])
    places = list(range(len(frame)))
    axes.hlines(places, frame["low"], frame["high"], color="#a9cbe3", linewidth=9)
    axes.scatter(frame["read"], places, s=44, marker="o", color=AT_RISK, zorder=3)
    axes.scatter(frame["planted"], places, s=40, marker="D", color=PLANTED, zorder=4)
    words = ((PLANTED, "◆ planté"), (AT_RISK, "● lu"), (CONTRAST, "▬ bornes corrigées"))
    for place, (colour, word) in enumerate(words):
        axes.annotate(word, (0.98, 0.04 + 0.075 * (len(words) - 1 - place)), color=colour,
                      xycoords="axes fraction", ha="right")
    axes.set_xlim(left=0)
    axes.set_xlabel("part des emplois")
    return figure


def _family_axes(labels: pd.Series) -> tuple[Figure, Axes]:
    figure, axes = new_figure(0.4 * len(labels) + 0.9)
    axes.set_yticks(range(len(labels)), [_wrapped(label) for label in labels])
    axes.invert_yaxis()
    axes.grid(axis="y", color=NEUTRAL, alpha=0.15)
    axes.xaxis.set_major_formatter(_PERCENT)
    return figure, axes


def _wrapped(label: str) -> str:
    return "\n".join(wrap(label, _LABEL))


def _apart(ends: dict[str, float], gap: float) -> dict[str, float]:
    """Give heights for labels, in the order of the curves' ends and at least ``gap`` apart."""
    places: dict[str, float] = {}
    for name, value in sorted(ends.items(), key=lambda item: item[1]):
        above = max(places.values(), default=value - gap) + gap
        places[name] = max(value, above)
    return places
