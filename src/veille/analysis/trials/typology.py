"""Notebook 03: how well the classes agree with the planted types."""

import pandas as pd

from veille.analysis.trials.trial import Estimator, Trial, renamed
from veille.analysis.typology_recovery import draw_pool, judge
from veille.assumptions import Catalogue

SHAPE, DRAWS = "diag", 199  # the covariance that notebook 03 chooses
_INDEX = "accord d’une règle avec les types, sur des serveurs qu’elle n’a pas vus"
_ESTIMATORS = {
    "split": Estimator("03.accord_par_moities", _INDEX,
                       "indice de Rand ajusté, règle faite sur une moitié et jugée sur l’autre"),
    "jackknife": Estimator("03.accord_meme_serveurs", _INDEX,
                           "indice de Rand ajusté, sur les serveurs qui ont fait la règle",
                           valid=False, note="jugée sur les serveurs qui l’ont faite, une règle "
                           "est flattée"),
}


def run(catalogue: Catalogue, seeds: list[int], n_servers: int) -> pd.DataFrame:
    """Cluster each world by itself; the other worlds of the batch judge its rule."""
    found = judge(draw_pool(catalogue, seeds, n_servers), SHAPE, DRAWS).indices
    return renamed(found.rename(columns={"world": "seed"}),
                   {key: one.name for key, one in _ESTIMATORS.items()}, "method")


TRIALS = (Trial("typology", tuple(_ESTIMATORS.values()), run, 300),)
