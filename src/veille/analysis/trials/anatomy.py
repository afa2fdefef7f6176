"""Notebook 02: the difference in gated share between classes."""

import numpy as np
import pandas as pd

from veille.analysis.anatomy import differences, planted_gaps
from veille.analysis.trials.trial import Estimator, Trial, lines
from veille.assumptions import Catalogue
from veille.synth import World
from veille.synth.world import planted_parameters

AUDIT, DRAWS = 100, 399  # as notebook 02 has them
_GAP = "différence de part fermée entre serveurs à risque et témoins"
_ESTIMATORS = {
    "naive": Estimator("02.vue_de_la_veille", _GAP, "vue de la veille, sans correction",
                       valid=False, note="la veille ne voit ni tous les salons, ni tous les "
                       "serveurs, et se trompe de classe : le carnet la montre pour l’écarter"),
    "naive/depth": Estimator("02.vue_de_la_veille.profondeur",
                             "différence de paliers avant le salon le plus profond",
                             "vue de la veille, sans correction", valid=False, pooled=True,
                             note="mêmes défauts"),
    "naive/thematic": Estimator("02.vue_de_la_veille.segmentation",
                                "différence de nombre effectif de salons thématiques",
                                "vue de la veille, sans correction", valid=False, pooled=True,
                                note="mêmes défauts"),
    "full": Estimator("02.corrigee", f"{_GAP}, parmi les serveurs visibles",
                      "salons rétablis, classes contrôlées, serveurs repondérés",
                      note="demande la probabilité d’être vu, que personne ne connaît sur le "
                      "terrain ; la valeur penche un peu vers le bas"),
}


def run(catalogue: Catalogue, seeds: list[int], n_servers: int) -> pd.DataFrame:
    """Estimate on the structure of each world."""
    visibility = float(catalogue.value("gated_visibility"))
    exact = planted_gaps(planted_parameters(catalogue))
    planted = {"naive": exact["gated_share"], "full": exact["seeable"]}
    rows = []
    for seed in seeds:
        tables = World(catalogue, seed=seed, n_servers=n_servers).structure()
        found = differences(tables, visibility, AUDIT, DRAWS, np.random.default_rng([seed, 2]))
        whole = {f"naive/{name}": found[f"all/{name}"].value for name in ("depth", "thematic")}
        rows += lines(seed, {one.name: found[key] for key, one in _ESTIMATORS.items()},
                      {one.name: (planted | whole)[key] for key, one in _ESTIMATORS.items()})
    return pd.DataFrame(rows)


TRIALS = (Trial("anatomy", tuple(_ESTIMATORS.values()), run, 300),)
