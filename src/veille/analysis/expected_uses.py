"""The uses to be expected in a world whose truth is known, by what they are.

A use that was read does not say whether it is coded or ordinary; its expectation does.  Coded
uses of a server are spread over its weeks, and over the variants in use by their planted weights;
ordinary uses follow the rate of its archetype, over the homonyms in use by the same weights.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from veille.analysis.filters import ORDINARY, Mass
from veille.analysis.uses import Uses


def expected_mass(tables: Mapping[str, pd.DataFrame], uses: Uses) -> Mass:
    """Give expected uses by token and week, over the servers seen.

    Parameters
    ----------
    tables
        ``truth_servers``, ``truth_keyword_counts``, ``truth_keyword_variants`` and
        ``truth_parameters``.
    uses
        From the same world: its tokens and weeks are those of the answer.
    """
    servers = tables["truth_servers"].query("observed").set_index("server_id")
    there = weeks_there(servers, uses.n_weeks)
    at_risk = servers["at_risk"].to_numpy(dtype=float)
    weight = _weights(tables["truth_keyword_variants"], uses)
    coded = [_coded(tables["truth_keyword_counts"], servers, there * side[:, None], uses)
             for side in (at_risk, 1 - at_risk)]
    wanted, innocent = (weight * part[uses.family] for part in coded)
    other = innocent + _ordinary(tables["truth_parameters"], servers, there, weight, uses)
    free = (uses.families == ORDINARY)[uses.family][:, None]
    return Mass(np.where(free, 0, wanted), other + np.where(free, wanted, 0))


def weeks_there(servers: pd.DataFrame, n_weeks: int) -> np.ndarray:
    """Say in which weeks each server exists, shape ``(n_servers, n_weeks)``."""
    first = servers["created_week"].clip(lower=0).to_numpy()[:, None]
    end = servers["end_week"].fillna(n_weeks).to_numpy(dtype=float)[:, None]
    weeks = np.arange(n_weeks)
    return (first <= weeks) & (weeks < end)


def _weights(truth: pd.DataFrame, uses: Uses) -> np.ndarray:
    """Give the planted weight of each token while it is in use, shape ``(n_tokens, n_weeks)``."""
    frame = truth.set_index("variant_id").loc[uses.tokens]
    return frame["weight"].to_numpy()[:, None] * uses.alive()


def _coded(
    truth: pd.DataFrame, servers: pd.DataFrame, there: np.ndarray, uses: Uses
) -> np.ndarray:
    """Give expected uses of each family in each week, shape ``(n_families, n_weeks)``."""
    table = truth[truth["server_id"].isin(servers.index)].pivot_table(
        "expected_read", "server_id", "family_id", observed=True)
    read = table.reindex(index=servers.index, columns=uses.families).fillna(0).to_numpy()
    length = weeks_there(servers, uses.n_weeks).sum(axis=1)
    return (read / np.maximum(length, 1)[:, None]).T @ there


def _ordinary(
    parameters: pd.DataFrame, servers: pd.DataFrame, there: np.ndarray, weight: np.ndarray,
    uses: Uses,
) -> np.ndarray:
    planted = parameters.set_index(["parameter", "key"])["value"]
    rate = planted["homonym_ordinary_rate"].reindex(servers["archetype"]).to_numpy() / 100
    read = planted["read_quota", "all"] * rate @ there
    held = weight * uses.homonym[:, None]
    total = held.sum(axis=0)
    return held * np.divide(read, total, out=np.zeros_like(total), where=total > 0)
