"""The line of cases in front of a team: what waits, and what theory says should wait.

A week's backlog follows Lindley's recursion (1952): what waited, plus what arrives, minus what
the team can handle, and never less than nothing.
"""

import numpy as np
import pandas as pd

from veille.errors import VeilleError


def lindley(arrivals: np.ndarray, capacity: np.ndarray) -> np.ndarray:
    """Give the backlog at the end of each week, the line being empty at the start.

    Parameters
    ----------
    arrivals, capacity
        Cases by week, weeks along the last axis; same shape.

    Examples
    --------
    >>> lindley(np.array([5, 0, 9, 1]), np.array([4, 3, 4, 4])).tolist()
    [1, 0, 5, 2]
    """
    walk = np.cumsum(np.asarray(arrivals) - np.asarray(capacity), axis=-1)
    lowest = np.minimum(np.minimum.accumulate(walk, axis=-1), 0)
    return walk - lowest


def mean_backlog(steps: np.ndarray, unused: np.ndarray) -> float:
    """Give the long-run mean backlog from the moments of the weeks: Marshall's identity (1968).

    With ``X`` the arrivals minus the capacity of a week, weeks being independent, and ``I`` the
    capacity left unused, ``E B = (E X² - E I²) / (2 E I)`` in the steady state.

    Parameters
    ----------
    steps
        Draws of ``X``, of negative mean.
    unused
        Draws of ``I``, in the steady state.

    Examples
    --------
    >>> round(mean_backlog(np.array([-1, -1, 0, 1]), np.array([0, 0, 0, 1])), 3)
    1.0
    """
    return float(((steps**2).mean() - (unused**2).mean()) / (2 * unused.mean()))


def backlog_bound(mean_step: float, variance: float) -> float:
    """Give Kingman's upper bound of the long-run mean backlog (1962): ``Var X / (2 |E X|)``.

    Close to the mean when the load is close to one; infinite from one on.

    Examples
    --------
    >>> backlog_bound(-2, 8), backlog_bound(0.1, 8)
    (2.0, inf)
    """
    return variance / (-2 * mean_step) if mean_step < 0 else float("inf")


def busy_rate(team_weeks: pd.DataFrame, hours: pd.Series) -> float:
    """Give the cases that an hour handles, read in the weeks that leave somebody waiting.

    Only then is everything that the hours allowed used up; in the other weeks, what was handled
    is what arrived.  Whole cases lose half a case a week on average, which is put back.

    Parameters
    ----------
    team_weeks
        ``team_id``, ``week``, ``handled``, ``backlog``.
    hours
        Hours given by the whole team, indexed by ``(team_id, week)``.

    Raises
    ------
    VeilleError
        If no week left anybody waiting.
    """
    busy = team_weeks[team_weeks["backlog"] > 0]
    given = hours.reindex(pd.MultiIndex.from_frame(busy[["team_id", "week"]])).sum()
    if not given:
        raise VeilleError(
            "Aucune semaine ne laisse de dossier en attente : le rythme de l’équipe ne peut pas "
            "être lu dans le registre."
        )
    return float((busy["handled"].sum() + len(busy) / 2) / given)


def team_loads(
    team_weeks: pd.DataFrame, hours: pd.Series, rate: float
) -> pd.DataFrame:
    """Describe each team's line over the window.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``team_id``: ``load`` (arrivals over what the hours given allowed), ``backlog``
        (mean, in cases), ``waiting`` (weeks that a case waits on average: Little, 1961),
        ``bound`` (Kingman's, in cases, from the team's own weeks), ``arrivals`` (mean by week).
    """
    place = pd.MultiIndex.from_frame(team_weeks[["team_id", "week"]])
    weeks = team_weeks.assign(capacity=rate * hours.reindex(place, fill_value=0).to_numpy())
    rows = {team: _line(group) for team, group in weeks.groupby("team_id")}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("team_id")


def _line(weeks: pd.DataFrame) -> dict[str, float]:
    step = weeks["arrivals"] - weeks["capacity"]
    arrivals, backlog = weeks["arrivals"].mean(), weeks["backlog"].mean()
    capacity = weeks["capacity"].sum()
    return {
        "load": weeks["arrivals"].sum() / capacity if capacity else float("inf"),
        "backlog": backlog,
        "waiting": backlog / arrivals if arrivals else 0.0,
        "bound": backlog_bound(step.mean(), step.var()),
        "arrivals": arrivals,
    }
