"""Figures of notebook 13: coverage of every claim, and which assumption overturns what."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from veille.figures.style import AT_RISK, CONTRAST, NEUTRAL, drawing, name_rows, new_figure
from veille.french import percent

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


def overturn_map(table: pd.DataFrame, conclusions: list[str]) -> Figure:
    """Draw which assumption, alone, overturns which conclusion, and at which end of its range.

    Parameters
    ----------
    table
        ``label`` (assumption), ``conclusion`` (one of ``conclusions``), ``low`` and ``high``
        (booleans); one row per pair that overturns.
    conclusions
        Short names, in the order of the columns.
    """
    labels = list(dict.fromkeys(table["label"]))
    figure, axes = new_figure(1.4 + 0.44 * max(len(labels), 1))
    with drawing():
        for row in table.itertuples():
            place = conclusions.index(row.conclusion), labels.index(row.label)
            if row.low:
                axes.plot(place[0] - 0.12, place[1], "v", color=CONTRAST, markersize=8)
            if row.high:
                axes.plot(place[0] + 0.12, place[1], "^", color=AT_RISK, markersize=8)
        name_rows(axes, labels, -0.5)
        axes.set_xlim(-0.5, len(conclusions) - 0.5)
        axes.set_xticks(range(len(conclusions)), conclusions, rotation=45, ha="right")
        axes.set_title("▼ au plus bas    ▲ au plus haut de la plage")
    return figure
