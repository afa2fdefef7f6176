"""From every journey to those that a watch can use: what each loss does to the answer."""

import numpy as np
import pandas as pd

from veille.analysis.journey_law import journey_law
from veille.analysis.journey_targets import spread, true_gates, witnessed
from veille.analysis.journeys import HORIZON
from veille.analysis.planted import Values
from veille.analysis.summaries import Tables

STEPS = {
    "truth": "tous les membres des serveurs de cette classe",
    "seen": "ceux des serveurs vus",
    "labelled": "ceux des serveurs vus et classés ainsi",
    "witnessed": "parmi eux, arrivées suivies dès le premier jour",
}


def view_steps(tables: Tables, values: Values, group: str) -> pd.DataFrame:
    """Give the planted ends of members of one class, then of what is left of them in the view.

    Parameters
    ----------
    tables
        ``journeys``, ``servers``, ``truth_journeys`` and ``truth_servers``.
    group
        ``at_risk`` or ``contrast``: the true class first, then the label.

    Returns
    -------
    pandas.DataFrame
        ``step`` (of `STEPS`), ``members``, and the mean probabilities ``private``, ``departed``,
        ``reported`` within `HORIZON` weeks of arrival; missing without any member.
    """
    law = journey_law(values, HORIZON)
    rows = []
    for step, members in _members(tables, group).items():
        counts = spread(members["archetype"], members["gate"])
        ends = law.mean(counts)[-1] if len(members) else np.full(3, np.nan)
        rows.append((step, len(members), *ends.tolist()))
    return pd.DataFrame(rows, columns=["step", "members", "private", "departed", "reported"])


def _members(tables: Tables, group: str) -> dict[str, pd.DataFrame]:
    truth = tables["truth_servers"].set_index("server_id")
    label = tables["servers"].set_index("server_id")["observer_label"]
    first = tables["truth_journeys"].query("step == 1").set_index("member_id")
    every = pd.DataFrame({"server_id": first["server_id"],
                          "archetype": first["server_id"].map(truth["archetype"]),
                          "gate": true_gates(tables["truth_journeys"])})
    own = every[(every["server_id"].map(truth["at_risk"]) == (group == "at_risk")).to_numpy()]
    arrived = witnessed(tables["journeys"], tables["truth_journeys"], tables["truth_servers"])
    return {
        "truth": own,
        "seen": own[own["server_id"].isin(label.index)],
        "labelled": every[(every["server_id"].map(label) == group).to_numpy()],
        "witnessed": arrived[(arrived["server_id"].map(label) == group).to_numpy()],
    }
