"""What somebody asks to publish, checked, and what it holds before anything is hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from veille.disclosure.labels import Coded, coded, kept, one_column
from veille.disclosure.released import COUNT, Released
from veille.disclosure.rules import Rules
from veille.errors import VeilleError


@dataclass(frozen=True)
class Request:
    """A table to publish: one or two columns crossed, rows counted or a column summed.

    Attributes
    ----------
    rows, columns
        Columns to cross; ``columns`` is None for a one-way table.
    value
        Column to sum; None counts rows.
    unit
        Column that says whose each row is; rules then count people, not rows.
    where
        Values to keep, by column: the other rows stay known to the check.
    """

    rows: str
    columns: str | None = None
    value: str | None = None
    unit: str | None = None
    where: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        several = list | tuple | set
        if isinstance(self.rows, several) or isinstance(self.columns, several):
            raise VeilleError("Un tableau croise une ou deux colonnes : pour une troisième, une "
                              "colonne qui en réunit deux est attendue, ou « where ».")
        named = [self.rows, self.columns, self.value, self.unit, *dict(self.where)]
        if not isinstance(self.rows, str) or not all(
                isinstance(name, str) for name in named if name is not None):
            raise VeilleError("Le nom d’une colonne est un texte : renommez les colonnes qui "
                              "portent un nombre.")
        if self.columns is not None and self.columns == self.rows:
            raise VeilleError(f"La colonne « {self.rows} » est croisée avec elle-même : deux "
                              "colonnes différentes sont attendues.")
        wanted = {name: tuple(sorted(_labels(kept_)))
                  for name, kept_ in dict(self.where).items()}
        object.__setattr__(self, "where", wanted)

    @property
    def measure(self) -> str:
        """What the table shows."""
        return COUNT if self.value is None else str(self.value)

    @property
    def names(self) -> list[str]:
        """Columns it needs, each once."""
        crossed = [self.rows] if self.columns is None else [self.rows, self.columns]
        return list(dict.fromkeys([*crossed, *self.where]))

    def empty(self, columns: Mapping[str, Coded], rules: Rules, wave: int) -> Released:
        """Give the table with its labels and margins, every value hidden."""
        down = columns[self.rows].labels
        across = columns[self.columns].labels if self.columns is not None else ()
        shape = len(down) + 1, (len(across) + 1 if self.columns is not None else 1)
        rounding = rules.rounding if self.value is None else 1
        return Released(self.measure, str(self.rows), str(self.columns or ""), self.where,
                        down, across, np.full(shape, np.nan), rounding, rules.minimum, wave)


def weights(frame: pd.DataFrame, request: Request) -> np.ndarray | None:
    """Give what is summed.

    Raises
    ------
    VeilleError
        If it is not made of finite, non-negative numbers: the check of dominance, and the bounds
        of what is hidden, mean nothing otherwise.
    """
    if request.value is None:
        return None
    if str(request.value) == COUNT:
        raise VeilleError(f"La colonne à sommer s’appelle « {COUNT} », le nom des comptages : un "
                          "autre nom est attendu.")
    values = pd.to_numeric(one_column(frame, request.value), errors="coerce").to_numpy(
        dtype=float, na_value=np.nan)
    bad = ~np.isfinite(values) | (values < 0)
    if bad.any():
        raise VeilleError(f"La colonne « {request.value} » a {int(bad.sum())} valeurs vides, "
                          "négatives ou qui ne sont pas des nombres : des nombres positifs ou "
                          "nuls sont attendus.")
    return values


def sensitive(frame: pd.DataFrame, request: Request, columns: Mapping[str, Coded], rules: Rules,
              summed: np.ndarray | None) -> np.ndarray | None:
    """Say which values, flattened, the rules hide by themselves; None if counts alone say it."""
    if summed is None and request.unit is None:
        return None
    inside = kept(frame, columns, request.where)
    down, across = columns[request.rows], columns.get(request.columns)
    shape = len(down.labels), len(across.labels) if across else 1
    row = down.codes[inside]
    column = across.codes[inside] if across else np.zeros(row.size, dtype=np.int64)
    amount = np.ones(row.size) if summed is None else summed[inside]
    if request.unit is None:
        found = _alone(row * shape[1] + column, amount, shape, rules)
    else:
        unit = pd.factorize(one_column(frame, request.unit), use_na_sentinel=False)[0][inside]
        found = _by_unit((row, column, unit, amount), shape, rules, dominance=summed is not None)
    return (found if across else found[:, :1]).ravel()


def _alone(cell: np.ndarray, amount: np.ndarray, shape: tuple[int, int], rules: Rules
           ) -> np.ndarray:
    """Say which sums are sensitive where each row is somebody: shape ``(rows + 1, columns + 1)``.

    Rows are sorted once; the largest of a margin are among the largest of its cells.
    """
    size, depth = shape[0] * shape[1], max(rules.top, 2)
    people = np.bincount(cell, minlength=size)
    sums = np.bincount(cell, amount, minlength=size)
    order = np.lexsort((-amount, cell))
    starts = np.concatenate([[0], np.cumsum(people)[:-1]])
    places = starts[:, None] + np.arange(depth)
    padded = np.concatenate([amount[order], np.zeros(depth)])
    there = np.arange(depth) < people[:, None]
    largest = np.where(there, padded[np.minimum(places, padded.size - 1)], 0.0)
    people, sums = (_margins(values.reshape(shape)) for values in (people, sums))
    largest = _largest(largest.reshape(*shape, depth))
    dominated = rules.dominated(sums.ravel(), largest.reshape(-1, depth)).reshape(sums.shape)
    return rules.small(people) | dominated


def _margins(cells: np.ndarray) -> np.ndarray:
    rows = np.vstack([cells, cells.sum(axis=0)])
    return np.column_stack([rows, rows.sum(axis=1)])


def _largest(cells: np.ndarray) -> np.ndarray:
    """Add to the largest of each cell, in decreasing order, those of its margins."""
    depth = cells.shape[2]
    down = -np.sort(-cells.transpose(1, 0, 2).reshape(cells.shape[1], -1), axis=1)[:, :depth]
    rows = np.concatenate([cells, down[None]])
    across = -np.sort(-rows.reshape(rows.shape[0], -1), axis=1)[:, :depth]
    return np.concatenate([rows, across[:, None]], axis=1)


def _by_unit(rows: tuple[np.ndarray, ...], shape: tuple[int, int], rules: Rules, *,
             dominance: bool) -> np.ndarray:
    """Say which values are sensitive where one unit may have several rows."""
    row, column, unit, amount = rows
    width = shape[1] + 1
    size = (shape[0] + 1) * width
    found = np.zeros(size, dtype=bool)
    for down in (row, np.full(row.size, shape[0])):
        for across in (column, np.full(row.size, shape[1])):
            found |= _broken(down * width + across, unit, amount, rules, size,
                             dominance=dominance)
    return found.reshape(-1, width)


def _broken(cells: np.ndarray, unit: np.ndarray, amount: np.ndarray, rules: Rules, size: int,
            *, dominance: bool) -> np.ndarray:
    """Say which cells have too few people, or too large a share in too few hands."""
    per = pd.DataFrame({"cell": cells, "unit": unit, "amount": amount}).groupby(
        ["cell", "unit"], as_index=False)["amount"].sum()
    people = np.bincount(per["cell"], minlength=size)
    broken = rules.small(people)
    if dominance:
        per = per.sort_values(["cell", "amount"], ascending=[True, False])
        rank = per.groupby("cell").cumcount().to_numpy()
        largest = np.zeros((size, max(rules.top, 2)))
        top = rank < largest.shape[1]
        largest[per["cell"].to_numpy()[top], rank[top]] = per["amount"].to_numpy()[top]
        sums = np.bincount(per["cell"], per["amount"], minlength=size)
        broken |= rules.dominated(sums, largest)
    return broken


def _labels(wanted: object) -> list[str]:
    single = isinstance(wanted, str) or not isinstance(wanted, Sequence | set | frozenset)
    series = pd.DataFrame({"value": [wanted] if single else list(wanted)})
    return list(coded(series, "value").labels)
