"""Notebook 12: how often a published row is linked rightly, and what a noisy count is worth."""

import numpy as np
import pandas as pd

from veille.analysis.noisy import noisy
from veille.analysis.private_log import SENSITIVE, people, publish
from veille.analysis.trials.trial import Estimator, Trial, lines
from veille.analysis.uniqueness import kinds, link_risk, naive_uniqueness
from veille.assumptions import Catalogue
from veille.synth import World

FRACTION, EPSILON = 0.5, 0.5  # as notebook 12 has them
_STREAM = 12
_ESTIMATORS = {
    "link": Estimator("12.lien_juste", "part de liens justes vers les lignes publiées uniques",
                      "classes publiées une, deux et trois fois"),
    "naive": Estimator("12.unicite_du_fichier", "part de personnes uniques dans la population",
                       "part de lignes uniques dans le fichier", valid=False,
                       note="une ligne seule dans le fichier a souvent des semblables au-dehors : "
                       "le carnet la montre pour l’écarter"),
    "noisy": Estimator("12.effectif_bruite", "personnes dont un score atteint le seuil",
                       "effectif publié avec bruit, ε de 0,5", conservative=True),
}


def run(catalogue: Catalogue, seeds: list[int], n_servers: int) -> pd.DataFrame:
    """Publish a part of the people of each world, and estimate from what is published."""
    rows = []
    for seed in seeds:
        rng = np.random.default_rng([seed, _STREAM])
        everybody = people(World(catalogue, seed, n_servers).topics("load")["shifts"])
        seen = kinds(publish(everybody, FRACTION, rng))
        count = int(everybody[SENSITIVE].sum())
        found = {"link": link_risk(seen), "naive": naive_uniqueness(seen),
                 "noisy": noisy(count, EPSILON, rng)}
        planted = {"link": seen.right_link, "naive": seen.unique_in_population,
                   "noisy": float(count)}
        rows += lines(seed, {one.name: found[key] for key, one in _ESTIMATORS.items()},
                      {one.name: planted[key] for key, one in _ESTIMATORS.items()})
    return pd.DataFrame(rows)


TRIALS = (Trial("identification", tuple(_ESTIMATORS.values()), run, 6_000),)
