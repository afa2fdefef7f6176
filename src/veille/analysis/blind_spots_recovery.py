"""What the estimators of unseen servers find in fresh worlds, where the answer is known."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from veille.analysis.blind_spots_worlds import Planted
from veille.analysis.coverage import Coverage, assess
from veille.analysis.hidden import DATED, METHODS, estimates, most_likely
from veille.analysis.histories import EVERY
from veille.analysis.recapture import Hidden, at_least
from veille.analysis.resampling import Estimate
from veille.analysis.waiting import at_least_dated, dated


def recover(
    planted: Planted, kept: str = EVERY, methods: Iterable[str] = tuple(METHODS)
) -> dict[str, Coverage]:
    """Judge each method against the servers that could be seen and were not, world by world.

    An infinite value counts as a failure; an infinite upper bound holds whatever is above.
    """
    found = estimates(planted.counts[kept], methods)
    return {name: _judge(hidden, planted.hidden) for name, hidden in found.items()}


def recover_dated(planted: Planted) -> Coverage:
    """Judge in the same way the estimate that dates relays instead of keeping or dropping them."""
    return _judge(dated(planted.by_week, planted.seen), planted.hidden)


def claims_held(planted: Planted, how: str = EVERY) -> tuple[int, int, float]:
    """Count the worlds where "at least so many more" holds; and give how much of it it claims.

    Parameters
    ----------
    how
        From the bound of Chao on ``every`` sighting or on ``first_hand`` ones, or ``dated``.

    Returns
    -------
    tuple
        Worlds where it holds, worlds, and the claims as a share of what was never seen.
    """
    claim = (at_least_dated(planted.by_week, planted.seen) if how == DATED
             else at_least(planted.counts[how]))
    return (int((claim <= planted.hidden).sum()), claim.size,
            float(claim.sum() / planted.hidden.sum()))


def announced(planted: Planted, method: str, kept: str = EVERY) -> float:
    """Give the servers that a method announces as a share of those never seen.

    It is the median of the ratio over the worlds that hide any: a median stands when a world gives
    an infinite value.  Besides `METHODS`, the method may be ``dated``.
    """
    hides = planted.hidden > 0
    found = (dated(planted.by_week[hides], planted.seen[hides]).value if method == DATED
             else most_likely(planted.counts[kept][hides], method))
    return float(np.median(found / planted.hidden[hides]))


def curve(
    points: Iterable[tuple[float, Planted]], lines: dict[str, tuple[str, str]]
) -> pd.DataFrame:
    """Follow what methods announce along a row of studies.

    Parameters
    ----------
    points
        A place on the axis, and the worlds planted there.
    lines
        By name, a method and which sightings are kept.

    Returns
    -------
    pandas.DataFrame
        ``place, line, announced``.
    """
    rows = [(place, line, announced(planted, *how))
            for place, planted in points for line, how in lines.items()]
    return pd.DataFrame(rows, columns=["place", "line", "announced"])


def _judge(found: Hidden, planted: np.ndarray) -> Coverage:
    each = [Estimate(*bounds) for bounds in zip(found.value, found.low, found.high, strict=True)]
    return assess(each, planted.astype(float))
