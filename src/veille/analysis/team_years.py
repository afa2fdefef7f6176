"""Years of one team under a rule, many at once, on the planted laws of `veille.synth.crew`."""

import numpy as np
import pandas as pd

from veille.analysis.exposure import THRESHOLD
from veille.analysis.team_rules import Rule, Team, mean_score
from veille.synth import distress
from veille.synth.teams import share_out

_SUMS = ("arrived", "handled", "unopened", "exposures", "distress", "held", "left")


def simulate(
    team: Team, rule: Rule, n_years: int, rng: np.random.Generator, n_weeks: int = 52
) -> pd.DataFrame:
    """Live many years of one team under a rule.

    Everybody starts with the steady dose of the rule-less team, and the line is empty.

    Returns
    -------
    pandas.DataFrame
        One row per year: ``covered`` (cases handled over cases arrived), ``unopened`` (share of
        the handled that were reported unopened), ``exposures`` (by person and week held),
        ``distress`` (share of weeks held with a score of 50 or more), ``waiting`` (backlog at the
        end, in weeks of arrivals), ``left`` (departures).
    """
    state = _State(team, rule, n_years, rng)
    for week in range(n_weeks):
        state.live(week)
    return state.summary()


class _State:
    """The people of many like teams, week after week; arrays of shape ``(n_years, people)``."""

    def __init__(self, team: Team, rule: Rule, n_years: int, rng: np.random.Generator) -> None:
        self._team, self._rule, self._rng = team, rule, rng
        shape = (n_years, team.people)
        climate_sd, self._person_sd, self._week_sd = distress.effect_spread(team)
        self._climate = rng.normal(0, climate_sd, (n_years, 1))
        self._held = np.ones(shape, dtype=bool)
        self._dose = np.full(shape, _steady_dose(team))
        self._effect = rng.normal(0, self._person_sd, shape)
        self._usual = _usual_hours(team, rng, shape)
        self._backlog = np.zeros(n_years, dtype=np.int64)
        self._total = dict.fromkeys(_SUMS, np.zeros(n_years))

    def live(self, week: int) -> None:
        """Live one week: come, handle, feel, leave."""
        hours = self._come(week)
        cases = self._handle(hours)
        exposures = self._expose(cases)
        score = self._feel(exposures)
        self._turn_over(score)

    def summary(self) -> pd.DataFrame:
        """Give the year as `simulate` says."""
        total = self._total
        held = np.maximum(total["held"], 1)
        return pd.DataFrame({
            "covered": total["handled"] / np.maximum(total["arrived"], 1),
            "unopened": total["unopened"] / np.maximum(total["handled"], 1),
            "exposures": total["exposures"] / held,
            "distress": total["distress"] / held,
            "waiting": self._backlog / max(self._team.arrivals, 1e-9),
            "left": total["left"],
        })

    def _add(self, **amounts: np.ndarray) -> None:
        for name, amount in amounts.items():
            by_year = amount.sum(axis=1) if amount.ndim == 2 else amount
            self._total[name] = self._total[name] + by_year

    def _come(self, week: int) -> np.ndarray:
        """Draw hours of work; rest, the most hours and the time of support come off."""
        team, rule, shape = self._team, self._rule, self._held.shape
        regular = team.number("hours_week_shape")
        wish = self._usual * self._rng.standard_gamma(regular, shape) / regular
        comes = self._held & (self._rng.random(shape) < team.number("present_share"))
        if rule.rest_every:
            comes &= (week + np.arange(shape[1])) % rule.rest_every != 0
        spent = rule.support_hours if rule.support else 0.0
        self._present = comes
        return np.where(comes, np.maximum(np.minimum(wish, rule.most_hours) - spent, 0), 0)

    def _handle(self, hours: np.ndarray) -> np.ndarray:
        arrived = _arrivals(self._team, self._rng, len(hours))
        rate = self._team.number("cases_per_hour")
        capacity = np.floor(hours.sum(axis=1) * rate).astype(np.int64)
        self._waiting = self._backlog + arrived
        taken = np.minimum(self._waiting, capacity)
        self._add(arrived=arrived)
        return share_out(taken, hours, self._rng.random(len(hours)))

    def _expose(self, cases: np.ndarray) -> np.ndarray:
        """Give exposures by person; who reaches the most stops there, and the rest waits."""
        hard = self._rng.binomial(cases, self._team.number("exposure_share"))
        unopened = self._rng.binomial(hard, self._rule.unopened)
        exposures = hard - unopened
        stopped = exposures > self._rule.most_exposures
        most = np.minimum(self._rule.most_exposures, exposures)
        reached = np.floor(most * (cases + 1) / (exposures + 1)).astype(np.int64)  # on average
        handled = np.where(stopped, reached, cases)
        self._backlog = self._waiting - handled.sum(axis=1)
        self._add(handled=handled, exposures=most,
                  unopened=unopened * np.where(cases, handled / np.maximum(cases, 1), 0))
        return most

    def _feel(self, exposures: np.ndarray) -> np.ndarray:
        team, rng = self._team, self._rng
        felt = (1 - self._rule.blur) * exposures
        self._dose = team.number("exposure_retention") * self._dose + felt
        chance = distress.support_probability(team, self._dose)
        drawn = rng.random(chance.shape) < chance
        support = drawn | (self._present if self._rule.support else False)
        noise = rng.normal(0, self._week_sd, chance.shape)
        mean = mean_score(team, self._dose) - team.number("support_effect") * support
        return mean + self._climate + self._effect + noise

    def _turn_over(self, score: np.ndarray) -> None:
        team, rng, shape = self._team, self._rng, self._held.shape
        rate = distress.quit_probability(team, score)
        leaves = self._held & (rng.random(shape) < rate)
        joins = ~self._held & (rng.random(shape) * team.number("replacement_delay") < 1)
        self._add(distress=(score >= THRESHOLD) & self._held, held=self._held, left=leaves)
        fresh = rng.normal(0, self._person_sd, shape), _usual_hours(team, rng, shape)
        self._effect, self._usual = (np.where(joins, new, old) for new, old in
                                     zip(fresh, (self._effect, self._usual), strict=True))
        self._dose = np.where(joins, 0, self._dose)
        self._held = (self._held & ~leaves) | joins


def _usual_hours(team: Team, rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    alike = team.number("hours_volunteer_shape")
    return team.number("hours_mean") * rng.standard_gamma(alike, shape) / alike


def _arrivals(team: Team, rng: np.random.Generator, n_years: int) -> np.ndarray:
    noise = np.ones(n_years)
    for name in ("arrivals_week_shape", "arrivals_shape"):
        noise = noise * rng.standard_gamma(team.number(name), n_years) / team.number(name)
    return rng.poisson(team.arrivals * noise)


def _steady_dose(team: Team) -> float:
    full = team.number("hours_mean") * team.number("present_share") * team.number("cases_per_hour")
    cases = min(team.arrivals / team.people, full)
    return cases * team.number("exposure_share") / (1 - team.number("exposure_retention"))
