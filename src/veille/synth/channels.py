"""The channels of one block: the entrance, then open and gated channels, and who sees them."""

import numpy as np

from veille.assumptions.vocabulary import GATED_KINDS, GATES, KINDS, OPEN_KINDS
from veille.synth.columns import Rows, Text
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
_FIXED = ["entrance", "community", "exchange", "staff", "private"]
_HEADINGS = _FIXED + [f"topics-{rank}" for rank in range(1, 3 + MAX_CHANNELS // PER_CATEGORY)]
_LABELS = list(numbered("C", np.arange(_CODES), 4))
_USES = list(KINDS)
_OPEN = np.array([_USES.index(code) for code in OPEN_KINDS])
_GATED = np.array([_USES.index(code) for code in GATED_KINDS])


def draw_channels(
    setting: Setting, streams: Streams, servers: Rows, rules_posted: np.ndarray
) -> Rows:
    """Give ``truth_channels`` for a block of servers: the entrance first, then the others.

    Rows also carry ``owner``, the place of their server in the block.
    """
    kind = servers["kind"]
    extra = _counts(setting, streams, kind)
    entrance = 1 + rules_posted.astype(np.int64)
    owner = np.repeat(np.arange(kind.size), entrance + extra)
    rank = _rank_within(owner)
    is_entrance = rank < entrance[owner]
    gated = streams.open(TABLE, "gated").random(owner.size) < servers["gated_propensity"][owner]
    gated &= ~is_entrance

    use = _kinds(setting, streams, kind[owner], gated, is_entrance, rank)
    depth = _depths(setting, streams, kind[owner], gated)
    listed = streams.open(TABLE, "visible").random(owner.size)
    chance = setting.number("gated_visibility") ** depth
    return {
        "owner": owner,
        "server_id": servers["server_id"][owner],
        "channel_id": _channel_ids(streams, owner, rank, kind.size),
        "category": _categories(use, owner),
        "kind": use,
        "gate": _gates(setting, streams, kind[owner], gated),
        "depth": depth,
        "messages_per_week": _volumes(setting, streams, servers, owner, gated, is_entrance),
        "visible": (listed < chance) & servers["observed"][owner],
    }


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
) -> Text:
    """Number channels so that a gap in the list does not tell how many are hidden."""
    rng = streams.open(TABLE, "channel_id")
    factor = rng.integers(1, _CODES, n_servers)[owner]
    shift = rng.integers(0, _CODES, n_servers)[owner]
    return Text(((rank + 1) * factor + shift) % _CODES, _LABELS)


def _kinds(
    setting: Setting, streams: Streams, archetype: np.ndarray, gated: np.ndarray,
    is_entrance: np.ndarray, rank: np.ndarray,
) -> Text:
    uniform = streams.open(TABLE, "kind").random(archetype.size)
    opened = _OPEN[pick(uniform, setting.array("open_kind_mix")[archetype])]
    closed = _GATED[pick(uniform, setting.array("gated_kind_mix")[archetype])]
    entrance = np.where(rank == 0, _USES.index("welcome"), _USES.index("rules"))
    return Text(np.where(is_entrance, entrance, np.where(gated, closed, opened)), _USES)


def _gates(
    setting: Setting, streams: Streams, archetype: np.ndarray, gated: np.ndarray
) -> Text:
    uniform = streams.open(TABLE, "gate").random(archetype.size)
    closed = 1 + pick(uniform, setting.array("gate_mix")[archetype])
    return Text(np.where(gated, closed, 0), list(GATES))


def _depths(
    setting: Setting, streams: Streams, archetype: np.ndarray, gated: np.ndarray
) -> np.ndarray:
    go_on = setting.array("next_gate_probability")[archetype]
    drawn = streams.open(TABLE, "depth").geometric(1 - go_on)
    return np.where(gated, np.minimum(drawn, MAX_DEPTH), 0)


def _volumes(
    setting: Setting, streams: Streams, servers: Rows, owner: np.ndarray,
    gated: np.ndarray, is_entrance: np.ndarray,
) -> np.ndarray:
    """Share each server's messages among its channels."""
    archetype = servers["kind"][owner]
    shape = setting.array("volume_evenness")[archetype]
    weight = streams.open(TABLE, "messages_per_week").standard_gamma(shape) / shape
    weight = weight * np.where(gated, setting.array("gated_volume_ratio")[archetype], 1.0)
    weight = np.where(is_entrance, ENTRANCE_VOLUME, weight)
    total = np.bincount(owner, weight)[owner]
    messages = servers["members"] * servers["active_share"] * servers["messages_per_active_week"]
    return np.rint(messages[owner] * weight / total).astype(np.int64)


def _categories(use: Text, owner: np.ndarray) -> Text:
    fixed = np.array([_HEADINGS.index(_CATEGORY[code]) if code in _CATEGORY else -1
                      for code in _USES])[use.codes]
    topic = fixed < 0
    so_far = np.cumsum(topic)
    before = so_far - topic
    number = so_far - before[np.searchsorted(owner, owner)]
    heading = len(_FIXED) + (number - 1) // PER_CATEGORY
    return Text(np.where(topic, heading, fixed), _HEADINGS)
