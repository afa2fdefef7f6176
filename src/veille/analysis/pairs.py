"""The exponent of a frequency law without any rank: how often two uses are the same token.

Take two uses of one family, read in the same week in two different servers.  Under a truncated
Zipf law of ``K`` tokens they are the same one with probability ``S = sum of squared shares``
(Simpson's concentration, the order-2 case of Hill, 1973), which grows with the exponent.  No rank
is estimated, so none can be wrong; the week is the same, so that turnover does not matter; the
servers differ, so that their habits, independent of one another, do not either.

If ``m`` tokens only are kept out of ``K``, at random with respect to rank (homonyms set aside),
the ratio of matching pairs to pairs is ``S / (S + q (1 - S))`` with ``q = (m - 1) / (K - 1)``.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix
from scipy.stats import t as student

from veille.analysis.resampling import LEVEL, Estimate, percentile_interval, resample
from veille.analysis.token_uses import TokenUses
from veille.analysis.uses import Lexicon, Uses
from veille.errors import VeilleError

_GRID = np.arange(0.0, 5.0001, 0.01)
_CHUNK = 50  # draws whose sums stand in memory together


@dataclass(frozen=True)
class Pairs:
    """Pairs of uses from different servers, same family and week, one line per draw.

    Attributes
    ----------
    matched
        Pairs of the same token, shape ``(n_draws, n_families)``.
    pairs
        All pairs, shape ``(n_draws, n_families, n_kinds)``.
    size, kept
        Tokens in use and tokens kept, of each kind of week, shape ``(n_kinds,)``.
    """

    matched: np.ndarray
    pairs: np.ndarray
    size: np.ndarray
    kept: np.ndarray


def pair_exponent(counted: Pairs, level: float = LEVEL) -> Estimate:
    """Estimate the exponent common to all families; the interval is a jackknife over families.

    Families are the independent units: their lexicons are renewed, and their homonyms set aside,
    apart from one another.  Delete-one jackknife with Student's law (Efron and Tibshirani, 1993,
    chapter 11); with one family the bounds are missing.

    Parameters
    ----------
    counted
        From `summed_pairs` or `count_pairs`; its first line is used.
    """
    matched, pairs = counted.matched[0], counted.pairs[0]
    value = float(_solve(counted, matched.sum(keepdims=True), pairs.sum(axis=0)[None])[0])
    used = pairs.sum(axis=1) > 0
    number = int(used.sum())
    if number < 2:
        return Estimate(value, float("nan"), float("nan"))
    without = _solve(counted, matched.sum() - matched[used], pairs.sum(axis=0) - pairs[used])
    spread = np.sqrt((number - 1) / number * ((without - without.mean()) ** 2).sum())
    half = float(student.ppf((1 + level) / 2, number - 1) * spread)
    return Estimate(value, value - half, value + half)


def pair_exponent_over_servers(uses: Uses, rng: np.random.Generator, n_draws: int) -> Estimate:
    """Estimate the same exponent with a bootstrap over servers, for one given lexicon.

    A server drawn twice makes no pair with its own copy.
    """
    times = np.ones((1 + n_draws, uses.servers.size))
    drawn = resample(uses.servers.size, n_draws, rng)
    times[1:] = [np.bincount(row, minlength=uses.servers.size) for row in drawn]
    found = []
    for start in range(0, len(times), _CHUNK):
        counted = count_pairs(uses, times[start:start + _CHUNK].T)
        found.append(_solve(counted, counted.matched.sum(axis=1), counted.pairs.sum(axis=1)))
    value, *replicates = np.concatenate(found)
    return percentile_interval(value, np.array(replicates))


def match_probability(exponent: np.ndarray, size: int, kept: int) -> np.ndarray:
    """Give the expected ratio of matching pairs to pairs, at least two tokens being kept.

    Examples
    --------
    >>> float(match_probability(np.array([0.0]), 4, 4)[0])
    0.25
    """
    weights = np.arange(1, size + 1.0) ** -np.asarray(exponent)[:, None]
    concentration = (weights**2).sum(axis=1) / weights.sum(axis=1) ** 2
    left = (kept - 1) / (size - 1)
    return concentration / (concentration + left * (1 - concentration))


def summed_pairs(uses: TokenUses, *, aside: bool = False) -> Pairs:
    """Count the pairs of a summary: within a cell, the square of the sum less the squares.

    Parameters
    ----------
    aside
        Set the homonyms aside.

    Raises
    ------
    VeilleError
        If no family has two uses in two servers in a week when two tokens are in use.
    """
    pooled = uses.pooled(aside=aside)
    squares = np.where(pooled.counted()[:, None], uses.squares, 0)
    together = _add(pooled.family, pooled.weekly, pooled.families.size)
    return _gather(pooled, pooled.weekly**2 - squares,
                   together**2 - uses.family_squares[int(aside)], together)


def count_pairs(uses: Uses, weights: np.ndarray) -> Pairs:
    """Count pairs of uses of each family in the same week and in two different servers.

    Parameters
    ----------
    uses
        Homonyms are kept or set aside as its lines say.
    weights
        How many times each server counts, shape ``(n_servers, n_draws)``.

    Raises
    ------
    VeilleError
        If there is no such pair.
    """
    family = uses.family[uses.token] * uses.n_weeks + uses.week
    same = _cross(uses, uses.token * uses.n_weeks + uses.week, uses.tokens.size, weights)
    both = _cross(uses, family, uses.families.size, weights)
    together = np.bincount(family, uses.count, uses.families.size * uses.n_weeks)
    return _gather(uses, same, both, together.reshape(-1, uses.n_weeks))


def _gather(
    lexicon: Lexicon, same: np.ndarray, both: np.ndarray, together: np.ndarray
) -> Pairs:
    """Add pairs up by family and kind of week, where two tokens at least are kept.

    A family's pairs are divided by its mean uses per week, so that it weighs as its uses do.

    Parameters
    ----------
    same, both
        Pairs by token and by family, in each week and, if there are several, each draw.
    together
        Uses by family and week.
    """
    n_families, n_weeks = together.shape
    size, kept = _in_use(lexicon)
    fair = kept > 1
    scale = np.maximum(together.mean(axis=1), 1e-12)[:, None]
    same = same.reshape(lexicon.tokens.size, n_weeks, -1)
    same = (same * fair.reshape(n_families, n_weeks)[lexicon.family][:, :, None]).sum(axis=1)
    both = both.reshape(n_families * n_weeks, -1) * fair[:, None] / np.repeat(scale, n_weeks, 0)
    kinds, kind = np.unique(np.stack([size, kept], axis=1), axis=0, return_inverse=True)
    matched = _add(lexicon.family, same, n_families) / scale
    place = np.arange(n_families * n_weeks) // n_weeks * len(kinds) + kind
    pairs = _add(place, both, n_families * len(kinds))
    if not pairs.sum():
        raise VeilleError("Aucune paire d’emplois d’une même famille, la même semaine, dans deux "
                          "serveurs différents : l’exposant ne peut pas être estimé.")
    shape = (pairs.shape[1], n_families, len(kinds))
    return Pairs(matched.T, pairs.T.reshape(shape), kinds[:, 0], kinds[:, 1])


def _in_use(uses: Lexicon) -> tuple[np.ndarray, np.ndarray]:
    """Count the tokens in use, and those of them that are kept, by family and week."""
    alive = uses.alive().astype(float)
    counted = uses.counted()
    size = _add(uses.family, alive, uses.families.size).ravel()
    kept = _add(uses.family[counted], alive[counted], uses.families.size).ravel()
    return size.astype(int), kept.astype(int)


def _cross(uses: Uses, cell: np.ndarray, n_units: int, weights: np.ndarray) -> np.ndarray:
    """Count ordered pairs of uses from different servers within cells, by draw."""
    shape = (n_units * uses.n_weeks, uses.servers.size)
    table = csr_matrix((uses.count, (cell, uses.server)), shape)
    return (table @ weights) ** 2 - table.power(2) @ weights**2


def _add(group: np.ndarray, values: np.ndarray, n_groups: int) -> np.ndarray:
    lines = np.arange(group.size)
    return csr_matrix((np.ones(group.size), (group, lines)), (n_groups, group.size)) @ values


def _solve(counted: Pairs, matched: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Find the exponent whose expected matches are those counted, one per draw."""
    chance = np.array([
        _chances(int(size), int(kept)) if kept > 1 else np.ones(_GRID.size)
        for size, kept in zip(counted.size, counted.kept, strict=True)
    ])
    gap = pairs @ chance - matched[:, None]  # rises with the exponent
    right = np.clip((gap < 0).sum(axis=1), 1, _GRID.size - 1)
    row = np.arange(len(gap))
    low, high = gap[row, right - 1], gap[row, right]
    with np.errstate(invalid="ignore", divide="ignore"):
        value = _GRID[right - 1] + (_GRID[right] - _GRID[right - 1]) * -low / (high - low)
    return np.where(pairs.sum(axis=1) > 0, np.clip(value, _GRID[0], _GRID[-1]), np.nan)


@lru_cache(maxsize=4096)
def _chances(size: int, kept: int) -> np.ndarray:
    return match_probability(_GRID, size, kept)
