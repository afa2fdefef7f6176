"""Figures of notebook 13: coverage of every claim, and which assumption overturns what."""

from textwrap import shorten

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from veille.figures.style import AT_RISK, CONTRAST, NEUTRAL, drawing, name_rows, new_figure
from veille.french import percent

FARTHEST = 3.0
_PERCENT = FuncFormatter(lambda share, _: percent(share))


def coverage_rows(table: pd.DataFrame, band: tuple[float, float], nominal: float) -> Figure:
    """Draw the range of coverage of each notebook's claims, within the band.

    Parameters
    ----------
    table
        ``name`` (French) and ``coverages``, a list, per row.
    """
    figure, axes = new_figure(1.1 + 0.5 * len(table))
    with drawing():
        axes.axvspan(*band, color="#e8eef3", zorder=0)
        axes.axvline(nominal, color=NEUTRAL, linestyle=":", linewidth=1.4)
        for place, row in enumerate(table.itertuples()):
            axes.plot(row.coverages, [place] * len(row.coverages), "o", color=CONTRAST,
                      markersize=6, markerfacecolor="white", markeredgewidth=1.6)
        low = min(min(row.coverages) for row in table.itertuples())
        left = min(band[0], low) - 0.01
        name_rows(axes, table["name"], left)
        axes.set_xlim(left, 1.002)
        axes.xaxis.set_major_formatter(_PERCENT)
        axes.set_xlabel("part des mondes où l’intervalle tient")
    return figure


def survival_rows(table: pd.DataFrame) -> Figure:
    """Draw how often each conclusion holds when everything moves, with its interval.

    Parameters
    ----------
    table
        ``name`` (French), ``value``, ``low``, ``high``, ``sure`` (whether nothing overturns it).
    """
    figure, axes = new_figure(1.0 + 0.5 * len(table))
    with drawing():
        for place, row in enumerate(table.itertuples()):
            colour, marker = (CONTRAST, "s") if row.sure else (AT_RISK, "o")
            axes.plot([row.low, row.high], [place, place], color=colour)
            axes.plot(row.value, place, marker, color=colour, markersize=7)
        name_rows(axes, table["name"], 0)
        axes.set_xlim(0, 1.02)
        axes.xaxis.set_major_formatter(_PERCENT)
        axes.set_title("■ tient    ● dépend d’une hypothèse")
        axes.set_xlabel("part des mondes déplacés où elle tient")
    return figure


def overturn_rows(table: pd.DataFrame) -> Figure:
    """Draw what overturns each conclusion alone: its margin at both ends, over the usual one.

    Parameters
    ----------
    table
        One row per pair that overturns: ``conclusion`` and ``label`` (of the assumption), in
        French; ``low`` and ``high``, margins at the ends over the margin of the catalogue.
        Values beyond `FARTHEST` are drawn there.
    """
    figure, axes = new_figure(1.2 + 0.72 * max(len(table), 1))
    with drawing():
        axes.axvspan(-1.04 * FARTHEST, 0, color="#f3ebe4", zorder=0)
        axes.axvline(1, color=NEUTRAL, linestyle=":", linewidth=1.4)
        for place, row in enumerate(table.itertuples()):
            ends = [min(max(value, -FARTHEST), FARTHEST) for value in (row.low, row.high)]
            axes.plot(ends, [place, place], color=NEUTRAL, linewidth=1.2)
            axes.plot(ends[0], place, "v", color=CONTRAST, markersize=8)
            axes.plot(ends[1], place, "^", color=AT_RISK, markersize=8)
        names = [f"{row.conclusion}\n{shorten(row.label, 52, placeholder=' …')}"
                 for row in table.itertuples()]
        name_rows(axes, names, -1.04 * FARTHEST)
        axes.set_xlim(-1.04 * FARTHEST, 1.04 * FARTHEST)
        axes.set_title("▼ au plus bas    ▲ au plus haut de la plage")
        axes.set_xlabel("marge, celle du catalogue valant 1 ; négative : renversée")
    return figure
