"""Notebook 11: how many were never seen."""

from math import inf

import pandas as pd

from veille.analysis.blind_spots_worlds import Planted, Study, plant
from veille.analysis.hidden import estimate
from veille.analysis.histories import EVERY
from veille.analysis.recapture import Hidden
from veille.analysis.resampling import Estimate
from veille.analysis.trials.trial import Estimator, Trial, lines
from veille.analysis.waiting import at_least_dated, dated
from veille.assumptions import Catalogue

_HIDDEN = "serveurs visibles jamais vus"
_ALIKE = f"{_HIDDEN}, listes indépendantes et serveurs semblables"
_INDEPENDENT, _DATED = "listes indépendantes", "attentes, relais datés"
_RIGHT = {
    "independence": Estimator("11.jamais_vus_juste", _ALIKE, _INDEPENDENT),
}
_TOLD = {
    "dated": Estimator("11.jamais_vus_dates", f"{_HIDDEN}, relais et serveurs semblables", _DATED),
}
_CLAIM = Estimator(
    "11.au_moins", f"{_HIDDEN}, au moins", "borne basse des attentes, relais datés, à 95 %",
    conservative=True,
    note="une borne basse et non une estimation : elle ne couvre qu’une partie de ce qui manque")
_DEFAULT = {
    "independence": Estimator("11.jamais_vus", _HIDDEN, _INDEPENDENT, valid=False,
                              note="les serveurs diffèrent et les personnes se parlent : aucune "
                              "méthode ne tient, le carnet n’en garde qu’une borne basse"),
    "dated": Estimator("11.jamais_vus_dates_defaut", _HIDDEN, _DATED, valid=False,
                       note="les serveurs diffèrent : aucune méthode ne tient"),
}


def run_right(catalogue: Catalogue, seeds: list[int], n_servers: int) -> pd.DataFrame:
    """Estimate where all servers are alike and nobody tells anybody."""
    return _rows(plant(Study(catalogue, seeds, n_servers).homogeneous()), seeds, _RIGHT)


def run_told(catalogue: Catalogue, seeds: list[int], n_servers: int) -> pd.DataFrame:
    """Estimate where all servers are alike and watchers tell one another."""
    told = float(catalogue.value("relay_probability"))
    alike = Study(catalogue, seeds, n_servers).homogeneous().moved(relay_probability=told)
    return _rows(plant(alike), seeds, _TOLD)


def run(catalogue: Catalogue, seeds: list[int], n_servers: int) -> pd.DataFrame:
    """Estimate in worlds as the catalogue makes them."""
    planted = plant(Study(catalogue, seeds, n_servers))
    claims = at_least_dated(planted.by_week, planted.seen).astype(float)
    rows = [line for seed, claim, hidden in zip(seeds, claims, planted.hidden, strict=True)
            for line in lines(seed, {_CLAIM.name: Estimate(claim, claim, inf)}, float(hidden))]
    return pd.concat([_rows(planted, seeds, _DEFAULT), pd.DataFrame(rows)])


def _rows(planted: Planted, seeds: list[int], names: dict[str, Estimator]) -> pd.DataFrame:
    rows = []
    for key, one in names.items():
        found = _found(planted, key)
        for seed, *bounds, hidden in zip(seeds, found.value, found.low, found.high,
                                         planted.hidden, strict=True):
            rows += lines(seed, {one.name: Estimate(*map(float, bounds))}, float(hidden))
    return pd.DataFrame(rows)


def _found(planted: Planted, method: str) -> Hidden:
    if method == "dated":
        return dated(planted.by_week, planted.seen)
    return estimate(planted.counts[EVERY], method)


TRIALS = (Trial("blind_spots_right", tuple(_RIGHT.values()), run_right, 400),
          Trial("blind_spots_told", tuple(_TOLD.values()), run_told, 400),
          Trial("blind_spots", (*_DEFAULT.values(), _CLAIM), run, 400))
