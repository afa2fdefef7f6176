"""What closing servers does to a network of invitations: the largest part still connected.

A network is undirected here: two servers are connected if either invites to the other.  Removing
nodes at random or by rank is the classic test of a network's tolerance (Albert, Jeong and
Barabási, 2000).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Score = Callable[["Network", np.ndarray, np.random.Generator], np.ndarray]


@dataclass(frozen=True)
class Network:
    """Servers and the invitations between them, each pair once.

    Attributes
    ----------
    size
        Number of servers.
    source, target
        Rows of the servers at each end of an invitation.
    pull
        What draws a replacement invitation to each server, shape ``(size,)``.
    elsewhere
        The pull of every server outside the network, together.
    """

    size: int
    source: np.ndarray
    target: np.ndarray
    pull: np.ndarray
    elsewhere: float = 0.0

    def adjacency(self, alive: np.ndarray) -> csr_array:
        """Give the symmetric matrix of ones between servers that are still there."""
        kept = alive[self.source] & alive[self.target]
        source, target = self.source[kept], self.target[kept]
        both = np.concatenate([source, target]), np.concatenate([target, source])
        matrix = csr_array((np.ones(both[0].size), both), shape=(self.size, self.size))
        matrix.data[:] = 1.0  # one each, however many invitations
        return matrix

    def with_links(self, source: np.ndarray, target: np.ndarray) -> "Network":
        """Give the network with more invitations."""
        return Network(self.size, np.concatenate([self.source, source]),
                       np.concatenate([self.target, target]), self.pull, self.elsewhere)


def read_network(
    nodes: pd.Series, invitations: pd.DataFrame, pull: np.ndarray | None = None,
    elsewhere: float = 0.0,
) -> Network:
    """Build the network of some servers.

    Parameters
    ----------
    nodes
        Identifiers of the servers kept.
    invitations
        ``source``, ``target``; those that leave the network are left out.
    pull
        See `Network`; one each by default.

    Examples
    --------
    >>> links = pd.DataFrame({"source": ["a", "b", "a"], "target": ["b", "a", "z"]})
    >>> network = read_network(pd.Series(["a", "b", "c"]), links)
    >>> network.size, network.source.tolist(), largest(network, np.ones(3, bool))
    (3, [0, 1], 2)
    """
    index = pd.Index(nodes)
    source, target = (index.get_indexer(invitations[name]) for name in ("source", "target"))
    kept = (source >= 0) & (target >= 0) & (source != target)
    pair = np.unique(source[kept] * len(index) + target[kept])
    source, target = np.divmod(pair, max(len(index), 1))
    return Network(len(index), source, target,
                   np.ones(len(index)) if pull is None else pull, elsewhere)


def largest(network: Network, alive: np.ndarray) -> int:
    """Give the number of servers in the largest connected part of those still there."""
    if not alive.any():
        return 0
    _, label = connected_components(network.adjacency(alive), directed=False)
    return int(np.bincount(label[alive]).max())


def by_chance(network: Network, alive: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Rank servers at random."""
    return rng.random(network.size)


def by_links(network: Network, alive: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Rank servers by the number of others they are connected to, ties at random."""
    return network.adjacency(alive).sum(axis=1) + rng.random(network.size)


def by_bridges(network: Network, alive: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Rank servers by their betweenness, from at most 150 starting servers, ties at random."""
    starts = np.flatnonzero(alive)
    if starts.size > 150:
        starts = rng.choice(starts, 150, replace=False)
    return betweenness(network.adjacency(alive), starts) + 1e-6 * rng.random(network.size)


def by_clusters(network: Network, alive: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Rank the best connected server and those tied to it first, then the next one and its own.

    Whole neighbourhoods go together: whoever would have reacted to a closure is closed with it.
    """
    matrix = network.adjacency(alive)
    links = matrix.sum(axis=1) + rng.random(network.size)
    rank = np.full(network.size, -1)
    for hub in np.argsort(-links):
        around = np.append(hub, matrix.indices[matrix.indptr[hub]:matrix.indptr[hub + 1]])
        around = around[rank[around] < 0]
        rank[around] = (rank >= 0).sum() + np.arange(around.size)
    return -rank.astype(float)


def betweenness(adjacency: csr_array, starts: np.ndarray) -> np.ndarray:
    """Give how many shortest paths from some servers pass through each server, ends excluded.

    The algorithm of Brandes (2001), for all starting servers at once; paths between two servers
    count for one in total.  With every server as a start, each pair counts twice.

    Parameters
    ----------
    adjacency
        Symmetric, of ones.
    starts
        Rows of the starting servers.

    Returns
    -------
    numpy.ndarray
        Shape ``(size,)``.

    Examples
    --------
    >>> line = csr_array(np.array([[0, 1.0, 0], [1, 0, 1], [0, 1, 0]]))
    >>> betweenness(line, np.arange(3)).tolist()
    [0.0, 2.0, 0.0]
    """
    size, own = adjacency.shape[0], np.arange(starts.size)
    paths = np.zeros((size, starts.size))
    paths[starts, own] = 1
    frontier, levels = paths.copy(), []
    while frontier.any():
        levels.append(frontier)
        frontier = np.where(paths == 0, adjacency @ frontier, 0.0)
        paths += frontier
    through = np.zeros_like(paths)
    for nearer, farther in zip(levels[-2::-1], levels[:0:-1], strict=True):
        passed = np.divide(1 + through, farther, out=np.zeros_like(paths), where=farther > 0)
        through += nearer * (adjacency @ passed)
    through[starts, own] = 0
    return through.sum(axis=1)
