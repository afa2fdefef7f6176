"""Notebook 09: what an end leaves."""

import pandas as pd

from veille.analysis.closures_recovery import Study, recover
from veille.analysis.trials.trial import Estimator, Trial, renamed
from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import SERVICE_REGIMES, french_name

_R = {
    ("weighted", regime): Estimator(
        f"09.resurgences.{regime}", f"résurgences par fin, « {french_name(regime)} »",
        "retrouvées, pesées par le suivi, part retrouvée posée juste",
        note="" if regime == "isolated" else "une dizaine de fins par monde, et des lignées que "
        "la fenêtre coupe : la valeur penche un peu vers le bas")
    for regime in SERVICE_REGIMES}
_PLAIN = {
    ("ends", regime): Estimator(
        f"09.resurgences_brutes.{regime}", f"résurgences par fin, « {french_name(regime)} »",
        "retrouvées sur fins connues", valid=False,
        note="la veille ne retrouve pas toutes les résurgences")
    for regime in SERVICE_REGIMES}
_DELAYS = {
    ("mean", "corrected"): Estimator(
        "09.delai_moyen", "délai moyen d’une résurgence, en jours",
        "produit-limite à rebours, tronqué à droite", valid=False,
        note="loi à longue queue et peu de délais par monde : l’intervalle de la moyenne est trop "
        "étroit, celui de la part en une semaine tient"),
    ("within", "corrected"): Estimator("09.delai_une_semaine",
                                       "part des résurgences en une semaine",
                                       "produit-limite à rebours, tronqué à droite"),
}
_PRESENCE = {
    ("presence", regime, "corrected"): Estimator(
        f"09.presence.{regime}", f"présence laissée en 26 semaines, « {french_name(regime)} »",
        "somme des vies retrouvées, part retrouvée posée juste", valid=False, pooled=True,
        note="tient à quelques lignées : le carnet n’en garde que l’ordre de grandeur")
    for regime in SERVICE_REGIMES}


def run(catalogue: Catalogue, seeds: list[int], n_servers: int) -> pd.DataFrame:
    """Estimate on the ends known in each world."""
    found = recover(Study(catalogue, seeds, n_servers))
    numbers = {key: one.name for key, one in (_R | _PLAIN).items()}
    return pd.concat([
        renamed(found.reproduction, numbers, "method", "regime"),
        renamed(found.delays, {key: one.name for key, one in _DELAYS.items()},
                "quantity", "method"),
        renamed(found.presence, {key: one.name for key, one in _PRESENCE.items()},
                "quantity", "regime", "method"),
    ])


TRIALS = (Trial("closures", tuple((_R | _PLAIN | _DELAYS | _PRESENCE).values()), run, 1_200),)
