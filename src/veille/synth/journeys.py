"""The journeys of one block: what members did, and the part of it that a watch followed.

A member is followed from the first week when the watch knows the server and the member is there:
a late entry.  Those who left before are unknown, and those who stayed are met in the state where
they are.  Occurrence over exposure (see `veille.synth.paths`) remains right if exposure starts
with the follow-up, because an intensity asks only who is at risk, and when (left truncation:
Andersen, Borgan, Gill and Keiding, 1993, chapter III).  What is wrong is to count as arrivals the
members met on the way, to hold the end of a follow-up for a departure, or to believe the length
of a stay whose beginning nobody saw: after it, whether a member was quick is known only if the
part that was followed is already too long.
"""

import numpy as np

from veille.synth.columns import Rows, Text, take
from veille.synth.members import draw_members
from veille.synth.paths import N_TRANSIENT, STATE_CODES, close_paths, draw_paths
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "journeys"
_NEVER = np.iinfo(np.int64).max


def draw_journeys(setting: Setting, streams: Streams, servers: Rows) -> dict[str, Rows]:
    """Give ``journeys`` and ``truth_journeys`` for a block of servers."""
    members = draw_members(setting, streams, servers)
    paths = draw_paths(setting, streams, members)
    begin, end = _follow_up(setting, streams, members, servers)
    announced = streams.open(TABLE, "gate").random(end.size) < setting.number("gate_announced")
    seen = members | {"gate": members["gate"].where(announced)}
    return {
        "journeys": _table(seen, close_paths(_followed(members, paths, begin, end), end)),
        "truth_journeys": _table(members, close_paths(paths, members["last"])),
    }


def _follow_up(
    setting: Setting, streams: Streams, members: Rows, servers: Rows
) -> tuple[np.ndarray, np.ndarray]:
    """Give the first and last weeks when the watch knows each member's state.

    In an unseen server the first is beyond any week.  The watch loses sight of members at the
    same rate whatever they do: an independent censoring.
    """
    owner = members["owner"]
    seen = servers["observed"][owner]
    known = np.maximum(members["entry"], np.where(seen, servers["seen_week"][owner], 0))
    with np.errstate(divide="ignore"):
        sight = (streams.open(TABLE, "loss").standard_exponential(owner.size)
                 / setting.number("follow_loss_rate"))
    sight = np.floor(np.minimum(sight, setting.n_weeks)).astype(np.int64)
    return np.where(seen, known, _NEVER), np.minimum(members["last"], known + sight)


def _followed(members: Rows, paths: Rows, begin: np.ndarray, end: np.ndarray) -> Rows:
    """Give the part of the paths between two weeks, each member's first row being where they are.

    Steps number from 1 for an arrival that the watch witnessed, from 0 for a member already there.
    """
    member, week = paths["member"], paths["week"]
    since, until = begin[member], _left_week(paths)
    gone = (paths["state"] >= N_TRANSIENT) & (week <= since)
    kept = take(paths, (until > since) & (week <= end[member]) & ~gone)
    member, week = kept["member"], kept["week"]
    met = week <= begin[member]
    before = np.zeros(begin.size, np.int64)
    before[member[met]] = kept["step"][met]
    before -= begin == members["entry"]
    return kept | {
        "step": kept["step"] - before[member],
        "week": np.maximum(week, begin[member]),
    }


def _left_week(paths: Rows) -> np.ndarray:
    """Give the week when each state is left; beyond any week if it is not."""
    member = paths["member"]
    left = np.full(member.size, _NEVER)
    same = member[1:] == member[:-1]
    left[:-1][same] = paths["week"][1:][same]
    return left


def _table(members: Rows, paths: Rows) -> Rows:
    member = paths["member"]
    return take(members, member) | {
        "step": paths["step"],
        "week": paths["week"],
        "state": Text(paths["state"], STATE_CODES),
    }
