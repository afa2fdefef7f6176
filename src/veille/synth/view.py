"""What the watch sees of one block: fewer servers, fewer channels, samples instead of shares."""

import numpy as np

from veille.assumptions.vocabulary import CLASSES
from veille.synth.columns import Rows, Text, take
from veille.synth.counts import weeks_read
from veille.synth.servers import SHARES
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "servers"


def draw_rules_posted(setting: Setting, streams: Streams, servers: Rows) -> np.ndarray:
    """Say which servers post rules; a rules channel then exists."""
    chance = setting.array("rules_posted")[servers["kind"]]
    return streams.open(TABLE, "rules_posted").random(chance.size) < chance


def see_servers(
    setting: Setting, streams: Streams, servers: Rows, rules_posted: np.ndarray,
    channels: Rows, roles: Rows,
) -> Rows:
    """Give ``servers``: the seen ones, with sampled shares and a label that may be wrong."""
    kind = servers["kind"]
    rows = {name: servers[name] for name in ("server_id", "created_week", "members")}
    rows |= {
        "n_channels": np.bincount(channels["owner"][channels["visible"]], minlength=kind.size),
        "n_roles": np.bincount(roles["owner"], minlength=kind.size),
        "rules_posted": rules_posted,
        "moderators_per_1000": _moderators(setting, streams, kind),
        "verification_level": streams.open(TABLE, "verification_level").binomial(
            4, setting.array("verification_probability")[kind]
        ),
    }
    read = (setting.number("read_quota") * weeks_read(servers)).astype(np.int64)
    for name in SHARES:
        hits = streams.open(TABLE, name).binomial(read, servers[name])
        rows[name] = (hits / read).round(4)
    rows["observer_label"] = _labels(setting, streams, kind)
    return take(rows, servers["observed"])


def see_channels(channels: Rows) -> Rows:
    """Give ``channels``: those that the list of a seen server shows."""
    return take(channels, channels["visible"])


def see_roles(setting: Setting, streams: Streams, roles: Rows, servers: Rows) -> Rows:
    """Give ``roles``: those of seen servers, with the gate only where it is announced."""
    tier = roles["tier"]
    announced = streams.open("roles", "gate").random(tier.size) < setting.number("gate_announced")
    gate = roles["gate"].where(announced | (tier == 0))
    return take(roles | {"gate": gate}, servers["observed"][roles["owner"]])


def see_invitations(invitations: Rows) -> Rows:
    """Give ``invitations``: those published in the open part of a seen server."""
    return take(invitations, invitations["seen"])


def _moderators(setting: Setting, streams: Streams, kind: np.ndarray) -> np.ndarray:
    shape = setting.number("moderators_shape")
    noise = streams.open(TABLE, "moderators_per_1000").standard_gamma(shape, kind.size) / shape
    return (setting.array("moderators_per_1000")[kind] * noise).round(2)


def _labels(setting: Setting, streams: Streams, kind: np.ndarray) -> Text:
    chance = setting.array("label_at_risk")[kind]
    called = streams.open(TABLE, "observer_label").random(kind.size) < chance
    labels = list(CLASSES)
    return Text(np.where(called, labels.index("at_risk"), labels.index("contrast")), labels)
