"""The stays of followed members, one row each, as arrays that risk sets are counted from."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from veille.analysis.summaries import known_of, server_marks
from veille.assumptions.vocabulary import CLOSED_GATES, FOLLOW_UP_STATES, TRANSIENT_STATES
from veille.assumptions.vocabulary import french_name as french
from veille.errors import VeilleError

REPLICATES = 32  # groups of servers, by the mark of the server
WAYS = ("forward", "back", "departed", "reported")
N_GATES = len(CLOSED_GATES) + 1  # the last is the gate that is not announced
_CODES = list(FOLLOW_UP_STATES)
_DEPARTED, _REPORTED, _CENSORED = (
    _CODES.index(code) for code in ("departed", "reported", "censored")
)


@dataclass(frozen=True, eq=False)
class Steps:
    """Stays in a transient state, in the order of members and steps.

    Attributes
    ----------
    first
        Week of each member's first row, shape ``(n_members,)``; all others have one cell a stay.
    member, replicate, group, gate, state, step
        Places on the axes, and the rank of the step.
    weeks
        Weekly trials made in the stay.
    since
        Weeks between the member's first row and the start of the stay.
    way
        0 if the follow-up ended first, else 1 plus the place in `WAYS`.
    before
        Weeks of the member's previous stay, 0 if there is none.
    witnessed, before_private, opening
        Whether the arrival was seen; whether the private area was not reached yet; whether the
        stay is the member's first row.
    """

    n_groups: int
    first: np.ndarray
    member: np.ndarray
    replicate: np.ndarray
    group: np.ndarray
    gate: np.ndarray
    state: np.ndarray
    step: np.ndarray
    weeks: np.ndarray
    since: np.ndarray
    way: np.ndarray
    before: np.ndarray
    witnessed: np.ndarray
    before_private: np.ndarray
    opening: np.ndarray
    n_replicates: int = REPLICATES

    def take(self, kept: np.ndarray) -> "Steps":
        """Give some of the stays."""
        whole = {"n_groups", "n_replicates", "first"}
        return replace(self, **{field.name: getattr(self, field.name)[kept]
                                for field in fields(self) if field.name not in whole})


def read_steps(
    journeys: pd.DataFrame, servers: pd.DataFrame, groups: Sequence[str], unit: str = "server_id"
) -> Steps:
    """Read ``journeys``, grouped by the ``observer_label`` of their servers.

    Rows may come in any order.  Members of servers whose label is not in ``groups`` are left out.
    ``unit`` is what is held independent: replicates are groups of ``server_id``, or of
    ``member_id`` to see what forgetting the servers would do.

    Raises
    ------
    VeilleError
        If a server has no label here, or a step leads elsewhere than to a neighbouring state.
    """
    rows = _sorted(journeys, servers, groups, unit)
    member, week = rows["member"], rows["week"]
    stay = np.append(member[1:] == member[:-1], False)[:member.size]
    here = np.flatnonzero(stay)
    opens = np.append(True, member[1:] != member[:-1])[:member.size]
    first_row = np.flatnonzero(opens)
    owner = np.cumsum(opens) - 1
    inside = np.cumsum(rows["state"] == len(TRANSIENT_STATES) - 1)
    start = inside[first_row] - (rows["state"][first_row] == len(TRANSIENT_STATES) - 1)
    weeks = np.zeros(member.size, np.int64)
    weeks[here] = week[here + 1] - week[here]
    before = np.where(opens, 0, np.append(0, weeks[:-1])[:member.size])
    whole = Steps(
        n_groups=len(groups), first=week[first_row], member=owner, replicate=rows["replicate"],
        group=rows["group"], gate=rows["gate"], state=rows["state"], step=rows["step"],
        weeks=weeks, since=week - week[first_row][owner], way=_ways(rows["state"], stay),
        before=before, witnessed=(rows["step"][first_row] == 1)[owner],
        before_private=inside == start[owner], opening=opens,
    )
    return whole.take(here)


def _sorted(
    journeys: pd.DataFrame, servers: pd.DataFrame, groups: Sequence[str], unit: str
) -> dict[str, np.ndarray]:
    """Give the rows by member, then by step, as whole numbers."""
    place, owners = pd.factorize(journeys["server_id"])
    labels = known_of(servers.set_index("server_id")["observer_label"], pd.Index(owners))
    group = pd.Index(list(groups)).get_indexer(labels).astype(np.int64)
    drawn, units = pd.factorize(journeys[unit])
    replicate = (server_marks(pd.Series(units, dtype=object)) % REPLICATES).astype(np.int64)
    gate = pd.Index(list(CLOSED_GATES)).get_indexer(journeys["gate"]).astype(np.int64)
    rows = {
        "member": pd.factorize(journeys["member_id"])[0],
        "step": journeys["step"].to_numpy(np.int64),
        "week": journeys["week"].to_numpy(np.int64),
        "state": pd.Index(_CODES).get_indexer(journeys["state"]).astype(np.int64),
        "gate": np.where(gate < 0, N_GATES - 1, gate),
        "group": group[place],
        "replicate": replicate[drawn],
    }
    order = np.lexsort((rows["step"], rows["member"]))
    order = order[rows["group"][order] >= 0]
    return {name: values[order] for name, values in rows.items()}


def _ways(state: np.ndarray, stay: np.ndarray) -> np.ndarray:
    """Give where each stay leads; a step to a state that is not next door is refused."""
    here = np.flatnonzero(stay)
    now, after = state[here], state[here + 1]
    way = np.select(
        [after == _CENSORED, after == _DEPARTED, after == _REPORTED, after == now + 1,
         after == now - 1], [0, 3, 4, 1, 2], -1)
    wrong = (way < 0) | (now >= len(TRANSIENT_STATES))
    if wrong.any():
        one, two = (french(_CODES[codes[wrong][0]]) for codes in (now, after))
        raise VeilleError(f"Un parcours passe de « {one} » à « {two} » en une étape : un état "
                          "voisin, un départ ou la fin du suivi est attendu.")
    found = np.zeros(state.size, np.int64)
    found[here] = way
    return found
