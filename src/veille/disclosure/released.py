"""One published table: what the person reads, and all that the ledger keeps of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from veille.disclosure.labels import WHOLE
from veille.errors import VeilleError

COUNT = "effectif"
HIDDEN_MARK = "masqué"


@dataclass(frozen=True)
class Released:
    """A table of one or two ways with its margins.

    Attributes
    ----------
    measure
        `COUNT`, or the name of the column that is summed.
    rows, columns
        Names of the columns crossed; ``columns`` is empty for one way.
    where
        Labels kept, by column.
    row_labels, column_labels
        Labels met, without the margin.
    cells
        Shape ``(rows + 1, columns + 1)``, or ``(rows + 1, 1)`` for one way, the margins last;
        NaN is hidden.
    rounding
        Base of the values, 1 for none.
    minimum
        Smallest count that could be published.
    wave
        How many times the data had grown when it was made.
    """

    measure: str
    rows: str
    columns: str
    where: Mapping[str, tuple[str, ...]]
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    cells: np.ndarray
    rounding: int
    minimum: int
    wave: int

    @property
    def hidden(self) -> int:
        """Number of cells and margins that are not published."""
        return int(np.isnan(self.cells).sum())

    @property
    def names(self) -> list[str]:
        """Columns that it needs."""
        return [name for name in (self.rows, self.columns, *self.where) if name]

    @property
    def crossing(self) -> tuple:
        """What is crossed, whatever is shown of it."""
        return (self.rows, self.columns, tuple(sorted(self.where.items())), self.row_labels,
                self.column_labels)

    @property
    def recipe(self) -> tuple:
        """What makes two releases the same request."""
        return (self.measure, self.rows, self.columns, tuple(sorted(self.where.items())),
                self.rounding, self.minimum)

    def frame(self) -> pd.DataFrame:
        """Give the table to show: a hidden value reads `HIDDEN_MARK`."""
        head = [*self.column_labels, WHOLE] if self.columns else [self.measure]
        whole = self.measure == COUNT
        body = [[HIDDEN_MARK if np.isnan(value) else int(value) if whole else float(value)
                 for value in row] for row in self.cells]
        shown = pd.DataFrame(body, columns=pd.Index(head, dtype=object), dtype=object)
        shown.insert(0, self.rows, [*self.row_labels, WHOLE], allow_duplicates=True)
        return shown

    def known(self) -> tuple[np.ndarray, np.ndarray]:
        """Give the bounds that each value, flattened, sets for its reader; NaN where hidden."""
        flat = self.cells.ravel()
        if self.rounding == 1:
            return flat, flat
        low = np.where(flat > 0, np.maximum(flat - self.rounding // 2, self.minimum), flat)
        return low, np.where(flat > 0, flat + (self.rounding - 1) // 2, flat)

    def as_json(self) -> dict:
        """Give plain values; what is hidden is null."""
        cells = [[None if np.isnan(value) else float(value) for value in row]
                 for row in self.cells]
        return asdict(self) | {"cells": cells,
                               "where": {key: list(kept) for key, kept in self.where.items()}}

    @classmethod
    def from_json(cls, entry: dict) -> "Released":
        """Read plain values back; anything else than what `as_json` gives is refused."""
        try:
            values = np.array([[np.nan if value is None else float(value) for value in row]
                               for row in entry["cells"]], dtype=float)
            labels = {key: tuple(map(str, entry[key])) for key in ("row_labels", "column_labels")}
            where = {str(key): tuple(map(str, kept)) for key, kept in entry["where"].items()}
            numbers = {key: int(entry[key]) for key in ("rounding", "minimum", "wave")}
            texts = {key: str(entry[key]) for key in ("measure", "rows", "columns")}
            width = len(labels["column_labels"]) + 1 if texts["columns"] else 1
            if values.shape != (len(labels["row_labels"]) + 1, width):
                raise ValueError
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            raise VeilleError("un tableau y est incomplet") from None
        return cls(where=where, cells=values, **labels, **numbers, **texts)
