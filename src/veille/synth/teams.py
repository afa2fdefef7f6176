"""Teams of volunteers, and the cases that reach them.

Each team meets, week by week, Lindley's recursion (1952) in whole cases::

    backlog = max(0, backlog before + arrivals - capacity)

so that a team with a constant staff (``quit_rate`` at 0) is a discrete-time G/G/1 queue whose
"service" is the week's capacity.  What holds: one line per team, first come first served, nobody
gives up waiting, arrivals that do not look at the backlog, weeks independent of one another.
What does not: arrivals are not Poisson (a gamma noise, and a shock common to all teams, so that
teams are not independent of each other); capacity varies with who comes and with vacancies, which
last several weeks and depend on past load; the line is empty at the start, and a team whose load
is above one has no steady state.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

from veille.synth.columns import Text, labelled
from veille.synth.identifiers import OFFSPRING, offspring_ids, team_ids
from veille.synth.setting import Setting
from veille.synth.streams import Streams, uniform_at


@dataclass(frozen=True)
class Teams:
    """The teams of one block; arrays of shape ``(n_teams,)``.

    Attributes
    ----------
    first_server
        Index of the server on which each team hangs.
    places
        Volunteers in the team when nobody is missing.
    weekly_arrivals
        Cases expected each week, shocks apart.
    load
        Expected arrivals over the capacity of a team where nobody is missing.
    """

    team_id: Text
    first_server: np.ndarray
    places: np.ndarray
    weekly_arrivals: np.ndarray
    load: np.ndarray

    @property
    def seats(self) -> np.ndarray:
        """Which seats of a grid as wide as the largest team exist, shape ``(n_teams, width)``."""
        return np.arange(self.places.max(initial=1)) < self.places[:, None]


def draw_teams(setting: Setting, streams: Streams, index: np.ndarray) -> Teams:
    """Give the teams that hang on these server indices (a run of them), often a dozen or none.

    There is one team per `servers_per_team` servers, whole, and one at least.
    """
    step = int(setting.number("servers_per_team"))
    first = index[(index % step == 0) & (index // step < max(setting.n_servers // step, 1))]
    places = 1 + streams.open("truth_teams", "places").poisson(
        setting.number("volunteers_per_team") - 1, first.size
    )
    demand = _gamma(streams, "truth_teams", setting.number("arrivals_team_shape"), first.size)
    each = setting.number("arrivals_per_volunteer") * demand
    load = np.divide(each, full_capacity(setting), out=np.zeros_like(each),
                     where=full_capacity(setting) > 0)
    ids = labelled(team_ids(setting.seed, first // step))
    return Teams(ids, first, places, each * places, load)


def full_capacity(setting: Setting) -> float:
    """Give the cases that a volunteer can be expected to handle in a week, absences counted."""
    return (setting.number("hours_mean") * setting.number("present_share")
            * setting.number("cases_per_hour"))


def most_joinings(setting: Setting, teams: Teams) -> np.ndarray:
    """Give how many volunteers may hold a seat in turn, shape ``(n_teams,)``.

    Identifiers are counted by server: no plausible assumption comes near this bound.
    """
    return int(setting.number("servers_per_team")) * OFFSPRING // teams.places


def volunteer_ids(
    setting: Setting, teams: Teams, team: np.ndarray, seat: np.ndarray, turn: np.ndarray
) -> np.ndarray:
    """Give the identifier of whoever holds a seat, ``turn`` counting its holders from 0."""
    rank = turn * teams.places[team] + seat
    index = teams.first_server[team] + rank // OFFSPRING
    return offspring_ids(setting.seed, "V", "volunteers", index, rank % OFFSPRING)


def expected_arrivals(setting: Setting, teams: Teams) -> np.ndarray:
    """Give the cases expected by each team each week, shape ``(n_weeks, n_teams)``.

    The shock of a week is gamma, of mean one, and the same for every team of the world.
    """
    shape = setting.number("arrivals_week_shape")
    uniform = uniform_at(setting.seed, "arrivals_week", np.arange(setting.n_weeks))
    return (gammaincinv(shape, uniform) / shape)[:, None] * teams.weekly_arrivals


def draw_arrivals(setting: Setting, streams: Streams, expected: np.ndarray) -> np.ndarray:
    """Draw the cases that reach each team each week: Poisson with a gamma noise of mean one."""
    noise = _gamma(streams, "team_weeks", setting.number("arrivals_shape"), expected.shape)
    return streams.open("team_weeks", "arrivals").poisson(expected * noise)


def share_out(total: np.ndarray, hours: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Cut whole numbers in proportion to hours; rows add up to ``total`` exactly.

    Systematic rounding: the cumulative quotas are rounded from a random ``start``, so that each
    part is within one of its quota, and equal to it on average.

    Parameters
    ----------
    total
        Whole numbers, shape ``(n_teams,)``; zero where nobody has any hour.
    hours
        Shape ``(n_teams, width)``.
    start
        Uniform on [0, 1), shape ``(n_teams,)``.
    """
    edges = np.cumsum(hours, axis=1)
    whole = edges[:, -1:]
    edges = np.divide(edges, whole, out=np.zeros_like(edges), where=whole > 0)  # ends at one
    coarse = np.floor(start * 2.0**20) / 2.0**20  # so that total + start is exact
    steps = np.floor(edges * total[:, None] + coarse[:, None])
    return np.diff(steps, axis=1, prepend=0).astype(np.int64)


def _gamma(streams: Streams, table: str, shape: float, size: object) -> np.ndarray:
    return streams.open(table, "demand").standard_gamma(shape, size) / shape
