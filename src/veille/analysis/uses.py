"""The uses of tokens that a watch has read, as arrays that the language methods share."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from veille.errors import VeilleError


@dataclass(frozen=True, kw_only=True, eq=False)
class Lexicon:
    """Tokens, their families and their lives.

    Attributes
    ----------
    families, tokens
        Their codes, in the order of the numbers.
    family, birth, death, homonym
        Of each token, shape ``(n_tokens,)``: number of its family, first week of use and first
        week without (both within the window), and whether it is also an ordinary word.
    n_weeks
        Length of the window.
    aside
        Whether the homonyms were set aside.
    """

    families: np.ndarray
    tokens: np.ndarray
    family: np.ndarray
    birth: np.ndarray
    death: np.ndarray
    homonym: np.ndarray
    n_weeks: int
    aside: bool = False

    def counted(self) -> np.ndarray:
        """Say which tokens can have lines: all, or all but homonyms, shape ``(n_tokens,)``."""
        return ~self.homonym if self.aside else np.ones(self.tokens.size, dtype=bool)

    def alive(self) -> np.ndarray:
        """Say which tokens are in use in which week, shape ``(n_tokens, n_weeks)``."""
        weeks = np.arange(self.n_weeks)
        return (self.birth[:, None] <= weeks) & (weeks < self.death[:, None])

    def lexicon(self) -> dict[str, object]:
        """Give these attributes alone, for another object that shares them."""
        return {name: getattr(self, name) for name in Lexicon.__dataclass_fields__}


@dataclass(frozen=True, kw_only=True, eq=False)
class WeeklyUses(Lexicon):
    """Uses of each token in each week, all servers together.

    Attributes
    ----------
    weekly
        Uses, shape ``(n_tokens, n_weeks)``, float.
    """

    weekly: np.ndarray

    def totals(self) -> np.ndarray:
        """Give the uses of each token over the window, shape ``(n_tokens,)``."""
        return self.weekly.sum(axis=1)

    def of_family(self, family: int) -> "WeeklyUses":
        """Give the uses of one family; the lexicon stays whole."""
        return replace(self, weekly=np.where(self.family[:, None] == family, self.weekly, 0.0))


@dataclass(frozen=True, kw_only=True, eq=False)
class Uses(Lexicon):
    """Uses by server, week and token, with the lives of tokens.

    Attributes
    ----------
    server, week, token, count
        One entry per line read, shape ``(n_lines,)``; servers and tokens are numbered from 0.
    servers
        Their codes, in the order of the numbers.
    """

    server: np.ndarray
    week: np.ndarray
    token: np.ndarray
    count: np.ndarray
    servers: np.ndarray

    def keep_lines(self, kept: np.ndarray) -> "Uses":
        """Give the same uses with some lines only; the lexicon stays whole."""
        return replace(self, server=self.server[kept], week=self.week[kept],
                       token=self.token[kept], count=self.count[kept])

    def without_homonyms(self) -> "Uses":
        """Set the lines of homonyms aside; the lexicon still knows them."""
        return replace(self.keep_lines(~self.homonym[self.token]), aside=True)

    def by_server(self, unit: np.ndarray, n_units: int) -> np.ndarray:
        """Add up uses by server and by any unit of a line, shape ``(n_servers, n_units)``."""
        size = self.servers.size * n_units
        total = np.bincount(self.server * n_units + unit, self.count, size)
        return total.reshape(self.servers.size, n_units)

    def pooled(self) -> WeeklyUses:
        """Add the servers up."""
        size = self.tokens.size * self.n_weeks
        weekly = np.bincount(self.token * self.n_weeks + self.week, self.count, size)
        return WeeklyUses(weekly=weekly.reshape(-1, self.n_weeks), **self.lexicon())


def read_uses(counts: pd.DataFrame, variants: pd.DataFrame, n_weeks: int | None = None) -> Uses:
    """Turn ``keyword_counts`` and ``keyword_variants`` into arrays.

    Parameters
    ----------
    n_weeks
        Length of the window; by default, up to the last week where a use was read.

    Raises
    ------
    VeilleError
        If no use was read, or if a token read is not in the lexicon.
    """
    if counts.empty:
        raise nothing_read()
    token = pd.Index(variants["variant_id"]).get_indexer(counts["variant_id"])
    if (token < 0).any():
        unknown = counts["variant_id"].to_numpy()[token < 0][0]
        raise VeilleError(f"Le jeton « {unknown} » est lu mais absent du lexique : chaque "
                          "variant_id de keyword_counts est attendu dans keyword_variants.")
    server, servers = pd.factorize(counts["server_id"].astype(object), sort=True)
    weeks = int(counts["week"].max()) + 1 if n_weeks is None else n_weeks
    return Uses(
        server=server, week=counts["week"].to_numpy(dtype=np.int64), token=token,
        count=counts["count"].to_numpy(dtype=float), servers=np.asarray(servers),
        **read_lexicon(variants, weeks),
    )


def read_lexicon(variants: pd.DataFrame, n_weeks: int) -> dict[str, object]:
    """Give the attributes of a `Lexicon`; a token of unknown birth or death lives throughout."""
    family, families = pd.factorize(variants["family_id"].astype(object), sort=True)
    return {
        "families": np.asarray(families), "tokens": variants["variant_id"].to_numpy(),
        "family": family, "birth": variants["birth_week"].fillna(0).to_numpy(dtype=np.int64),
        "death": variants["death_week"].fillna(n_weeks).to_numpy(dtype=np.int64),
        "homonym": variants["homonym"].to_numpy(dtype=bool), "n_weeks": n_weeks,
    }


def nothing_read() -> VeilleError:
    """Give the error of a method that has nothing to work on."""
    return VeilleError("Aucun emploi n’a été lu : au moins une ligne de keyword_counts est "
                       "attendue.")
