"""The true state of the servers of one block."""

import numpy as np

from veille.assumptions.vocabulary import ARCHETYPES
from veille.synth import latent
from veille.synth.columns import Rows, Text, labelled, missing_where
from veille.synth.identifiers import server_ids
from veille.synth.laws import beta, truncated_lognormal
from veille.synth.setting import Setting, at_risk_mask
from veille.synth.sightings import Watch, watch
from veille.synth.streams import Streams

TABLE = "truth_servers"
SMALLEST = 5  # below five members a space is a conversation
SHARES = ("off_platform_share", "external_link_share", "reply_share", "image_share", "video_share")


def draw_servers(setting: Setting, streams: Streams, index: np.ndarray) -> tuple[Rows, Watch]:
    """Give ``truth_servers`` for these indices, and what the watchers did.

    Beside the columns of the schema, rows carry what other draws need: ``index``, ``kind`` (the
    archetype's number), ``closed_week`` (the window's length if it has no end) and ``seen_week``
    (the first sighting; beyond any week if unseen).
    """
    servers = _latent(setting, index)
    servers |= _drawn(setting, streams, servers["kind"])
    watched = watch(setting, streams, servers)
    servers["popularity"] = servers["popularity"].round(4)
    servers["sighting_probability"] = watched.probability.round(6)
    servers["observed"] = watched.observed
    servers["seen_week"] = watched.week.min(axis=1)
    return servers, watched


def _latent(setting: Setting, index: np.ndarray) -> Rows:
    kind = latent.archetype(setting, index)
    created = latent.created_week(setting, index)
    closed = latent.closed_week(setting, index, kind, created)
    return {
        "index": index,
        "kind": kind,
        "server_id": labelled(server_ids(setting.seed, index)),
        "archetype": Text(kind, list(ARCHETYPES)),
        "at_risk": at_risk_mask()[kind],
        "created_week": created,
        "closed_week": closed,
        "end_week": missing_where(closed, closed == setting.n_weeks),
        "popularity": latent.popularity(setting, index, kind),
        "seeable": latent.seeable(setting, index, kind),
    }


def _drawn(setting: Setting, streams: Streams, kind: np.ndarray) -> Rows:
    rows = {
        "members": _members(setting, streams, kind),
        "active_share": _share(setting, streams, kind, "active_share"),
        "messages_per_active_week": _rate(setting, streams, kind),
        "gated_propensity": beta(
            streams.open(TABLE, "gated_propensity"),
            setting.array("gated_share")[kind],
            setting.number("gated_concentration"),
        ).round(6),
    }
    rows |= {name: _share(setting, streams, kind, name) for name in SHARES}
    return rows | {"token_rate": _token_rate(setting, streams, kind)}


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
