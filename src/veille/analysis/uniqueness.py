"""Who is alone of their kind, in a published file and in the population it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
import pandas as pd
from scipy.stats import norm

from veille.analysis.coverage import wilson
from veille.analysis.private_log import QUASI, Publication
from veille.analysis.resampling import LEVEL, MISSING, Estimate


@dataclass(frozen=True)
class Kinds:
    """Sizes of the classes of people who look alike.

    Attributes
    ----------
    whole, seen
        People of each class, in the population and in the published file: shape ``(n_classes,)``.
    fraction
        Probability of being published.
    """

    whole: np.ndarray
    seen: np.ndarray
    fraction: float

    def seen_in(self, size: int) -> int:
        """Number of classes with so many published people."""
        return int((self.seen == size).sum())

    @property
    def right_link(self) -> float:
        """Share of right links, for who links anybody that looks like a published unique to it.

        The truth that `link_risk` estimates: published uniques over people who look like one.
        """
        alone = self.seen == 1
        return float(alone.sum() / self.whole[alone].sum()) if alone.any() else float("nan")

    @property
    def unique_in_population(self) -> float:
        """Share of people who are alone of their kind in the population."""
        return float((self.whole == 1).sum() / self.whole.sum())

    @property
    def uniques_kept(self) -> float:
        """Share of published uniques who are unique in the population too."""
        alone = self.seen == 1
        return float((self.whole[alone] == 1).mean()) if alone.any() else float("nan")


def kinds(publication: Publication, columns: Sequence[str] = QUASI) -> Kinds:
    """Count the people who look alike on some columns."""
    classes = publication.people.groupby(list(columns), sort=False).ngroup().to_numpy()
    size = int(classes.max()) + 1
    return Kinds(np.bincount(classes, minlength=size),
                 np.bincount(classes[publication.published], minlength=size),
                 publication.fraction)


def k_of(frame: pd.DataFrame, columns: Sequence[str] = QUASI) -> np.ndarray:
    """Give, for each row, how many rows look like it, itself included."""
    return frame.groupby(list(columns))[columns[0]].transform("size").to_numpy()


def link_risk(seen: Kinds) -> Estimate:
    """Estimate `Kinds.right_link` from the published file alone, with its interval.

    With independent draws of probability p, the people who were not published but look like a
    published unique are on average ``2 (1 - p) / p`` times the classes published twice: both are
    moments of the same binomial laws.  The measure is that of data intrusion simulation (National
    Academies, 2024, appendix on disclosure risk).  The interval is ours: it takes the logarithm
    of these unpublished look-alikes to be normal, with the variance that classes published two
    and three times give.

    Returns
    -------
    Estimate
        Missing if no class is published once or twice.
    """
    once, twice, thrice = (seen.seen_in(size) for size in (1, 2, 3))
    if not once or not twice:
        return MISSING
    odds = (1 - seen.fraction) / seen.fraction
    alike = 2 * odds * twice
    spread = sqrt(4 * odds**2 * twice + 6 * odds**2 * thrice + 2 * odds * twice) / alike
    away = exp(norm.ppf((1 + LEVEL) / 2) * spread)
    return Estimate(*(once / (once + others) for others in (alike, alike * away, alike / away)))


def naive_uniqueness(seen: Kinds) -> Estimate:
    """Take the share of uniques in the file for that of the population, as is often done."""
    once, size = seen.seen_in(1), int(seen.seen.sum())
    return Estimate(once / size, *wilson(once, size)) if size else MISSING
