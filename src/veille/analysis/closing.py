"""Close a growing share of a network, all at once or in waves, with or without a reaction.

The reaction is that of the synthetic world: a source that loses a server to which it invited
reacts with a given probability, and then, with another, publishes one invitation in its place; a
replacement that is lost in turn provokes nothing.
"""

from dataclasses import dataclass

import numpy as np

from veille.analysis.percolation import Network, Score, largest


@dataclass(frozen=True)
class Reaction:
    """How likely a source is to react to a lost server, and then to replace it."""

    adaptation: float = 0.0
    rewiring: float = 0.0


STATIC = Reaction()


@dataclass(frozen=True)
class Closing:
    """A way to choose and to close: a ranking, and whether all goes at once."""

    score: Score
    at_once: bool = False


def close(
    network: Network, closing: Closing, shares: np.ndarray, reaction: Reaction,
    rng: np.random.Generator,
) -> np.ndarray:
    """Give the largest connected part after each share is closed, over the network's size.

    Parameters
    ----------
    closing
        In waves, one per share, servers are ranked again on what is left; at once, each share is
        closed in the first network.
    shares
        Increasing shares of the servers, from 0 to 1.

    Returns
    -------
    numpy.ndarray
        Shape of ``shares``; 0 for an empty network.

    Examples
    --------
    >>> from veille.analysis.percolation import by_links
    >>> star = Network(5, np.zeros(4, int), np.arange(1, 5), np.ones(5))
    >>> rng = np.random.default_rng(1)
    >>> close(star, Closing(by_links), np.array([0.0, 0.2]), STATIC, rng).tolist()
    [1.0, 0.2]
    """
    if not network.size:
        return np.zeros(shares.size)
    step = _at_once if closing.at_once else _in_waves
    return step(network, closing.score, np.rint(shares * network.size).astype(int), reaction,
                rng) / network.size


def _in_waves(network: Network, score: Score, numbers: np.ndarray, reaction: Reaction,
              rng: np.random.Generator) -> np.ndarray:
    alive, first, sizes = np.ones(network.size, bool), network, []
    for number in numbers:
        more = number - int((~alive).sum())
        if more > 0:
            ranked = np.argsort(-np.where(alive, score(network, alive, rng), -np.inf))
            network, alive = _closed(network, first, alive, ranked[:more], reaction, rng)
        sizes.append(largest(network, alive))
    return np.array(sizes)


def _at_once(network: Network, score: Score, numbers: np.ndarray, reaction: Reaction,
             rng: np.random.Generator) -> np.ndarray:
    alive = np.ones(network.size, bool)
    ranked = np.argsort(-score(network, alive, rng))
    return np.array([
        largest(*_closed(network, network, alive, ranked[:number], reaction, rng))
        for number in numbers
    ])


def _closed(
    network: Network, first: Network, alive: np.ndarray, chosen: np.ndarray, reaction: Reaction,
    rng: np.random.Generator,
) -> tuple[Network, np.ndarray]:
    """Give the network and who is left once some servers are closed and their sources react."""
    gone = np.zeros(network.size, bool)
    gone[chosen] = True
    left = alive & ~gone
    lost = gone[first.target] & left[first.source]
    chance = reaction.adaptation * reaction.rewiring
    source = first.source[lost][rng.random(int(lost.sum())) < chance]
    target = _replacements(network, left, source.size, rng)
    kept = (target >= 0) & (target != source)
    return network.with_links(source[kept], target[kept]), left


def _replacements(network: Network, left: np.ndarray, size: int,
                  rng: np.random.Generator) -> np.ndarray:
    """Draw a server still there for each replacement; -1 if it leads out of the network."""
    pull = np.append(np.where(left, network.pull, 0.0), network.elsewhere)
    level = np.cumsum(pull)
    if level[-1] <= 0:
        return np.full(size, -1)
    drawn = np.searchsorted(level, rng.random(size) * level[-1], side="right")
    return np.where(drawn < network.size, drawn, -1)
