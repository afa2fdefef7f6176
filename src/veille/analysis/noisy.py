"""The law of the noise of a private count, drawn from a generator so that a page can be redone.

`veille.disclosure.noise` draws the same law from the machine's own randomness, as a real
publication must: nobody may know the draw.  Here it only shows what the noise costs.
"""

import numpy as np

from veille.analysis.resampling import Estimate
from veille.disclosure.noise import count_half_width


def noise(epsilon: float, rng: np.random.Generator, size: int = 1) -> np.ndarray:
    """Draw whole numbers k with probability proportional to exp(-epsilon |k|): shape ``(size,)``.

    The difference of two geometric laws of the same decay.
    """
    chance = -np.expm1(-epsilon)
    return rng.geometric(chance, size) - rng.geometric(chance, size)


def noisy(count: int, epsilon: float, rng: np.random.Generator) -> Estimate:
    """Give a count with noise, and the interval that holds the exact one 95 times in 100."""
    value, half = float(count + noise(epsilon, rng)[0]), count_half_width(epsilon)
    return Estimate(value, value - half, value + half)


def relative_error(count: int, epsilon: float) -> float:
    """Give the half width of the interval over the count."""
    return count_half_width(epsilon) / count
