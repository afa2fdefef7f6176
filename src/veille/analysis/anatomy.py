"""Every estimator of the difference in gated share, on one world and over many."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from veille.analysis.audit import draw_audit, table_correction
from veille.analysis.cascade import cascade_steps
from veille.analysis.coverage import Coverage, assess
from veille.analysis.effects import mean_difference
from veille.analysis.replicates import draw_counts
from veille.analysis.resampling import Estimate
from veille.analysis.structure import MEASURES, planted_means
from veille.analysis.visibility import gated_share_given
from veille.assumptions import Catalogue
from veille.synth import World
from veille.synth.world import planted_parameters

ESTIMATORS = {
    "all": "tous les serveurs, tous les salons",
    "naive": "vue de la veille",
    "listing": "salons cachés rétablis",
    "audit": "… et classes contrôlées",
    "full": "… et serveurs repondérés",
    "table": "salons rétablis, tableau d’erreurs",
}

_FIRST, *_OTHERS = MEASURES


def differences(
    tables: dict[str, pd.DataFrame], visibility: float, audit_size: int, n_draws: int,
    rng: np.random.Generator,
) -> dict[str, Estimate]:
    """Estimate the difference in gated share by every estimator of `ESTIMATORS`.

    The two that no correction touches are given for the other measures too, under
    ``all/depth``, ``naive/thematic``…

    Parameters
    ----------
    tables
        ``servers``, ``channels``, ``truth_servers`` and ``truth_channels`` of one world.
    visibility
        What the analyst takes the visibility of a gated channel to be.
    audit_size
        Servers whose true class is checked.
    """
    steps = cascade_steps(tables, tables)
    called = steps["labelled"]["at_risk"]
    counts = draw_counts(n_draws, rng, called.to_numpy())
    share = gated_share_given(tables["channels"], called.index.to_series(), visibility)
    audit = draw_audit(called, steps["listed"]["at_risk"], audit_size, rng)
    known = tables["truth_servers"].set_index("server_id")["sighting_probability"]
    checked = draw_counts(n_draws, rng, audit["at_risk"].to_numpy())
    whole = draw_counts(n_draws, rng, steps["truth"]["at_risk"].to_numpy())
    return {
        **_each_measure("all", steps["truth"], whole),
        **_each_measure("naive", steps["labelled"], counts),
        "listing": mean_difference(share, called, counts),
        **audited_differences(share, audit, known, checked),
        "table": table_correction(share, called, audit, counts),
    }


def audited_differences(
    share: pd.Series, audit: pd.DataFrame, seen_with: pd.Series, counts: np.ndarray
) -> dict[str, Estimate]:
    """Estimate from the audited servers, without and with the probability of being seen.

    Parameters
    ----------
    share
        Gated share by server.
    seen_with
        Probability of being seen by server, which no observer knows.
    counts
        From `veille.analysis.replicates.draw_counts`, one column per audited
        server, strata its true class.
    """
    values = share.loc[audit.index]
    inverse = audit["weight"] / seen_with.loc[audit.index]
    return {
        name: mean_difference(values, audit["at_risk"], counts, weights)
        for name, weights in (("audit", audit["weight"]), ("full", inverse))
    }


def structure_coverage(
    catalogue: Catalogue, seeds: Iterable[int], n_servers: int, audit_size: int, n_draws: int
) -> dict[str, Coverage]:
    """Measure bias and coverage of every estimator over one fresh world per seed.

    The planted difference in gated share is exact, and the corrected estimators are given the
    planted visibility.  For the other measures, what is planted is the mean over all the worlds
    of their true difference.
    """
    visibility = float(catalogue.value("gated_visibility"))
    found = []
    for seed in seeds:
        tables = World(catalogue, seed=seed, n_servers=n_servers).structure()
        rng = np.random.default_rng([seed, 2])
        found.append(differences(tables, visibility, audit_size, n_draws, rng))
    planted = planted_means(planted_parameters(catalogue), "gated_share")
    exact = {"gated_share": float(planted["at_risk"] - planted["contrast"])}
    for name in _OTHERS:
        exact[name] = float(np.mean([world[f"all/{name}"].value for world in found]))
    return {
        name: assess([world[name] for world in found],
                     [exact[measure_of(name)]] * len(found))
        for name in found[0]
    }


def measure_of(name: str) -> str:
    """Give the measure that an estimator is about: ``all/depth`` is about ``depth``."""
    return name.partition("/")[2] or _FIRST


def _each_measure(name: str, frame: pd.DataFrame, counts: np.ndarray) -> dict[str, Estimate]:
    first, *others = (mean_difference(frame[measure], frame["at_risk"], counts)
                      for measure in MEASURES)
    return {name: first} | {
        f"{name}/{measure}": found for measure, found in zip(_OTHERS, others, strict=True)
    }
