"""What the frequency law needs of the uses read: sums by token and week, and their squares."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from veille.analysis.summaries import Servers, Shared, Summary, Tables, server_marks
from veille.analysis.uses import Uses, WeeklyUses, nothing_read, read_lexicon, read_uses

WORDS = ["family_id", "variant_id", "birth_week", "death_week", "homonym"]


@dataclass(frozen=True, eq=False)
class TokenUses(Summary):
    """Uses by token and week, whole numbers all.

    Attributes
    ----------
    servers, lexicon
        Those of the parts; ``keyword_variants``.
    readers
        Servers where a use was read.
    weekly
        Uses in each half of the servers, shape ``(2, n_tokens, n_weeks)``; the half is a bit of
        the server's mark, so that it is the same wherever the server is read.
    squares
        Sum over servers of squared uses, shape ``(n_tokens, n_weeks)``.
    family_squares
        Sum over servers of the squared uses of each family, all tokens then homonyms aside,
        shape ``(2, n_families, n_weeks)``.
    """

    needs: ClassVar[tuple[str, ...]] = ("keyword_counts", "keyword_variants")

    servers: Servers
    lexicon: Shared
    readers: int
    weekly: np.ndarray
    squares: np.ndarray
    family_squares: np.ndarray

    @classmethod
    def from_tables(cls, tables: Tables, n_weeks: int | None = None) -> Self:
        """Sum up ``keyword_counts``; the window goes up to the last week read, or ``n_weeks``."""
        counts, variants = tables["keyword_counts"], tables["keyword_variants"]
        words = Shared(variants[WORDS].reset_index(drop=True))
        if counts.empty:
            return cls._blank(Servers.of(tables), words, n_weeks or 0)
        uses = read_uses(counts, variants, n_weeks)
        family = np.stack([_family_squares(kept) for kept in (uses, uses.without_homonyms())])
        cell = uses.token * uses.n_weeks + uses.week
        return cls(Servers.of(tables), words, uses.servers.size, _by_half(uses),
                   _squares(uses, cell, uses.tokens.size), family)

    @classmethod
    def _blank(cls, servers: Servers, words: Shared, n_weeks: int) -> Self:
        tokens, families = len(words.frame), words.frame["family_id"].nunique()
        shapes = (2, tokens, n_weeks), (tokens, n_weeks), (2, families, n_weeks)
        return cls(servers, words, 0, *(np.zeros(shape, dtype=np.int64) for shape in shapes))

    @property
    def n_weeks(self) -> int:
        """Give the length of the window."""
        return self.weekly.shape[2]

    def pooled(self, *, aside: bool = False, half: int | None = None) -> WeeklyUses:
        """Give uses by token and week, of all servers or of one half of them.

        Parameters
        ----------
        aside
            Set the homonyms aside; the lexicon still knows them.
        half
            0 or 1.

        Raises
        ------
        VeilleError
            If no use was read.
        """
        if not self.readers:
            raise nothing_read()
        lexicon = read_lexicon(self.lexicon.frame, self.n_weeks)
        weekly = (self.weekly.sum(axis=0) if half is None else self.weekly[half]).astype(float)
        if aside:
            weekly[lexicon["homonym"]] = 0
        return WeeklyUses(weekly=weekly, aside=aside, **lexicon)

    def last_weeks(self, number: int) -> Self:
        """Give the last ``number`` weeks, counted from 0 again."""
        first = self.n_weeks - number
        words = self.lexicon.frame
        words = words.assign(birth_week=(words["birth_week"] - first).clip(lower=0),
                             death_week=words["death_week"] - first)
        return replace(self, lexicon=Shared(words), weekly=self.weekly[..., first:],
                       squares=self.squares[..., first:],
                       family_squares=self.family_squares[..., first:])


def _by_half(uses: Uses) -> np.ndarray:
    half = (server_marks(pd.Series(uses.servers)) & 1).astype(np.int64)[uses.server]
    cell = (half * uses.tokens.size + uses.token) * uses.n_weeks + uses.week
    size = 2 * uses.tokens.size * uses.n_weeks
    total = np.bincount(cell, uses.count, size).astype(np.int64)
    return total.reshape(2, uses.tokens.size, uses.n_weeks)


def _family_squares(uses: Uses) -> np.ndarray:
    return _squares(uses, uses.family[uses.token] * uses.n_weeks + uses.week, uses.families.size)


def _squares(uses: Uses, cell: np.ndarray, n_units: int) -> np.ndarray:
    """Add up over servers the squares of their uses in each unit and week."""
    shape = (n_units * uses.n_weeks, uses.servers.size)
    table = csr_matrix((uses.count.astype(np.int64), (cell, uses.server)), shape)
    return np.asarray(table.power(2).sum(axis=1)).astype(np.int64).reshape(n_units, uses.n_weeks)
