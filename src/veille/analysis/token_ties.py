"""What ties tokens: sums over servers from which every network of tokens is drawn.

A token is expected in a server in proportion to ``e``, what is read there during its life, and
Pearson's residual of its uses ``x`` is ``x / sqrt(p e) - sqrt(p e)`` with ``p`` common to all
servers.  Sums of products of residuals are then combinations, known once ``p`` is, of the sums of
products of ``x / sqrt(e)`` and ``sqrt(e)``: one pass is enough.  Both roots are rounded to
``2**-14``, and their products added exactly.
"""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from veille.analysis.exact import products
from veille.analysis.summaries import Servers, Shared, Summary, Tables, combine
from veille.analysis.token_uses import WORDS
from veille.analysis.uses import Uses, nothing_read, read_uses
from veille.errors import VeilleError

STEPS = 2**14  # per unit of a root
TOGETHER = 1_000  # servers whose tables stand in memory
MOST_USES = 2**35  # beyond, the sum of the squares of roots would not fit in 64 bits


@dataclass(frozen=True, eq=False)
class Ties(Summary):
    """Sums over the servers where a use was read, whole numbers all.

    Attributes
    ----------
    readers
        Those servers.
    uses, exposure
        Uses of each token, and uses of all tokens during its life, shape ``(n_tokens,)``.
    together
        Servers where both tokens are read, shape ``(n_tokens, n_tokens)``.
    roots
        Sums of ``x / sqrt(e)`` and of ``sqrt(e)``, in steps, shape ``(2, n_tokens)``.
    own, mixed, expected
        Sums of products of the first with itself, of the first with the second, of the second
        with itself, in squared steps, shape ``(n_tokens, n_tokens)``.
    """

    readers: int
    uses: np.ndarray
    exposure: np.ndarray
    together: np.ndarray
    roots: np.ndarray
    own: np.ndarray
    mixed: np.ndarray
    expected: np.ndarray

    def residual_correlation(self, token: np.ndarray) -> np.ndarray:
        """Give the correlation over servers of the residuals of some tokens."""
        root = np.sqrt(self.uses[token] / np.maximum(self.exposure[token], 1))
        inverse = np.divide(1, root, out=np.zeros_like(root), where=root > 0)
        own, mixed, expected = (table[np.ix_(token, token)] / STEPS**2
                                for table in (self.own, self.mixed, self.expected))
        crossed = mixed * np.outer(inverse, root)
        total = own * np.outer(inverse, inverse) - crossed - crossed.T + expected * np.outer(
            root, root)
        first, second = self.roots[:, token] / STEPS
        mean = (first * inverse - second * root) / self.readers
        spread = total - self.readers * np.outer(mean, mean)
        norm = np.sqrt(np.maximum(spread.diagonal(), 0))
        return spread / np.maximum(np.outer(norm, norm), 1e-12)


def ties(uses: Uses) -> Ties:
    """Sum up the lines of uses, in memory; homonyms are kept or set aside as its lines say."""
    return combine(
        _ties(_servers(uses, start)) for start in range(0, uses.servers.size, TOGETHER))


def _servers(uses: Uses, start: int) -> Uses:
    """Give the uses of `TOGETHER` servers, numbered from 0."""
    kept = uses.keep_lines((uses.server >= start) & (uses.server < start + TOGETHER))
    return replace(kept, server=kept.server - start, servers=uses.servers[start:start + TOGETHER])


def _ties(uses: Uses) -> Ties:
    table = uses.by_server(uses.token, uses.tokens.size)
    weekly = uses.by_server(uses.week, uses.n_weeks)
    some = table.any(axis=1)
    table, weekly = table[some], weekly[some]
    read = np.cumsum(np.pad(weekly, ((0, 0), (1, 0))), axis=1)
    birth, death = (np.clip(edge, 0, uses.n_weeks) for edge in (uses.birth, uses.death))
    exposure = read[:, death] - read[:, birth]
    root = np.sqrt(exposure)
    second = np.rint(root * STEPS)
    first = np.rint(np.divide(table, root, out=np.zeros(root.shape), where=root > 0) * STEPS)
    present = (table > 0).astype(float)
    return Ties(
        int(some.sum()), _whole(table.sum(axis=0)), _whole(exposure.sum(axis=0)),
        products(present, present), _whole(np.stack([first.sum(axis=0), second.sum(axis=0)])),
        products(first, first), products(first, second), products(second, second),
    )


def _whole(values: np.ndarray) -> np.ndarray:
    return values.astype(np.int64)


@dataclass(frozen=True, eq=False)
class TokenTies(Summary):
    """What ties tokens, all of them (``every``) and with homonyms set aside (``aside``)."""

    needs: ClassVar[tuple[str, ...]] = ("keyword_counts", "keyword_variants")

    servers: Servers
    lexicon: Shared
    every: Ties
    aside: Ties

    @classmethod
    def from_tables(cls, tables: Tables) -> Self:
        """Sum up ``keyword_counts``."""
        counts, variants = tables["keyword_counts"], tables["keyword_variants"]
        words = Shared(variants[WORDS].reset_index(drop=True))
        uses = None if counts.empty else read_uses(counts, variants)
        pair = [_blank(len(variants))] * 2 if uses is None else [
            ties(uses), ties(uses.without_homonyms())]
        return cls(Servers.of(tables), words, *pair)

    @property
    def codes(self) -> np.ndarray:
        """Give the family of each token."""
        return self.lexicon.frame["family_id"].to_numpy(dtype=object)


def checked(found: Ties) -> Ties:
    """Refuse sums from which no network can be drawn."""
    if not found.readers:
        raise nothing_read()
    if int(found.uses.sum()) >= MOST_USES:
        raise VeilleError(f"{int(found.uses.sum())} emplois lus : moins de {MOST_USES} sont "
                          "attendus pour que les sommes restent exactes.")
    return found


def _blank(number: int) -> Ties:
    vector, matrix = (np.zeros(shape, dtype=np.int64) for shape in (number, (number, number)))
    return Ties(0, vector, vector, matrix, np.zeros((2, number), dtype=np.int64),
                matrix, matrix, matrix)
