"""What the methods on load find again in fresh worlds, where the answer is known."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from veille.analysis import exposure
from veille.analysis.coverage import Coverage, assess
from veille.analysis.queueing import backlog_bound
from veille.analysis.resampling import Estimate
from veille.assumptions import Catalogue
from veille.synth import World


def support_contrast(shifts: pd.DataFrame) -> Estimate:
    """Compare the scores of weeks with and without support, as they stand: the naive way.

    The interval takes weeks as independent.
    """
    scores = [group.dropna().to_numpy(dtype=float)
              for _, group in shifts.groupby("support")["distress_score"]]
    without, supported = scores
    error = np.sqrt(sum(group.var(ddof=1) / group.size for group in scores))
    value = supported.mean() - without.mean()
    return Estimate(float(value), float(value - 1.96 * error), float(value + 1.96 * error))


def estimates(shifts: pd.DataFrame, retention: float, ratio: float) -> dict[str, Estimate]:
    """Estimate in each of the ways compared.

    Keys: ``dose``, ``support`` and ``share`` from the scores given; with ``_weighted``, the
    scores withheld counted at the planted ratio; ``support_naive``, without dose nor person.
    """
    plain, weighted = (exposure.dose_effects(exposure.scored_weeks(shifts, retention, used))
                       for used in (1.0, ratio))
    return {
        "dose": plain.effects["dose"],
        "dose_weighted": weighted.effects["dose"],
        "support_naive": support_contrast(shifts),
        "support": plain.effects["support"],
        "support_weighted": weighted.effects["support"],
        "share": exposure.distress_share(shifts),
        "share_weighted": exposure.distress_share(shifts, ratio),
    }


def recover(
    catalogue: Catalogue, seeds: Iterable[int], n_servers: int
) -> dict[str, Coverage]:
    """Measure bias and coverage of every estimator over one fresh world per seed.

    The planted share of weeks of distress is the mean of the true shares of all these worlds.
    """
    retention = float(catalogue.value("exposure_retention"))
    lows, highs = (float(catalogue.value(name))
                   for name in ("score_missing", "score_missing_distressed"))
    found, shares = [], []
    for seed in seeds:
        tables = World(catalogue, seed, n_servers).topics("load")
        found.append(estimates(tables["shifts"], retention, highs / lows))
        true = tables["truth_shifts"]["distress_score"] >= exposure.THRESHOLD
        shares.append(float(true.mean()))
    planted = {"dose": float(catalogue.value("dose_effect")),
               "support": -float(catalogue.value("support_effect")),
               "share": float(np.mean(shares))}
    return {name: assess([world[name] for world in found],
                         [planted[name.partition("_")[0]]] * len(found)) for name in found[0]}


def backlogs(catalogue: Catalogue, seeds: Iterable[int], n_servers: int) -> pd.DataFrame:
    """Set the backlog of each team beside what theory gives for it, in worlds where nobody leaves.

    Theory is Kingman's bound with the true capacity and the moments of the team's own weeks.

    Returns
    -------
    pandas.DataFrame
        One row per team: ``load`` (arrivals over capacity), ``backlog`` (mean) and ``bound``, in
        weeks of arrivals.
    """
    steady = catalogue.replace(quit_rate=0.0)
    return pd.concat([_against_theory(World(steady, seed, n_servers).topics("load"))
                      for seed in seeds], ignore_index=True)


def _against_theory(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    weeks = tables["team_weeks"].merge(tables["truth_team_weeks"], on=["team_id", "week"])
    step = (weeks["arrivals"] - weeks["capacity"]).groupby(weeks["team_id"]).agg(["mean", "var"])
    mean = weeks.groupby("team_id")[["arrivals", "capacity", "backlog"]].mean()
    bound = [backlog_bound(*row) for row in step.itertuples(index=False)]
    return pd.DataFrame({"load": mean["arrivals"] / mean["capacity"],
                         "backlog": mean["backlog"] / mean["arrivals"],
                         "bound": np.array(bound) / mean["arrivals"]})
