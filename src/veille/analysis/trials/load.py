"""Notebook 10: dose, support and distress."""

import pandas as pd

from veille.analysis.exposure import THRESHOLD
from veille.analysis.load_recovery import estimates
from veille.analysis.trials.trial import Estimator, Trial, lines
from veille.assumptions import Catalogue
from veille.synth import World

_WITHIN = "à personne égale, scores tus pesés"
_ESTIMATORS = {
    "dose_weighted": Estimator("10.dose", "points de détresse pour dix expositions", _WITHIN),
    "support_weighted": Estimator("10.soutien", "points de détresse d’une semaine de soutien",
                                  f"{_WITHIN}, dose égale"),
    "share_weighted": Estimator("10.part_de_detresse", "part des semaines de détresse",
                                "scores donnés, pesés par le rapport des silences", pooled=True),
    "share": Estimator("10.part_de_detresse_brute", "part des semaines de détresse",
                       "scores donnés, tels quels", valid=False, pooled=True,
                       note="qui va mal répond moins"),
    "support_naive": Estimator("10.soutien_brut", "points de détresse d’une semaine de soutien",
                               "différence des moyennes", valid=False,
                               note="le soutien va d’abord à qui est le plus exposé"),
}


def run(catalogue: Catalogue, seeds: list[int], n_servers: int) -> pd.DataFrame:
    """Estimate on the weeks of the teams of each world."""
    value = catalogue.value
    retention = float(value("exposure_retention"))
    ratio = float(value("score_missing_distressed")) / float(value("score_missing"))
    rows = []
    for seed in seeds:
        tables = World(catalogue, seed, n_servers).topics("load")
        found = estimates(tables["shifts"], retention, ratio)
        share = float((tables["truth_shifts"]["distress_score"] >= THRESHOLD).mean())
        planted = {"dose": float(value("dose_effect")), "share": share,
                   "support": -float(value("support_effect"))}
        rows += lines(seed, {one.name: found[key] for key, one in _ESTIMATORS.items()},
                      {one.name: planted[key.partition("_")[0]]
                       for key, one in _ESTIMATORS.items()})
    frame = pd.DataFrame(rows)
    means = frame.groupby("name")["planted"].transform("mean")
    return frame.assign(planted=means)


TRIALS = (Trial("load", tuple(_ESTIMATORS.values()), run, 600),)
