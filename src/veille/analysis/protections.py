"""What protecting a published file, or tables, costs and buys."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from veille.analysis.attacks import infer, link
from veille.analysis.private_log import SENSITIVE, Publication, coarser
from veille.analysis.uniqueness import k_of
from veille.disclosure import Released, Request, Rules, deduced, naive, together

LEAST_K = 5
SERIES = (
    Request("arrival", SENSITIVE),
    Request("arrival"),
    Request("arrival", where={"support": "oui"}),
    Request("departure", SENSITIVE),
)


@dataclass(frozen=True)
class Worth:
    """What a published file is worth, to a reader and to somebody who attacks it.

    Attributes
    ----------
    rows, uniques
        Rows published, and those that look like no other.
    links
        Share of right links towards the latter; NaN if there are none.
    owed
        Risk of inference that the publication adds.
    gap
        Difference of the share in distress between people with and without support.
    """

    rows: int
    uniques: int
    links: float
    owed: float
    gap: float


def worth(publication: Publication) -> Worth:
    """Measure a publication."""
    sample = publication.sample
    shares = sample.groupby("support")[SENSITIVE].mean().reindex(["oui", "non"])
    return Worth(len(sample), int((k_of(sample) == 1).sum()), link(publication).rate,
                 infer(publication).owed, float(shares["oui"] - shares["non"]))


def protected_files(publication: Publication) -> dict[str, Publication]:
    """Give the file as it is, with less detail, and then without its rare rows too; in French."""
    less = replace(publication, people=coarser(publication.people))
    rare = np.ones(len(less.people), dtype=int)
    rare[less.published] = k_of(less.sample)
    return {
        "tel quel": publication,
        "moins de détail": less,
        f"moins de détail, {LEAST_K} semblables au moins":
            replace(less, published=less.published & (rare >= LEAST_K)),
    }


@dataclass(frozen=True)
class Series:
    """Tables published one after the other.

    Attributes
    ----------
    tables
        In order.
    hidden, given_back
        After each of them, values hidden so far, and how many of these can be solved.
    """

    tables: list[Released]
    hidden: list[int]
    given_back: list[int]


def series(people: pd.DataFrame, rules: Rules, *, solved: bool) -> Series:
    """Publish the tables of `SERIES`, by a minimum cell alone, or each solved with the others."""
    rows = people.assign(**{SENSITIVE: np.where(people[SENSITIVE], "oui", "non")})
    tables = (together(rows, list(SERIES), rules) if solved
              else [naive(rows, request, rules) for request in SERIES])
    hidden, given_back = [], []
    for number in range(1, len(tables) + 1):
        known = deduced(rows, tables[:number])
        hidden.append(sum(table.hidden for table in tables[:number]))
        given_back.append(int((known["high"] - known["low"] < 0.5).sum()))
    return Series(tables, hidden, given_back)
