"""What earlier releases of the same population let a reader know.

Data grow: rows added since a release are unknowns of their own, a "wave", so that the difference
between two dates is checked like any other.  Data that shrink or change are refused: no ledger
of published numbers can tell what such a difference would give away.
"""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

from veille.disclosure.conceal import Aim
from veille.disclosure.parts import Parts
from veille.disclosure.released import COUNT, Released
from veille.disclosure.rules import Rules
from veille.errors import VeilleError

MAX_UNKNOWNS = 20_000


@dataclass(frozen=True)
class History:
    """Earlier tables, as sums of the parts at hand.

    Attributes
    ----------
    tables, members
        Each table, and which parts its values add up.
    totals
        Units of each part today.
    wave
        That of the data at hand.
    rules, counted
        Of the new table; whether rows are counted, or a column summed.
    """

    parts: Parts
    tables: list[Released]
    members: list[csr_matrix]
    wave: int
    rules: Rules
    counted: bool

    def widened(self, member: csr_matrix, wave: int, since: int = 0) -> csr_matrix:
        """Spread sums of parts over the waves that they had seen, from ``since``."""
        nothing = csr_matrix(member.shape)
        return csr_matrix(hstack([member if since <= one <= wave else nothing
                                  for one in range(self.wave + 1)], format="csr"))

    def piled(self, own: csr_matrix) -> csr_matrix:
        """Put a new table's sums above those of the earlier ones, and of labels they lacked."""
        old = [self.widened(member, table.wave)
               for table, member in zip(self.tables, self.members, strict=True)]
        lacked = [self.widened(csr_matrix(self.parts.lacked(table)), table.wave)
                  for table in self.tables]
        return vstack([own, *old, *lacked], format="csr")

    def known(self, ceiling: float, *, knowing: bool) -> tuple[np.ndarray, np.ndarray]:
        """Give the bounds that a reader has of every earlier value, in the order of `piled`."""
        lows, highs = [], []
        for table, member in zip(self.tables, self.members, strict=True):
            low, high = (side.copy() for side in table.known())
            hidden = np.isnan(low)
            wide = self.loosened(_sum(member, self.parts.totals), ceiling,
                                 knowing=knowing and table.wave == self.wave)
            low[hidden], high[hidden] = wide[hidden].T
            lows.append(low)
            highs.append(high)
        nothing = np.zeros(len(self.tables))
        return np.concatenate([*lows, nothing]), np.concatenate([*highs, nothing])

    def loosened(self, values: np.ndarray, ceiling: float, *, knowing: bool) -> np.ndarray:
        """Give the bounds of values once hidden: at least 1, or those of the rule if known."""
        if not self.counted:
            return np.column_stack([np.zeros(values.size), np.full(values.size, ceiling)])
        small, least = self.rules.small(values), self.rules.minimum
        low = np.where(~small & knowing, least, 1.0)
        return np.column_stack([low, np.where(small & knowing, least - 1.0, ceiling)])

    def aims_of_values(self, own: csr_matrix, values: np.ndarray, *, knowing: bool
                       ) -> dict[int, Aim]:
        """Give what each value of the new table must keep unknown once it is hidden."""
        if self.counted:
            width = self.rules.width_knowing if knowing else self.rules.width
            return {place: Aim(own[place], width) for place in range(values.size)}
        return {place: self._blurred(own[place], value, values)
                for place, value in enumerate(values)}

    def _blurred(self, form: csr_matrix, value: float, values: np.ndarray) -> Aim:
        """Ask that a sum stay unknown on both sides; a very small one, by more than itself."""
        away = self.rules.margin * max(value, values.max(initial=0.0) / max(values.size, 1))
        return Aim(form, below=max(value - away, 0.0), above=value + away)

    def aims(self, own: csr_matrix, made: Released, values: np.ndarray, *, knowing: bool
             ) -> list[Aim]:
        """Give what must stay unknown besides the new table's own hidden values."""
        if not self.tables:
            return []
        width = self.rules.width_later[knowing]
        return [*self._hidden(values, knowing=knowing), *self._parts(made, values, width),
                *self._differences(own, made, values, width), *self._growths(own, made, width)]

    def _hidden(self, values: np.ndarray, *, knowing: bool) -> list[Aim]:
        found = []
        for table, member in zip(self.tables, self.members, strict=True):
            forms, today = self.widened(member, table.wave), _sum(member, self.parts.totals)
            width = replace(self.rules, minimum=min(table.minimum, self.rules.minimum),
                            rounding=1).width_later[knowing]
            found += [Aim(forms[place], width) if self.counted
                      else self._blurred(forms[place], today[place], values)
                      for place in np.flatnonzero(np.isnan(table.cells.ravel()))]
        return found

    def _parts(self, made: Released, values: np.ndarray, width: int) -> list[Aim]:
        """Give the small groups that no table showed, and that several together could tell.

        They are those of one label, of two labels of different columns, and of all.
        """
        if all(table.crossing[:3] == made.crossing[:3] for table in self.tables):
            return []
        places = range(self.parts.codes.shape[1])
        subsets = {(place,) for place in places} | set(combinations(places, 2)) | {tuple(places)}
        return [aim for subset in sorted(subsets) for aim in self._groups(subset, values, width)]

    def _groups(self, subset: tuple[int, ...], values: np.ndarray, width: int) -> list[Aim]:
        """Give the small groups that some columns make."""
        _, group = np.unique(self.parts.codes[:, subset], axis=0, return_inverse=True)
        n_groups, n_parts = int(group.max(initial=-1)) + 1, group.size
        inside = csr_matrix((np.ones(n_parts), (group, np.arange(n_parts))),
                            shape=(n_groups, n_parts))
        every, worth = self.widened(inside, self.wave), _sum(inside, self.parts.totals)
        return [Aim(every[place], width, group=True) if self.counted
                else self._blurred(every[place], worth[place], values)
                for place in np.flatnonzero(self.rules.small(_sum(inside, self.parts.rows)))]

    def _differences(self, own: csr_matrix, made: Released, values: np.ndarray, width: int
                     ) -> list[Aim]:
        """Give the small groups by which a value of one table exceeds one of another."""
        found: dict[bytes, Aim] = {}
        rows = _sum(self.parts.membership(made), self.parts.rows)
        for table, member in zip(self.tables, self.members, strict=True):
            if table.wave != self.wave:
                continue
            old, there = self.widened(member, table.wave), _sum(member, self.parts.rows)
            gap = np.abs(np.subtract.outer(rows, there))
            common = (own @ old.T).toarray()
            inside = ((common == np.diff(own.indptr)[:, None])
                      | (common == np.diff(old.indptr)[None, :]))
            for one, two in zip(*np.nonzero(inside & self.rules.small(gap)), strict=True):
                form = csr_matrix(abs(own[one] - old[two]))
                form.eliminate_zeros()
                form.sort_indices()
                worth = abs(values[one] - _sum(member[two], self.parts.totals)[0])
                found[form.indices.tobytes()] = (
                    Aim(form, width, group=True) if self.counted
                    else self._blurred(form, worth, values))
        return list(found.values())

    def _growths(self, own: csr_matrix, made: Released, width: int) -> list[Aim]:
        """Give what was added to each value between two waves."""
        n_parts = len(self.parts.totals)
        members = [*self.members, csr_matrix(own[:, :n_parts] if made.wave == 0 else
                                             own[:, -n_parts:])]
        found = []
        for member in members if self.wave else ():
            for first in range(1, self.wave + 1):
                for last in {first, self.wave}:
                    grown = self.widened(member, last, since=first)
                    found += [Aim(form, width, group=True)
                              for form in map(grown.__getitem__, range(grown.shape[0]))
                              if form.nnz]
        return found


def history(parts: Parts, tables: list[Released], rules: Rules, measure: str) -> History:
    """Compare earlier tables with the data at hand, and say which wave these are.

    Raises
    ------
    VeilleError
        If some published value is now smaller: rows were removed, or moved to another category.
    """
    members = [parts.membership(table) for table in tables]
    last, grown = max((table.wave for table in tables), default=0), False
    for table, member in zip(tables, members, strict=True):
        low, high = table.known()
        today = _sum(member, parts.totals)
        slack = 1e-9 * (1 + np.abs(today))
        with np.errstate(invalid="ignore"):
            if (today < low - slack).any():
                raise VeilleError(
                    "Des lignes ont disparu ou changé de catégorie depuis un tableau déjà "
                    "publié : rien ne garantit la différence entre les deux. Les données d’alors, "
                    "augmentées, sont attendues, ou un autre nom de population.")
            more = (today > high + slack).any() or parts.missed(table)
        grown |= bool(more) and table.wave == last
    if grown and measure != COUNT:
        raise VeilleError(
            "Des lignes sont venues depuis une somme déjà publiée : la différence des deux dirait "
            "ce qu’elles valent. Un autre nom de population est attendu, pour ces seules lignes.")
    wave = last + grown
    if len(parts.totals) * (wave + 1) > MAX_UNKNOWNS:
        raise VeilleError("Trop de dates et de cases pour être vérifiées ensemble : des "
                          "catégories plus larges sont attendues, ou une autre population.")
    return History(parts, tables, members, wave, rules, measure == COUNT)


def _sum(member: csr_matrix, totals: np.ndarray) -> np.ndarray:
    return np.asarray(member @ totals).ravel()
