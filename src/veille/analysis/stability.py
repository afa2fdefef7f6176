"""Would the same classes come from other servers of the same world?"""

from dataclasses import dataclass

import numpy as np

from veille.analysis.mixture import Features, Rule, choose, fit
from veille.analysis.rand import crossed, rand_index


@dataclass(frozen=True)
class Stability:
    """What refits on redrawn servers say of a partition.

    Attributes
    ----------
    agreement
        Adjusted Rand index of each refit with the partition, same number of classes.
    numbers
        Number of classes that the BIC asks for in each redrawn set.
    jaccard
        By class, mean over draws of its likeness to the nearest class of the refit, from 0 to 1
        (Hennig, 2007).
    """

    agreement: np.ndarray
    numbers: np.ndarray
    jaccard: np.ndarray


def stability(
    features: Features, rule: Rule, n_draws: int, rng: np.random.Generator
) -> Stability:
    """Refit on servers drawn with replacement, and compare the partitions of all the servers.

    Both partitions are of the same servers, all of them: the refitted rule is applied to those
    that were not drawn too.
    """
    features = np.asarray(features, dtype=float)
    classes, shape = rule.classes(features), rule.model.covariance_type
    agreement, numbers, likeness = [], [], []
    for _ in range(n_draws):
        drawn = features[rng.integers(0, len(features), len(features))]
        seed = int(rng.integers(2**31))
        table = crossed(classes, fit(drawn, rule.n_classes, shape, seed, 1).classes(features))
        agreement.append(float(rand_index(table)))
        likeness.append(jaccard(table).max(axis=1))
        numbers.append(choose(drawn, rule.n_classes + 6, shape, seed, 1).n_classes)
    return Stability(np.array(agreement), np.array(numbers), np.mean(likeness, axis=0))


def jaccard(table: np.ndarray) -> np.ndarray:
    """Give the likeness of each class of the rows to each of the columns: shared over united.

    Examples
    --------
    >>> jaccard(np.array([[2, 1], [0, 3]])).round(3).tolist()
    [[0.667, 0.167], [0.0, 0.75]]
    """
    united = table.sum(axis=1)[:, None] + table.sum(axis=0)[None] - table
    return table / united
