"""What the language methods find again in fresh worlds, where the answer is known."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from veille.analysis import pairs, zipf
from veille.analysis.cooccurrence import (
    agreement,
    communities,
    composition,
    merged_families,
    residual_network,
)
from veille.analysis.coverage import assess
from veille.analysis.profiles import (
    GroupUses,
    family_profile,
    group_uses,
    planted_profile,
    profile_bounds,
)
from veille.analysis.resampling import Estimate
from veille.analysis.token_ties import TokenTies
from veille.analysis.token_uses import TokenUses
from veille.analysis.uses import read_uses
from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import FAMILIES
from veille.synth import World


@dataclass(frozen=True)
class Study:
    """Which fresh worlds are made, and how many bootstrap draws are made in each."""

    catalogue: Catalogue
    seeds: Iterable[int]
    n_servers: int
    n_weeks: int = 52
    n_draws: int = 50

    def worlds(self) -> Iterable[tuple[int, dict[str, pd.DataFrame]]]:
        """Yield each world's seed and its language tables."""
        for seed in self.seeds:
            yield seed, World(self.catalogue, seed, self.n_servers, self.n_weeks).language()


def exponents(uses: TokenUses) -> dict[str, Estimate]:
    """Estimate the exponent in each of the ways compared, from the usual one to ours.

    Keys: ``log_log`` (least squares, whole window, all tokens), ``pooled_all`` (likelihood, same
    counts), ``pooled_split`` (likelihood, homonyms aside, ranks from other servers),
    ``weekly_split`` (the same, ranks among tokens in use that week), ``pairs_all`` and ``pairs``
    (no rank, homonyms kept or set aside).
    """
    whole = zipf.pooled_ranks(uses.pooled())
    order, counted = (uses.pooled(aside=True, half=half) for half in (0, 1))
    return {
        "log_log": zipf.log_log_exponent(whole),
        "pooled_all": zipf.likelihood_exponent(whole),
        "pooled_split": zipf.likelihood_exponent(zipf.pooled_ranks(counted, order)),
        "weekly_split": zipf.likelihood_exponent(zipf.weekly_ranks(counted, order)),
        "pairs_all": pairs.pair_exponent(pairs.summed_pairs(uses)),
        "pairs": pairs.pair_exponent(pairs.summed_pairs(uses, aside=True)),
    }


@dataclass(frozen=True)
class Recovery:
    """Estimates in fresh worlds, one row each: ``value, low, high, planted`` and what they are.

    ``exponents`` has ``seed, weeks, method``; ``profiles`` has ``seed, method, family_id``.
    """

    exponents: pd.DataFrame
    profiles: pd.DataFrame


def recover(study: Study) -> Recovery:
    """Estimate the exponent, and the profile of at-risk servers, in every world of a study.

    The planted profile is the share of each family in all the uses of at-risk servers seen, over
    all the worlds together: what a world of any size would tend to.  Its methods are ``read``,
    ``corrected`` (planted open shares stated) and ``bounds`` (the same, homonyms unknown).
    The exponent has one more method, ``pairs_servers``: ours, with a bootstrap over servers.
    """
    rows, profiles, expected = [], [], []
    for seed, tables in study.worlds():
        rng = np.random.default_rng(seed)
        uses = read_uses(tables["keyword_counts"], tables["keyword_variants"], study.n_weeks)
        servers = pairs.pair_exponent_over_servers(uses.without_homonyms(), rng, study.n_draws)
        summed = TokenUses.from_tables(tables, study.n_weeks)
        found = exponents(summed) | {"pairs_servers": servers}
        rows += _lines(found, seed=seed, weeks=study.n_weeks)
        group, truth = _at_risk(tables)
        expected.append(truth)
        profiles += _profiles(study.catalogue, group_uses(uses, group), seed)
    open_share = pd.Series(study.catalogue.value("open_use_share"))
    together = pd.concat(expected)
    planted = planted_profile(together, together["server_id"], open_share)
    frame = pd.concat(profiles, ignore_index=True)
    exponent = float(study.catalogue.value("zipf_exponent"))
    return Recovery(pd.DataFrame(rows).assign(planted=exponent),
                    frame.assign(planted=frame["family_id"].map(planted)))


def exponents_by_window(study: Study, windows: Iterable[int]) -> pd.DataFrame:
    """Estimate the exponent over the last weeks of each world, window by window.

    Returns
    -------
    pandas.DataFrame
        ``seed, weeks, method, value, low, high``.
    """
    rows = []
    for seed, tables in study.worlds():
        uses = TokenUses.from_tables(tables, study.n_weeks)
        for weeks in windows:
            rows += _lines(exponents(uses.last_weeks(weeks)), seed=seed, weeks=weeks)
    return pd.DataFrame(rows)


def agreement_over_worlds(study: Study, min_uses: int) -> pd.DataFrame:
    """Compare communities with families in fresh worlds, homonyms kept (``all``) or set aside.

    Returns
    -------
    pandas.DataFrame
        ``seed, method, communities, agreement, merged`` (families that share a community).
    """
    rows = []
    for seed, tables in study.worlds():
        tied = TokenTies.from_tables(tables)
        for method, chosen in (("all", tied.every), ("aside", tied.aside)):
            network = residual_network(chosen, min_uses)
            label = communities(network, seed=0)
            table = composition(tied.codes, network, label)
            rows.append({"seed": seed, "method": method, "communities": int(label.max()) + 1,
                         "agreement": agreement(tied.codes, network, label),
                         "merged": merged_families(table)})
    return pd.DataFrame(rows)


def coverage_table(found: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Give bias, spread and coverage by group of estimates (one row each, see `assess`)."""
    rows = []
    for key, group in found.groupby(by, sort=False):
        estimates = [Estimate(*line) for line in group[["value", "low", "high"]].to_numpy()]
        rows.append(dict(zip(by, key, strict=True)) | asdict(assess(estimates, group["planted"])))
    return pd.DataFrame(rows)


def without_homonyms(catalogue: Catalogue) -> Catalogue:
    """Give the same assumptions, where no variant is an ordinary word."""
    return catalogue.replace(homonym_share=dict.fromkeys(FAMILIES, 0.0))


def _lines(found: dict[str, Estimate], **where: int) -> list[dict]:
    return [where | {"method": method} | asdict(estimate) for method, estimate in found.items()]


def _at_risk(tables: dict[str, pd.DataFrame]) -> tuple[np.ndarray, pd.DataFrame]:
    """Give the codes of the at-risk servers seen, and the truth of their profiles."""
    known, truth = tables["truth_servers"], tables["truth_keyword_counts"]
    codes = known.loc[known["at_risk"] & known["observed"], "server_id"].to_numpy()
    return codes, truth[truth["server_id"].isin(codes)]


def _profiles(catalogue: Catalogue, group: GroupUses, seed: int) -> list[pd.DataFrame]:
    stated = pd.Series(catalogue.value("open_use_share")).reindex(group.families).to_numpy()
    found = {
        "read": family_profile(group),
        "corrected": family_profile(group, stated),
        "bounds": profile_bounds(group, stated),
    }
    return [frame[["family_id", "value", "low", "high"]].assign(seed=seed, method=method)
            for method, frame in found.items()]
