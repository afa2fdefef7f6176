"""The roles of one block: a ladder of tiers, each reached through a gate."""

import numpy as np
import pandas as pd

from veille.assumptions.vocabulary import CLOSED_GATES
from veille.synth.identifiers import numbered
from veille.synth.laws import pick
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "truth_roles"
MAX_EXTRA_ROLES = 100
_SPREAD = 4.0  # shape of the gamma noise around the geometric decrease of holders


def draw_roles(setting: Setting, streams: Streams, servers: pd.DataFrame) -> pd.DataFrame:
    """Give ``truth_roles`` for a block of servers; tier 0 is everybody's."""
    kind = servers["kind"].to_numpy()
    extra = streams.open(TABLE, "count").poisson(setting.array("extra_roles_mean")[kind])
    number = 1 + np.minimum(extra, MAX_EXTRA_ROLES)
    owner = np.repeat(np.arange(kind.size), number)
    tier = np.arange(owner.size) - np.repeat(np.cumsum(number) - number, number)

    uniform = streams.open(TABLE, "gate").random(owner.size)
    closed = np.array(list(CLOSED_GATES))[pick(uniform, setting.array("gate_mix")[kind[owner]])]
    return pd.DataFrame({
        "server_id": servers["server_id"].to_numpy()[owner],
        "role_id": numbered("R", tier + 1, 2),
        "tier": tier,
        "gate": np.where(tier == 0, "open", closed),
        "holders": _holders(setting, streams, servers["members"].to_numpy()[owner], tier),
    })


def _holders(
    setting: Setting, streams: Streams, members: np.ndarray, tier: np.ndarray
) -> np.ndarray:
    noise = streams.open(TABLE, "holders").standard_gamma(_SPREAD, tier.size) / _SPREAD
    expected = members * setting.number("role_holder_ratio") ** tier * noise
    return np.where(tier == 0, members, np.minimum(np.rint(expected), members)).astype(np.int64)
