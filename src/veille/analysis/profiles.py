"""Profiles of functions: how the uses of a group of servers divide between families."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import t as student

from veille.analysis.resampling import LEVEL, resample
from veille.analysis.uses import Uses
from veille.errors import VeilleError


@dataclass(frozen=True)
class GroupUses:
    """Uses of a group of servers by family, and of bootstrap draws of it.

    Attributes
    ----------
    families
        Their codes, shape ``(n_families,)``.
    every, sure
        All uses, and those of no homonym, shape ``(1 + n_draws, n_families)``; the group itself
        comes first.
    n_servers
        Servers of the group.
    """

    families: np.ndarray
    every: np.ndarray
    sure: np.ndarray
    n_servers: int

    def corrected(self, open_share: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
        """Let each use read stand for ``1 / open_share`` uses (Horvitz and Thompson, 1952)."""
        if open_share is None:
            return self.every, self.sure
        if not ((open_share > 0) & (open_share <= 1)).all():
            raise VeilleError("Une part d’emplois ouverts est hors de l’intervalle attendu, de 0 "
                              "(exclu) à 1.")
        return self.every / open_share, self.sure / open_share


def group_uses(
    uses: Uses, members: np.ndarray, n_draws: int, rng: np.random.Generator
) -> GroupUses:
    """Add up the uses of a group, and of draws of its servers with replacement.

    Parameters
    ----------
    members
        Codes of the group's servers; those where nothing was read are left out.

    Raises
    ------
    VeilleError
        If nothing was read in the group.
    """
    inside = np.flatnonzero(np.isin(uses.servers, np.asarray(members, dtype=object)))
    if inside.size == 0:
        raise VeilleError("Aucun emploi lu dans ce groupe de serveurs : un profil en demande au "
                          "moins un.")
    drawn = resample(inside.size, n_draws, rng)
    times = np.ones((1 + n_draws, inside.size))
    times[1:] = [np.bincount(row, minlength=inside.size) for row in drawn]
    every, sure = (
        times @ part.by_server(part.family[part.token], part.families.size)[inside]
        for part in (uses, uses.keep_lines(~uses.homonym[uses.token]))
    )
    return GroupUses(uses.families, every, sure, inside.size)


def family_profile(group: GroupUses, open_share: np.ndarray | None = None) -> pd.DataFrame:
    """Give each family's share in the uses of a group, with an interval over servers.

    The estimand is a ratio of totals: a server weighs as its uses do.  The interval is Student's
    on the logit scale, with the standard error of a bootstrap over servers: a few busy servers
    make the percentile interval too short.

    Parameters
    ----------
    open_share
        Share of each family's uses made where the watch reads, shape ``(n_families,)``, if stated.

    Returns
    -------
    pandas.DataFrame
        ``family_id, value, low, high``, one row per family.
    """
    every, _ = group.corrected(open_share)
    share = every / every.sum(axis=1, keepdims=True)
    return _frame(group, share, share)


def profile_bounds(group: GroupUses, open_share: np.ndarray | None = None) -> pd.DataFrame:
    """Bound each family's share when nothing says which uses of homonyms carry a function.

    The lower bound takes all the family's homonyms for ordinary uses and all the others' for
    functional ones, the upper bound the reverse (worst cases, as in Manski, 2003).  ``low`` and
    ``high`` add the sampling of servers to both ends; ``value`` is the middle of the bounds.
    """
    every, sure = group.corrected(open_share)
    below = _ratio(sure, sure + every.sum(axis=1, keepdims=True) - every)
    above = _ratio(every, every + sure.sum(axis=1, keepdims=True) - sure)
    return _frame(group, below, above).assign(lower=below[0], upper=above[0])


def planted_profile(
    truth: pd.DataFrame, servers: pd.Series, open_share: pd.Series | None = None
) -> pd.Series:
    """Give the share of each family in the uses that a group was to make, homonyms apart.

    Parameters
    ----------
    truth
        ``truth_keyword_counts``.
    servers
        Codes of the group's servers.
    open_share
        Planted share of each family's uses made in the open part, by family: with it, the shares
        are those of all uses; without, those of uses that can be read.
    """
    expected = truth[truth["server_id"].isin(servers)].groupby("family_id")["expected_read"].sum()
    total = expected if open_share is None else expected / open_share.reindex(expected.index)
    return (total / total.sum()).rename("share")


def share_correlation(truth: pd.DataFrame, servers: pd.Series) -> pd.DataFrame:
    """Correlate the planted shares of families over some servers, families by families."""
    kept = truth[truth["server_id"].isin(servers)]
    return kept.pivot_table("share", "server_id", "family_id").corr()


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _frame(group: GroupUses, below: np.ndarray, above: np.ndarray) -> pd.DataFrame:
    """Give values and intervals: Student's on the logit scale, spread over the draws."""
    quantile = student.ppf((1 + LEVEL) / 2, max(group.n_servers - 1, 1))
    low, high = (
        expit(logit(ends[0]) + side * quantile * logit(ends[1:]).std(axis=0, ddof=1))
        for ends, side in ((_inside(below), -1), (_inside(above), 1))
    )
    return pd.DataFrame({"family_id": group.families, "value": (below[0] + above[0]) / 2,
                         "low": low, "high": high})


def _inside(share: np.ndarray) -> np.ndarray:
    """Keep shares off 0 and 1, where a logit is infinite."""
    return np.clip(share, 1e-6, 1 - 1e-6)
