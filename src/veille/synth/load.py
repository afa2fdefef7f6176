"""The weekly work of the teams of one block: who came, what they handled, what it cost them.

Teams hang on servers only so that the world scales: neither what a server is nor whether it was
seen changes anything here.  A team keeps its own log, so that the observed tables hold them all.
"""

import numpy as np

from veille.synth import distress
from veille.synth.columns import Rows, Text, missing_where, size
from veille.synth.crew import Crew, Volunteers, Week
from veille.synth.setting import Setting
from veille.synth.streams import Streams
from veille.synth.teams import (
    Teams,
    draw_arrivals,
    draw_teams,
    expected_arrivals,
    volunteer_ids,
)


def draw_load(setting: Setting, streams: Streams, servers: Rows) -> dict[str, Rows]:
    """Give the tables of the teams that hang on the servers of this block."""
    teams = draw_teams(setting, streams, servers["index"])
    expected = expected_arrivals(setting, teams)
    arrivals = draw_arrivals(setting, streams, expected)
    crew = Crew(setting, streams, teams)
    weeks = [crew.work(week, arrivals[week]) for week in range(setting.n_weeks)]
    past = {name: np.stack([week[name] for week in weeks]) for name in weeks[0]}
    people = crew.volunteers()
    ids = volunteer_ids(setting, teams, people.team, people.seat, people.turn)
    shifts = _shifts(teams, ids, past)
    return {
        "team_weeks": _team_weeks(teams, past, arrivals),
        "shifts": _seen_shifts(setting, streams, shifts),
        "truth_teams": _teams(teams, crew.climate),
        "truth_team_weeks": _true_team_weeks(teams, past, expected),
        "truth_volunteers": _volunteers(teams, people, ids, past),
        "truth_shifts": shifts,
    }


def _team_weeks(teams: Teams, past: Week, arrivals: np.ndarray) -> Rows:
    return _team_and_week(teams, arrivals) | {
        "volunteers": (past["hours"] > 0).sum(axis=2).T.ravel(),
        "arrivals": arrivals.T.ravel(),
        "handled": past["handled"].T.ravel(),
        "backlog": past["backlog"].T.ravel(),
    }


def _true_team_weeks(teams: Teams, past: Week, expected: np.ndarray) -> Rows:
    return _team_and_week(teams, expected) | {
        "expected_arrivals": expected.T.ravel().round(4),
        "capacity": past["capacity"].T.ravel(),
    }


def _team_and_week(teams: Teams, grid: np.ndarray) -> Rows:
    """Give the keys of a grid of shape ``(n_weeks, n_teams)``, one team after another."""
    n_weeks, n_teams = grid.shape
    return {
        "team_id": teams.team_id[np.repeat(np.arange(n_teams), n_weeks)],
        "week": np.tile(np.arange(n_weeks), n_teams),
    }


def _shifts(teams: Teams, ids: np.ndarray, past: Week) -> Rows:
    """Give every volunteer's week, absences included, with what is seen and what is true."""
    team, week, seat = np.nonzero(past["held"].transpose(1, 0, 2))
    place = week, team, seat
    return {
        "team_id": teams.team_id[team],
        "volunteer_id": Text(past["who"][place], ids),
        "week": week,
        "hours": past["hours"][place] / 10,
        "cases": past["cases"][place],
        "exposures": past["exposures"][place],
        "support": past["support"][place],
        "dose": past["dose"][place].round(4),
        "distress_score": past["score"][place],
    }


def _seen_shifts(setting: Setting, streams: Streams, shifts: Rows) -> Rows:
    """Hide some scores, more often the high ones."""
    score = shifts["distress_score"]
    uniform = streams.open("shifts", "score_missing").random(size(shifts))
    missing = uniform < distress.missing_probability(setting, score)
    return shifts | {"distress_score": missing_where(score, missing)}


def _teams(teams: Teams, climate: np.ndarray) -> Rows:
    return {
        "team_id": teams.team_id,
        "places": teams.places,
        "weekly_arrivals": teams.weekly_arrivals.round(4),
        "load": teams.load.round(4),
        "climate": climate.round(4),
    }


def _volunteers(teams: Teams, people: Volunteers, ids: np.ndarray, past: Week) -> Rows:
    """Give everybody who ever held a seat, by team and in the order of joining."""
    n_weeks = past["left"].shape[0]
    end = np.full(len(ids), n_weeks)
    end[past["who"][past["left"]]] = np.nonzero(past["left"])[0] + 1
    order = np.lexsort((people.seat, people.first_week, people.team))
    return {
        "team_id": teams.team_id[people.team[order]],
        "volunteer_id": Text(order, ids),
        "first_week": people.first_week[order],
        "end_week": missing_where(end, end == n_weeks)[order],
        "start_dose": people.start_dose[order].round(4),
        "effect": people.effect[order].round(4),
        "usual_hours": people.usual_hours[order].round(4),
    }
