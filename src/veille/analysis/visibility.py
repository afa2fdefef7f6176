"""What is hidden behind gates: put back the channels that the list does not show.

A channel behind ``d`` gates is listed with probability ``v ** d``; each listed one then stands
for ``1 / v ** d`` channels (Horvitz and Thompson, 1952).  The observer does not know ``v``: the
estimate is a function of it, and a range of ``v`` gives a range of answers (Manski, 2003).
"""

import numpy as np
import pandas as pd

from veille.analysis.structure import beyond_entrance
from veille.errors import VeilleError


def gated_share_given(
    channels: pd.DataFrame, server_ids: pd.Series, visibility: float
) -> pd.Series:
    r"""Give each server's share of channels behind a gate, hidden ones put back.

    With ``O`` open channels and an unbiased count ``G`` of gated ones, ``G / (G + O)`` is too low
    on average, since it is concave in ``G``.  The term of second order,
    ``O Var(G) / (G + O)**3``, with ``Var(G)`` estimated by the sum of ``(1 - p) / p**2`` over
    listed channels, takes most of it back and keeps the share within 0 and 1.

    Parameters
    ----------
    channels
        Listed channels: ``server_id``, ``kind``, ``depth``.
    server_ids
        Servers that were seen.  One that lists nothing beyond its entrance is taken to hold
        gated channels only: every server is assumed to have a channel beyond the entrance, and
        every open channel to be listed.
    visibility
        ``v``, above 0 and at most 1.

    Examples
    --------
    >>> listed = pd.DataFrame({"server_id": ["a"] * 3, "kind": ["media", "voice", "private"],
    ...                        "depth": [0, 0, 1]})
    >>> gated_share_given(listed, pd.Series(["a"]), 1.0).round(3).to_list()
    [0.333]
    >>> gated_share_given(listed, pd.Series(["a"]), 0.5).round(3).to_list()
    [0.562]
    """
    if not 0 < visibility <= 1:
        raise VeilleError(f"La visibilité vaut {visibility:g} : plus de 0 et au plus 1 attendus.")
    index = pd.Index(server_ids, name="server_id")
    owner = index.get_indexer(channels["server_id"])
    kept = beyond_entrance(channels) & (owner >= 0)
    owner, depth = owner[kept], channels["depth"].to_numpy()[kept]
    stands_for = np.where(depth > 0, visibility ** -depth.astype(float), 0.0)
    opened = np.bincount(owner, depth == 0, len(index))
    gated = np.bincount(owner, stands_for, len(index))
    variance = np.bincount(owner, stands_for * np.maximum(stands_for - 1, 0), len(index))
    total = np.where(opened + gated > 0, opened + gated, np.nan)
    share = gated / total + opened * variance / total**3
    return pd.Series(share, index=index).fillna(1.0)
