"""What changes the rate of action or refusal of reports: their completeness, their route."""

import numpy as np
import pandas as pd

from veille.analysis.answers import ACTION, read_waits
from veille.analysis.cause_specific import effects
from veille.analysis.competing import Waits
from veille.analysis.resampling import MISSING, Estimate
from veille.assumptions.vocabulary import REPORT_ROUTES
from veille.errors import VeilleError

REFERENCE = "in_app"
COOPERATIVE = "cooperative"


def completeness_effect(reports: pd.DataFrame, outcome: int) -> Estimate:
    """Estimate what completeness does to the rate of a told outcome, by route and host.

    It is the logarithm of the ratio of rates between a complete report and an empty one, all else
    equal; missing where it cannot be estimated.  That outcomes are untold does not bias it, as
    long as whether an outcome is told does not depend on completeness: every rate is then reduced
    alike.
    """
    strata = reports.groupby(["route", "host"]).ngroup().to_numpy()
    return first_effect(read_waits(reports), outcome, reports["completeness"].to_numpy(), strata)


def route_effects(
    reports: pd.DataFrame, waits: Waits | None = None, strata: np.ndarray | None = None
) -> dict[str, Estimate]:
    """Estimate each route's rate of action against the service's own form, completeness equal.

    Logarithms of ratios, at a cooperative host only: elsewhere delays have another shape, so that
    the ratio would be another.  Missing for a route without report, or where the likelihood has
    no maximum.

    Parameters
    ----------
    waits, strata
        One per report: what is known of them, by default what the table tells; and groups with a
        baseline of their own, by default one for all.
    """
    kept = (reports["host"] == COOPERATIVE).to_numpy()
    waits = (read_waits(reports) if waits is None else waits).among(kept)
    route = reports["route"].to_numpy()[kept]
    others = [code for code in REPORT_ROUTES if code != REFERENCE and code in route]
    x = np.column_stack([reports["completeness"].to_numpy()[kept]]
                        + [route == code for code in others])
    found = dict.fromkeys((code for code in REPORT_ROUTES if code != REFERENCE), MISSING)
    try:
        fitted = effects(waits, ACTION, x, None if strata is None else strata[kept])
    except VeilleError:
        return found
    return found | {code: fitted.of(place) for place, code in enumerate(others, start=1)}


def first_effect(
    waits: Waits, outcome: int, covariates: np.ndarray, strata: np.ndarray
) -> Estimate:
    """Give the effect of the first covariate (see `effects`), missing if there is no maximum."""
    try:
        return effects(waits, outcome, covariates, strata).of(0)
    except VeilleError:
        return MISSING
