"""Notebook 08: what becomes of a report."""

import pandas as pd

from veille.analysis.reporting_recovery import Study, recover
from veille.analysis.trials.trial import Estimator, Trial, renamed
from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import REPORT_ROUTES, french_name

DAYS = 30
_AJ = "Aalen et Johansen, par serveur"
_LEARNT = {
    (route, "told_action"): Estimator(
        f"08.mesure_apprise.{route}", f"mesure apprise en {DAYS} jours, « {french_name(route)} »",
        _AJ, pooled=True) for route in REPORT_ROUTES}
_SILENT = {
    (route, "silence"): Estimator(
        f"08.silence.{route}", f"aucune nouvelle en {DAYS} jours, « {french_name(route)} »",
        _AJ, pooled=True) for route in REPORT_ROUTES}
_BOUNDS = {
    (route, "bounds"): Estimator(
        f"08.bornes.{route}", f"mesure en {DAYS} jours, apprise ou non, « {french_name(route)} »",
        "bornes sans hypothèse sur les issues non dites", conservative=True, pooled=True,
        note="bornes et non estimation : leur milieu n’est pas fait pour tomber juste")
    for route in REPORT_ROUTES}
_NAIVE = {
    (route, "one_minus_km"): Estimator(
        f"08.un_moins_km.{route}", f"mesure en {DAYS} jours, « {french_name(route)} »",
        "1 − Kaplan–Meier", valid=False, pooled=True,
        note="méthode usuelle, montrée pour l’écarter")
    for route in REPORT_ROUTES}
_ROUTES = {
    ("known", route): Estimator(
        f"08.effet_voie_su.{route}", f"effet sur le taux de mesure, « {french_name(route)} »",
        "régression des taux par cause, signalements traités et fondés connus")
    for route in REPORT_ROUTES if route != "in_app"} | {
    ("observed", route): Estimator(
        f"08.effet_voie.{route}", f"effet sur le taux de mesure, « {french_name(route)} »",
        "régression des taux par cause, telle que la veille la ferait", valid=False,
        note="ce que la veille ne sait pas réduit ou déplace l’effet")
    for route in REPORT_ROUTES if route != "in_app"}
_EFFECTS = {
    "observed": Estimator("08.effet_completude", "effet de la complétude sur le taux de mesure",
                          "régression des taux par cause, telle que la veille la ferait",
                          valid=False, note="ce que la veille ne sait pas (signalements jamais "
                          "traités, fondés ou non) réduit l’effet"),
    "untold": Estimator("08.effet_completude_su", "effet de la complétude sur le taux de mesure",
                        "la même, signalements traités et fondés connus"),
}


def run(catalogue: Catalogue, seeds: list[int], n_servers: int) -> pd.DataFrame:
    """Estimate by route and by regression in each world."""
    found = recover(Study(catalogue, seeds, n_servers, (DAYS,)))
    by_route = {key: one.name for key, one in (_LEARNT | _SILENT | _BOUNDS | _NAIVE).items()}
    return pd.concat([
        renamed(found.incidences, by_route, "route", "method"),
        renamed(found.effects, {key: one.name for key, one in _EFFECTS.items()}, "method"),
        renamed(found.routes, {key: one.name for key, one in _ROUTES.items()}, "method", "route"),
    ])


_ALL = (*_LEARNT.values(), *_SILENT.values(), *_BOUNDS.values(), *_NAIVE.values(),
        *_EFFECTS.values(), *_ROUTES.values())
TRIALS = (Trial("reporting", _ALL, run, 1_000),)
