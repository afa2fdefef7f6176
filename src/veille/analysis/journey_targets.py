"""What the estimates of journeys aim at, where the truth is known."""

import numpy as np
import pandas as pd

from veille.analysis.absorption import STEPS
from veille.analysis.journey_estimates import AHEAD, SLOWED
from veille.analysis.journey_law import JourneyLaw, base_rates, journey_law
from veille.analysis.journeys import BEFORE, HORIZON, QUICK
from veille.analysis.planted import Values
from veille.analysis.steps import WAYS
from veille.assumptions.vocabulary import ARCHETYPES, CLOSED_GATES


def witnessed(
    journeys: pd.DataFrame, truth_journeys: pd.DataFrame, truth_servers: pd.DataFrame
) -> pd.DataFrame:
    """Give the arrivals that were witnessed, indexed by member.

    Columns: ``server_id``, ``archetype``, ``gate`` (the true one) and ``entered``: 0 or 1 for a
    first step into participation after a short or a long stay in reading, -1 without such a step.
    """
    met = journeys.loc[journeys["step"] == 0, "member_id"]
    own = journeys[~journeys["member_id"].isin(met) & (journeys["step"] <= 2)]
    first = own[own["step"] == 1].set_index("member_id")
    second = own[own["step"] == 2].set_index("member_id").reindex(first.index)
    held = (second["week"] - first["week"]).to_numpy()
    stepped = (second["state"] == "participating").to_numpy()
    return first[["server_id"]].assign(
        archetype=first["server_id"].map(truth_servers.set_index("server_id")["archetype"]),
        gate=true_gates(truth_journeys).reindex(first.index),
        entered=np.where(stepped, np.where(held <= QUICK, 0, 1), -1),
    )


def true_gates(truth_journeys: pd.DataFrame) -> pd.Series:
    """Give the gate that stands before each member, announced or not."""
    return truth_journeys[truth_journeys["step"] == 1].set_index("member_id")["gate"]


def spread(archetype: pd.Series, gate: pd.Series) -> np.ndarray:
    """Count members by type and gate, in the order of the vocabulary.

    Examples
    --------
    >>> spread(pd.Series(["figure_leaks"]), pd.Series(["payment"]))[0].tolist()
    [0.0, 0.0, 0.0, 1.0]
    """
    places = [pd.Index(list(codes)).get_indexer(values)
              for values, codes in ((archetype, ARCHETYPES), (gate, CLOSED_GATES))]
    found = np.zeros((len(ARCHETYPES), len(CLOSED_GATES)))
    np.add.at(found, tuple(places), 1)
    return found


def targets(catalogue: Values, members: pd.DataFrame) -> dict[str, float]:
    """Give the planted value of each target, for arrivals such as `witnessed` gives.

    Intensities are those of a member of an at-risk server before an activity gate, in a type of
    ordinary pace: estimates aim at them only where all at-risk members have the same.
    """
    law, arrived = journey_law(catalogue, HORIZON), spread(members["archetype"], members["gate"])
    reached = law.mean(arrived)[-1]
    found = dict(zip(("private", "departed", "reported"), reached.tolist(), strict=True))
    for pace, name in enumerate(("short", "long")):
        there = members[members["entered"] == pace]
        found[name] = _entered(law, spread(there["archetype"], there["gate"]), pace)
    for state in range(BEFORE):
        moved = journey_law(catalogue, HORIZON, scale_of(state)).mean(arrived)[-1]
        found[f"slow/{state}"] = float(moved[0] / reached[0] - 1)
    rates = base_rates(catalogue)[0, list(CLOSED_GATES).index("activity")]
    return found | {f"rate/{state}/{WAYS[way]}": float(rates[state, way]) for state, way in STEPS}


def scale_of(state: int, factor: float = SLOWED) -> np.ndarray:
    """Give the multipliers that slow one step forward and leave the rest; shape ``(3, 4)``."""
    found = np.ones((BEFORE, len(WAYS)))
    found[state, WAYS.index("forward")] = factor
    return found


def likeness(law: JourneyLaw, arrived: np.ndarray) -> float:
    """Give the planted correlation, within a server, of reaching the private area in time.

    Members of a server share its type alone: it is the share of the variance that types explain.
    """
    weight, reach = arrived.sum(axis=1), law.arrival[:, :, -1, 0]
    known = weight > 0
    own = (arrived * reach).sum(axis=1)[known] / weight[known]
    mean = np.average(own, weights=weight[known])
    return float(np.average((own - mean) ** 2, weights=weight[known]) / (mean * (1 - mean)))


def _entered(law: JourneyLaw, weights: np.ndarray, pace: int) -> float:
    """Give the mean over those who stepped into participation; missing if nobody did."""
    total = weights.sum()
    return float((weights * law.entered[:, :, pace, AHEAD, 0]).sum() / total) if total else np.nan
