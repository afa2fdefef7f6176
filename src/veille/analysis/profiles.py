"""Profiles of functions: how the uses of a group of servers divide between families."""

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import t as student

from veille.analysis.exact import Moments, moments
from veille.analysis.resampling import LEVEL
from veille.analysis.summaries import Servers, Shared, Summary, Tables, known_of
from veille.analysis.token_uses import WORDS
from veille.analysis.uses import Uses, read_lexicon, read_uses
from veille.assumptions.vocabulary import CLASSES
from veille.errors import VeilleError


@dataclass(frozen=True, eq=False)
class FamilyUses(Summary):
    """Uses by family, summed up over the servers of each group.

    Attributes
    ----------
    lexicon
        ``keyword_variants``.
    groups
        Sums over servers where something was read, by ``(kind, code)``: ``("label", "at_risk")``
        for those that the watch calls at risk, ``("class", "at_risk")`` for those that are, if it
        is known, and the same with ``contrast``.  A server's vector holds its uses of each
        family, then the same without homonyms.
    labels
        Seen servers by label and class, where the class is known.
    planted
        Sums over seen servers, by true class, of the uses expected to be read in each family.
    """

    needs: ClassVar[tuple[str, ...]] = ("keyword_counts", "keyword_variants", "servers")
    welcomes: ClassVar[tuple[str, ...]] = ("truth_servers", "truth_keyword_counts")

    servers: Servers
    lexicon: Shared
    groups: dict[tuple[str, str], Moments]
    labels: Counter
    planted: dict[str, Moments]

    @classmethod
    def from_tables(cls, tables: Tables) -> Self:
        """Sum up the uses of each group of servers."""
        variants, servers = tables["keyword_variants"], tables["servers"].set_index("server_id")
        kinds, labels, planted = {"label": servers["observer_label"]}, Counter(), {}
        if "truth_servers" in tables:
            truth = tables["truth_servers"].set_index("server_id")["at_risk"]
            known = known_of(truth, servers.index)
            kinds["class"] = known.map({True: "at_risk", False: "contrast"})
            labels = Counter(zip(kinds["label"], kinds["class"], strict=True))
            if "truth_keyword_counts" in tables:
                planted = _planted(tables["truth_keyword_counts"], kinds["class"])
        groups = {}
        if not tables["keyword_counts"].empty:
            uses = read_uses(tables["keyword_counts"], variants)
            vectors = _vectors(uses)
            for kind, codes in kinds.items():
                code = codes.reindex(uses.servers).to_numpy()
                groups |= {(kind, str(one)): moments(vectors[code == one])
                           for one in CLASSES if (code == one).any()}
        return cls(Servers.of(tables), Shared(variants[WORDS].reset_index(drop=True)), groups,
                   labels, planted)

    def group(self, kind: str, code: str) -> "GroupUses":
        """Give the uses of one group.

        Raises
        ------
        VeilleError
            If nothing was read in the group.
        """
        if (kind, code) not in self.groups:
            raise _nothing_read()
        families = read_lexicon(self.lexicon.frame, 0)["families"]
        return GroupUses(families, self.groups[kind, code])


    def planted_profile(self, code: str, open_share: pd.Series | None = None) -> pd.Series:
        """Give the planted share of each family, for seen servers of one true class.

        ``open_share`` as in `planted_profile`.
        """
        families = read_lexicon(self.lexicon.frame, 0)["families"]
        return _shares(pd.Series(self.planted[code].totals(), families), open_share)


def _planted(truth: pd.DataFrame, classes: pd.Series) -> dict[str, Moments]:
    table = truth[truth["server_id"].isin(classes.index)].pivot_table(
        "expected_read", "server_id", "family_id")
    return {str(code): moments(part.to_numpy())
            for code, part in table.groupby(classes.reindex(table.index).to_numpy())}


@dataclass(frozen=True, eq=False)
class GroupUses:
    """Uses of a group of servers by family, and their spread.

    Attributes
    ----------
    families
        Their codes, shape ``(n_families,)``.
    sums
        Over servers, of the uses of each family, then of those of no homonym.
    """

    families: np.ndarray
    sums: Moments

    def weights(self, open_share: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
        """Let each use read stand for ``1 / open_share`` uses (Horvitz and Thompson, 1952).

        Gives the linear forms that make, of a vector, its uses by family and those of no homonym,
        each of shape ``(n_families, 2 n_families)``.
        """
        number = self.families.size
        share = np.ones(number) if open_share is None else open_share
        if not ((share > 0) & (share <= 1)).all():
            raise VeilleError("Une part d’emplois ouverts est hors de l’intervalle attendu, de 0 "
                              "(exclu) à 1.")
        inverse, zero = np.diag(1 / share), np.zeros((number, number))
        return np.hstack([inverse, zero]), np.hstack([zero, inverse])


def group_uses(uses: Uses, members: np.ndarray) -> GroupUses:
    """Add up the uses of a group of servers held in memory.

    Parameters
    ----------
    members
        Codes of the group's servers; those where nothing was read are left out.

    Raises
    ------
    VeilleError
        If nothing was read in the group.
    """
    inside = np.isin(uses.servers, np.asarray(members, dtype=object))
    if not inside.any():
        raise _nothing_read()
    return GroupUses(uses.families, moments(_vectors(uses)[inside]))


def family_profile(group: GroupUses, open_share: np.ndarray | None = None) -> pd.DataFrame:
    """Give each family's share in the uses of a group, with an interval over servers.

    The estimand is a ratio of totals: a server weighs as its uses do.  The interval is Student's
    on the logit scale, with the first-order standard error of a ratio over servers.

    Parameters
    ----------
    open_share
        Share of each family's uses made where the watch reads, shape ``(n_families,)``, if stated.

    Returns
    -------
    pandas.DataFrame
        ``family_id, value, low, high``, one row per family.
    """
    every, _ = group.weights(open_share)
    share = [_share(group.sums, one, every.sum(axis=0) - one) for one in every]
    return _frame(group, share, share)


def profile_bounds(group: GroupUses, open_share: np.ndarray | None = None) -> pd.DataFrame:
    """Bound each family's share when nothing says which uses of homonyms carry a function.

    The lower bound takes all the family's homonyms for ordinary uses and all the others' for
    functional ones, the upper bound the reverse (worst cases, as in Manski, 2003).  ``low`` and
    ``high`` add the sampling of servers to both ends; ``value`` is the middle of the bounds.
    """
    every, sure = group.weights(open_share)
    below = [_share(group.sums, own, every.sum(axis=0) - whole)
             for own, whole in zip(sure, every, strict=True)]
    above = [_share(group.sums, whole, sure.sum(axis=0) - own)
             for own, whole in zip(sure, every, strict=True)]
    return _frame(group, below, above).assign(lower=[share for share, _ in below],
                                              upper=[share for share, _ in above])


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
    kept = truth[truth["server_id"].isin(servers)]
    return _shares(kept.groupby("family_id")["expected_read"].sum(), open_share)


def share_correlation(truth: pd.DataFrame, servers: pd.Series) -> pd.DataFrame:
    """Correlate the planted shares of families over some servers, families by families."""
    kept = truth[truth["server_id"].isin(servers)]
    return kept.pivot_table("share", "server_id", "family_id").corr()


def _vectors(uses: Uses) -> np.ndarray:
    """Give each server's uses by family, and those of no homonym, side by side."""
    number = uses.families.size
    kept = uses.keep_lines(~uses.homonym[uses.token])
    return np.hstack([part.by_server(part.family[part.token], number) for part in (uses, kept)])


def _shares(expected: pd.Series, open_share: pd.Series | None) -> pd.Series:
    total = expected if open_share is None else expected / open_share.reindex(expected.index)
    return (total / total.sum()).rename("share")


def _nothing_read() -> VeilleError:
    return VeilleError("Aucun emploi lu dans ce groupe de serveurs : un profil en demande au "
                       "moins un.")


def _share(sums: Moments, own: np.ndarray, others: np.ndarray) -> tuple[float, float]:
    """Give the share of one linear form in two, and the standard error of its logit."""
    mine, theirs = own @ sums.totals(), others @ sums.totals()
    if mine <= 0 or theirs <= 0:
        return (1.0 if mine > 0 else 0.0), 0.0
    return mine / (mine + theirs), sums.spread(own / mine - others / theirs)


def _frame(
    group: GroupUses, below: list[tuple[float, float]], above: list[tuple[float, float]]
) -> pd.DataFrame:
    """Give values and intervals: Student's on the logit scale."""
    quantile = student.ppf((1 + LEVEL) / 2, max(group.sums.n - 1, 1))
    (lower, error_below), (upper, error_above) = (np.array(ends).T for ends in (below, above))
    low = expit(logit(_inside(lower)) - quantile * error_below)
    high = expit(logit(_inside(upper)) + quantile * error_above)
    return pd.DataFrame({"family_id": group.families, "value": (lower + upper) / 2,
                         "low": low, "high": high})


def _inside(share: np.ndarray) -> np.ndarray:
    """Keep shares off 0 and 1, where a logit is infinite."""
    return np.clip(share, 1e-6, 1 - 1e-6)
