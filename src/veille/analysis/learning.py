"""A list that grows by itself: tokens enter by the company they keep, and nobody looks."""

import numpy as np
from scipy.stats import norm

from veille.analysis.filters import KeptList, frozen
from veille.analysis.resampling import LEVEL
from veille.analysis.uses import Uses


def learned(
    uses: Uses, flagged: np.ndarray, every: int, threshold: float, *, drifting: bool = False
) -> KeptList:
    """Give the list where tokens enter when the servers that use them are mostly flagged ones.

    Every so often, each token read since the last time is tied to the servers where it was read;
    it enters when the lower bound of the share of flagged ones (Wilson, 1927) is above a
    threshold.  No truth and no function is used.

    Parameters
    ----------
    flagged
        Which servers are flagged, shape ``(n_servers,)``: by people, once for all.
    drifting
        Instead, flag each time as many servers, those where the list itself caught most lately.
    """
    kept = frozen(uses)
    number = int(flagged.sum())
    for week in range(every, uses.n_weeks, every):
        lines = uses.keep_lines((uses.week >= week - every) & (uses.week < week))
        anchor = _caught_most(lines, kept.listed[:, week - 1], number) if drifting else flagged
        near = _lower_share(lines, anchor) > threshold
        kept.listed[near, week:] = True
    return kept


def _caught_most(lines: Uses, listed: np.ndarray, number: int) -> np.ndarray:
    caught = np.bincount(lines.server, lines.count * listed[lines.token], lines.servers.size)
    order = np.argsort(-caught, kind="stable")[:number]
    chosen = np.zeros(caught.size, dtype=bool)
    chosen[order] = caught[order] > 0
    return chosen


def _lower_share(lines: Uses, anchor: np.ndarray) -> np.ndarray:
    """Give, token by token, the lower bound of the share of flagged servers among its own."""
    pair = np.unique(lines.token * lines.servers.size + lines.server)
    token, server = np.divmod(pair, lines.servers.size)
    trials = np.bincount(token, minlength=lines.tokens.size)
    found = np.bincount(token, anchor[server], lines.tokens.size)
    return _wilson_low(found, trials)


def _wilson_low(found: np.ndarray, trials: np.ndarray) -> np.ndarray:
    z = norm.ppf((1 + LEVEL) / 2)
    size = np.maximum(trials, 1)
    share = found / size
    half = z * np.sqrt(share * (1 - share) / size + z**2 / (4 * size**2))
    return np.where(trials > 0, (share + z**2 / (2 * size) - half) / (1 + z**2 / size), 0.0)
