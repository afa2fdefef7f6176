"""Publish a table of private rows: hide, check against all that was published, write it down."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from veille.disclosure.asked import Request, sensitive, weights
from veille.disclosure.bounds import Attack
from veille.disclosure.conceal import Concealment, NothingLeftError, rectangles
from veille.disclosure.earlier import History, history
from veille.disclosure.labels import Coded, coded
from veille.disclosure.ledger import Ledger
from veille.disclosure.parts import Parts, parts_of
from veille.disclosure.released import COUNT, Released
from veille.disclosure.rules import Rules
from veille.errors import VeilleError

POPULATION = "lignes"


def protect(frame: pd.DataFrame, request: Request, rules: Rules | None = None,
            ledger: Ledger | None = None, population: str = POPULATION) -> Released:
    """Give a table that may be published, and write it in the ledger.

    A hidden count keeps an interval at least ``minimum - 1`` wide, whatever is deduced from every
    margin of every table in the ledger, zeros being public; for somebody who also knows which
    hidden cells are small, at least half the minimum.  A hidden sum stays unknown by
    ``rules.margin`` on both sides.

    Where even zeros would tell too much, the whole table is hidden, and nothing is written.

    Parameters
    ----------
    frame
        One row per unit, private.  Columns that earlier releases crossed must still be there.
    ledger
        Where releases are kept; without one, the table is checked alone, and must never meet
        another one.
    population
        Name of the rows: releases of two populations are taken to have nobody in common.

    Raises
    ------
    VeilleError
        If the request or the data cannot be protected; nothing is then written.

    Examples
    --------
    >>> rows = pd.DataFrame({"voie": ["a"] * 30 + ["b"] * 4 + ["c"] * 12})
    >>> protect(rows, Request("voie")).frame()["effectif"].tolist()
    [30, 'masqué', 'masqué', 46]
    """
    rules = rules or Rules()
    if ledger is None:
        return _protected(frame, request, rules, [])
    with ledger.opened() as pages:
        tables = pages.tables.setdefault(str(population), [])
        made = _protected(frame, request, rules, tables)
        told = not np.isnan(made.cells).all()
        if told and not any(made is table for table in tables):
            tables.append(made)
        return made


def together(frame: pd.DataFrame, requests: list[Request], rules: Rules | None = None
             ) -> list[Released]:
    """Give several tables of the same rows, each protected with those before it, without a ledger.

    They may be published together, once; nothing remembers them.
    """
    made: list[Released] = []
    for request in requests:
        made.append(_protected(frame, request, rules or Rules(), made))
    return made


def means(sums: Released, counts: Released) -> pd.DataFrame:
    """Give the means that a table of sums and one of counts, both published, already tell.

    Raises
    ------
    VeilleError
        If they do not cross the same columns with the same labels.
    """
    same = all(getattr(sums, name) == getattr(counts, name)
               for name in ("rows", "columns", "where", "row_labels", "column_labels", "wave"))
    if not same or counts.measure != COUNT or sums.measure == COUNT:
        raise VeilleError("Une somme et un effectif des mêmes catégories sont attendus.")
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = sums.cells / np.where(counts.cells > 0, counts.cells, np.nan)
    return replace(sums, cells=shares, measure=f"moyenne de {sums.measure}").frame()


def exposed(frame: pd.DataFrame, request: Request) -> Released:
    """Give the same table with nothing hidden, for data that are nobody's."""
    columns = {name: coded(frame, name) for name in request.names}
    parts = parts_of(columns, len(frame), weights(frame, request))
    made = request.empty(columns, Rules(), 0)
    return replace(made, cells=(parts.membership(made) @ parts.totals).reshape(made.cells.shape))


def _protected(frame: pd.DataFrame, request: Request, rules: Rules, tables: list[Released]
               ) -> Released:
    summed = weights(frame, request)
    before = [table for table in tables
              if table.measure == request.measure and not np.isnan(table.cells).all()]
    names = dict.fromkeys([*request.names, *(name for table in before for name in table.names)])
    columns = {name: _known(frame, name, request) for name in names}
    parts = parts_of(columns, len(frame), summed)
    past = history(parts, before, rules, request.measure)
    made = request.empty(columns, rules, past.wave)
    for table in before:
        if table.wave == past.wave and table.recipe == made.recipe:
            return table
    member = parts.membership(made)
    values = np.asarray(member @ parts.totals).ravel()
    broken = sensitive(frame, request, columns, rules, summed)
    hidden = rules.small(values) if broken is None else broken
    hidden |= _hidden_elsewhere(made, tables)
    try:
        hidden = _conceal(Setting(parts, past, made, values, rules),
                          _squared(hidden, values, made))
    except NothingLeftError:  # zeros included: what was published before stays as safe as it was
        return made
    shown = _rounded(values, made.rounding)
    return replace(made, cells=np.where(hidden, np.nan, shown).reshape(made.cells.shape))


def _hidden_elsewhere(made: Released, tables: list[Released]) -> np.ndarray:
    """Say what tables of other measures hide: a sum says much of the count behind it."""
    hidden = np.zeros(made.cells.size, dtype=bool)
    for table in tables:
        if table.measure != made.measure and table.crossing == made.crossing:
            hidden |= np.isnan(table.cells.ravel())
    return hidden


def _squared(hidden: np.ndarray, values: np.ndarray, made: Released) -> np.ndarray:
    if not made.columns:
        return hidden
    square, known = hidden.reshape(made.cells.shape).copy(), values.reshape(made.cells.shape)
    square[:-1, :-1] = rectangles(square[:-1, :-1], known[:-1, :-1])
    return square.ravel()


def _known(frame: pd.DataFrame, name: str, request: Request) -> Coded:
    if name not in request.names and name not in frame.columns:
        raise VeilleError(
            f"Un tableau déjà publié croise la colonne « {name} », absente de ces données : "
            "gardez-la à côté des nouvelles, ou donnez à une autre population un autre nom.")
    return coded(frame, name)


def _rounded(values: np.ndarray, base: int) -> np.ndarray:
    return values if base == 1 else np.floor((values + base // 2) / base) * base


@dataclass(frozen=True)
class Setting:
    """What is fixed while more and more of a table is hidden."""

    parts: Parts
    past: History
    made: Released
    values: np.ndarray
    rules: Rules

    def work(self, hidden: np.ndarray, *, knowing: bool) -> Concealment:
        """Give the constraints of one kind of attacker."""
        past, made, ceiling = self.past, self.made, self._ceiling()
        own = past.widened(self.parts.membership(made), made.wave)
        low, high = (side.copy() for side in replace(
            made, cells=_rounded(self.values, made.rounding)).known())
        loosened = past.loosened(self.values, ceiling, knowing=knowing)
        low[hidden], high[hidden] = loosened[hidden].T
        old_low, old_high = past.known(ceiling, knowing=knowing)
        attack = Attack(past.piled(own), np.concatenate([low, old_low]),
                        np.concatenate([high, old_high]), ceiling)
        return Concealment(attack, self.values, hidden.copy(), loosened, self.rules.minimum)

    def _ceiling(self) -> float:
        return 4.0 * max(self.parts.totals.sum(), self.rules.minimum)


def _conceal(setting: Setting, hidden: np.ndarray) -> np.ndarray:
    """Hide more until nothing is solved, by a reader or by one who knows what is small."""
    own = setting.past.widened(setting.parts.membership(setting.made), setting.made.wave)
    for knowing in (False, True) if setting.made.measure == COUNT else (False,):
        work = setting.work(hidden, knowing=knowing)
        aim_of = setting.past.aims_of_values(own, setting.values, knowing=knowing)
        work.protect(setting.past.aims(own, setting.made, setting.values, knowing=knowing), aim_of)
        hidden = work.hidden
    return hidden
