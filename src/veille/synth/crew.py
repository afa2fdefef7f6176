"""Who holds the seats of the teams of one block, and how one week of work changes it.

Weeks follow one another, since who leaves depends on what was handled; within a week everything
is done at once over a grid of seats, one row per team.
"""

from dataclasses import dataclass

import numpy as np

from veille.synth import distress
from veille.synth.setting import Setting
from veille.synth.streams import Streams
from veille.synth.teams import Teams, full_capacity, most_joinings, share_out

_WEEK_HOURS = 168
_WORK = ("present", "hours", "share_out", "exposures", "support", "noise")
_TURNOVER = ("effect", "usual_hours", "quit", "replacement")
Week = dict[str, np.ndarray]


@dataclass(frozen=True)
class Volunteers:
    """Everybody who ever held a seat, in the order of joining; arrays of shape ``(n,)``."""

    team: np.ndarray
    seat: np.ndarray
    turn: np.ndarray
    first_week: np.ndarray
    start_dose: np.ndarray
    effect: np.ndarray
    usual_hours: np.ndarray


class Crew:
    """Who holds each seat now, of shape ``(n_teams, width)``; the only thing that weeks change.

    At the start all seats are held, by people who have worked for long: their dose is the steady
    mean of their team.  Whoever joins later starts from 0.
    """

    def __init__(self, setting: Setting, streams: Streams, teams: Teams) -> None:
        self._setting, self._teams = setting, teams
        self._draw = {name: streams.open("shifts", name) for name in _WORK}
        self._draw |= {name: streams.open("truth_volunteers", name) for name in _TURNOVER}
        shape = teams.seats.shape
        team, self._volunteer, self._week = distress.effect_spread(setting)
        self.climate = streams.open("truth_teams", "climate").normal(0, team, len(teams.places))
        self._most = most_joinings(setting, teams)[:, None]
        self._held = np.zeros(shape, dtype=bool)
        self._turn = np.full(shape, -1)
        self._who = np.zeros(shape, dtype=np.int64)
        self._dose, self._effect, self._hours = np.zeros((3, *shape))
        self._backlog = np.zeros(shape[0], dtype=np.int64)
        self._joined: list[tuple[np.ndarray, ...]] = []
        self._count = 0
        self._seat(teams.seats, 0, steady_dose(setting, teams))

    def volunteers(self) -> Volunteers:
        """Give everybody who joined so far."""
        return Volunteers(*map(np.concatenate, zip(*self._joined, strict=True)))

    def work(self, week: int, arrivals: np.ndarray) -> Week:
        """Live one week, and say what it was; seats change hands at its end.

        Arrays by team: ``capacity``, ``handled``, ``backlog``.  By seat: ``held``, ``who`` (number
        of the volunteer), ``hours`` (tenths), ``cases``, ``exposures``, ``dose``, ``support``,
        ``score``, ``left`` (this week was the last).  Seats that nobody holds mean nothing.
        """
        now = {"held": self._held, "who": self._who, "hours": self._come()}
        now |= self._handle(now["hours"], arrivals)
        now |= self._suffer(now["cases"])
        now["left"] = self._leave(now["score"])
        self._replace(week, now["left"])
        return now

    def _come(self) -> np.ndarray:
        """Draw everybody's hours, in tenths, 0 for the absent."""
        shape = self._setting.number("hours_week_shape")
        wish = self._hours * self._draw["hours"].standard_gamma(shape, self._held.shape) / shape
        uniform = self._draw["present"].random(self._held.shape)
        comes = uniform < self._setting.number("present_share")
        tenths = np.clip(np.rint(10 * wish), 1, 10 * _WEEK_HOURS)
        return np.where(comes & self._held, tenths, 0).astype(np.int64)

    def _handle(self, hours: np.ndarray, arrivals: np.ndarray) -> Week:
        per_tenth = self._setting.number("cases_per_hour") / 10
        capacity = np.floor(hours.sum(axis=1) * per_tenth + 1e-9).astype(np.int64)
        waiting = self._backlog + arrivals
        handled = np.minimum(waiting, capacity)
        self._backlog = waiting - handled
        start = self._draw["share_out"].random(handled.size)
        return {"capacity": capacity, "handled": handled, "backlog": self._backlog,
                "cases": share_out(handled, hours.astype(float), start)}

    def _suffer(self, cases: np.ndarray) -> Week:
        setting = self._setting
        exposures = self._draw["exposures"].binomial(cases, setting.number("exposure_share"))
        self._dose = setting.number("exposure_retention") * self._dose + exposures
        chance = distress.support_probability(setting, self._dose)
        support = self._draw["support"].random(cases.shape) < chance
        noise = self._draw["noise"].normal(0, self._week, cases.shape)
        effects = self.climate[:, None] + self._effect + noise
        return {"exposures": exposures, "dose": self._dose, "support": support,
                "score": distress.score(setting, self._dose, support, effects)}

    def _leave(self, score: np.ndarray) -> np.ndarray:
        uniform = self._draw["quit"].random(score.shape)
        return self._held & (uniform < distress.quit_probability(self._setting, score))

    def _replace(self, week: int, left: np.ndarray) -> None:
        """Fill seats empty this week, each with the same chance; seats left now stay empty next."""
        uniform = self._draw["replacement"].random(left.shape)
        found = uniform * self._setting.number("replacement_delay") < 1
        free = self._teams.seats & ~self._held & (self._turn + 1 < self._most)
        self._held = self._held & ~left
        joins = free & found
        if joins.any() and week + 1 < self._setting.n_weeks:
            self._seat(joins, week + 1, np.zeros(left.shape[0]))

    def _seat(self, where: np.ndarray, week: int, dose: np.ndarray) -> None:
        """Seat newcomers, and write them down.

        Arrays are replaced, never written into: those of past weeks have been handed out.
        """
        team, seat = np.nonzero(where)
        shape = self._setting.number("hours_volunteer_shape")
        effect = self._draw["effect"].normal(0, self._volunteer, team.size)
        habit = self._draw["usual_hours"].standard_gamma(shape, team.size) / shape
        hours = self._setting.number("hours_mean") * habit
        self._held = self._held | where
        self._turn = self._turn + where
        self._who = _placed(self._who, where, self._count + np.arange(team.size))
        self._effect = _placed(self._effect, where, effect)
        self._hours = _placed(self._hours, where, hours)
        self._dose = _placed(self._dose, where, dose[team])
        self._count += team.size
        first = np.full(team.size, week)
        self._joined.append((team, seat, self._turn[where], first, dose[team], effect, hours))


def _placed(grid: np.ndarray, where: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Give another grid, with values at some places."""
    grid = grid.copy()
    grid[where] = values
    return grid


def steady_dose(setting: Setting, teams: Teams) -> np.ndarray:
    """Give the mean dose of a volunteer of each team that has worked for ever, nobody missing."""
    cases = np.minimum(teams.load, 1) * full_capacity(setting)
    return cases * setting.number("exposure_share") / (1 - setting.number("exposure_retention"))
