"""The tokens that the watch reads in the open part of one block's servers.

For each server and slot the uses of the whole window are Poisson around a habit of the server,
itself a gamma variable; each then falls on a week when the server is read, and on the variant
that holds the slot that week.  Ordinary uses of homonyms are added: they carry no function, and
a word filter cannot tell them from the rest.
"""

import numpy as np

from veille.assumptions.vocabulary import FAMILIES
from veille.synth import latent
from veille.synth.columns import Rows, Text
from veille.synth.laws import dirichlet, negative_binomial
from veille.synth.lexicon import Lexicon
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "keyword_counts"


def draw_profiles(setting: Setting, streams: Streams, servers: Rows) -> np.ndarray:
    """Give the share of each family in each server's uses, shape ``(n_servers, n_families)``."""
    mean = setting.array("family_profile")[servers["kind"]]
    rng = streams.open("truth_keyword_counts", "share")
    return dirichlet(rng, mean, setting.number("profile_concentration"))


def weeks_read(servers: Rows) -> np.ndarray:
    """Give how many weeks each server is read: every week of the window when it exists."""
    return servers["closed_week"] - latent.first_week(servers["created_week"])


def expected_reads(setting: Setting, servers: Rows, profiles: np.ndarray) -> np.ndarray:
    """Give the expected uses read per server and family, shape ``(n_servers, n_families)``."""
    per_week = setting.number("read_quota") * servers["token_rate"] / 100
    total = per_week * weeks_read(servers)
    return total[:, None] * profiles * setting.array("open_use_share")


def profile_table(servers: Rows, profiles: np.ndarray, expected: np.ndarray) -> Rows:
    """Give ``truth_keyword_counts``: one row per server and family."""
    n_servers, n_families = profiles.shape
    return {
        "server_id": servers["server_id"][np.repeat(np.arange(n_servers), n_families)],
        "family_id": Text(np.tile(np.arange(n_families), n_servers), list(FAMILIES)),
        "share": profiles.ravel().round(6),
        "expected_read": expected.ravel().round(4),
    }


def draw_counts(
    setting: Setting, streams: Streams, lexicon: Lexicon, servers: Rows, expected: np.ndarray
) -> Rows:
    """Give ``keyword_counts`` of the servers seen in this block, by server, week and variant."""
    seen = np.flatnonzero(servers["observed"])
    server, slot = _draw_uses(setting, streams, lexicon, expected[seen])
    server = seen[server]
    week = _draw_weeks(streams.open(TABLE, "week"), servers, server)
    variant = _holder(lexicon, slot, week)
    ordinary = _draw_ordinary(setting, streams, lexicon, servers)
    joined = [np.concatenate(pair) for pair in zip((server, week, variant), ordinary, strict=True)]
    return _tabulate(setting, lexicon, servers, *joined)


def _draw_uses(
    setting: Setting, streams: Streams, lexicon: Lexicon, expected: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Draw the row of ``expected`` and the slot of every functional use."""
    rate = np.take(expected, lexicon.family, axis=1)  # in order, unlike [:, …]
    rate *= lexicon.weight
    rng = streams.open(TABLE, "uses")
    uses = negative_binomial(rng, rate, setting.number("dialect_shape")).ravel()
    cell = np.flatnonzero(uses > 0)  # truths are three times faster to look through than numbers
    return _split(np.repeat(cell, uses[cell]), lexicon.weight.size)


def _split(key: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Give the quotient and the remainder, five times faster than ``divmod`` does."""
    quotient = key // size
    return quotient, key - quotient * size


def _draw_weeks(rng: np.random.Generator, servers: Rows, server: np.ndarray) -> np.ndarray:
    position = rng.random(server.size)
    position *= np.take(weeks_read(servers).astype(float), server)
    return np.take(latent.first_week(servers["created_week"]), server) + position.astype(np.int64)


def _draw_ordinary(
    setting: Setting, streams: Streams, lexicon: Lexicon, servers: Rows
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw server, week and variant of the ordinary uses of homonyms."""
    rate = setting.array("homonym_ordinary_rate")[servers["kind"]] / 100
    mean = setting.number("read_quota") * rate * weeks_read(servers) * servers["observed"]
    number = streams.open(TABLE, "ordinary").poisson(mean)
    server = np.repeat(np.arange(number.size), number)
    week = _draw_weeks(streams.open(TABLE, "ordinary_week"), servers, server)
    place = streams.open(TABLE, "ordinary_slot").random(server.size)
    slot = lexicon.homonyms.draw(week, place)
    found = slot >= 0
    server, week, slot = server[found], week[found], slot[found]
    return server, week, _holder(lexicon, slot, week)


def _holder(lexicon: Lexicon, slot: np.ndarray, week: np.ndarray) -> np.ndarray:
    """Give the variant that holds each slot that week; one flat look-up is twice as fast."""
    return lexicon.holder.ravel()[slot * lexicon.holder.shape[1] + week]


def _tabulate(
    setting: Setting, lexicon: Lexicon, servers: Rows, server: np.ndarray, week: np.ndarray,
    variant: np.ndarray,
) -> Rows:
    labels = lexicon.variant_id
    key = (server * setting.n_weeks + week) * len(labels) + variant
    largest = len(servers["server_id"]) * setting.n_weeks * len(labels)
    if largest < np.iinfo(np.int32).max:  # half as wide, twice as fast to sort
        key = key.astype(np.int32)
    key, count = np.unique(key, return_counts=True)
    rest, variant = _split(key, len(labels))
    server, week = _split(rest, setting.n_weeks)
    return {
        "server_id": servers["server_id"][server],
        "week": week.astype(np.int64),
        "variant_id": Text(variant, labels),
        "count": count,
    }
