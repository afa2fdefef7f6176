"""The planted law of reports: what an analysis of fresh worlds is judged by."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from veille.analysis.report_effects import COOPERATIVE, REFERENCE
from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import HOSTS, REPORT_ROUTES
from veille.synth.columns import Text
from veille.synth.reports import relative_hazards
from veille.synth.setting import Setting


@dataclass(frozen=True, eq=False)
class Law:
    """The planted law of each report: rates of the two decisions, as ratios to a baseline.

    The baseline is ``(days / scale) ** shape``; ``answered`` is the probability that anybody ever
    looks at the report.
    """

    action: np.ndarray
    refusal: np.ndarray
    scale: np.ndarray
    shape: np.ndarray
    answered: np.ndarray

    def incidence(self, outcome: str, days: float) -> np.ndarray:
        """Give the probability that each report has this outcome within ``days``, told or not."""
        total = self.action + self.refusal
        decided = -np.expm1(-total * (days / self.scale) ** self.shape)
        rate = {"action": self.action, "refusal": self.refusal}[outcome]
        return self.answered * rate / total * decided


def planted_law(catalogue: Catalogue, reports: pd.DataFrame) -> Law:
    """Give the law of reports with a ``route``, ``host``, ``completeness`` and ``founded``."""
    setting = Setting(catalogue, 0, 10, 4)
    filed = {name: Text(pd.Index(labels).get_indexer(reports[name]), list(labels))
             for name, labels in (("route", REPORT_ROUTES), ("host", HOSTS))}
    route, host = filed["route"].codes, filed["host"].codes
    filed |= {name: reports[name].to_numpy() for name in ("completeness", "founded")}
    return Law(
        *relative_hazards(setting, filed),
        setting.array("decision_scale")[host] * setting.array("route_delay_ratio")[route],
        setting.array("decision_shape")[host], 1 - setting.array("unanswered_share")[route],
    )


def planted_route_effects(catalogue: Catalogue) -> dict[str, float]:
    """Give the logarithm of each route's rate of action over that of the service's own form.

    At a cooperative host, for a report looked at, all else equal: the share of actions counts as
    it is, and a delay ``r`` times longer divides the rate by ``r ** shape``.
    """
    share, delay = (catalogue.value(name) for name in ("report_action_share", "route_delay_ratio"))
    shape = catalogue.value("decision_shape")[COOPERATIVE]
    rate = {route: np.log(share[route]) - shape * np.log(delay[route]) for route in REPORT_ROUTES}
    return {route: float(rate[route] - rate[REFERENCE]) for route in REPORT_ROUTES
            if route != REFERENCE}


def chance_of_audit(catalogue: Catalogue, trials: int, hours: float, days: float) -> float:
    """Give the chance that an audit of two forms finds all of one acted on, none of the other.

    So many founded reports by each form, at a cooperative host and the completeness of reference:
    all those of the copyright form acted on within ``hours``, none of the service's own form
    within ``days``.
    """
    reports = pd.DataFrame({
        "route": ["copyright_form", REFERENCE], "host": COOPERATIVE, "founded": True,
        "completeness": catalogue.value("completeness_reference"),
    })
    law = planted_law(catalogue, reports)
    every, some = law.incidence("action", hours / 24)[0], law.incidence("action", days)[1]
    return float((every * (1 - some)) ** trials)
