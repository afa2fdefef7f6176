"""Ends and re-creations, as they are and as the watch knows them.

Three things stand between a count of successors and a reproduction number.

- Spaces that still exist have no successor yet: only those that ended are parents.  Dividing by
  all spaces is low, most of all where lives are long.
- Successors may open after the window.  The estimator that is right divides those that opened
  by the sum, over ends, of the probability that a delay is shorter than what was left of the
  window; or keeps only ends followed for some weeks.
- The watch finds each link with probability v, and knows nothing of what follows a missed one.
  Each known end still shows its successors thinned alike, so the mean is v times the
  reproduction number, and the observed tables alone cannot tell the one from the other.

Lives are censored likewise: the mean of completed lives is short, ends over days observed is not.
A server that lives longer is also more often seen before its end: known ends are not all ends.
"""

import numpy as np

from veille.assumptions.vocabulary import CAUSES, REGIMES
from veille.synth.columns import Rows, Text, labelled, missing_where, take
from veille.synth.identifiers import offspring_ids, server_ids
from veille.synth.lineages import SUSTAINED, draw_lineages
from veille.synth.setting import Setting
from veille.synth.streams import Streams


def closure_tables(setting: Setting, streams: Streams, servers: Rows) -> dict[str, Rows]:
    """Give ``closures``, ``successions`` and ``truth_lineages`` of a block."""
    spaces = draw_lineages(setting, streams, servers)
    named = _named(setting, servers, spaces)
    ended = spaces["end_day"] < 7 * setting.n_weeks
    return {
        "closures": _closures(spaces, named, ended),
        "successions": _successions(spaces, named),
        "truth_lineages": _truth(servers, spaces, named, ended),
    }


def _named(setting: Setting, servers: Rows, spaces: Rows) -> Text:
    """Give each space's identifier: a first server keeps its own."""
    index, first = servers["index"][spaces["lineage"]], spaces["parent"] < 0
    labels = np.where(
        first, server_ids(setting.seed, index),
        offspring_ids(setting.seed, "R", "successors", index, spaces["rank"]),
    )
    return labelled(labels)


def _closures(spaces: Rows, named: Text, ended: np.ndarray) -> Rows:
    """Give the ends that the watch knows: of each space that it saw or found."""
    rows = {
        "server_id": named,
        "week": spaces["end_day"] // 7,
        "cause": _causes(spaces),
        "sustained": spaces["regime"] == SUSTAINED,
        "members": spaces["members"],
    }
    return take(rows, ended & spaces["known"])


def _successions(spaces: Rows, named: Text) -> Rows:
    """Give the links that the watch found: it knows both ends of each."""
    parent = spaces["parent"]
    rows = {
        "predecessor_id": Text(parent, named.labels),
        "successor_id": named,
        "week": spaces["opened_day"] // 7,
        "delay_days": spaces["opened_day"] - spaces["end_day"][parent],
        "members_carried_share": spaces["carried"].round(4),
    }
    return take(rows, spaces["known"] & (parent >= 0))


def _truth(servers: Rows, spaces: Rows, named: Text, ended: np.ndarray) -> Rows:
    parent = spaces["parent"]
    first = parent < 0
    return {
        "server_id": named,
        "lineage_id": servers["server_id"][spaces["lineage"]],
        "generation": spaces["generation"],
        "predecessor_id": Text(parent, named.labels),
        "opened_day": missing_where(spaces["opened_day"], first),
        "end_day": missing_where(spaces["end_day"], ~ended),
        "cause": _causes(spaces).where(ended),
        "regime": Text(spaces["regime"], list(REGIMES)).where(ended),
        "n_successors": spaces["offspring"],
        "n_opened": np.bincount(parent[~first], minlength=first.size),
        "capped": spaces["capped"],
        "members": spaces["members"],
        "members_carried_share": missing_where(spaces["carried"].round(6), first),
        "known": spaces["known"],
    }


def _causes(spaces: Rows) -> Text:
    causes = list(CAUSES)
    return Text(np.where(spaces["service"], causes.index("service"), causes.index("voluntary")),
                causes)
