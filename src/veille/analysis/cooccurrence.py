"""The network of tokens used in the same servers, and its communities.

The family of a token never enters the detection: it only serves to judge it afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from veille.analysis.token_ties import Ties, checked, ties
from veille.analysis.uses import Uses
from veille.errors import VeilleError

_DECIMALS = 6  # association is rounded, so that no machine's last bits move a community


@dataclass(frozen=True)
class TokenNetwork:
    """Tokens used enough to be placed, and how they go together.

    Attributes
    ----------
    token
        Their numbers, shape ``(n_placed,)``.
    weight
        Association, symmetric, zero where there is no edge, shape ``(n_placed, n_placed)``.
    tokens_out, uses_out
        Share of the tokens read, and of the uses read, that are left out.
    """

    token: np.ndarray
    weight: np.ndarray
    tokens_out: float
    uses_out: float


def raw_network(found: Ties, min_uses: int) -> TokenNetwork:
    """Tie two tokens by the number of servers where both are read."""
    token = _placed(found, min_uses)
    return _network(found, token, found.together[np.ix_(token, token)].astype(float))


def ppmi_network(found: Ties, min_uses: int) -> TokenNetwork:
    """Tie two tokens by their positive pointwise mutual information (Church and Hanks, 1990).

    The log of the servers that share them over what their two frequencies would give, if above 0.
    """
    token = _placed(found, min_uses)
    together = found.together[np.ix_(token, token)].astype(float)
    often = together.diagonal()
    with np.errstate(divide="ignore"):
        information = np.log(together * found.readers / np.outer(often, often))
    return _network(found, token, np.maximum(information, 0.0))


def residual_network(found: Ties, min_uses: int) -> TokenNetwork:
    """Tie two tokens by the correlation of their Pearson residuals over servers.

    A token is expected in a server in proportion to what is read there *during its life*; this
    takes away the size of servers, how long they lasted, the frequency of tokens and their
    turnover.  Correlations under twice the standard error of a null one,
    ``2 / sqrt(n_servers)``, make no edge.
    """
    token = _placed(found, min_uses)
    correlation = found.residual_correlation(token)
    threshold = 2 / np.sqrt(found.readers)
    return _network(found, token, np.where(correlation > threshold, correlation, 0.0))


def communities(network: TokenNetwork, seed: int) -> np.ndarray:
    """Cut a network into communities by Louvain's method (Blondel et al., 2008), seeded.

    Returns
    -------
    numpy.ndarray
        Community of each token placed, numbered from 0 by decreasing size.
    """
    row, column = np.nonzero(np.triu(network.weight, 1))
    graph = nx.Graph()
    graph.add_nodes_from(range(network.token.size))
    graph.add_weighted_edges_from(
        zip(row.tolist(), column.tolist(), network.weight[row, column].tolist(), strict=True)
    )
    parts = nx.community.louvain_communities(graph, seed=seed)
    label = np.empty(network.token.size, dtype=np.int64)
    for number, part in enumerate(sorted(parts, key=lambda part: (-len(part), min(part)))):
        label[list(part)] = number
    return label


def agreement(codes: np.ndarray, network: TokenNetwork, label: np.ndarray) -> float:
    """Give the adjusted Rand index of communities against families (Hubert and Arabie, 1985).

    1 for the same partition, 0 on average for communities drawn at random.  ``codes`` says
    the family of each token of the lexicon.
    """
    return float(adjusted_rand_score(codes[network.token], label))


def composition(codes: np.ndarray, network: TokenNetwork, label: np.ndarray) -> pd.DataFrame:
    """Count tokens by family (rows) and community (columns); ``codes`` as in `agreement`."""
    return pd.crosstab(
        pd.Series(codes[network.token], name="family_id"),
        pd.Series(label, name="community"),
    )


def merged_families(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """Give the groups of families whose tokens lie mostly in the same community."""
    home = table.idxmax(axis=1)
    groups = [tuple(home.index[home == community]) for community in sorted(home.unique())]
    return [group for group in groups if len(group) > 1]


def merged_against_all(
    merged: Iterable[list[tuple[str, ...]]], likeness: pd.DataFrame
) -> tuple[float, float]:
    """Give the mean likeness of the pairs of families merged, and that of all pairs.

    ``likeness`` is symmetric, families by families; the first mean is missing without any pair.
    """
    pairs = [pair for groups in merged for group in groups for pair in combinations(group, 2)]
    every = list(combinations(likeness.index, 2))
    alike = np.mean([likeness.loc[one, two] for one, two in pairs]) if pairs else np.nan
    return float(alike), float(np.mean([likeness.loc[one, two] for one, two in every]))


def over_halves(
    uses: Uses, min_uses: int, n_draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Give the agreement reached with random halves of the servers, shape ``(n_draws,)``.

    Sampling without replacement: a server drawn twice, as in a bootstrap, would tie its tokens to
    one another and raise the agreement.  A half holds less than the whole, so these values say
    how much the result moves, not where it lies.  The threshold of uses is halved too.
    """
    found = []
    for _ in range(n_draws):
        half = rng.permutation(uses.servers.size) < uses.servers.size // 2
        network = residual_network(ties(uses.keep_lines(half[uses.server])), max(1, min_uses // 2))
        found.append(agreement(uses.families[uses.family], network, communities(network, seed=0)))
    return np.array(found)


def _placed(found: Ties, min_uses: int) -> np.ndarray:
    """Give the tokens that are used enough."""
    token = np.flatnonzero(checked(found).uses >= max(min_uses, 1))
    if token.size < 2:
        raise VeilleError(
            f"{token.size} jeton a au moins {min_uses} emplois : il en faut deux pour un réseau. "
            "Une valeur plus basse de MIN_USES, ou davantage de lecture, est attendue."
        )
    return token


def _network(found: Ties, token: np.ndarray, weight: np.ndarray) -> TokenNetwork:
    weight = weight.round(_DECIMALS)
    np.fill_diagonal(weight, 0.0)
    return TokenNetwork(token, weight, 1 - token.size / int((found.uses > 0).sum()),
                        float(1 - found.uses[token].sum() / found.uses.sum()))
