"""The true state of the servers of one block."""

import numpy as np
import pandas as pd

from veille.assumptions.vocabulary import ARCHETYPES
from veille.synth import latent
from veille.synth.identifiers import server_ids
from veille.synth.laws import beta, truncated_lognormal
from veille.synth.setting import Setting, at_risk_mask
from veille.synth.streams import Streams

TABLE = "truth_servers"
SMALLEST = 5  # below five members a space is a conversation
SHARES = ("off_platform_share", "external_link_share", "reply_share", "image_share", "video_share")


def draw_servers(setting: Setting, streams: Streams, index: np.ndarray) -> pd.DataFrame:
    """Give ``truth_servers`` for these indices, with ``kind``, the archetype's number."""
    kind = latent.archetype(setting, index)
    fame = latent.popularity(setting, index, kind)
    chance = latent.sighting_probability(setting, fame)
    frame = pd.DataFrame({
        "server_id": server_ids(setting.seed, index),
        "archetype": np.array(list(ARCHETYPES))[kind],
        "at_risk": at_risk_mask()[kind],
        "created_week": latent.created_week(setting, index),
        "popularity": fame.round(4),
        "sighting_probability": chance.round(6),
        "observed": latent.observed(setting, index, chance),
        "members": _members(setting, streams, kind),
        "active_share": _share(setting, streams, kind, "active_share"),
        "messages_per_active_week": _rate(setting, streams, kind),
        "gated_propensity": beta(
            streams.open(TABLE, "gated_propensity"),
            setting.array("gated_share")[kind],
            setting.number("gated_concentration"),
        ).round(6),
    })
    for name in SHARES:
        frame[name] = _share(setting, streams, kind, name)
    frame["token_rate"] = _token_rate(setting, streams, kind)
    return frame.assign(kind=kind)


def _members(setting: Setting, streams: Streams, kind: np.ndarray) -> np.ndarray:
    drawn = truncated_lognormal(
        streams.open(TABLE, "members").random(kind.size),
        setting.array("members_mean")[kind],
        setting.number("members_log_sd"),
        SMALLEST,
        setting.number("members_max"),
    )
    return np.rint(drawn).astype(np.int64)


def _share(setting: Setting, streams: Streams, kind: np.ndarray, name: str) -> np.ndarray:
    mean = setting.array(name)[kind]
    drawn = beta(streams.open(TABLE, name), mean, setting.number("share_concentration"))
    return drawn.round(6)


def _rate(setting: Setting, streams: Streams, kind: np.ndarray) -> np.ndarray:
    sd = setting.number("messages_log_sd")
    noise = streams.open(TABLE, "messages_per_active_week").normal(-(sd**2) / 2, sd, kind.size)
    return (setting.array("messages_per_active_week")[kind] * np.exp(noise)).round(4)


def _token_rate(setting: Setting, streams: Streams, kind: np.ndarray) -> np.ndarray:
    shape = setting.number("token_rate_shape")
    noise = streams.open(TABLE, "token_rate").standard_gamma(shape, kind.size) / shape
    return (setting.array("token_rate")[kind] * noise).round(4)
