"""What somebody tries on a published file: single out, link, infer.

The three attacks and the comparison with people who were not published are those of anonymeter
(Giomi, Boenisch, Wehmeyer and Tasnádi, 2022): what an attack guesses as well of the latter owes
nothing to the publication.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from veille.analysis.coverage import wilson
from veille.analysis.private_log import QUASI, SENSITIVE, Publication


@dataclass(frozen=True)
class Attack:
    """How often an attack is right.

    Attributes
    ----------
    right, tried
        Guesses, on people who are published.
    right_without, tried_without
        The same guesses on people who are not; none for an attack that has no such control.
    """

    right: float
    tried: int
    right_without: float = 0.0
    tried_without: int = 0

    @property
    def rate(self) -> float:
        """Share of right guesses."""
        return self.right / self.tried if self.tried else float("nan")

    @property
    def rate_without(self) -> float:
        """Share of right guesses on people who are not published."""
        return self.right_without / self.tried_without if self.tried_without else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of `rate`."""
        return wilson(round(self.right), self.tried)

    @property
    def owed(self) -> float:
        """Risk owed to the publication: (attack - control) / (1 - control)."""
        return (self.rate - self.rate_without) / (1 - self.rate_without)


def single_out(publication: Publication, columns: Sequence[str] = QUASI) -> Attack:
    """Guess that whoever is alone of their kind in the file is alone in the population."""
    everybody, seen = _sizes(publication, columns)
    alone = publication.published & (seen == 1)
    return Attack(float((everybody[alone] == 1).sum()), int(alone.sum()))


def link(publication: Publication, columns: Sequence[str] = QUASI) -> Attack:
    """Link anybody of a list of names who looks like a published unique to that row."""
    everybody, seen = _sizes(publication, columns)
    alone = publication.published & (seen == 1)
    return Attack(float(alone.sum()), int(everybody[alone].sum()))


def infer(publication: Publication, columns: Sequence[str] = QUASI) -> Attack:
    """Guess of somebody what the published people who look like them most often are."""
    people, published = publication.people, publication.published
    usual = bool(people.loc[published, SENSITIVE].mean() >= 0.5)
    share = publication.sample.groupby(list(columns))[SENSITIVE].mean()
    keys = people[list(columns)].apply(tuple, axis=1)
    guess = keys.map(share.to_dict())
    right = np.where(guess.isna(), usual, guess >= 0.5) == people[SENSITIVE]
    return Attack(float(right[published].sum()), int(published.sum()),
                  float(right[~published].sum()), int((~published).sum()))


def _sizes(publication: Publication, columns: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    groups = publication.people.groupby(list(columns))[SENSITIVE]
    seen = publication.people.assign(seen=publication.published).groupby(list(columns))["seen"]
    return groups.transform("size").to_numpy(), seen.transform("sum").to_numpy()
