"""Networks, rankings and closing: by hand, and against networkx."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from veille.analysis.closing import STATIC, Closing, Reaction, close
from veille.analysis.percolation import (
    Network,
    betweenness,
    by_bridges,
    by_chance,
    by_clusters,
    by_links,
    largest,
    read_network,
)


@pytest.fixture(scope="module")
def graph():
    return nx.barbell_graph(6, 2)


def network_of(graph):
    edges = np.array(graph.edges)
    return Network(len(graph), edges[:, 0], edges[:, 1], np.ones(len(graph)))


def everybody(network):
    return np.ones(network.size, bool)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_betweenness_is_that_of_networkx(seed):
    graph = nx.gnm_random_graph(40, 70, seed=seed)
    found = betweenness(csr_array(nx.to_scipy_sparse_array(graph, dtype=float)), np.arange(40))
    expected = nx.betweenness_centrality(graph, normalized=False)
    assert found / 2 == pytest.approx([expected[node] for node in range(40)])


@pytest.mark.parametrize("seed", [4, 5])
def test_the_largest_part_is_that_of_networkx(seed):
    graph = nx.gnm_random_graph(50, 45, seed=seed)
    assert largest(network_of(graph), np.ones(50, bool)) == len(
        max(nx.connected_components(graph), key=len))


def test_bridges_come_first_where_they_hold_two_halves(graph):
    network = network_of(graph)
    score = by_bridges(network, everybody(network), np.random.default_rng(1))
    assert set(np.argsort(-score)[:4]) == {5, 6, 7, 8}


def test_hubs_and_their_neighbours_come_first():
    star = Network(7, np.array([0, 0, 0, 4]), np.array([1, 2, 3, 5]), np.ones(7))
    rng = np.random.default_rng(1)
    assert by_links(star, everybody(star), rng).argmax() == 0
    assert set(np.argsort(-by_clusters(star, everybody(star), rng))[:4]) == {0, 1, 2, 3}


def test_closing_bridges_cuts_more_than_closing_at_random(graph):
    network, shares, rng = network_of(graph), np.array([0.0, 0.08]), np.random.default_rng(2)
    cut = close(network, Closing(by_bridges), shares, STATIC, rng)
    assert cut.tolist() == pytest.approx([1.0, 7 / 14], abs=1 / 14)
    spared = np.mean([close(network, Closing(by_chance), shares, STATIC, rng)[1]
                      for _ in range(50)])
    assert spared > cut[1]


def test_sources_that_always_replace_keep_more_connected():
    ring = Network(30, np.arange(30), (np.arange(30) + 1) % 30, np.ones(30))
    shares, eager = np.array([0.0, 0.3]), Reaction(1.0, 1.0)
    sizes = {name: np.mean([close(ring, Closing(by_chance), shares, reaction,
                                  np.random.default_rng(seed))[1] for seed in range(60)])
             for name, reaction in (("static", STATIC), ("eager", eager))}
    assert sizes["eager"] > 1.2 * sizes["static"]


def test_all_closed_leaves_nothing_and_an_empty_network_is_empty():
    pair = Network(2, np.array([0]), np.array([1]), np.ones(2))
    rng = np.random.default_rng(3)
    assert close(pair, Closing(by_links, at_once=True), np.array([1.0]), STATIC, rng)[0] == 0
    empty = read_network(pd.Series([], dtype=str), pd.DataFrame({"source": [], "target": []}))
    assert close(empty, Closing(by_links), np.array([0.5]), STATIC, rng).tolist() == [0]


def test_a_pair_is_linked_once_and_never_to_itself():
    links = pd.DataFrame({"source": ["a", "a", "b"], "target": ["b", "b", "b"]})
    network = read_network(pd.Series(["a", "b"]), links)
    assert network.source.size == 1
