"""What the structure of a server says of it: one row of numbers per server seen.

Nothing here reads a word or a label: only the lists of servers, channels, roles and invitations.
Each number is put on a scale where servers of one kind would spread evenly: logarithm for sizes,
square root for counts, arcsine of the square root for shares (Anscombe, 1948), cube root for the
rate of moderators.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from veille.analysis.structure import beyond_entrance
from veille.errors import VeilleError

NEEDS = ("servers", "channels", "roles", "invitations")
FEATURES = {
    "members": "membres",
    "activity": "messages par membre",
    "n_channels": "salons listés",
    "n_roles": "rôles listés",
    "moderators": "encadrement",
    "verification": "vérification à l’entrée",
    "off_platform": "renvois vers un autre service",
    "external_link": "liens externes",
    "reply": "réponses",
    "image": "images",
    "video": "vidéos",
    "gated": "salons derrière un palier",
    "exchange": "salons de liens ou d’échanges",
    "voice": "salons vocaux",
    "approval": "accès sur approbation",
    "sent": "invitations publiées",
    "received": "invitations reçues",
}
MAY_MISS = ("gated", "exchange", "voice", "approval")
_SHARES = ("off_platform", "external_link", "reply", "image", "video")


def structural_features(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Describe each server seen by its structure alone.

    Parameters
    ----------
    tables
        ``servers``, ``channels``, ``roles`` and ``invitations``, as a watch sees them; rows of
        other servers are left out, and so is the label.

    Returns
    -------
    pandas.DataFrame
        Indexed by server, one float column per `FEATURES`.  Those of `MAY_MISS` are missing
        where the server lists nothing to divide by: see `filled`.

    Raises
    ------
    VeilleError
        If no server was seen.

    Examples
    --------
    >>> from veille.synth import World
    >>> structural_features(World(seed=1, n_servers=40, n_weeks=8).structure()).shape[1]
    17
    """
    servers = tables["servers"].set_index("server_id")
    if servers.empty:
        raise VeilleError("Aucun serveur à décrire : il en faut au moins un.")
    found = _listed(servers) | _of_channels(tables["channels"], servers.index)
    found["activity"] = np.log((found.pop("messages") + 1) / servers["members"].to_numpy(float))
    found["approval"] = _approval(tables["roles"], servers.index)
    for name, end in (("sent", "source"), ("received", "target")):
        found[name] = root(_counted(tables["invitations"][end], servers.index))
    return pd.DataFrame(found, index=servers.index)[list(FEATURES)]


def closure_again(channels: pd.DataFrame, server_ids: pd.Index) -> pd.DataFrame:
    """Say twice more how closed each server is: what correlated columns do can then be seen.

    Returns
    -------
    pandas.DataFrame
        Indexed by server: ``gated_messages`` (share of the messages behind a gate, on the scale
        of shares) and ``mean_depth`` (gates before a channel, on average); missing where there is
        nothing to divide by.
    """
    owner = server_ids.get_indexer(channels["server_id"])
    channels, owner = channels[owner >= 0], owner[owner >= 0]
    depth, size = channels["depth"].to_numpy(float), len(server_ids)
    messages = channels["messages_per_week"].to_numpy(float)
    behind, total = (np.bincount(owner, weight, size) for weight in
                     (messages * (depth > 0), messages))
    listed = np.bincount(owner, minlength=size)
    deep = np.bincount(owner, depth, size) / np.maximum(listed, 1)
    return pd.DataFrame({"gated_messages": angle(behind, total),
                         "mean_depth": np.where(listed > 0, deep, np.nan)}, index=server_ids)


def as_planted(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Give the same servers as nobody sees them: every channel, every gate, the true shares.

    The rate of moderators and the level of verification stay as seen, without any error.

    Parameters
    ----------
    tables
        Those of `structural_features`, and ``truth_servers``, ``truth_channels``,
        ``truth_roles`` and ``truth_invitations``.
    """
    servers = tables["servers"].set_index("server_id")
    known = tables["truth_servers"].set_index("server_id").loc[servers.index]
    shares = [f"{name}_share" for name in _SHARES]
    rows = tables["truth_channels"]["server_id"].value_counts()
    exact = servers.assign(n_channels=rows.reindex(servers.index, fill_value=1),
                           **{name: known[name] for name in shares})
    whole = {name: tables[f"truth_{name}"] for name in ("channels", "roles", "invitations")}
    return {"servers": exact.reset_index()} | whole


def root(counts: np.ndarray) -> np.ndarray:
    """Put counts on a scale where a Poisson law spreads evenly: ``2 sqrt(x + 3/8)``.

    Its variance then tends to one, whatever the mean (Anscombe, 1948).
    """
    return 2 * np.sqrt(counts + 3 / 8)


def angle(hits: np.ndarray, trials: np.ndarray) -> np.ndarray:
    """Put shares on a scale where a binomial law spreads evenly; no trial, no value.

    ``arcsin sqrt((x + 3/8) / (n + 3/4))``, whose variance tends to ``1 / (4 n + 2)`` (Anscombe,
    1948).

    Examples
    --------
    >>> angle(np.array([5, 0]), np.array([10, 0])).round(4).tolist()
    [0.7854, nan]
    """
    smoothed = np.arcsin(np.sqrt((hits + 3 / 8) / (trials + 3 / 4)))
    return np.where(trials > 0, smoothed, np.nan)


def filled(features: pd.DataFrame | np.ndarray) -> np.ndarray:
    """Give every missing value the median of its column, or zero where nobody has a value.

    A server that lists nothing is then neither near nor far on that column.

    Examples
    --------
    >>> filled(np.array([[1.0, np.nan], [3.0, np.nan], [np.nan, np.nan]])).tolist()
    [[1.0, 0.0], [3.0, 0.0], [2.0, 0.0]]
    """
    values = np.array(features, dtype=float)
    return np.where(np.isnan(values), medians(values), values)


def medians(values: np.ndarray) -> np.ndarray:
    """Give the median of the known values of each column; zero where there is none."""
    missing = np.isnan(values)
    if not missing.any():
        return np.median(values, axis=0)
    return np.nanmedian(np.where(missing.all(axis=0), 0.0, values), axis=0)


def _listed(servers: pd.DataFrame) -> dict[str, np.ndarray]:
    shares = {name: np.arcsin(np.sqrt(servers[f"{name}_share"].to_numpy(float)))
              for name in _SHARES}
    return shares | {
        "members": np.log(servers["members"].to_numpy(float)),
        "n_channels": np.log(servers["n_channels"].to_numpy(float)),
        "n_roles": np.log(servers["n_roles"].to_numpy(float)),
        "moderators": np.cbrt(servers["moderators_per_1000"].to_numpy(float)),
        "verification": servers["verification_level"].to_numpy(float),
    }


def _of_channels(channels: pd.DataFrame, index: pd.Index) -> dict[str, np.ndarray]:
    owner = index.get_indexer(channels["server_id"])
    kind, size = channels["kind"], len(index)
    other = beyond_entrance(channels) & (owner >= 0)
    marks = {
        "gated": channels["depth"].to_numpy() > 0,
        "exchange": kind.isin(["external_links", "trade"]).to_numpy(),
        "voice": (kind == "voice").to_numpy(),
    }
    total = np.bincount(owner[other], minlength=size)
    shares = {name: angle(np.bincount(owner[other & mark], minlength=size), total)
              for name, mark in marks.items()}
    messages = channels["messages_per_week"].to_numpy()
    ours = owner >= 0
    return shares | {"messages": np.bincount(owner[ours], messages[ours], size)}


def _approval(roles: pd.DataFrame, index: pd.Index) -> np.ndarray:
    owner, gate = index.get_indexer(roles["server_id"]), roles["gate"]
    announced = (owner >= 0) & (roles["tier"].to_numpy() > 0) & gate.notna().to_numpy()
    asked = announced & gate.eq("approval").fillna(False).to_numpy(dtype=bool)
    return angle(*(np.bincount(owner[kept], minlength=len(index)) for kept in (asked, announced)))


def _counted(server_ids: pd.Series, index: pd.Index) -> np.ndarray:
    place = index.get_indexer(server_ids)
    return np.bincount(place[place >= 0], minlength=len(index))
