"""Notebook 05: the half-life of variants."""

import pandas as pd

from veille.analysis.drift_recovery import half_lives
from veille.analysis.language_recovery import Study
from veille.analysis.trials.trial import Estimator, Trial, renamed
from veille.assumptions import Catalogue

_HALF = "demi-vie d’une variante, en semaines"
_ESTIMATORS = {
    "hazard": Estimator("05.demi_vie", _HALF, "disparitions sur exposition"),
    "weighted": Estimator("05.demi_vie_pesee", _HALF,
                          "disparitions sur exposition, pesées par les emplois",
                          note="l’inverse d’un petit nombre de morts penche vers le haut quand "
                          "la demi-vie est longue devant la fenêtre"),
    "complete": Estimator("05.vies_completes", _HALF, "vies complètes seulement", valid=False,
                          note="méthode usuelle, montrée pour l’écarter"),
    "read": Estimator("05.premiere_derniere_lecture", _HALF,
                      "vies datées par la première et la dernière lecture", valid=False,
                      note="ce que fait une équipe sans lexique daté, montré pour l’écarter"),
}


def run(catalogue: Catalogue, seeds: list[int], n_servers: int) -> pd.DataFrame:
    """Estimate on the lexicon and the readings of each world."""
    found = half_lives(Study(catalogue, seeds, n_servers))
    return renamed(found, {key: one.name for key, one in _ESTIMATORS.items()}, "method")


TRIALS = (Trial("drift", tuple(_ESTIMATORS.values()), run, 60),)
