"""One style for every figure: legible on a phone, in print and without colour vision.

Figures are drawn 4.8 inches wide with 11-point text, so that on a 320-pixel screen the text
still stands at about 10 pixels.  Colours are those of Okabe and Ito, in an order whose first
members also differ in lightness; shape or a direct label always repeats what a colour says.
"""

from collections.abc import Iterable

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

WIDTH = 4.8
AT_RISK, CONTRAST, PLANTED, NEUTRAL = "#b34700", "#0072b2", "#000000", "#6b6b6b"
CYCLE = ("#0072b2", "#b34700", "#007a5a", "#a3477f", "#8a6d00", "#4b4b4b")
CLASS_COLOURS = {"at_risk": AT_RISK, "contrast": CONTRAST}
CLASS_MARKERS = {"at_risk": "o", "contrast": "s"}

_SETTINGS = {
    "axes.axisbelow": True,
    "axes.edgecolor": "#444444",
    "axes.formatter.use_locale": False,
    "axes.grid": True,
    "axes.labelsize": 11,
    "axes.prop_cycle": mpl.cycler(color=CYCLE),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11.5,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "white",
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "grid.color": "#e3e3e3",
    "legend.frameon": False,
    "lines.linewidth": 2,
    "svg.fonttype": "none",  # text stays text: lighter, and it can be read and searched
    "svg.hashsalt": "veille",
    "xtick.labelsize": 10.5,
    "ytick.labelsize": 10.5,
}


def new_figure(height: float, rows: int = 1, **subplots: object) -> tuple[Figure, object]:
    """Give a figure of the common width, and its axes stacked in ``rows``."""
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        return figure, figure.subplots(rows, 1, **subplots)


def class_rows(axes: Axes, table: pd.DataFrame, classes: Iterable[str]) -> None:
    """Draw one value and its interval per row, by the class of the row, and say how to tell them.

    ``table`` has the columns ``value``, ``low`` and ``high``; a missing interval is not drawn.
    """
    for place, (row, code) in enumerate(zip(table.itertuples(), classes, strict=True)):
        colour = CLASS_COLOURS[code]
        axes.plot([row.low, row.high], [place, place], color=colour)
        axes.plot(row.value, place, CLASS_MARKERS[code], color=colour, markersize=7)
    axes.set_title("● à risque    ■ communauté témoin")


def name_rows(axes: Axes, labels: Iterable[str], left: float) -> None:
    """Write each row's name above it, from ``left``: a phone has no room beside the axis."""
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}
    labels = list(labels)
    for place, label in enumerate(labels):
        axes.annotate(label, (left, place), (3, 7), textcoords="offset points", fontsize=10,
                      bbox=box)
    axes.set_yticks([])
    axes.set_ylim(len(labels) - 0.5, -0.9)
    axes.grid(axis="y", visible=False)


def drawing() -> object:
    """Give the context in which a figure is drawn and saved."""
    return mpl.rc_context(_SETTINGS)
