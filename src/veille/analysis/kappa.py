"""How well two people agree on one sign: Cohen's kappa, and agreement on presence and absence."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from veille.analysis.resampling import LEVEL, Estimate
from veille.errors import VeilleError

Z = float(norm.ppf((1 + LEVEL) / 2))


@dataclass(frozen=True)
class TwoRaters:
    """What two people noted of one sign, as shares of ``n`` servers that sum to one.

    Attributes
    ----------
    both, first, second, neither
        Noted by both, by the first or the second alone, by nobody.
    """

    n: int
    both: float
    first: float
    second: float
    neither: float

    @property
    def observed(self) -> float:
        """Share of servers on which they agree."""
        return self.both + self.neither

    @property
    def chance(self) -> float:
        """Share on which they would agree if their notes were independent."""
        one, two = self.both + self.first, self.both + self.second
        return one * two + (1 - one) * (1 - two)

    @property
    def kappa(self) -> float:
        """Agreement beyond chance, over its largest value (Cohen, 1960); NaN if nothing varies."""
        room = 1 - self.chance
        return (self.observed - self.chance) / room if room > 0 else float("nan")

    @property
    def positive(self) -> float:
        """Share of the notes « present » that the other person confirms."""
        return _ratio(2 * self.both, 2 * self.both + self.first + self.second)

    @property
    def negative(self) -> float:
        """Share of the notes « absent » that the other person confirms."""
        return _ratio(2 * self.neither, 2 * self.neither + self.first + self.second)


def two_raters(first: np.ndarray, second: np.ndarray) -> TwoRaters:
    """Cross what two people noted of the same servers.

    Parameters
    ----------
    first, second
        Booleans, shape ``(n_servers,)``, in the same order.

    Raises
    ------
    VeilleError
        If there is no server.

    Examples
    --------
    >>> first, second = np.array([True, True, False, False]), np.array([True] + [False] * 3)
    >>> table = two_raters(first, second)
    >>> table.both, table.first, table.kappa
    (0.25, 0.25, 0.5)
    """
    if first.size == 0:
        raise VeilleError("Aucun serveur évalué par deux personnes : un accord en demande un.")
    cells = [first & second, first & ~second, ~first & second, ~first & ~second]
    return TwoRaters(first.size, *(float(cell.mean()) for cell in cells))


def kappa_interval(table: TwoRaters) -> Estimate:
    """Give kappa with its large-sample interval (Fleiss, Cohen and Everitt, 1969).

    The servers are a sample of independent units and the margins are random, as they are when
    nobody fixed how many signs each person should note.  The interval is normal, cut at -1 and 1.
    """
    value, error = table.kappa, _standard_error(table)
    return Estimate(value, max(-1.0, value - Z * error), min(1.0, value + Z * error))


def _standard_error(table: TwoRaters) -> float:
    one, two = table.both + table.first, table.both + table.second
    kappa, room = table.kappa, 1 - table.chance
    if not room > 0:
        return float("nan")
    rows, columns = (one, 1 - one), (two, 1 - two)
    cells = ((table.both, table.first), (table.second, table.neither))
    pull = sum(  # a cell's influence on kappa, squared, times its share
        cells[i][j] * ((i == j) - (columns[i] + rows[j]) * (1 - kappa)) ** 2
        for i in range(2) for j in range(2)
    )
    middle = (kappa - table.chance * (1 - kappa)) ** 2
    return float(np.sqrt(max(pull - middle, 0.0) / table.n) / room)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")
