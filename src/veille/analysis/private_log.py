"""The log of a team as a file about people: what each one looks like from outside.

It stands for a private dataset: the rows are those of a generated world, treated as if they were
real, and a part of the people is published without their identifiers.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from veille.analysis.exposure import THRESHOLD

MONTH = 4  # weeks
QUASI = ("arrival", "departure", "hours", "support")
SENSITIVE = "distress"
SINCE_BEFORE, STILL_THERE = "avant la fenêtre", "toujours là"


@dataclass(frozen=True)
class Publication:
    """A population, and who of it is in the published file.

    Attributes
    ----------
    people
        One row per person: ``volunteer_id``, the columns of `QUASI`, and `SENSITIVE`.
    published
        Which rows are published: shape ``(n_people,)``.
    fraction
        Probability of being published, the same for all.
    """

    people: pd.DataFrame
    published: np.ndarray
    fraction: float

    @property
    def sample(self) -> pd.DataFrame:
        """Give the published rows."""
        return self.people[self.published]


def people(shifts: pd.DataFrame) -> pd.DataFrame:
    """Sum up the weeks of each person.

    Arrival and departure are known to the month, as to a colleague; hours to the whole hour;
    ``support`` says whether any was given; ``distress`` whether a score reached the threshold.
    """
    worked = shifts[shifts["hours"] > 0]
    last = int(shifts["week"].max())
    each = worked.groupby("volunteer_id").agg(
        first=("week", "min"), last=("week", "max"), hours=("hours", "mean"),
        support=("support", "any"), worst=("distress_score", "max"))
    return pd.DataFrame({
        "volunteer_id": each.index,
        "arrival": np.where(each["first"] == 0, SINCE_BEFORE, _month(each["first"])),
        "departure": np.where(each["last"] >= last - 1, STILL_THERE, _month(each["last"])),
        "hours": each["hours"].round().astype(int).to_numpy(),
        "support": np.where(each["support"], "oui", "non"),
        SENSITIVE: (each["worst"].fillna(0) >= THRESHOLD).to_numpy(dtype=bool),
    }).reset_index(drop=True)


def publish(everybody: pd.DataFrame, fraction: float, rng: np.random.Generator) -> Publication:
    """Draw who is published, each person alone."""
    return Publication(everybody, rng.random(len(everybody)) < fraction, fraction)


def coarser(everybody: pd.DataFrame) -> pd.DataFrame:
    """Give the same people with less detail: half-years, and three bands of hours."""
    half = {name: everybody[name].where(~everybody[name].str.startswith("mois"),
                                        _half(everybody[name]))
            for name in ("arrival", "departure")}
    bands = pd.cut(everybody["hours"], [-1, 2, 5, 1_000], labels=["0 à 2", "3 à 5", "6 et plus"])
    return everybody.assign(**half, hours=bands.astype(str))


def _month(weeks: pd.Series) -> pd.Series:
    return "mois " + (weeks // MONTH + 1).astype(str).str.zfill(2)


def _half(months: pd.Series) -> pd.Series:
    number = pd.to_numeric(months.str.removeprefix("mois "), errors="coerce")
    return pd.Series(np.where(number <= 6, "premier semestre", "second semestre"), months.index)
