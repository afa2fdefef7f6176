"""Networks and their closing, against networkx and by hand."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from veille.analysis import percolation
from veille.analysis.closing import STATIC, Closing, Reaction, close
from veille.analysis.percolation import Network, betweenness, largest

SHARES = np.arange(0, 0.51, 0.1)


@pytest.fixture
def graph():
    return nx.gnm_random_graph(60, 90, seed=8)


@pytest.fixture
def network(graph):
    source, target = np.array(graph.edges).T
    return Network(60, source, target, np.ones(60))


def everyone(network):
    return np.ones(network.size, bool)


def test_betweenness_is_that_of_networkx(graph, network):
    """Ours starts from both ends of each pair."""
    expected = nx.betweenness_centrality(graph, normalized=False)
    found = betweenness(network.adjacency(everyone(network)), np.arange(60))
    assert found == pytest.approx(2 * np.array([expected[node] for node in range(60)]))


def test_the_largest_part_is_that_of_networkx(graph, network):
    alive = np.random.default_rng(9).random(60) < 0.7
    parts = nx.connected_components(graph.subgraph(np.flatnonzero(alive)))
    assert largest(network, alive) == max(map(len, parts))
    assert largest(network, np.zeros(60, bool)) == 0


def test_mutual_invitations_are_one_tie():
    links = pd.DataFrame({"source": ["a", "b", "a", "a"], "target": ["b", "a", "b", "a"]})
    network = percolation.read_network(pd.Series(["a", "b"]), links)
    assert network.adjacency(everyone(network)).toarray().tolist() == [[0, 1], [1, 0]]


def test_waves_by_hub_remove_the_best_connected_that_is_left(graph, network):
    """Replay with networkx: after each wave, the degrees of what remains."""
    found = close(network, Closing(percolation.by_links), np.array([0, 1 / 60, 2 / 60]), STATIC,
                  np.random.default_rng(1))
    left, sizes = graph.copy(), []
    for _ in range(3):
        sizes.append(max(map(len, nx.connected_components(left))) / 60)
        degrees = dict(left.degree)
        best = [node for node, degree in degrees.items() if degree == max(degrees.values())]
        if len(best) > 1:
            break
        left.remove_node(best[0])
    assert found[:len(sizes)] == pytest.approx(sizes)


def test_a_bridge_goes_first():
    """Two triangles joined by one server, whose links are fewer than its neighbours'."""
    source = np.array([0, 1, 2, 4, 5, 6, 0, 3])
    target = np.array([1, 2, 0, 5, 6, 4, 3, 4])
    network = Network(7, source, target, np.ones(7))
    rank = percolation.by_bridges(network, everyone(network), np.random.default_rng(2))
    assert rank.argmax() == 3


def test_a_hub_goes_with_those_tied_to_it():
    network = Network(7, np.array([0, 0, 0, 4, 5]), np.array([1, 2, 3, 5, 6]), np.ones(7))
    rank = percolation.by_clusters(network, everyone(network), np.random.default_rng(3))
    assert set(np.argsort(-rank)[:4]) == {0, 1, 2, 3}


def test_without_probability_a_reaction_is_none(network):
    still, none = (close(network, Closing(percolation.by_links), SHARES, reaction,
                         np.random.default_rng(4)) for reaction in (STATIC, Reaction(1, 0)))
    assert still.tolist() == none.tolist()


def test_a_sure_reaction_replaces_each_lost_invitation():
    """Every server invites to one; once closed, it draws nobody, however strong its pull."""
    network = Network(40, np.arange(1, 40), np.zeros(39, int), np.append(1e9, np.ones(39)))
    share = np.array([1 / 40])
    hub = Closing(percolation.by_links)
    assert close(network, hub, share, STATIC, np.random.default_rng(5))[0] == 1 / 40
    sure = [close(network, hub, share, Reaction(1, 1), np.random.default_rng(seed))[0]
            for seed in range(20)]
    assert np.mean(sure) > 0.5


def test_a_replacement_may_lead_out_of_the_network():
    network = Network(40, np.arange(1, 40), np.zeros(39, int), np.ones(40), elsewhere=1e9)
    found = close(network, Closing(percolation.by_links), np.array([1 / 40]), Reaction(1, 1),
                  np.random.default_rng(6))
    assert found[0] == 1 / 40


def test_nothing_is_left_of_a_closed_or_empty_network(network):
    at_once = Closing(percolation.by_links, at_once=True)
    rng = np.random.default_rng(7)
    assert close(network, at_once, np.array([1.0]), Reaction(1, 1), rng).tolist() == [0]
    empty = Network(0, np.array([], int), np.array([], int), np.array([]))
    assert close(empty, at_once, SHARES, STATIC, rng).tolist() == [0] * SHARES.size
