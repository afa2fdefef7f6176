"""Figures of what a team carries; values come ready, nothing is computed here."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter

from veille.figures.style import AT_RISK, CONTRAST, NEUTRAL, PLANTED, drawing, new_figure
from veille.french import number, percent

_SHORTEST = 0.01  # weeks: what is drawn at the bottom of a logarithmic axis


def waiting_by_load(teams: pd.DataFrame) -> Figure:
    """Draw how long cases wait in each team, against its load, with the bound of theory.

    ``teams`` has the columns ``load``, ``waiting`` and ``bound`` (weeks of arrivals; a bound may
    be infinite, and is then left out).
    """
    figure, axes = new_figure(3.9)
    with drawing():
        bounded = teams[teams["bound"] < float("inf")]
        axes.vlines(bounded["load"], bounded["waiting"].clip(lower=_SHORTEST), bounded["bound"],
                    color=NEUTRAL, linewidth=1)
        axes.plot(bounded["load"], bounded["bound"], "_", color=NEUTRAL, markersize=11,
                  label="borne de la théorie")
        axes.plot(teams["load"], teams["waiting"].clip(lower=_SHORTEST), "o", color=CONTRAST,
                  label="attente moyenne")
        axes.axvline(1, color=PLANTED, linestyle="--", linewidth=1.4)
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(FuncFormatter(_plain))
        axes.yaxis.set_minor_formatter(NullFormatter())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 1)))
        axes.set_xlabel("charge (dossiers arrivés sur dossiers possibles)")
        axes.set_ylabel("attente (semaines)")
        axes.legend(loc="upper left")
    return figure


def score_by_dose(steps: pd.DataFrame, slope: float, planted: float | None) -> Figure:
    """Draw the score against the dose, both from each person's own mean.

    Parameters
    ----------
    steps
        From `veille.analysis.exposure.dose_steps`.
    slope, planted
        Points for one unit of dose: fitted, and planted where it is known.
    """
    figure, axes = new_figure(3.4)
    ends = steps["dose"].iloc[[0, -1]]
    with drawing():
        axes.vlines(steps["dose"], steps["low"], steps["high"], color=CONTRAST)
        axes.plot(steps["dose"], steps["score"], "o", color=CONTRAST)
        axes.plot(ends, slope * ends, color=CONTRAST, label="pente estimée")
        if planted is not None:
            axes.plot(ends, planted * ends, color=PLANTED, linestyle=":", label="pente plantée")
        _signed(axes)
        axes.set_xlabel("dose, écart à la moyenne de la personne")
        axes.set_ylabel("score, écart à sa moyenne")
        axes.legend(loc="upper left")
    return figure


def policy_front(table: pd.DataFrame, letters: dict[str, str]) -> Figure:
    """Draw what each rule covers against the weeks of distress that it leaves.

    Parameters
    ----------
    table
        From `veille.analysis.policies.compare`, with a column ``front``.
    letters
        By rule, the letter drawn beside its point; the table under the figure names it.
    """
    figure, axes = new_figure(3.9)
    with drawing():
        best = table[table["front"]].sort_values("distress")
        axes.plot(best["distress"], best["covered"], color=NEUTRAL, linewidth=1.4, linestyle="--",
                  zorder=1)
        for kept, marker, colour in ((False, "o", CONTRAST), (True, "D", AT_RISK)):
            points = table[table["front"] == kept]
            axes.plot(points["distress"], points["covered"], marker, color=colour, markersize=7)
        for (distress, covered), group in table.round(3).groupby(["distress", "covered"]):
            axes.annotate(", ".join(letters[name] for name in group.index), (distress, covered),
                          (7, 6), textcoords="offset points")
        _percents(axes)
        axes.margins(x=0.12, y=0.12)
        axes.set_title("◆ aucune autre règle ne fait mieux sur les deux")
        axes.set_xlabel("semaines de détresse")
        axes.set_ylabel("dossiers traités dans l’année")
    return figure


def kept_up(curves: dict[str, pd.DataFrame], target: float) -> Figure:
    """Draw the share of years without a lasting line, for growing arrivals.

    Parameters
    ----------
    curves
        By name, from `veille.analysis.policies.carried`.
    target
        The share from which a team is said to carry its load.
    """
    figure, axes = new_figure(3.4)
    styles = zip(curves.items(), ((CONTRAST, "o"), (AT_RISK, "s")), strict=False)
    with drawing():
        axes.axhline(target, color=PLANTED, linestyle=":", linewidth=1.4)
        for (name, curve), (colour, marker) in styles:
            axes.plot(curve["arrivals"], curve["kept_up"], marker + "-", color=colour, label=name)
        axes.set_ylim(-0.02, 1.02)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value)))
        axes.set_xlabel("dossiers arrivés par semaine")
        axes.set_ylabel("années sans retard")
        axes.legend(loc="lower left")
    return figure


def _percents(axes: Axes) -> None:
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: percent(value)))


def _signed(axes: Axes) -> None:
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
        axis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 0)))


def _plain(value: float, _: object) -> str:
    return number(value, 2 if value < 0.1 else 1 if value < 1 else 0)
