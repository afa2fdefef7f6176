"""What may not be published as it stands: the thresholds, in one place."""

from dataclasses import dataclass

import numpy as np

from veille.errors import VeilleError

SMALLEST, LARGEST = 3, 1_000  # a minimum of 2 would say that each hidden cell is worth 1
MINIMUM, ROUNDING = 10, 5


@dataclass(frozen=True)
class Rules:
    """The rules of one release; they are public, so nothing may rest on their being unknown.

    Attributes
    ----------
    minimum
        Smallest number of units that a published cell may count; zero is published.
    rounding
        Base to which published counts are rounded, or 1 for none; at most ``minimum``.
    top, top_share
        (n, k) rule of dominance: a sum is hidden when its ``top`` largest contributions make more
        than ``top_share`` of it.
    margin
        p % rule: a sum is hidden when the second largest contributor could know the largest
        contribution to within this share.  It is also how far a hidden sum stays unknown, on
        both sides.

    Raises
    ------
    VeilleError
        If a threshold is out of its range.

    References
    ----------
    *Handbook on Statistical Disclosure Control*, ch. 4, for the rules on sums.
    """

    minimum: int = MINIMUM
    rounding: int = 1
    top: int = 2
    top_share: float = 0.85
    margin: float = 0.1

    def __post_init__(self) -> None:
        checks = (
            ("minimum", self.minimum, SMALLEST, LARGEST, True),
            ("rounding", self.rounding, 1, self.minimum, True),
            ("top", self.top, 1, 10, True),
            ("top_share", self.top_share, 0.01, 1, False),
            ("margin", self.margin, 0.01, 1, False),
        )
        for name, value, low, high, whole in checks:
            right = isinstance(value, int) if whole else isinstance(value, int | float)
            if not right or isinstance(value, bool) or not low <= value <= high:
                kind = "un nombre entier" if whole else "un nombre"
                raise VeilleError(f"La règle « {name} » vaut « {value} » : {kind} entre {low} et "
                                  f"{high} est attendu.")

    @property
    def width(self) -> int:
        """Width that the interval of a hidden count keeps, margins and all releases known."""
        return self.minimum - 1

    @property
    def width_knowing(self) -> int:
        """Width it keeps for somebody who also knows which hidden cells are small."""
        return self.minimum // 2

    @property
    def width_later(self) -> tuple[int, int]:
        """Least of these two widths once later tables have told more; at least 1."""
        return self.minimum // 2, max(self.minimum // 4, 1)

    def small(self, counts: np.ndarray) -> np.ndarray:
        """Say which counts are too small to be published; zero is not."""
        return (counts > 0) & (counts < self.minimum)

    def dominated(self, sums: np.ndarray, largest: np.ndarray) -> np.ndarray:
        """Say which sums a few contributions make, by (n, k) or by p %.

        Parameters
        ----------
        sums
            Shape ``(cells,)``.
        largest
            Largest contributions, in decreasing order, zeros when there are fewer: shape
            ``(cells, max(top, 2))``.
        """
        by_top = largest[:, :self.top].sum(axis=1) > self.top_share * sums
        rest = sums - largest[:, 0] - largest[:, 1]
        return (sums > 0) & (by_top | (rest < self.margin * largest[:, 0]))
