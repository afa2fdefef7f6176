"""What two raters' notes must give, and what is found of their errors, where both are planted."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.stats import multivariate_normal, norm

from veille.analysis.hui_walter import cross, hui_walter
from veille.analysis.kappa import TwoRaters, kappa_interval, two_raters
from veille.analysis.predictive_value import proportion
from veille.analysis.rating_pairs import Rated
from veille.analysis.resampling import Estimate
from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import RATERS, SIGNS


def expected_pairs(
    prevalence: float, sensitivity: tuple[float, float], specificity: tuple[float, float],
    dependence: float,
) -> TwoRaters:
    """Give the shares of the four pairs of notes that planted errors lead to.

    Latent errors are normal with correlation ``dependence``; ``n`` is 0.

    Examples
    --------
    >>> table = expected_pairs(0.5, (0.9, 0.8), (0.9, 0.9), dependence=0.0)
    >>> round(table.both, 3), round(table.neither, 3)
    (0.365, 0.415)
    """
    there = _given(tuple(1 - share for share in sensitivity), dependence)
    absent = _given(tuple(1 - share for share in specificity), dependence)
    right, wrong = prevalence * there, (1 - prevalence) * absent
    return TwoRaters(0, *(float(share) for share in right + wrong[::-1]))


def _given(errors: tuple[float, ...], dependence: float) -> np.ndarray:
    """Give the shares where nobody errs, the second alone, the first alone, both."""
    cuts = norm.ppf(errors)
    both = multivariate_normal.cdf(cuts, cov=[[1.0, dependence], [dependence, 1.0]])
    first, second = errors[0] - both, errors[1] - both
    return np.array([1 - first - second - both, second, first, both])


def planted_kappas(catalogue: Catalogue, prevalences: np.ndarray) -> dict[str, float]:
    """Give the kappa that the planted errors lead to, sign by sign.

    Parameters
    ----------
    prevalences
        Share of rated servers that bear each sign, in the order of the vocabulary.
    """
    dependence = float(catalogue.value("rating_dependence"))
    return {
        sign: expected_pairs(
            float(share), _of(catalogue, "sign_sensitivity", sign),
            _of(catalogue, "sign_specificity", sign), dependence,
        ).kappa
        for sign, share in zip(SIGNS, prevalences, strict=True)
    }


def _of(catalogue: Catalogue, name: str, sign: str) -> tuple[float, float]:
    first, second = (float(catalogue.value(name)[rater][sign]) for rater in RATERS)
    return first, second


def kappas(known: Rated) -> dict[str, Estimate]:
    """Give kappa and its interval for each sign."""
    notes = known.notes
    return {sign: kappa_interval(two_raters(notes.first[:, place], notes.second[:, place]))
            for place, sign in enumerate(SIGNS)}


def audited_errors(known: Rated) -> dict[tuple[str, str, str], Estimate]:
    """Give sensitivity and specificity by rater and sign, with the true signs at hand.

    Keys are ``(quantity, rater, sign)``; intervals are Wilson's.
    """
    found = {}
    for rater, notes in zip(RATERS, (known.notes.first, known.notes.second), strict=True):
        for place, sign in enumerate(SIGNS):
            there, noted = known.present[:, place], notes[:, place]
            for name, inside, right in (("sensitivity", there, noted),
                                        ("specificity", ~there, ~noted)):
                hits = int((inside & right).sum())
                found[name, rater, sign] = proportion(hits, int(inside.sum()))
    return found


def errors_without_truth(worlds: Iterable[Rated], catalogue: Catalogue) -> pd.DataFrame:
    """Estimate the raters' errors from their notes alone, all worlds put together.

    The two groups are the servers that the watch calls at risk and the others.  So many servers
    leave no room for chance: what is left between ``value`` and ``planted`` is bias.

    Returns
    -------
    pandas.DataFrame
        ``quantity, rater, sign, value, planted``, and ``contrast``: the difference found between
        the two groups in the share of servers that bear the sign.
    """
    counts = sum(cross(known.notes.first, known.notes.second, known.label) for known in worlds)
    found = hui_walter(counts)
    contrast = found.prevalence[:, 0] - found.prevalence[:, 1]
    return pd.DataFrame([
        {"quantity": name, "rater": rater, "sign": sign, "value": values[row, column],
         "planted": float(catalogue.value(f"sign_{name}")[rater][sign]),
         "contrast": contrast[row]}
        for name, values in (("sensitivity", found.sensitivity),
                             ("specificity", found.specificity))
        for column, rater in enumerate(RATERS) for row, sign in enumerate(SIGNS)
    ])
