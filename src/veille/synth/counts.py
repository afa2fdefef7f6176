"""The tokens that the watch reads in the open part of one block's servers.

For each server and slot the uses of the whole window are Poisson; each then falls on a week
when the server is read, and on the variant that holds the slot that week.  Ordinary uses of
homonyms are added: they carry no function, and a word filter cannot tell them from the rest.
"""

import numpy as np
import pandas as pd

from veille.assumptions.vocabulary import FAMILIES
from veille.synth.laws import dirichlet
from veille.synth.lexicon import Lexicon
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "keyword_counts"


def draw_profiles(setting: Setting, streams: Streams, servers: pd.DataFrame) -> np.ndarray:
    """Give the share of each family in each server's uses, shape ``(n_servers, n_families)``."""
    mean = setting.array("family_profile")[servers["kind"].to_numpy()]
    rng = streams.open("truth_keyword_counts", "share")
    return dirichlet(rng, mean, setting.number("profile_concentration"))


def weeks_read(setting: Setting, servers: pd.DataFrame) -> np.ndarray:
    """Give how many weeks each server is read: from its creation, or the start of the window."""
    return setting.n_weeks - np.maximum(servers["created_week"].to_numpy(), 0)


def expected_reads(setting: Setting, servers: pd.DataFrame, profiles: np.ndarray) -> np.ndarray:
    """Give the expected uses read per server and family, shape ``(n_servers, n_families)``."""
    per_week = setting.number("read_quota") * servers["token_rate"].to_numpy() / 100
    total = per_week * weeks_read(setting, servers)
    return total[:, None] * profiles * setting.array("open_use_share")


def profile_table(
    servers: pd.DataFrame, profiles: np.ndarray, expected: np.ndarray
) -> pd.DataFrame:
    """Give ``truth_keyword_counts``: one row per server and family."""
    n_families = len(FAMILIES)
    return pd.DataFrame({
        "server_id": np.repeat(servers["server_id"].to_numpy(), n_families),
        "family_id": np.tile(np.array(list(FAMILIES)), len(servers)),
        "share": profiles.ravel().round(6),
        "expected_read": expected.ravel().round(4),
    })


def draw_counts(
    setting: Setting, streams: Streams, lexicon: Lexicon, servers: pd.DataFrame,
    expected: np.ndarray,
) -> pd.DataFrame:
    """Give ``keyword_counts`` of the servers seen in this block, by server, week and variant."""
    seen = servers["observed"].to_numpy()
    server, slot = _draw_uses(setting, streams, lexicon, expected)
    week = _draw_weeks(setting, streams.open(TABLE, "week"), servers, server)
    variant = lexicon.holder[slot, week]
    extra_server, extra_week, extra_variant = _draw_ordinary(setting, streams, lexicon, servers)

    server = np.concatenate([server, extra_server])
    keep = seen[server]
    week = np.concatenate([week, extra_week])[keep]
    variant = np.concatenate([variant, extra_variant])[keep]
    return _tabulate(setting, lexicon, servers, server[keep], week, variant)


def _draw_uses(
    setting: Setting, streams: Streams, lexicon: Lexicon, expected: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Draw the server and the slot of every functional use."""
    shape = setting.number("dialect_shape")
    size = (expected.shape[0], lexicon.weight.size)
    habit = streams.open(TABLE, "dialect").standard_gamma(shape, size) / shape
    rate = expected[:, lexicon.family] * lexicon.weight * habit
    uses = streams.open(TABLE, "uses").poisson(rate)
    server, slot = np.nonzero(uses)
    times = uses[server, slot]
    return np.repeat(server, times), np.repeat(slot, times)


def _draw_weeks(
    setting: Setting, rng: np.random.Generator, servers: pd.DataFrame, server: np.ndarray
) -> np.ndarray:
    length = weeks_read(setting, servers)[server]
    return setting.n_weeks - length + np.floor(rng.random(server.size) * length).astype(np.int64)


def _draw_ordinary(
    setting: Setting, streams: Streams, lexicon: Lexicon, servers: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw server, week and variant of the ordinary uses of homonyms."""
    rate = setting.array("homonym_ordinary_rate")[servers["kind"].to_numpy()] / 100
    mean = setting.number("read_quota") * rate * weeks_read(setting, servers)
    number = streams.open(TABLE, "ordinary").poisson(mean)
    server = np.repeat(np.arange(number.size), number)
    week = _draw_weeks(setting, streams.open(TABLE, "ordinary_week"), servers, server)
    place = streams.open(TABLE, "ordinary_slot").random(server.size)
    slot = _homonym_slot(lexicon, week, place)
    found = slot >= 0
    return server[found], week[found], lexicon.holder[slot[found], week[found]]


def _homonym_slot(lexicon: Lexicon, week: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Choose a slot held by a homonym in that week, by weight; -1 where there is none."""
    homonym = lexicon.variants["homonym"].to_numpy()[lexicon.holder]
    edges = np.cumsum(lexicon.weight[:, None] * homonym, axis=0).T
    total = edges[:, -1:]
    some = total[:, 0] > 0
    edges = np.divide(edges, total, out=np.ones_like(edges), where=total > 0)
    ladder = (edges + np.arange(edges.shape[0])[:, None]).ravel()
    slot = np.searchsorted(ladder, week + place, side="right") - week * edges.shape[1]
    return np.where(some[week], slot, -1)


def _tabulate(
    setting: Setting, lexicon: Lexicon, servers: pd.DataFrame, server: np.ndarray,
    week: np.ndarray, variant: np.ndarray,
) -> pd.DataFrame:
    n_variants = len(lexicon.variants)
    key = (server * setting.n_weeks + week) * n_variants + variant
    key, count = np.unique(key, return_counts=True)
    rest, variant = np.divmod(key, n_variants)
    server, week = np.divmod(rest, setting.n_weeks)
    return pd.DataFrame({
        "server_id": servers["server_id"].to_numpy()[server],
        "week": week,
        "variant_id": lexicon.variants["variant_id"].to_numpy()[variant],
        "count": count,
    })
