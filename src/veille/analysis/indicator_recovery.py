"""What the methods of warning signs find again in fresh worlds, where the answer is known."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from veille.analysis.discrimination import auc, auc_by_fold, excess_risk
from veille.analysis.predictive_value import Rates, predictive_value, proportion, rates
from veille.analysis.rater_recovery import audited_errors, kappas, planted_kappas
from veille.analysis.rating_pairs import RATED_FROM, Rated, rated
from veille.analysis.resampling import Estimate
from veille.analysis.risk_model import best_penalty, fit_many, out_of_fold, predict
from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import CONTRAST, SIGNS
from veille.errors import VeilleError
from veille.synth import World

TRAININGS = ("truth", "label")


@dataclass(frozen=True)
class Study:
    """Which fresh worlds are made, and the rule that is judged in them.

    Attributes
    ----------
    threshold
        Score from which a server is flagged.
    base_rate
        Share of at-risk servers for which the predictive value is computed.
    """

    catalogue: Catalogue
    seeds: Iterable[int]
    n_servers: int
    threshold: float = 4.0
    base_rate: float = 0.01

    def worlds(self, **changes: object) -> list[Rated]:
        """Make the worlds, with some parameters of the catalogue changed if asked."""
        catalogue = self.catalogue.replace(**changes) if changes else self.catalogue
        return [
            rated(World(catalogue, seed, self.n_servers).topics(
                "structure", "ratings", only=RATED_FROM))
            for seed in self.seeds
        ]


def recover(study: Study, worlds: list[Rated]) -> pd.DataFrame:
    """Estimate everything that has an interval, in each world, beside what is planted.

    Kappas, sensitivities and specificities follow from the catalogue.  The area under the curve,
    false alarms and predictive value follow from no formula: what is planted is their value over
    the servers of all the worlds together.

    Returns
    -------
    pandas.DataFrame
        ``seed, quantity, key, value, low, high, planted``, one row per world and quantity:
        ``kappa`` (key: sign), ``sensitivity`` and ``specificity`` (rater and sign), ``auc``,
        ``predictive_value``, ``false_alarms`` (contrast type).
    """
    planted = _planted(study, worlds)
    rows = [
        {"seed": seed, "quantity": name, "key": key, "value": found.value, "low": found.low,
         "high": found.high, "planted": planted[name, key]}
        for seed, known in zip(study.seeds, worlds, strict=True)
        for (name, key), found in _estimates(study, known).items()
    ]
    return pd.DataFrame(rows)


def _estimates(study: Study, known: Rated) -> dict[tuple[str, str], Estimate]:
    flagged = known.notes.score >= study.threshold
    found = {("kappa", sign): estimate for sign, estimate in kappas(known).items()}
    found |= {(name, f"{rater}/{sign}"): estimate
              for (name, rater, sign), estimate in audited_errors(known).items()}
    found["auc", "score"] = auc(known.notes.score, known.at_risk)
    found["predictive_value", "score"] = predictive_value(
        rates(flagged, known.at_risk), study.base_rate)
    return found | {("false_alarms", code): estimate
                    for code, estimate in false_alarms(flagged, known.archetype).items()}


def _planted(study: Study, worlds: list[Rated]) -> dict[tuple[str, str], float]:
    catalogue = study.catalogue
    score = np.concatenate([known.notes.score for known in worlds])
    at_risk = np.concatenate([known.at_risk for known in worlds])
    kinds = np.concatenate([known.archetype for known in worlds])
    shares = np.concatenate([known.present for known in worlds]).mean(axis=0)
    flagged = score >= study.threshold
    found = {("kappa", sign): value
             for sign, value in planted_kappas(catalogue, shares).items()}
    for name in ("sensitivity", "specificity"):
        found |= {(name, f"{rater}/{sign}"): float(value)
                  for rater, values in catalogue.value(f"sign_{name}").items()
                  for sign, value in values.items()}
    found["auc", "score"] = auc(score, at_risk).value
    found["predictive_value", "score"] = predictive_value(
        rates(flagged, at_risk), study.base_rate).value
    return found | {("false_alarms", code): estimate.value
                    for code, estimate in false_alarms(flagged, kinds).items()}


def false_alarms(flagged: np.ndarray, archetype: np.ndarray) -> dict[str, Estimate]:
    """Give the share flagged in each contrast community, with Wilson's interval.

    Parameters
    ----------
    flagged
        Booleans, shape ``(n_servers,)``.
    archetype
        True types, same shape.  A community without any server has no share.

    Examples
    --------
    >>> found = false_alarms(np.array([True, False]), np.array(["fan_community"] * 2))
    >>> list(found), found["fan_community"].value
    (['fan_community'], 0.5)
    """
    found = {}
    for code in CONTRAST:
        inside = archetype == code
        if inside.any():
            found[code] = proportion(int(flagged[inside].sum()), int(inside.sum()))
    return found


def compare_trainings(worlds: list[Rated], rng: np.random.Generator) -> pd.DataFrame:
    """Train on the true class and on the watch's label, and judge both on the true class.

    Returns
    -------
    pandas.DataFrame
        One row per world and ``training`` (``truth`` or ``label``): the area under the curve
        found on the servers of the training (``apparent``), out of fold, all folds ranked
        together (``nested``) or each apart (``by_fold``), and in the next world (``fresh``), which
        is what the others are after; ``believed``, ``nested`` judged on the label; ``score``, that
        of the additive score in the next world; ``excess``, mean predicted probability minus true
        share, out of fold, among the servers predicted above one half.
    """
    rows = []
    for number, known in enumerate(worlds):
        fresh = worlds[(number + 1) % len(worlds)]
        for training in TRAININGS:
            labels = known.at_risk if training == "truth" else known.label
            rows.append({"training": training} | _one_training(known, fresh, labels, rng))
    return pd.DataFrame(rows)


def _one_training(
    known: Rated, fresh: Rated, labels: np.ndarray, rng: np.random.Generator
) -> dict[str, float]:
    model = fit(known.notes.each, labels, rng)
    found = out_of_fold(known.notes.each, labels, rng)
    outside = found.probability
    above = outside >= 0.5
    return {
        "apparent": auc(predict(model, known.notes.each), known.at_risk).value,
        "nested": auc(outside, known.at_risk).value,
        "by_fold": _by_fold(outside, known.at_risk, found.fold),
        "fresh": auc(predict(model, fresh.notes.each), fresh.at_risk).value,
        "believed": auc(outside, known.label).value,
        "score": auc(fresh.notes.score, fresh.at_risk).value,
        "excess": (excess_risk(outside[above], known.at_risk[above]).value
                   if above.sum() > 1 else float("nan")),
    }


def _by_fold(score: np.ndarray, positive: np.ndarray, fold: np.ndarray) -> float:
    """Give the mean area by fold, or nothing where a fold has too few servers of a class."""
    number = np.array([[(side[fold == one]).sum() for side in (positive, ~positive)]
                       for one in np.unique(fold)])
    return auc_by_fold(score, positive, fold) if number.min() > 1 else float("nan")


def fit(features: np.ndarray, labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Fit one model, its penalty chosen by cross-validation; give intercept and slopes."""
    penalty = best_penalty(features, labels, rng)
    return fit_many(features, labels, np.ones((1, labels.size)), np.array([penalty]))[0]


def two_people(known: Rated, threshold: float) -> dict[str, Rates]:
    """Judge each person's own count of signs, and the rule that asks both to pass the threshold.

    Raises
    ------
    VeilleError
        If the threshold is not between 0 and the number of signs.
    """
    if not 0 <= threshold <= len(SIGNS):
        raise VeilleError(f"Le seuil vaut {threshold:g} : de 0 à {len(SIGNS)} est attendu.")
    first, second = (notes.sum(axis=1) >= threshold
                     for notes in (known.notes.first, known.notes.second))
    return {name: rates(flagged, known.at_risk)
            for name, flagged in (("first", first), ("second", second), ("both", first & second))}
