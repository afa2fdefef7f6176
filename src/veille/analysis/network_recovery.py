"""Close the networks of fresh worlds, and compare what the watch sees with what is there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from veille.analysis.closing import STATIC, Closing, Reaction, close
from veille.analysis.percolation import (
    Network,
    by_bridges,
    by_chance,
    by_clusters,
    by_links,
    largest,
    read_network,
)
from veille.assumptions import Catalogue
from veille.synth.columns import Rows
from veille.synth.invitations import draw_invitations
from veille.synth.servers import draw_servers
from veille.synth.setting import Setting
from veille.synth.streams import Streams

CLOSINGS = {
    "chance": Closing(by_chance),
    "clusters": Closing(by_clusters, at_once=True),
    "bridges": Closing(by_bridges),
    "hubs": Closing(by_links),
    "hubs_at_once": Closing(by_links, at_once=True),
}


@dataclass(frozen=True)
class Networks:
    """Which fresh worlds are made."""

    catalogue: Catalogue
    seeds: Iterable[int]
    n_servers: int
    n_weeks: int = 52

    def worlds(self) -> Iterator[tuple[int, pd.DataFrame, pd.DataFrame]]:
        """Yield each world's seed, its servers and its invitations, with their truth."""
        for seed in self.seeds:
            yield seed, *draw_network(
                Setting(self.catalogue, seed, self.n_servers, self.n_weeks))


def draw_network(setting: Setting) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw servers and invitations alone, as `veille.synth.World` would.

    Returns
    -------
    tuple of pandas.DataFrame
        ``server_id, at_risk, alive, observed, popularity``; ``source, target, seen, reaction``.
    """
    servers, invitations = [], []
    for block in range(setting.n_blocks):
        streams = Streams(setting.seed, block)
        drawn, _ = draw_servers(setting, streams, setting.block_index(block))
        rows = draw_invitations(setting, streams, drawn)
        servers.append(pd.DataFrame(_columns(drawn, "server_id", "at_risk", "observed",
                                             "popularity")
                                    | {"alive": drawn["closed_week"] == setting.n_weeks}))
        invitations.append(pd.DataFrame(_columns(rows, "source", "target", "seen", "reaction")))
    return pd.concat(servers, ignore_index=True), pd.concat(invitations, ignore_index=True)


def true_network(
    servers: pd.DataFrame, invitations: pd.DataFrame, affinity: dict[str, float]
) -> Network:
    """Give the network of at-risk servers that still exist, before any reaction.

    Parameters
    ----------
    affinity
        How much an at-risk server invites to each class, at equal popularity.
    """
    there = servers[servers["alive"]]
    inside = there[there["at_risk"]]
    outside = there.loc[~there["at_risk"], "popularity"].sum()
    return read_network(inside["server_id"], invitations[invitations["reaction"] != "replacement"],
                        inside["popularity"].to_numpy() * affinity["at_risk"],
                        float(outside * affinity["contrast"]))


def percolate(study: Networks, shares: np.ndarray, reactions: dict[str, Reaction]) -> pd.DataFrame:
    """Close every network of a study, in each way and under each reaction.

    Returns
    -------
    pandas.DataFrame
        ``seed, reaction, closing, share, left`` (largest connected part, over all servers).
    """
    affinity = study.catalogue.value("link_affinity")["at_risk"]
    frames = []
    for seed, servers, invitations in study.worlds():
        network = true_network(servers, invitations, affinity)
        for name, reaction in reactions.items():
            for closing, way in CLOSINGS.items():
                left = close(network, way, shares, reaction, np.random.default_rng(seed))
                frames.append(pd.DataFrame({"seed": seed, "reaction": name, "closing": closing,
                                            "share": shares, "left": left}))
    return pd.concat(frames, ignore_index=True)


def aimed_at_seen(study: Networks, shares: np.ndarray) -> pd.DataFrame:
    """Close the servers best connected in what the watch sees, and look at both networks.

    Nobody reacts; servers are ranked once.  ``aim`` is ``true`` (ranked on the whole network),
    ``seen`` (on invitations seen) or ``chance``.

    Returns
    -------
    pandas.DataFrame
        ``seed, aim, share``, ``left`` (largest part of the whole network, over what it was
        before any closure), ``left_seen`` (the same of the seen network), ``hubs_found`` (share
        of the servers best connected in the whole network that are among those closed).
    """
    affinity = study.catalogue.value("link_affinity")["at_risk"]
    rows = []
    for seed, servers, invitations in study.worlds():
        whole, seen = (true_network(servers, chosen, affinity)
                       for chosen in (invitations, invitations[invitations["seen"]]))
        everyone, rng = np.ones(whole.size, bool), np.random.default_rng(seed)
        ranks = {"true": by_links(whole, everyone, rng), "seen": by_links(seen, everyone, rng),
                 "chance": by_chance(whole, everyone, rng)}
        for aim, score in ranks.items():
            rows += [{"seed": seed, "aim": aim, "share": share}
                     | _aimed(whole, seen, score, ranks["true"], share) for share in shares]
    return pd.DataFrame(rows)


def _aimed(whole: Network, seen: Network, score: np.ndarray, best: np.ndarray,
           share: float) -> dict[str, float]:
    number = round(share * whole.size)
    alive = np.ones(whole.size, bool)
    before, before_seen = (max(largest(network, alive), 1) for network in (whole, seen))
    closed = np.argsort(-score)[:number]
    alive[closed] = False
    hubs = np.isin(np.argsort(-best)[:number], closed)
    return {"left": largest(whole, alive) / before,
            "left_seen": largest(seen, alive) / before_seen,
            "hubs_found": float(hubs.mean()) if number else float("nan")}


def observed_network(
    servers: pd.DataFrame, invitations: pd.DataFrame, closures: pd.DataFrame
) -> tuple[pd.Series, Network]:
    """Give the servers that the watch labels at risk and knows no end of, and their network."""
    nodes = servers.loc[(servers["observer_label"] == "at_risk")
                        & ~servers["server_id"].isin(closures["server_id"]), "server_id"]
    return nodes, read_network(nodes, invitations)


def summary(found: pd.DataFrame, by: list[str], value: str = "left") -> pd.DataFrame:
    """Give the mean over worlds, and the range that holds 95 % of them.

    Returns
    -------
    pandas.DataFrame
        The columns of ``by``, ``value``, ``low``, ``high``.

    Examples
    --------
    >>> found = pd.DataFrame({"share": [0.1, 0.1], "left": [0.4, 0.6]})
    >>> summary(found, ["share"])["value"].to_list()
    [0.5]
    """
    groups = found.groupby(by, sort=False)[value]
    return pd.DataFrame({"value": groups.mean(), "low": groups.quantile(0.025),
                         "high": groups.quantile(0.975)}).reset_index()


def reactions_of(catalogue: Catalogue) -> dict[str, Reaction]:
    """Give the two reactions compared: none, and the planted one."""
    return {"static": STATIC, "adapting": Reaction(float(catalogue.value("adaptation")),
                                                   float(catalogue.value("rewiring")))}


def _columns(rows: Rows, *names: str) -> dict[str, np.ndarray]:
    found = {name: rows[name] for name in names}
    return {name: column if isinstance(column, np.ndarray)
            else np.asarray(column.labels, dtype=object)[column.codes]
            for name, column in found.items()}
