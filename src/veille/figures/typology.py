"""Figures of notebook 03: how many classes, who is in them, what more servers change."""

from textwrap import wrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullFormatter, NullLocator

from veille.figures.style import CYCLE, PLANTED, drawing, new_figure
from veille.french import number

_MARKERS = ("o", "s", "^", "D")
_LINES = ("-", "--", "-.", ":")
_LABEL = 20  # characters of a type's name on one line
_LOWEST = 0.5  # part of the best gain below which a curve leaves the figure
_DARK = 0.55  # share from which a cell is dark enough for white digits


def bic_curves(table: pd.DataFrame) -> Figure:
    """Draw the BIC per server against the number of classes, a marked line per shape.

    ``table`` has the columns ``label`` (French name of the shape), ``n_classes`` and ``gain``
    (BIC per server below that of the worst model, so that high is good).
    """
    figure, axes = new_figure(4.4)
    with drawing():
        for place, (name, curve) in enumerate(table.groupby("label", sort=False)):
            axes.plot(curve["n_classes"], curve["gain"], color=CYCLE[place], label=name,
                      marker=_MARKERS[place], linestyle=_LINES[place], linewidth=1.5, markersize=5)
        best = table.loc[table["gain"].idxmax()]
        axes.plot(best["n_classes"], best["gain"], "o", markersize=14, markerfacecolor="none",
                  markeredgecolor=PLANTED, markeredgewidth=1.6)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 0)))
        axes.set_ylim(bottom=_LOWEST * best["gain"])
        axes.set(xlabel="nombre de classes", ylabel="gain de BIC par serveur")
        figure.legend(title="covariance (cercle : retenu)", loc="outside upper left", ncols=2,
                      alignment="left")
    return figure


def share_map(shares: pd.DataFrame, across: str) -> Figure:
    """Draw a table of shares as a map: the darker, the nearer to one.

    Parameters
    ----------
    shares
        Types in rows and anything in columns, both with French labels; missing cells stay
        empty, and those below one half per cent too.
    across
        What the columns are.
    """
    figure, axes = new_figure(0.43 * len(shares) + 0.9)
    with drawing():
        axes.imshow(shares.to_numpy(dtype=float), cmap="Blues", vmin=0, vmax=1, aspect="auto")
        for row, values in enumerate(shares.to_numpy(dtype=float)):
            for column, share in enumerate(values):
                if share >= 0.005:
                    axes.text(column, row, number(100 * share, 0), ha="center", va="center",
                              fontsize=9, color="white" if share > _DARK else "black")
        names = ["\n".join(wrap(name, _LABEL)) for name in shares.index]
        axes.set_yticks(range(len(shares)), names, fontsize=9.5)
        axes.set_xticks(range(shares.shape[1]), list(shares.columns))
        axes.grid(visible=False)
        axes.tick_params(length=0)
        axes.set_xlabel(across)
    return figure


def growth(table: pd.DataFrame, planted: int) -> Figure:
    """Draw the number of classes, then the agreement with the types, as servers are added.

    ``table`` comes from `veille.analysis.typology_recovery.numbers_by_size`; ``planted`` is the
    number of types.
    """
    figure, (top, bottom) = new_figure(5.2, rows=2, sharex=True)
    with drawing():
        top.plot(table["servers"], table["n_classes"], color=CYCLE[0], marker="o")
        top.axhline(planted, color=PLANTED, linestyle="--", linewidth=1.4)
        top.annotate("types plantés", (table["servers"].iloc[0], planted), (0, 4),
                     textcoords="offset points", va="bottom")
        top.set_title("nombre de classes retenu par le BIC")
        top.set_ylim(0, 1.15 * max(planted, table["n_classes"].max()))
        top.yaxis.set_major_locator(MaxNLocator(integer=True))
        for place, (column, name) in enumerate(
                (("agreement", "avec les types"), ("two_classes", "avec à risque ou témoin"))):
            bottom.plot(table["servers"], table[column], color=CYCLE[place], label=name,
                        marker=_MARKERS[place], linestyle=_LINES[place])
        bottom.set_title("accord des classes (indice de Rand ajusté)")
        bottom.set_ylim(min(0, table[["agreement", "two_classes"]].min().min()), 1)
        bottom.legend(loc="upper left")
        _sizes(bottom, list(table["servers"]))
    return figure


def _sizes(axes: Axes, sizes: list[int]) -> None:
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(FixedLocator(sizes))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda size, _: number(size, 0)))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 1)))
    axes.set_xlabel("serveurs vus")
