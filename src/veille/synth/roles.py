"""The roles of one block: a ladder of tiers, each reached through a gate."""

import numpy as np

from veille.assumptions.vocabulary import GATES
from veille.synth.columns import Rows, Text
from veille.synth.laws import pick
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "truth_roles"
MAX_EXTRA_ROLES = 100
_SPREAD = 4.0  # shape of the gamma noise around the geometric decrease of holders
_LABELS = [f"R{rank:02d}" for rank in range(1, MAX_EXTRA_ROLES + 2)]


def draw_roles(setting: Setting, streams: Streams, servers: Rows) -> Rows:
    """Give ``truth_roles`` for a block of servers; tier 0 is everybody's.

    Rows also carry ``owner``, the place of their server in the block.
    """
    kind = servers["kind"]
    extra = streams.open(TABLE, "count").poisson(setting.array("extra_roles_mean")[kind])
    number = 1 + np.minimum(extra, MAX_EXTRA_ROLES)
    owner = np.repeat(np.arange(kind.size), number)
    tier = np.arange(owner.size) - np.repeat(np.cumsum(number) - number, number)

    uniform = streams.open(TABLE, "gate").random(owner.size)
    closed = 1 + pick(uniform, setting.array("gate_mix")[kind[owner]])
    return {
        "owner": owner,
        "server_id": servers["server_id"][owner],
        "role_id": Text(tier, _LABELS),
        "tier": tier,
        "gate": Text(np.where(tier == 0, 0, closed), list(GATES)),
        "holders": _holders(setting, streams, servers["members"][owner], tier),
    }


def _holders(
    setting: Setting, streams: Streams, members: np.ndarray, tier: np.ndarray
) -> np.ndarray:
    noise = streams.open(TABLE, "holders").standard_gamma(_SPREAD, tier.size) / _SPREAD
    expected = members * setting.number("role_holder_ratio") ** tier * noise
    return np.where(tier == 0, members, np.minimum(np.rint(expected), members)).astype(np.int64)
