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
    n_rows, n_columns = len(down.labels), len(across.labels) if across else 0
    row = down.codes[inside]
    column = across.codes[inside] if across else np.zeros(row.size, dtype=np.int64)
    unit = (pd.factorize(one_column(frame, request.unit), use_na_sentinel=False)[0][inside]
            if request.unit is not None else np.arange(row.size))
    amount = np.ones(row.size) if summed is None else summed[inside]
    width = n_columns + 1
    groups = [row * width + column, n_rows * width + column]
    if across:
        groups += [row * width + n_columns, np.full(row.size, n_rows * width + n_columns)]
    size = (n_rows + 1) * width
    found = np.zeros(size, dtype=bool)
    for cells in groups:
        found |= _broken(cells, unit, amount, rules, size, dominance=summed is not None)
    return found


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
