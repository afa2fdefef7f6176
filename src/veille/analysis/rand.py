"""Agreement of two partitions of the same servers: the adjusted Rand index and its intervals."""

import numpy as np
from scipy.stats import t

from veille.analysis.resampling import LEVEL, Estimate, percentile_interval
from veille.errors import VeilleError


def crossed(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Count the servers of each pair of classes, those of ``one`` in rows.

    Examples
    --------
    >>> crossed(np.array(["a", "a", "b"]), np.array([1, 2, 2])).tolist()
    [[1, 1], [0, 1]]
    """
    if len(one) != len(two) or not len(one):
        raise VeilleError(f"Deux partitions de {len(one)} et {len(two)} serveurs : "
                          "les mêmes serveurs, un au moins, sont attendus.")
    rows, row = np.unique(one, return_inverse=True)
    columns, column = np.unique(two, return_inverse=True)
    flat = np.bincount(row * columns.size + column, minlength=rows.size * columns.size)
    return flat.reshape(rows.size, columns.size)


def rand_index(table: np.ndarray) -> np.ndarray:
    """Give the adjusted Rand index of crossed counts (Hubert and Arabie, 1985).

    It is 1 for the same partition, and 0 on average for partitions put together by chance.

    Parameters
    ----------
    table
        Shape ``(..., rows, columns)``.

    Examples
    --------
    >>> rand_index(np.array([[2, 0], [0, 3]])).item()
    1.0
    """
    both = _pairs(table).sum(axis=(-2, -1))
    rows, columns = (_pairs(table.sum(axis=axis)).sum(axis=-1) for axis in (-1, -2))
    chance = rows * columns / _pairs(table.sum(axis=(-2, -1)))
    room = (rows + columns) / 2 - chance
    return np.where(room == 0, 1.0, (both - chance) / np.where(room == 0, 1.0, room))


def rand_jackknife(table: np.ndarray) -> Estimate:
    """Give the index and its interval, by leaving out one server at a time.

    The interval is that of the index of these two partitions over the population which the
    servers stand for, the rule that made the partitions being held fixed.  Leaving out any
    server of one cell gives the same index, so that the cost is that of the cells (Efron and
    Tibshirani, 1993, ch. 11).  At least three servers.
    """
    value, size = float(rand_index(table)), int(table.sum())
    if size < 3:
        return Estimate(value, float("nan"), float("nan"))
    cells = np.argwhere(table > 0)
    without = np.repeat(table[None], len(cells), axis=0)
    without[np.arange(len(cells)), cells[:, 0], cells[:, 1]] -= 1
    left, weight = rand_index(without), table[cells[:, 0], cells[:, 1]]
    spread = np.average((left - np.average(left, weights=weight)) ** 2, weights=weight)
    half = t.ppf((1 + LEVEL) / 2, size - 1) * np.sqrt((size - 1) * spread)
    return Estimate(value, value - float(half), value + float(half))


def rand_bootstrap(table: np.ndarray, n_draws: int, rng: np.random.Generator) -> Estimate:
    """Give the index and its percentile bootstrap interval over servers, the rule held fixed.

    A server drawn twice is in the same class as itself in both partitions: replicates lie above
    the value, and so does the interval (see `rand_jackknife`, which has no such fault).
    """
    size = int(table.sum())
    drawn = rng.multinomial(size, (table / size).ravel(), n_draws).reshape(-1, *table.shape)
    return percentile_interval(float(rand_index(table)), rand_index(drawn))


def _pairs(counts: np.ndarray) -> np.ndarray:
    return counts * (counts - 1) / 2
