"""Servers flagged by a score: how many at-risk ones, and which communities pay for it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from veille.analysis.coverage import wilson
from veille.analysis.structure import measure
from veille.analysis.uses import Uses

SIGNS = ("off_platform_share", "external_link_share", "reply_share", "image_share", "video_share",
         "moderators_per_1000", "verification_level", "rules_posted")


def caught_per_week(uses: Uses, listed: np.ndarray, weeks: range, there: np.ndarray) -> np.ndarray:
    """Give the uses that a list catches in each server, per week when it is read.

    Parameters
    ----------
    listed
        Which tokens are in the list in each week, shape ``(n_tokens, n_weeks)``.
    weeks
        The period looked at.
    there
        Weeks when each server is read, shape ``(n_servers, n_weeks)``; missing (NaN) is given
        for a server that is not read in the period.
    """
    inside = (uses.week >= weeks.start) & (uses.week < weeks.stop)
    lines = uses.keep_lines(inside & listed[uses.token, uses.week])
    caught = np.bincount(lines.server, lines.count, uses.servers.size)
    read = there[:, weeks.start:weeks.stop].sum(axis=1)
    return np.divide(caught, read, out=np.full(caught.shape, np.nan), where=read > 0)


def cut_at(scores: np.ndarray, at_risk: np.ndarray, share: float) -> float:
    """Give the highest cut that flags at least this share of the at-risk servers."""
    ranked = np.sort(scores[at_risk & ~np.isnan(scores)])[::-1]
    return float(ranked[int(np.ceil(share * ranked.size)) - 1])


def flagged_share(
    scores: np.ndarray, cut: float, groups: np.ndarray, order: list[str]
) -> pd.DataFrame:
    """Give the share of servers at or above the cut in each group, with Wilson's interval.

    Returns
    -------
    pandas.DataFrame
        ``group``, ``n_servers``, ``value``, ``low``, ``high``; groups without a server are left
        out.
    """
    rows = []
    for group in order:
        known = scores[(groups == group) & ~np.isnan(scores)]
        if known.size:
            found = int((known >= cut).sum())
            rows.append((group, known.size, found / known.size, *wilson(found, known.size)))
    return pd.DataFrame(rows, columns=["group", "n_servers", "value", "low", "high"])


def structural_signs(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Give what a server shows of its structure, no word read: one row per seen server."""
    servers = tables["servers"].set_index("server_id")
    shape = measure(tables["channels"], servers.index.to_series())
    signs = servers[list(SIGNS)].astype(float)
    return signs.assign(gated_share=shape["gated_share"].fillna(1.0),
                        depth=shape["depth"].fillna(0), channels=np.log(servers["n_channels"]))


def structural_score(
    training: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame]
) -> pd.Series:
    """Score servers by a logistic regression learnt in another world, on its watch's labels.

    No truth is used, and no server is in both worlds.

    Returns
    -------
    pandas.Series
        Log-odds, indexed by server.
    """
    labels = training["servers"].set_index("server_id")["observer_label"] == "at_risk"
    known, signs = structural_signs(training), structural_signs(tables)
    model = make_pipeline(StandardScaler(), LogisticRegression())
    model.fit(known, labels.loc[known.index])
    return pd.Series(model.decision_function(signs), index=signs.index)
