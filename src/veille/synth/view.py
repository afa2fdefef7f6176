"""What the watch sees of one block: fewer servers, fewer channels, samples instead of shares."""

import numpy as np

from veille.assumptions.vocabulary import CLASSES
from veille.synth.columns import Rows, Text, take
from veille.synth.counts import weeks_read
from veille.synth.inside import Inside
from veille.synth.servers import SHARES
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "servers"


def see_servers(setting: Setting, streams: Streams, servers: Rows, inside: Inside) -> Rows:
    """Give ``servers``: the seen ones, with sampled shares and a label that may be wrong."""
    kind, channels = servers["kind"], inside.channels
    rows = {name: servers[name] for name in ("server_id", "created_week", "members")}
    rows |= {
        "n_channels": np.bincount(channels["owner"][channels["visible"]], minlength=kind.size),
        "n_roles": np.bincount(inside.roles["owner"], minlength=kind.size),
        "rules_posted": inside.rules_posted,
        "moderators_per_1000": inside.moderators,
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


def _labels(setting: Setting, streams: Streams, kind: np.ndarray) -> Text:
    chance = setting.array("label_at_risk")[kind]
    called = streams.open(TABLE, "observer_label").random(kind.size) < chance
    labels = list(CLASSES)
    return Text(np.where(called, labels.index("at_risk"), labels.index("contrast")), labels)
