"""How a server is organised: one line of measures per server, from its list of channels.

Every measure belongs to the server; means over a class of servers come after, in `effects`.
"""

import numpy as np
import pandas as pd
from scipy.special import xlogy

from veille.assumptions.vocabulary import ENTRANCE_KINDS, class_of
from veille.errors import VeilleError

THEMATIC = ("requests", "media", "thematic", "trade")
MEASURES = {
    "gated_share": "part des salons derrière un palier",
    "depth": "paliers avant le salon le plus profond",
    "thematic": "nombre effectif de salons thématiques",
}


def beyond_entrance(channels: pd.DataFrame) -> np.ndarray:
    """Say which channels are neither the welcome nor the rules."""
    return ~channels["kind"].isin(list(ENTRANCE_KINDS)).to_numpy()


def effective_numbers(volumes: np.ndarray, owners: np.ndarray, n_owners: int) -> np.ndarray:
    """Give each owner's effective number of channels: the Hill number of order 1.

    The exponential of Shannon's entropy of the shares of messages (Hill, 1973; Jost, 2006): the
    number of equally busy channels that would be as diverse.  An owner without any message
    has none.

    Parameters
    ----------
    volumes
        Messages per channel, shape ``(n_channels,)``, not negative.
    owners
        The owner of each channel, whole numbers from 0 to ``n_owners - 1``, same shape.

    Examples
    --------
    >>> effective_numbers(np.array([5, 5, 5, 9, 0]), np.array([0, 0, 0, 1, 1]), 3).round(9).tolist()
    [3.0, 1.0, 0.0]
    """
    total = np.bincount(owners, volumes, n_owners)
    share = volumes / np.where(total > 0, total, 1)[owners]
    entropy = np.bincount(owners, -xlogy(share, share), n_owners)
    return np.where(total > 0, np.exp(entropy), 0.0)


def measure(channels: pd.DataFrame, server_ids: pd.Series) -> pd.DataFrame:
    """Measure each server from the channels that are known of it.

    Parameters
    ----------
    channels
        Rows of ``channels`` or ``truth_channels``; those of other servers are left out.
    server_ids
        The servers to describe; one without any channel gets missing values.

    Returns
    -------
    pandas.DataFrame
        Indexed by server: ``gated_share`` (share behind a gate, entrance left out; missing if no
        other channel is known), ``depth`` (gates before the deepest channel), ``thematic``
        (effective number of thematic channels).

    Raises
    ------
    VeilleError
        If there is no server, or no channel.
    """
    index = pd.Index(server_ids, name="server_id")
    if index.empty or channels.empty:
        what = "serveur" if index.empty else "salon"
        raise VeilleError(f"Aucun {what} à décrire : il en faut au moins un.")
    owner = index.get_indexer(channels["server_id"])
    channels, owner = channels[owner >= 0], owner[owner >= 0]
    frame = pd.DataFrame(index=index)
    frame["gated_share"] = _gated_share(channels, owner, len(index))
    frame["depth"] = _deepest(channels["depth"].to_numpy(), owner, len(index))
    topic = channels["kind"].isin(THEMATIC).to_numpy()
    volumes = channels["messages_per_week"].to_numpy()[topic]
    number = effective_numbers(volumes, owner[topic], len(index))
    frame["thematic"] = np.where(frame["depth"].isna(), np.nan, number)
    return frame


def _gated_share(channels: pd.DataFrame, owner: np.ndarray, n_owners: int) -> np.ndarray:
    other = beyond_entrance(channels)
    gated = (channels["depth"] > 0).to_numpy()
    total = np.bincount(owner[other], minlength=n_owners)
    found = np.bincount(owner[other & gated], minlength=n_owners)
    return np.where(total > 0, found / np.maximum(total, 1), np.nan)


def _deepest(depth: np.ndarray, owner: np.ndarray, n_owners: int) -> np.ndarray:
    deepest = np.full(n_owners, -1.0)
    np.maximum.at(deepest, owner, depth)
    return np.where(deepest < 0, np.nan, deepest)


def planted_means(
    parameters: pd.DataFrame, name: str, *, seeable: bool = False
) -> pd.Series:
    """Give the exact mean of a planted parameter in each class, over its mix of archetypes.

    Parameters
    ----------
    parameters
        Rows of ``truth_parameters``.
    name
        A parameter whose keys are archetypes, such as ``gated_share``.
    seeable
        Over the servers that have an entrance which a watch can find, and over those alone.

    Returns
    -------
    pandas.Series
        Indexed by ``at_risk`` and ``contrast``.
    """
    table = parameters.set_index(["parameter", "key"])["value"]
    weight = table["archetype_mix"]
    if seeable:
        weight = weight * (1 - table["unseeable_share"])
    side = [class_of(key) for key in weight.index]
    return (weight * table[name]).groupby(side).sum() / weight.groupby(side).sum()
