"""Lexicons whose lives follow other laws than the world's, to try methods on.

Slots are held in turn, as in the world, but a life is a Weibull variable in whole weeks: of
constant hazard when its shape is one, of falling hazard below (old variants last), of rising
hazard above (they wear out).
"""

from dataclasses import dataclass

import numpy as np

from veille.analysis.lifetimes import Lives, lives_between


@dataclass(frozen=True)
class Renewals:
    """A law of lives, and the size of the lexicon.

    Attributes
    ----------
    half_life
        Age, in weeks, beyond which exactly half of the lives last; a whole number.
    shape
        Of the Weibull law, in whole weeks: a life is longer than ``a`` weeks with probability
        ``2 ** -(a / half_life) ** shape``.
    """

    half_life: int
    shape: float = 1.0
    n_slots: int = 144
    n_weeks: int = 52

    def draw(self, rng: np.random.Generator) -> tuple[Lives, Lives]:
        """Draw one lexicon: what a watch knows of it, then the same with every birth known.

        Slots start long before the window, so that it meets them in their stationary state.
        """
        before = 40 * self.half_life
        turns = int(6 * (before + self.n_weeks) / self.half_life) + 20
        ends = np.cumsum(self._lives(rng, (self.n_slots, turns)), axis=1) - before
        births = np.hstack([np.full((self.n_slots, 1), -before), ends[:, :-1]])
        met = (ends > 0) & (births < self.n_weeks)
        birth, death = births[met].astype(float), ends[met].astype(float)
        seen = np.where(birth > 0, birth, np.nan)
        return (lives_between(seen, death, self.n_weeks),
                lives_between(birth, death, self.n_weeks))

    def _lives(self, rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
        level = np.log2(1 / (1 - rng.random(size)))
        return 1 + np.floor(self.half_life * level ** (1 / self.shape)).astype(np.int64)
