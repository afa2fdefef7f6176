"""A team, the rules it may give itself, and the planted laws of what work does to its members."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from veille.assumptions import Catalogue
from veille.errors import VeilleError
from veille.synth import distress


@dataclass(frozen=True)
class Rule:
    """What a team decides; by default, nothing.

    Attributes
    ----------
    most_exposures
        Exposures after which a person stops for the week.
    most_hours
        Hours given in a week at most.
    rest_every
        One week off out of so many, each person in turn; 0 for none.
    unopened
        Share of the exposing cases that sorting recognises, and that are reported unopened.
    support
        Whether everybody present has a time of peer support each week.
    support_hours
        Hours that it takes.
    blur
        Share of an exposure's weight in the dose that blurring takes away.
    """

    most_exposures: float = np.inf
    most_hours: float = np.inf
    rest_every: int = 0
    unopened: float = 0.0
    support: bool = False
    support_hours: float = 0.5
    blur: float = 0.0

    def __post_init__(self) -> None:
        for name in ("unopened", "blur"):
            if not 0 <= getattr(self, name) <= 1:
                raise VeilleError(f"{name} vaut {getattr(self, name):g} : de 0 à 1 attendu.")
        if self.rest_every == 1:
            raise VeilleError("Une semaine de repos sur une ne laisse personne : 2 ou plus.")


@dataclass(frozen=True)
class Team:
    """A team and its world: number of people, cases expected each week, planted parameters."""

    people: int
    arrivals: float
    catalogue: Catalogue

    def number(self, name: str) -> float:
        """Give a planted parameter, as `veille.synth.setting.Setting.number` does."""
        return float(self.catalogue.value(name))


def mean_score(team: Team, dose: np.ndarray) -> np.ndarray:
    """Give the mean score at a dose, without support, as planted."""
    return distress.THRESHOLD + distress.level(team) + team.number("dose_effect") * dose / 10


def distress_chance(team: Team, dose: np.ndarray) -> np.ndarray:
    """Give the planted probability of a score of 50 or more at a dose, without support."""
    return ndtr((mean_score(team, dose) - distress.THRESHOLD) / distress.SPREAD)
