"""What the methods for reports find again in fresh worlds, where the answer is known.

Planted probabilities are those of the law of each report, given its route, host, completeness and
whether it is founded, averaged over the reports of all the worlds together: what a world of any
size would tend to.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from veille.analysis.answers import (
    ACTION,
    REFUSAL,
    UNTOLD,
    answered_share,
    bounds,
    outcome_codes,
    read_waits,
    told_at_random,
)
from veille.analysis.competing import CENSORED, Waits, incidence_at
from veille.analysis.language_recovery import coverage_table
from veille.analysis.report_effects import completeness_effect, first_effect, route_effects
from veille.analysis.report_law import planted_law, planted_route_effects
from veille.analysis.resampling import Estimate
from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import OUTCOMES
from veille.synth import World

AIMED_AT_ACTION = ("bounds", "at_random", "deleted", "one_minus_km", "answered", "complete",
                   "complete_km")


@dataclass(frozen=True)
class Study:
    """Which fresh worlds are made, and within how many days outcomes are counted."""

    catalogue: Catalogue
    seeds: Iterable[int]
    n_servers: int
    days: tuple[float, ...]
    n_weeks: int = 52

    def worlds(self) -> Iterable[tuple[int, pd.DataFrame]]:
        """Yield each world's seed and its reports, with their truth (see `with_truth`)."""
        for seed in self.seeds:
            world = World(self.catalogue, seed, self.n_servers, self.n_weeks)
            tables = world.topics("reports")
            yield seed, with_truth(tables["reports"], tables["truth_reports"])


def with_truth(reports: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Join reports and their truth; the true outcome is ``decision``."""
    truth = truth.rename(columns={"outcome": "decision"})
    if truth["report_id"].equals(reports["report_id"]):  # as worlds give them: nothing to look for
        return reports.assign(**{name: truth[name] for name in truth.columns.drop("report_id")})
    return reports.merge(truth, on="report_id", validate="one_to_one")


def all_told(reports: pd.DataFrame) -> Waits:
    """Give the waits of the watch as if every decision taken in the window were told."""
    seen = read_waits(reports)
    decision = outcome_codes(reports["decision"], CENSORED)
    cause = np.where(seen.cause == CENSORED, CENSORED, decision)
    return Waits(seen.days, cause, seen.group, seen.n_causes)


def methods(seen: Waits, full: Waits, days: float) -> dict[str, Estimate]:
    """Estimate what becomes of some reports, in each of the ways compared.

    ``seen`` are their waits as the watch knows them, ``full`` with every decision told.

    Keys: what the watch learns (``told_action``, ``told_refusal``, ``silence``), the probability
    of an action from what it learns (``bounds``, ``at_random``, ``deleted``, ``one_minus_km``,
    ``answered``),
    and the same if every decision were told (``complete``, ``complete_km``; ``complete_refusal``
    is the refusal).
    """
    found, known = incidence_at(seen, days), incidence_at(full, days)
    return {
        "told_action": found.of(ACTION),
        "told_refusal": found.of(REFUSAL),
        "silence": found.none_of(ACTION, REFUSAL),
        "bounds": bounds(found, ACTION).outer(),
        "at_random": told_at_random(found, ACTION),
        "deleted": incidence_at(seen.among(seen.cause != UNTOLD), days).of(ACTION),
        "one_minus_km": incidence_at(seen.censoring_others(ACTION), days).of(1),
        "answered": answered_share(seen, ACTION, days),
        "complete": known.of(ACTION),
        "complete_refusal": known.of(REFUSAL),
        "complete_km": incidence_at(full.censoring_others(ACTION), days).of(1),
    }


@dataclass(frozen=True)
class Recovery:
    """Estimates in fresh worlds, one row each: ``seed, method, value, low, high, planted``.

    ``incidences`` has ``route`` and ``days`` too; ``effects`` are those of completeness, planted
    at zero on refusals; ``routes`` has ``route``, and the methods ``known`` and ``observed``.
    """

    incidences: pd.DataFrame
    effects: pd.DataFrame
    routes: pd.DataFrame


def recover(study: Study) -> Recovery:
    """Estimate by every method, by route, and by regression, in every world of a study."""
    rows, planted, slopes, ways = [], [], [], []
    for seed, reports in study.worlds():
        planted.append(_planted(study, reports))
        seen, full = read_waits(reports), all_told(reports)
        slopes += _lines(completeness_effects(reports), seed=seed)
        for method, found in (("known", known_route_effects(reports)),
                              ("observed", route_effects(reports))):
            ways += [{"seed": seed, "method": method, "route": route} | vars(estimate)
                     for route, estimate in found.items()]
        for route, own in reports.groupby("route").indices.items():
            waits = seen.among(own), full.among(own)
            for days in study.days:
                rows += _lines(methods(*waits, days), seed=seed, route=route, days=days)
    truth = pd.concat(planted).groupby(["route", "days"], as_index=False).mean()
    truth = truth.melt(["route", "days"], var_name="method", value_name="planted")
    effect = float(study.catalogue.value("completeness_effect"))
    slope, way = pd.DataFrame(slopes), pd.DataFrame(ways)
    return Recovery(
        pd.DataFrame(rows).merge(truth, on=["route", "days", "method"]),
        slope.assign(planted=effect * (slope["method"] != "refusal")),
        way.assign(planted=way["route"].map(planted_route_effects(study.catalogue))),
    )


def judged(found: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Give bias and coverage by group, as `coverage_table`, of groups with two estimates at least.

    In small worlds a route may lack the outcomes that a regression needs.
    """
    enough = found.groupby(by)["value"].transform("count") >= 2
    return coverage_table(found[enough], by)


def _lines(found: dict[str, Estimate], **where: object) -> list[dict]:
    return [where | {"method": method} | vars(estimate) for method, estimate in found.items()]


def _planted(study: Study, reports: pd.DataFrame) -> pd.DataFrame:
    """Give, for each report and number of days, the probability that each method aims at."""
    law, missing = planted_law(study.catalogue, reports), study.catalogue.value("outcome_missing")
    frames = []
    for days in study.days:
        action, refusal = (law.incidence(outcome, days) for outcome in OUTCOMES)
        learnt, refused = action * (1 - missing["action"]), refusal * (1 - missing["refusal"])
        frames.append(pd.DataFrame({
            "route": reports["route"], "days": days, "told_action": learnt,
            "told_refusal": refused, "silence": 1 - learnt - refused,
            "complete_refusal": refusal,
        } | dict.fromkeys(AIMED_AT_ACTION, action)))
    return pd.concat(frames)


def completeness_effects(reports: pd.DataFrame) -> dict[str, Estimate]:
    """Estimate the effect of completeness on the rate of action, as less and less is known.

    Keys: ``all_known`` (treated reports only, every decision told, founded or not known),
    ``untold`` (the same, told actions only), ``unanswered`` (the same, never treated reports
    among the waiting), ``observed`` (the same, founded or not unknown); ``refusal`` is the
    effect on the rate of refusal, as observed.
    """
    seen, full = read_waits(reports), all_told(reports)
    treated = ~reports["unanswered"].to_numpy(dtype=bool)
    known = reports.groupby(["route", "host", "founded"]).ngroup().to_numpy()
    x = reports["completeness"].to_numpy()
    return {
        "all_known": first_effect(full.among(treated), ACTION, x[treated], known[treated]),
        "untold": first_effect(seen.among(treated), ACTION, x[treated], known[treated]),
        "unanswered": first_effect(seen, ACTION, x, known),
        "observed": completeness_effect(reports, ACTION),
        "refusal": completeness_effect(reports, REFUSAL),
    }


def known_route_effects(reports: pd.DataFrame) -> dict[str, Estimate]:
    """Estimate the effects of routes as by `route_effects`, were everything known.

    Treated reports only, every decision told, and one baseline for founded reports and one for
    the others.
    """
    treated = reports[~reports["unanswered"]]
    return route_effects(treated, all_told(treated), treated["founded"].to_numpy(dtype=int))
