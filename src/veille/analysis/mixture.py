"""Classes of servers by a Gaussian mixture, and how many of them the BIC asks for."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn import config_context
from sklearn.mixture import GaussianMixture

from veille.analysis.features import filled, medians
from veille.analysis.threads import one_thread
from veille.errors import VeilleError

SHAPES = {
    "spherical": "sphérique",
    "diag": "diagonale",
    "tied": "commune",
    "full": "libre",
}
FLOOR = 0.05  # added to each variance, in units of the whole variance of a column
PATIENCE = 2  # numbers of classes tried beyond the last one that improved the BIC

Features = pd.DataFrame | np.ndarray


@dataclass(frozen=True, eq=False)
class Scale:
    """How servers are put on the scale of a fit.

    Attributes
    ----------
    fill, centre, spread
        By column: what stands for a missing value, then what standardises it.
    """

    fill: np.ndarray
    centre: np.ndarray
    spread: np.ndarray

    @classmethod
    def of(cls, features: Features) -> "Scale":
        """Give the medians, means and standard deviations of the columns."""
        values = filled(features)
        spread = values.std(axis=0)
        return cls(medians(np.asarray(features, dtype=float)), values.mean(axis=0),
                   np.where(spread > 0, spread, 1.0))

    def put(self, features: Features) -> np.ndarray:
        """Put servers on the scale."""
        values = np.asarray(features, dtype=float)
        return (np.where(np.isnan(values), self.fill, values) - self.centre) / self.spread


@dataclass(frozen=True, eq=False)
class Rule:
    """A fitted mixture: it puts any server, seen in the fit or not, in one of its classes.

    Attributes
    ----------
    scale
        Of the servers of the fit.
    model
        The mixture of the columns, once on that scale.
    bic
        On the servers of the fit; the smaller, the better.
    """

    scale: Scale
    model: GaussianMixture
    bic: float

    @property
    def n_classes(self) -> int:
        """Give the number of classes of the mixture."""
        return int(self.model.n_components)

    @one_thread
    def classes(self, features: Features) -> np.ndarray:
        """Give the most probable class of each server, from 0, the heaviest class first."""
        order = np.argsort(-self.model.weights_, kind="stable")
        return np.argsort(order)[self.model.predict(self.scale.put(features))]


def fit(
    features: Features, n_classes: int, shape: str = "diag", seed: int = 0, starts: int = 3
) -> Rule:
    """Fit a mixture of ``n_classes`` Gaussian laws by EM, the best of several starts.

    A floor is added to each variance (`FLOOR`): without it, a class could shrink on servers that
    share one value (no invitation, no role) and the likelihood would grow without any bound.

    Parameters
    ----------
    features
        One row per server; missing values take the median of their column.
    shape
        Of the covariance within a class, one of `SHAPES`.

    Raises
    ------
    VeilleError
        If there are fewer than two servers per class.

    Examples
    --------
    >>> two = np.array([[0.0], [0.1], [0.2], [9.0], [9.1]])
    >>> fit(two, 2).classes(two).tolist()
    [0, 0, 0, 1, 1]
    """
    if len(features) < 2 * n_classes:
        raise VeilleError(f"{len(features)} serveurs pour {n_classes} classes : "
                          "au moins deux par classe sont attendus.")
    scale = Scale.of(features)
    return _fit(scale, scale.put(features), GaussianMixture(
        n_classes, covariance_type=shape, n_init=starts, random_state=seed))


def choose(
    features: Features, largest: int, shape: str = "diag", seed: int = 0, starts: int = 3
) -> Rule:
    """Give the mixture of smallest BIC, from one class up to ``largest`` (Schwarz, 1978).

    The search stops once `PATIENCE` numbers in a row have not improved the BIC.
    """
    if len(features) < 2:
        raise VeilleError("Aucune classe à chercher : deux serveurs au moins sont attendus.")
    scale = Scale.of(features)
    values = scale.put(features)
    best, waited = None, 0
    for n_classes in range(1, min(largest, len(values) // 2) + 1):
        rule = _fit(scale, values, GaussianMixture(
            n_classes, covariance_type=shape, n_init=starts, random_state=seed))
        better = best is None or rule.bic < best.bic
        best, waited = (rule, 0) if better else (best, waited + 1)
        if waited == PATIENCE:
            break
    return best


def bic_table(
    features: Features, numbers: Iterable[int], seed: int = 0
) -> pd.DataFrame:
    """Give the BIC of each shape of covariance and each number of classes.

    Returns
    -------
    pandas.DataFrame
        ``shape``, ``n_classes``, ``bic``.
    """
    tried = [(shape, n_classes) for shape in SHAPES for n_classes in numbers
             if len(features) >= 2 * n_classes]
    return pd.DataFrame([
        {"shape": shape, "n_classes": n_classes, "bic": fit(features, n_classes, shape, seed).bic}
        for shape, n_classes in tried
    ])


def best_of(table: pd.DataFrame) -> tuple[str, int]:
    """Give the shape and the number of classes of smallest BIC."""
    row = table.loc[table["bic"].idxmin()]
    return str(row["shape"]), int(row["n_classes"])


def profiles(rule: Rule, features: pd.DataFrame) -> pd.DataFrame:
    """Give the mean of each column in each class, in standard deviations from the mean of all.

    Returns
    -------
    pandas.DataFrame
        One row per class that holds a server, columns as in ``features``.
    """
    placed = pd.DataFrame(rule.scale.put(features), columns=features.columns)
    return placed.groupby(rule.classes(features)).mean()


@one_thread
def _fit(scale: Scale, values: np.ndarray, model: GaussianMixture) -> Rule:
    model.set_params(reg_covar=FLOOR, max_iter=1_000)
    with config_context(assume_finite=True, skip_parameter_validation=True):
        model.fit(values)
        return Rule(scale, model, float(model.bic(values)))
