"""From the truth to the view, one distortion at a time, so that each shows what it costs."""

import numpy as np
import pandas as pd

from veille.analysis.replicates import class_means, draw_counts, summarise
from veille.analysis.resampling import Estimate
from veille.analysis.structure import measure

STEPS = {
    "truth": "tous les serveurs,\ntous les salons",
    "seen": "serveurs vus",
    "listed": "salons listés",
    "labelled": "classement\nde la veille",
}


def cascade_steps(
    view: dict[str, pd.DataFrame], truth: dict[str, pd.DataFrame] | None
) -> dict[str, pd.DataFrame]:
    """Give the measures of each step: each keeps the distortions before it and adds its own.

    Parameters
    ----------
    view
        ``servers`` and ``channels``, as observed.
    truth
        ``truth_servers`` and ``truth_channels``; None where there is no truth, and then only
        the last step is given.

    Returns
    -------
    dict
        By step of `STEPS`, a frame indexed by server: ``at_risk`` and the measures.
    """
    servers = view["servers"].set_index("server_id")
    listed = measure(view["channels"], servers.index.to_series())
    labelled = listed.assign(at_risk=servers["observer_label"] == "at_risk")
    if truth is None:
        return {"labelled": labelled}
    known = truth["truth_servers"].set_index("server_id")["at_risk"]
    whole = measure(truth["truth_channels"], known.index.to_series()).assign(at_risk=known)
    return {
        "truth": whole,
        "seen": whole.loc[servers.index],
        "listed": listed.assign(at_risk=known.loc[servers.index]),
        "labelled": labelled,
    }


def cascade(
    steps: dict[str, pd.DataFrame], outcome: str, n_draws: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Follow the two means and their difference along the steps, on the same draws of servers.

    Servers are drawn again from the whole first step, so that what a step costs (its difference
    minus that of the step before) is paired and has an interval of its own.

    Returns
    -------
    pandas.DataFrame
        ``step``, ``quantity`` (``at_risk``, ``contrast``, ``difference``, ``cost``), ``value``,
        ``low``, ``high``; the first step has no cost.
    """
    index = next(iter(steps.values())).index
    counts = draw_counts(n_draws, rng, np.zeros(len(index), dtype=int))
    rows, before = [], None
    for step, frame in steps.items():
        means = _step_means(frame.reindex(index), outcome, counts)
        difference = means["at_risk"] - means["contrast"]
        parts = means | {"difference": difference}
        if before is not None:
            parts["cost"] = difference - before
        rows += [(step, name, *_flat(replicates)) for name, replicates in parts.items()]
        before = difference
    return pd.DataFrame(rows, columns=["step", "quantity", "value", "low", "high"])


def pick(table: pd.DataFrame, step: str, quantity: str) -> Estimate:
    """Give one cell of a cascade."""
    row = table[(table["step"] == step) & (table["quantity"] == quantity)].iloc[0]
    return Estimate(float(row["value"]), float(row["low"]), float(row["high"]))


def _step_means(
    frame: pd.DataFrame, outcome: str, counts: np.ndarray
) -> dict[str, np.ndarray]:
    values = frame[outcome].to_numpy(dtype=float)
    at_risk = frame["at_risk"].eq(True).to_numpy(dtype=bool)
    return {"at_risk": class_means(values, at_risk, counts),
            "contrast": class_means(values, ~at_risk, counts)}


def _flat(replicates: np.ndarray) -> tuple[float, float, float]:
    found = summarise(replicates)
    return found.value, found.low, found.high
