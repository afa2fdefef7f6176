"""What a trial of estimators is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from veille.analysis.resampling import LEVEL, Estimate
from veille.assumptions import Catalogue

COLUMNS = ["name", "seed", "value", "low", "high", "planted"]


@dataclass(frozen=True)
class Estimator:
    """One row of the table.

    Attributes
    ----------
    name
        ``NN.words``, NN being its notebook.
    estimand, method
        In French: what is aimed at, and how.
    valid
        Whether it claims that its interval holds the planted value at the nominal level.  One
        that does not claim it says why in ``note``.
    conservative
        Whether the interval is meant to hold *at least* at the nominal level.
    note
        In French: what is known of its bias or its interval.
    pooled
        Whether the planted value is known only as a mean over the worlds tried.
    """

    name: str
    estimand: str
    method: str
    valid: bool = True
    conservative: bool = False
    note: str = ""
    pooled: bool = False
    nominal: float = LEVEL

    @property
    def notebook(self) -> str:
        """Number of its notebook, in two digits."""
        return self.name[:2]

    @property
    def claim(self) -> str:
        """What it claims of its interval: ``exact``, ``at_least`` or ``none``."""
        return "none" if not self.valid else "at_least" if self.conservative else "exact"


@dataclass(frozen=True)
class Trial:
    """Estimators that are tried on the same worlds.

    Attributes
    ----------
    run
        From a catalogue, seeds and a number of servers, gives one row per world and estimator:
        the columns of `COLUMNS`; a value that could not be computed is missing.
    n_servers
        Of each world.
    """

    name: str
    estimators: tuple[Estimator, ...]
    run: Callable[[Catalogue, list[int], int], pd.DataFrame]
    n_servers: int

    @property
    def notebook(self) -> str:
        """Number of its notebook, in two digits."""
        return self.estimators[0].notebook

    def only(self, names: list[str]) -> "Trial":
        """Give the same trial with the estimators named, alone or by notebook."""
        return replace(self, estimators=tuple(
            one for one in self.estimators if one.name in names or one.notebook in names))

    def rows(self, catalogue: Catalogue, seeds: list[int]) -> pd.DataFrame:
        """Run it; give the rows of its estimators only."""
        found = self.run(catalogue, seeds, self.n_servers)[COLUMNS]
        return found[found["name"].isin([one.name for one in self.estimators])]


def lines(
    seed: int, found: Mapping[str, Estimate], planted: Mapping[str, float] | float
) -> list[dict]:
    """Give the rows of one world."""
    return [{"name": name, "seed": seed, "value": one.value, "low": one.low, "high": one.high,
             "planted": planted if isinstance(planted, float) else planted[name]}
            for name, one in found.items()]


def renamed(frame: pd.DataFrame, names: Mapping[tuple | str, str], *by: str) -> pd.DataFrame:
    """Keep the rows whose ``by`` columns are a key of ``names``, and name them."""
    keys = frame[list(by)].itertuples(index=False, name=None)
    single = len(by) == 1
    found = [names.get(key[0] if single else key) for key in keys]
    kept = frame.assign(name=found)
    return kept[kept["name"].notna()]
