"""A penalised logistic model of the class, judged on servers that it never saw.

The penalty is chosen by cross-validation inside each training part, and the predictions that are
judged come from outside it: choosing and judging on the same servers flatters (Varma and Simon,
2006).  Many fits share their data, so they are made together.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from veille.errors import VeilleError

PENALTIES = (0.3, 3.0, 30.0, 300.0)
FOLDS = 5
STEPS = 50
TOLERANCE = 1e-8


@dataclass(frozen=True, eq=False)
class OutOfFold:
    """Predictions of servers by models that did not see them.

    Attributes
    ----------
    probability
        Shape ``(n_servers,)``.
    fold
        The model that predicted each server, shape ``(n_servers,)``: two servers of one fold are
        ranked by the same model, two servers of different folds are not.
    penalties
        The penalty chosen in each fold.
    """

    probability: np.ndarray
    fold: np.ndarray
    penalties: tuple[float, ...]


def fit_many(
    features: np.ndarray, labels: np.ndarray, weights: np.ndarray, penalties: np.ndarray
) -> np.ndarray:
    """Fit several ridge logistic models on the same features, by Newton's method.

    Each minimises ``-log likelihood + penalty/2 * |slopes|²``; the intercept is not penalised.

    Parameters
    ----------
    features
        Shape ``(n, p)``, without a constant.
    labels
        Booleans, shape ``(n,)``.
    weights
        Shape ``(n_fits, n)``: how much each row counts in each fit.
    penalties
        Shape ``(n_fits,)``, above 0.

    Returns
    -------
    numpy.ndarray
        Intercept and slopes, shape ``(n_fits, 1 + p)``.

    Raises
    ------
    VeilleError
        If some fit has only one class.

    Examples
    --------
    >>> x, y = np.array([[0.0], [1], [0], [1]]), np.array([False, True, True, True])
    >>> fit_many(x, y, np.ones((1, 4)), np.array([1.0])).round(2).tolist()
    [[0.9, 0.42]]
    """
    design = np.column_stack([np.ones(len(features)), features])
    positive, total = weights @ labels, weights.sum(axis=1)
    if not ((positive > 0) & (positive < total)).all():
        raise VeilleError("Une seule classe parmi les serveurs d’apprentissage : deux sont "
                          "attendues.")
    ridge = penalties[:, None] * np.r_[0.0, np.ones(features.shape[1])]
    found = np.zeros((len(weights), design.shape[1]))
    found[:, 0] = np.log(positive / (total - positive))
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    for _ in range(STEPS):
        chance = expit(found @ design.T)
        slope = (weights * (chance - labels)) @ design + ridge * found
        curve = ((weights * chance * (1 - chance)) @ products).reshape(len(weights), *[
            design.shape[1]] * 2)
        step = np.linalg.solve(curve + ridge[:, :, None] * np.eye(design.shape[1]),
                               slope[:, :, None])[:, :, 0]
        found -= step
        if np.abs(step).max() < TOLERANCE:
            break
    return found


def predict(coefficients: np.ndarray, features: np.ndarray) -> np.ndarray:
    """Give probabilities, shape ``(..., n)``, from coefficients of shape ``(..., 1 + p)``."""
    return expit(coefficients[..., :1] + coefficients[..., 1:] @ features.T)


def out_of_fold(
    features: np.ndarray, labels: np.ndarray, rng: np.random.Generator
) -> OutOfFold:
    """Predict each server by a model tuned and fitted without it (nested cross-validation).

    Parameters
    ----------
    features
        Shape ``(n_servers, p)``.
    labels
        Booleans, shape ``(n_servers,)``; folds keep their shares.
    """
    outer = folds(labels, FOLDS, rng)
    probability, chosen = np.empty(labels.size), []
    for fold in range(FOLDS):
        train, test = outer != fold, outer == fold
        penalty = best_penalty(features[train], labels[train], rng)
        one = np.ones((1, train.sum()))
        model = fit_many(features[train], labels[train], one, np.array([penalty]))
        probability[test] = predict(model[0], features[test])
        chosen.append(penalty)
    return OutOfFold(probability, outer, tuple(chosen))


def best_penalty(features: np.ndarray, labels: np.ndarray, rng: np.random.Generator) -> float:
    """Give the penalty of `PENALTIES` with the smallest cross-validated log loss."""
    inner = folds(labels, FOLDS, rng)
    inside = np.repeat(inner[None, :] != np.arange(FOLDS)[:, None], len(PENALTIES), axis=0)
    models = fit_many(features, labels, inside.astype(float), np.tile(PENALTIES, FOLDS))
    chance = np.clip(predict(models, features), 1e-12, 1 - 1e-12)
    loss = -np.where(labels, np.log(chance), np.log1p(-chance))
    by_fit = np.where(inside, 0.0, loss).sum(axis=1)
    return PENALTIES[int(by_fit.reshape(FOLDS, -1).sum(axis=0).argmin())]


def folds(labels: np.ndarray, number: int, rng: np.random.Generator) -> np.ndarray:
    """Deal servers into folds at random, class by class, as evenly as can be."""
    place = np.empty(labels.size, dtype=int)
    for value in (False, True):
        members = np.flatnonzero(labels == value)
        if members.size < 2 * number:
            raise VeilleError(f"Une classe ne compte que {members.size} serveurs : il en faut au "
                              f"moins {2 * number} pour apprendre et juger.")
        place[rng.permutation(members)] = np.arange(members.size) % number
    return place
