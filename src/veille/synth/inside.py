"""What stands inside the servers of one block, drawn once for every table that looks at it."""

from dataclasses import dataclass

import numpy as np

from veille.synth.channels import draw_channels
from veille.synth.columns import Rows
from veille.synth.roles import draw_roles
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "servers"


@dataclass(frozen=True)
class Inside:
    """Rules, moderators, channels and roles of the servers of a block, seen or not.

    Attributes
    ----------
    rules_posted, moderators
        Whether rules are posted, and moderators per 1,000 members; shape ``(n_servers,)``.
    channels, roles
        Rows of ``truth_channels`` and ``truth_roles``, with ``owner``.
    """

    rules_posted: np.ndarray
    moderators: np.ndarray
    channels: Rows
    roles: Rows


def draw_inside(setting: Setting, streams: Streams, servers: Rows) -> Inside:
    """Draw what stands inside the servers of a block."""
    rules_posted = _rules_posted(setting, streams, servers["kind"])
    return Inside(
        rules_posted,
        _moderators(setting, streams, servers["kind"]),
        draw_channels(setting, streams, servers, rules_posted),
        draw_roles(setting, streams, servers),
    )


def _rules_posted(setting: Setting, streams: Streams, kind: np.ndarray) -> np.ndarray:
    """Say which servers post rules; a rules channel then exists."""
    chance = setting.array("rules_posted")[kind]
    return streams.open(TABLE, "rules_posted").random(chance.size) < chance


def _moderators(setting: Setting, streams: Streams, kind: np.ndarray) -> np.ndarray:
    shape = setting.number("moderators_shape")
    noise = streams.open(TABLE, "moderators_per_1000").standard_gamma(shape, kind.size) / shape
    return (setting.array("moderators_per_1000")[kind] * noise).round(2)
