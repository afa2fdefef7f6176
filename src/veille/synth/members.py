"""The members that a watch may follow: how many in each server, since when, before which gate."""

import numpy as np

from veille.assumptions.vocabulary import CLOSED_GATES
from veille.synth import latent
from veille.synth.columns import Rows, Text, labelled
from veille.synth.identifiers import OFFSPRING, offspring_ids
from veille.synth.laws import pick
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "truth_members"


def draw_members(setting: Setting, streams: Streams, servers: Rows) -> Rows:
    """Give the members of a block that could be followed, one row each.

    Columns: ``owner`` (place of the server in the block), ``server_id``, ``member_id``, ``kind``
    (archetype's number), ``gate``, ``entry`` (week of arrival, uniform over the server's life in
    the window) and ``last`` (last week when server and window still exist).
    """
    owner, rank = _places(setting, streams, servers["kind"].size)
    first = latent.first_week(servers["created_week"])[owner]
    end = servers["closed_week"][owner]
    place = streams.open(TABLE, "entry").random(owner.size)
    return {
        "owner": owner,
        "server_id": servers["server_id"][owner],
        "member_id": labelled(
            offspring_ids(setting.seed, "M", "members", servers["index"][owner], rank)
        ),
        "kind": servers["kind"][owner],
        "gate": _gates(setting, streams, servers["kind"][owner]),
        "entry": first + np.floor(place * (end - first)).astype(np.int64),
        "last": end - 1,
    }


def _places(
    setting: Setting, streams: Streams, n_servers: int
) -> tuple[np.ndarray, np.ndarray]:
    """Give each member's server and rank in it; as many as identifiers allow, at most."""
    drawn = streams.open(TABLE, "count").poisson(setting.number("followed_members"), n_servers)
    number = np.minimum(drawn, OFFSPRING - 1)
    owner = np.repeat(np.arange(n_servers), number)
    return owner, np.arange(owner.size) - np.repeat(np.cumsum(number) - number, number)


def _gates(setting: Setting, streams: Streams, kind: np.ndarray) -> Text:
    """Draw the closed gate that stands before each member, from the mix of the server's type."""
    uniform = streams.open(TABLE, "gate").random(kind.size)
    return Text(pick(uniform, setting.array("gate_mix")[kind]), list(CLOSED_GATES))
