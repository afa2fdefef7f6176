"""Every estimator of the difference in gated share, on one world and over many.

What is planted is the difference between all servers of the two classes.  No estimator that
starts from seen servers can reach it, even weighted by the inverse of the probability of being
seen: servers without any entrance have none, and no seen server stands for them.  The weights aim
at servers that can be seen, whose planted difference is another number.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from veille.analysis.audit import draw_audit, table_correction
from veille.analysis.coverage import Coverage, assess
from veille.analysis.effects import weighted_difference
from veille.analysis.replicates import draw_counts
from veille.analysis.resampling import Estimate
from veille.analysis.shapes import Shapes
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
    "seeable": "… face aux seuls serveurs visibles",
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
    servers = tables["servers"].set_index("server_id")
    called = servers["observer_label"] == "at_risk"
    truth = tables["truth_servers"].set_index("server_id").loc[called.index]
    counts = draw_counts(n_draws, rng, called.to_numpy())
    share = gated_share_given(tables["channels"], called.index.to_series(), visibility)
    audit = draw_audit(called, truth["at_risk"], audit_size, rng)
    shapes = Shapes.from_tables(tables, (visibility,))
    return {
        **_each_measure("all", shapes, "class"),
        **_each_measure("naive", shapes, "label"),
        "listing": shapes.difference("label", "restored/0"),
        **audited_differences(share, audit, truth["sighting_probability"]),
        "table": table_correction(share, called, audit, counts),
    }


def audited_differences(
    share: pd.Series, audit: pd.DataFrame, seen_with: pd.Series
) -> dict[str, Estimate]:
    """Estimate from the audited servers, without and with the probability of being seen.

    Parameters
    ----------
    share
        Gated share by server.
    audit
        From `veille.analysis.audit.draw_audit`.
    seen_with
        Probability of being seen by server, which no observer knows.
    """
    values = share.loc[audit.index]
    inverse = audit["weight"] / seen_with.loc[audit.index]
    return {
        name: weighted_difference(values, audit["at_risk"], weights)
        for name, weights in (("audit", audit["weight"]), ("full", inverse))
    }


def structure_coverage(
    catalogue: Catalogue, seeds: Iterable[int], n_servers: int, audit_size: int, n_draws: int
) -> dict[str, Coverage]:
    """Measure bias and coverage of every estimator over one fresh world per seed.

    The planted difference in gated share is exact, over all servers; ``seeable`` is the ``full``
    estimator judged on the servers that can be seen.  The corrected estimators are given the
    planted visibility.  For the other measures, what is planted is the mean over all the worlds
    of their true difference.
    """
    visibility = float(catalogue.value("gated_visibility"))
    found = []
    for seed in seeds:
        tables = World(catalogue, seed=seed, n_servers=n_servers).structure()
        rng = np.random.default_rng([seed, 2])
        found.append(differences(tables, visibility, audit_size, n_draws, rng))
    exact = planted_gaps(planted_parameters(catalogue))
    for name in _OTHERS:
        exact[name] = float(np.mean([world[f"all/{name}"].value for world in found]))
    tried = {name: assess([world[name] for world in found], [exact[measure_of(name)]] * len(found))
             for name in found[0]}
    seeable = [world["full"] for world in found]
    return tried | {"seeable": assess(seeable, [exact["seeable"]] * len(found))}


def planted_gaps(parameters: pd.DataFrame) -> dict[str, float]:
    """Give the planted differences in gated share: ``gated_share``, of all, and ``seeable``."""
    found = {}
    for name, seeable in ((_FIRST, False), ("seeable", True)):
        means = planted_means(parameters, _FIRST, seeable=seeable)
        found[name] = float(means["at_risk"] - means["contrast"])
    return found


def measure_of(name: str) -> str:
    """Give the measure that an estimator is about: ``all/depth`` is about ``depth``."""
    return name.partition("/")[2] or _FIRST


def _each_measure(name: str, shapes: Shapes, group: str) -> dict[str, Estimate]:
    return {name: shapes.difference(group, _FIRST)} | {
        f"{name}/{measure}": shapes.difference(group, measure) for measure in _OTHERS
    }
