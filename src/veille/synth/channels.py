"""The channels of one block: the entrance, then open and gated channels, and who sees them."""

import numpy as np
import pandas as pd

from veille.assumptions.vocabulary import (
    CLOSED_GATES,
    GATED_KINDS,
    OPEN_KINDS,
)
from veille.synth.identifiers import numbered
from veille.synth.laws import pick
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "truth_channels"
MAX_CHANNELS = 500
MAX_DEPTH = 4
ENTRANCE_VOLUME = 0.05  # of an ordinary channel's activity
PER_CATEGORY = 8  # topics beyond eight open another heading
_CODES = 9_973  # prime, so that the opaque numbering below never repeats within a server
_CATEGORY = {
    "welcome": "entrance", "rules": "entrance", "facade_general": "community",
    "voice": "community", "bots": "community", "trade": "exchange",
    "external_links": "exchange", "moderation": "staff", "private": "private",
}


def draw_channels(
    setting: Setting, streams: Streams, servers: pd.DataFrame, rules_posted: np.ndarray
) -> pd.DataFrame:
    """Give ``truth_channels`` for a block of servers: the entrance first, then the others."""
    kind = servers["kind"].to_numpy()
    extra = _counts(setting, streams, kind)
    entrance = 1 + rules_posted.astype(np.int64)
    owner = np.repeat(np.arange(kind.size), entrance + extra)
    rank = _rank_within(owner)
    is_entrance = rank < entrance[owner]

    propensity = servers["gated_propensity"].to_numpy()[owner]
    gated = streams.open(TABLE, "gated").random(owner.size) < propensity
    gated &= ~is_entrance
    frame = pd.DataFrame({
        "server_id": servers["server_id"].to_numpy()[owner],
        "channel_id": _channel_ids(streams, owner, rank, kind.size),
        "kind": _kinds(setting, streams, kind[owner], gated, is_entrance, rank),
        "gate": _gates(setting, streams, kind[owner], gated),
        "depth": _depths(setting, streams, kind[owner], gated),
    })
    frame["messages_per_week"] = _volumes(setting, streams, servers, owner, gated, is_entrance)
    frame.insert(2, "category", _categories(frame["kind"], owner))
    listed = streams.open(TABLE, "visible").random(owner.size)
    chance = setting.number("gated_visibility") ** frame["depth"].to_numpy()
    frame["visible"] = (listed < chance) & servers["observed"].to_numpy()[owner]
    return frame


def _counts(setting: Setting, streams: Streams, kind: np.ndarray) -> np.ndarray:
    """Draw how many channels stand beyond the entrance: at least one, of the planted mean."""
    beyond_first = setting.array("channels_mean")[kind] - 1
    size = setting.number("channels_dispersion")
    rng = streams.open(TABLE, "count")
    drawn = rng.negative_binomial(size, size / (size + beyond_first))
    return 1 + np.minimum(drawn, MAX_CHANNELS)


def _rank_within(owner: np.ndarray) -> np.ndarray:
    """Number the rows of each owner from 0; owners stand in runs."""
    starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    return np.arange(owner.size) - np.repeat(starts, np.diff(np.r_[starts, owner.size]))


def _channel_ids(
    streams: Streams, owner: np.ndarray, rank: np.ndarray, n_servers: int
) -> np.ndarray:
    """Number channels so that a gap in the list does not tell how many are hidden."""
    rng = streams.open(TABLE, "channel_id")
    factor = rng.integers(1, _CODES, n_servers)[owner]
    shift = rng.integers(0, _CODES, n_servers)[owner]
    number = ((rank + 1) * factor + shift) % _CODES
    return numbered("C", number, 4)


def _kinds(
    setting: Setting, streams: Streams, archetype: np.ndarray, gated: np.ndarray,
    is_entrance: np.ndarray, rank: np.ndarray,
) -> np.ndarray:
    uniform = streams.open(TABLE, "kind").random(archetype.size)
    opened = np.array(list(OPEN_KINDS))[pick(uniform, setting.array("open_kind_mix")[archetype])]
    closed = np.array(list(GATED_KINDS))[pick(uniform, setting.array("gated_kind_mix")[archetype])]
    kind = np.where(gated, closed, opened)
    return np.where(is_entrance, np.where(rank == 0, "welcome", "rules"), kind)


def _gates(
    setting: Setting, streams: Streams, archetype: np.ndarray, gated: np.ndarray
) -> np.ndarray:
    uniform = streams.open(TABLE, "gate").random(archetype.size)
    closed = np.array(list(CLOSED_GATES))[pick(uniform, setting.array("gate_mix")[archetype])]
    return np.where(gated, closed, "open")


def _depths(
    setting: Setting, streams: Streams, archetype: np.ndarray, gated: np.ndarray
) -> np.ndarray:
    go_on = setting.array("next_gate_probability")[archetype]
    drawn = streams.open(TABLE, "depth").geometric(1 - go_on)
    return np.where(gated, np.minimum(drawn, MAX_DEPTH), 0)


def _volumes(
    setting: Setting, streams: Streams, servers: pd.DataFrame, owner: np.ndarray,
    gated: np.ndarray, is_entrance: np.ndarray,
) -> np.ndarray:
    """Share each server's messages among its channels."""
    archetype = servers["kind"].to_numpy()[owner]
    shape = setting.array("volume_evenness")[archetype]
    weight = streams.open(TABLE, "messages_per_week").standard_gamma(shape) / shape
    weight = weight * np.where(gated, setting.array("gated_volume_ratio")[archetype], 1.0)
    weight = np.where(is_entrance, ENTRANCE_VOLUME, weight)
    total = np.bincount(owner, weight)[owner]
    messages = servers["members"] * servers["active_share"] * servers["messages_per_active_week"]
    return np.rint(messages.to_numpy()[owner] * weight / total).astype(np.int64)


def _categories(kind: pd.Series, owner: np.ndarray) -> np.ndarray:
    fixed = kind.map(_CATEGORY)
    topic = fixed.isna().to_numpy()
    number = pd.Series(topic).groupby(owner).cumsum().to_numpy()
    heading = 1 + (number - 1) // PER_CATEGORY
    return np.where(topic, np.char.add("topics-", heading.astype("U3")), fixed.fillna(""))
