"""Notebook 07: agreement between two people, and the worth of a score."""

import pandas as pd

from veille.analysis.indicator_recovery import Study, recover
from veille.analysis.trials.trial import Estimator, Trial, renamed
from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import CONTRAST, SIGNS, french_name

_ESTIMATORS = {
    **{("kappa", sign): Estimator(
        f"07.kappa.{sign}", f"kappa des deux personnes, « {french_name(sign)} »",
        "kappa de Cohen, erreur asymptotique", pooled=True) for sign in SIGNS},
    ("auc", "score"): Estimator("07.aire", "aire sous la courbe du score",
                                "rangs, erreur de DeLong", pooled=True),
    ("predictive_value", "score"): Estimator(
        "07.valeur_predictive", "part des désignés à raison, si un serveur sur cent est à risque",
        "règle de Bayes, intervalle sur le rapport des taux", pooled=True,
        note="parfois un ou deux témoins désignés seulement : l’intervalle est large, et la "
        "valeur penche vers le haut"),
    **{("false_alarms", code): Estimator(
        f"07.fausses_alertes.{code}", f"part désignée à tort, « {french_name(code)} »",
        "proportion, intervalle de Wilson", pooled=True) for code in CONTRAST},
}


def run(catalogue: Catalogue, seeds: list[int], n_servers: int) -> pd.DataFrame:
    """Estimate on the ratings of each world."""
    study = Study(catalogue, seeds, n_servers)
    return renamed(recover(study, study.worlds()),
                   {key: one.name for key, one in _ESTIMATORS.items()}, "quantity", "key")


TRIALS = (Trial("indicators", tuple(_ESTIMATORS.values()), run, 400),)
