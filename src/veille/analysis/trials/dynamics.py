"""Notebook 06: what becomes of arrivals."""

import pandas as pd

from veille.analysis.absorption import STEPS
from veille.analysis.dynamics_recovery import Study, one_pace, recover
from veille.analysis.steps import WAYS
from veille.analysis.trials.trial import Estimator, Trial, renamed
from veille.assumptions import Catalogue

PASSED = ("lecture", "participation", "palier franchi")
HOW = {"forward": "un pas de plus", "back": "un pas en arrière", "departed": "départ",
       "reported": "départ avec signalement"}
_NARROW = "l’intervalle est un peu étroit : il tient dans 93 % des mondes environ"
TIGHT = {(0, "forward"): _NARROW, (2, "forward"): _NARROW}
LEANS = "peu de personnes passent par là : la valeur penche un peu vers le haut"
_REACHED = "part des arrivées qui atteignent l’espace privé en 26 semaines"
_AJ, _MARKOV = "Aalen et Johansen", "modèle de Markov"
_DEFAULT = {
    ("private", "aalen_johansen"): Estimator("06.espace_prive", _REACHED, _AJ, pooled=True),
    ("departed", "aalen_johansen"): Estimator(
        "06.departs", "part des arrivées parties en 26 semaines", _AJ, pooled=True),
    ("private", "markov"): Estimator(
        "06.espace_prive_markov", _REACHED, _MARKOV, valid=False, pooled=True,
        note="l’absence de mémoire est fausse dans le monde par défaut"),
    ("slow/0", "markov"): Estimator(
        "06.effet_premier_pas", "effet d’un premier pas deux fois plus lent", _MARKOV,
        valid=False, pooled=True, note="le modèle promet trop"),
    ("slow/2", "markov"): Estimator(
        "06.effet_dernier_pas", "effet d’un dernier pas deux fois plus lent", _MARKOV,
        valid=False, pooled=True, note="le modèle promet trop, surtout au dernier pas"),
}
_RIGHT = {
    ("private", "markov"): Estimator(
        "06.espace_prive_markov_juste", f"{_REACHED}, rythmes égaux", _MARKOV, pooled=True),
    ("slow/0", "markov"): Estimator(
        "06.effet_premier_pas_juste", "effet d’un premier pas deux fois plus lent, rythmes égaux",
        _MARKOV, pooled=True),
} | {
    (f"rate/{state}/{WAYS[way]}", "markov"): Estimator(
        f"06.intensite.{state}_{WAYS[way]}",
        f"intensité du pas « {PASSED[state]}, {HOW[WAYS[way]]} », rythmes égaux",
        "nombre de pas sur exposition", valid=(state, WAYS[way]) not in TIGHT,
        note=TIGHT.get((state, WAYS[way]), LEANS if state == 2 else ""))
    for state, way in STEPS
}


def _run(catalogue: Catalogue, seeds: list[int], n_servers: int,
         names: dict[tuple[str, str], Estimator], sure: bool) -> pd.DataFrame:
    found = recover(Study(catalogue, seeds[0], len(seeds), n_servers, sure=sure)).estimates
    found = found.assign(seed=found["world"].astype(int).map(dict(enumerate(seeds))))
    return renamed(found, {key: one.name for key, one in names.items()}, "target", "method")


def run(catalogue: Catalogue, seeds: list[int], n_servers: int) -> pd.DataFrame:
    """Cut one large world, of the first seed, into as many small ones as there are seeds."""
    return _run(catalogue, seeds, n_servers, _DEFAULT, sure=False)


def run_right(catalogue: Catalogue, seeds: list[int], n_servers: int) -> pd.DataFrame:
    """Do the same where the model of Markov is right, and labels too."""
    return _run(one_pace(catalogue), seeds, n_servers, _RIGHT, sure=True)


TRIALS = (Trial("dynamics", tuple(_DEFAULT.values()), run, 300),
          Trial("dynamics_right", tuple(_RIGHT.values()), run_right, 300))
