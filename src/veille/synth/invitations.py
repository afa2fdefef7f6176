"""The invitations published by one block, towards any server of the world.

Targets are proposed evenly over the world, then kept with a probability proportional to their
popularity and to the affinity between classes.  The proposal rate is raised so that each
archetype publishes, on average over worlds, exactly its planted number of invitations.
"""

import numpy as np
import pandas as pd

from veille.assumptions.vocabulary import INVITATION_KINDS
from veille.synth import latent
from veille.synth.identifiers import server_ids
from veille.synth.laws import pick, truncated_pareto_mean
from veille.synth.setting import Setting, class_numbers
from veille.synth.streams import Streams

TABLE = "truth_invitations"


def draw_invitations(
    setting: Setting, streams: Streams, index: np.ndarray, servers: pd.DataFrame
) -> pd.DataFrame:
    """Give ``truth_invitations`` whose source is in this block."""
    kind = servers["kind"].to_numpy()
    strength = _strength(setting)
    pull = strength @ setting.archetype_probabilities
    needed = np.divide(1, pull, out=np.zeros_like(pull), where=pull > 0)  # nobody to invite
    top = strength.max(axis=1) * setting.number("popularity_max") / _mean_popularity(setting)
    proposals = setting.array("out_links_mean")[kind] * (top * needed)[class_numbers()[kind]]
    number = streams.open(TABLE, "proposals").poisson(proposals)
    source = np.repeat(np.arange(index.size), number)
    target = _other_servers(setting, streams, index[source])
    kept = _accepted(setting, streams, kind[source], target, top)
    source, target = source[kept], target[kept]

    week = _weeks(setting, streams, servers["created_week"].to_numpy()[source], target)
    frame = pd.DataFrame({
        "source": servers["server_id"].to_numpy()[source],
        "target": server_ids(setting.seed, target),
        "week": week,
        "kind": _kinds(setting, streams, kind[source]),
    })
    listed = streams.open(TABLE, "seen").random(source.size) < setting.number("link_visibility")
    frame["seen"] = listed & servers["observed"].to_numpy()[source]
    return frame.drop_duplicates(["source", "target", "week"], ignore_index=True)


def _mean_popularity(setting: Setting) -> float:
    """Give the mean popularity of a server, that of its archetype apart."""
    return truncated_pareto_mean(
        setting.number("popularity_tail"), setting.number("popularity_max")
    )


def _strength(setting: Setting) -> np.ndarray:
    """Give the pull of each archetype (columns) on each class (rows), popularity noise apart."""
    affinity = setting.array("link_affinity")[:, class_numbers()]
    return affinity * setting.array("popularity_ratio")


def _other_servers(setting: Setting, streams: Streams, source: np.ndarray) -> np.ndarray:
    drawn = streams.open(TABLE, "target").integers(0, setting.n_servers - 1, source.size)
    return drawn + (drawn >= source)


def _accepted(
    setting: Setting, streams: Streams, kind: np.ndarray, target: np.ndarray, top: np.ndarray
) -> np.ndarray:
    target_kind = latent.archetype(setting, target)
    own = latent.popularity(setting, target, target_kind) / _mean_popularity(setting)
    classes = class_numbers()
    affinity = setting.array("link_affinity")[classes[kind], classes[target_kind]]
    uniform = streams.open(TABLE, "accepted").random(target.size)
    return uniform * top[classes[kind]] < own * affinity


def _weeks(
    setting: Setting, streams: Streams, source_created: np.ndarray, target: np.ndarray
) -> np.ndarray:
    """Draw a week when both servers exist."""
    first = np.maximum(source_created, latent.created_week(setting, target))
    first = np.maximum(first, 0)
    uniform = streams.open(TABLE, "week").random(target.size)
    return first + np.floor(uniform * (setting.n_weeks - first)).astype(np.int64)


def _kinds(setting: Setting, streams: Streams, kind: np.ndarray) -> np.ndarray:
    mix = setting.array("invitation_kind_mix")[class_numbers()[kind]]
    uniform = streams.open(TABLE, "kind").random(kind.size)
    return np.array(list(INVITATION_KINDS))[pick(uniform, mix)]
