"""What the watch sees of one block: fewer servers, fewer channels, samples instead of shares."""

import numpy as np
import pandas as pd

from veille.synth.counts import weeks_read
from veille.synth.servers import SHARES
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "servers"


def draw_rules_posted(setting: Setting, streams: Streams, servers: pd.DataFrame) -> np.ndarray:
    """Say which servers post rules; a rules channel then exists."""
    chance = setting.array("rules_posted")[servers["kind"].to_numpy()]
    return streams.open(TABLE, "rules_posted").random(len(servers)) < chance


def see_servers(
    setting: Setting, streams: Streams, servers: pd.DataFrame, rules_posted: np.ndarray,
    channels: pd.DataFrame, roles: pd.DataFrame,
) -> pd.DataFrame:
    """Give ``servers``: the seen ones, with sampled shares and a label that may be wrong."""
    kind = servers["kind"].to_numpy()
    listed = channels.loc[channels["visible"], "server_id"].value_counts()
    frame = servers[["server_id", "created_week", "members"]].assign(
        n_channels=servers["server_id"].map(listed).fillna(0).astype(np.int64),
        n_roles=servers["server_id"].map(roles["server_id"].value_counts()),
        rules_posted=rules_posted,
        moderators_per_1000=_moderators(setting, streams, kind),
        verification_level=streams.open(TABLE, "verification_level").binomial(
            4, setting.array("verification_probability")[kind]
        ),
    )
    read = (setting.number("read_quota") * weeks_read(setting, servers)).astype(np.int64)
    for name in SHARES:
        hits = streams.open(TABLE, name).binomial(read, servers[name])
        frame[name] = (hits / read).round(4)
    frame["observer_label"] = _labels(setting, streams, kind)
    return frame[servers["observed"].to_numpy()].reset_index(drop=True)


def see_channels(channels: pd.DataFrame) -> pd.DataFrame:
    """Give ``channels``: those that the list of a seen server shows."""
    return channels[channels["visible"]].drop(columns="visible").reset_index(drop=True)


def see_roles(
    setting: Setting, streams: Streams, roles: pd.DataFrame, servers: pd.DataFrame
) -> pd.DataFrame:
    """Give ``roles``: those of seen servers, with the gate only where it is announced."""
    announced = streams.open("roles", "gate").random(len(roles)) < setting.number("gate_announced")
    announced |= (roles["tier"] == 0).to_numpy()
    seen = roles["server_id"].isin(servers.loc[servers["observed"], "server_id"])
    return roles.assign(gate=roles["gate"].where(announced))[seen].reset_index(drop=True)


def see_invitations(invitations: pd.DataFrame) -> pd.DataFrame:
    """Give ``invitations``: those published in the open part of a seen server."""
    return invitations[invitations["seen"]].drop(columns="seen").reset_index(drop=True)


def _moderators(setting: Setting, streams: Streams, kind: np.ndarray) -> np.ndarray:
    shape = setting.number("moderators_shape")
    noise = streams.open(TABLE, "moderators_per_1000").standard_gamma(shape, kind.size) / shape
    return (setting.array("moderators_per_1000")[kind] * noise).round(2)


def _labels(setting: Setting, streams: Streams, kind: np.ndarray) -> np.ndarray:
    chance = setting.array("label_at_risk")[kind]
    called = streams.open(TABLE, "observer_label").random(kind.size) < chance
    return np.where(called, "at_risk", "contrast")
