"""Notebook 04: the exponent of the law of frequencies."""

import pandas as pd

from veille.analysis.language_recovery import Study, exponents, without_homonyms
from veille.analysis.token_uses import TokenUses
from veille.analysis.trials.trial import Estimator, Trial, lines
from veille.assumptions import Catalogue

_LAW = "exposant de la loi des fréquences"
_PAIRS = "paires de jetons, homonymes écartés"
_DEFAULT = {
    "pairs": Estimator("04.exposant", _LAW, _PAIRS, valid=False,
                       note="les homonymes que la veille ne connaît pas le tirent un peu vers "
                       "le bas : l’intervalle tient un peu moins que promis"),
    "log_log": Estimator("04.exposant_log_log", _LAW, "droite ajustée en log–log", valid=False,
                         note="méthode usuelle, montrée pour l’écarter"),
}
_EASY = {"pairs": Estimator("04.exposant_sans_homonyme", f"{_LAW}, sans homonyme", _PAIRS)}


def _run(catalogue: Catalogue, seeds: list[int], n_servers: int,
         names: dict[str, Estimator]) -> pd.DataFrame:
    study, rows = Study(catalogue, seeds, n_servers), []
    for seed, tables in study.worlds():
        found = exponents(TokenUses.from_tables(tables, study.n_weeks))
        rows += lines(seed, {one.name: found[key] for key, one in names.items()},
                      float(catalogue.value("zipf_exponent")))
    return pd.DataFrame(rows)


def run(catalogue: Catalogue, seeds: list[int], n_servers: int) -> pd.DataFrame:
    """Estimate in worlds with homonyms."""
    return _run(catalogue, seeds, n_servers, _DEFAULT)


def run_easy(catalogue: Catalogue, seeds: list[int], n_servers: int) -> pd.DataFrame:
    """Estimate in worlds where the model is right."""
    return _run(without_homonyms(catalogue), seeds, n_servers, _EASY)


TRIALS = (Trial("language", tuple(_DEFAULT.values()), run, 300),
          Trial("language_easy", tuple(_EASY.values()), run_easy, 300))
