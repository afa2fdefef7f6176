"""Check Arrow tables against their schemas at the cost of a glance.

Text is judged on its labels, numbers on their extremes, keys on whole numbers that stand for
them.  What is found wrong is told by `veille.schema.checks`, row by row, in its words.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veille.schema.arrow import ARROW, TEXT, to_frame
from veille.schema.checks import Problem, SchemaError, check_keys, check_table
from veille.schema.keys import Memo, distinct, leads_home, used, whole
from veille.schema.model import Column, Table


class Checker:
    """Check tables of some schemas, one block after another."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables, self._memo = tables, Memo()

    def validate(self, made: Mapping[str, pa.Table], known: Mapping[str, pa.Table]) -> None:
        """Raise `SchemaError` with every fault of the tables just made, and of their keys.

        Parameters
        ----------
        known
            Tables that stand already and that keys may lead to; they are not checked again.
        """
        wrong = [name for name, rows in made.items() if not self.is_sound(name, rows)]
        if wrong:
            raise SchemaError([fault for name in wrong for fault in self._told(name, made[name])])
        present = {**known, **made}
        lost = [name for name in made if not self.keys_hold(name, present)]
        if lost:
            raise SchemaError(self._lost(lost, present))

    def is_sound(self, name: str, rows: pa.Table) -> bool:
        """Say whether a table taken alone is what its schema says, primary key included."""
        table = self._tables[name]
        return (
            rows.column_names == table.column_names
            and all(self._column_is_sound(column, rows[column.name]) for column in table.columns)
            and distinct(rows, table.primary_key, self._memo)
        )

    def keys_hold(self, name: str, present: Mapping[str, pa.Table]) -> bool:
        """Say whether every foreign key of a table leads to a row that is present.

        Keys that may lead to another block are left out, and so are those to absent tables.
        """
        return all(
            leads_home([whole(present[name][column]) for column in key.columns],
                       [whole(present[key.table][column]) for column in key.references],
                       self._memo)
            for key in self._tables[name].foreign_keys
            if key.table in present and not key.across
        )

    def _column_is_sound(self, column: Column, held: pa.ChunkedArray) -> bool:
        values = whole(held)
        if values.type != ARROW.get(column.dtype, TEXT):
            return False
        if values.null_count and not column.nullable:
            return False
        if column.dtype == "string":
            return self._text_is_sound(column, values)
        return column.dtype == "boolean" or _numbers_are_sound(column, values)

    def _text_is_sound(self, column: Column, values: pa.DictionaryArray) -> bool:
        if not (column.categories or column.pattern):
            return True
        good = self._memo.of((column.name, column.pattern, *column.categories), values.dictionary,
                             lambda labels: _accepted(column, labels))
        return bool(good.all() or good[used(values)].all())

    def _told(self, name: str, rows: pa.Table) -> list[Problem]:
        """Have the slow check word what the fast one saw."""
        table = self._tables[name]
        try:
            frame = to_frame([rows], table)
        except (KeyError, pa.ArrowException):
            frame = rows.to_pandas()
        return check_table(table, frame) or [
            Problem(name, "", "des valeurs conformes au schéma", "autre chose")
        ]

    def _lost(self, lost: list[str], present: Mapping[str, pa.Table]) -> list[Problem]:
        frames = {name: to_frame([rows], self._tables[name]) for name, rows in present.items()}
        near = {
            name: replace(self._tables[name], foreign_keys=tuple(
                key for key in self._tables[name].foreign_keys if not key.across
            ))
            for name in frames
        }
        return [fault for fault in check_keys(near, frames) if fault.table in lost] or [
            Problem(name, "", "des clés qui mènent à une ligne", "autre chose") for name in lost
        ]


def _accepted(column: Column, labels: pa.Array) -> np.ndarray:
    """Say which labels a column accepts."""
    good = np.ones(len(labels), dtype=bool)
    if column.categories:
        codes = pa.array(list(column.categories), pa.string())
        good &= pc.is_in(labels, value_set=codes).to_numpy(zero_copy_only=False)
    if column.pattern:
        form = rf"\A(?:{column.pattern})\z"
        good &= pc.match_substring_regex(labels, form).to_numpy(zero_copy_only=False)
    return good


def _numbers_are_sound(column: Column, values: pa.Array) -> bool:
    numbers = (values.drop_null() if values.null_count else values).to_numpy()
    if not numbers.size:
        return True
    low, high = numbers.min(), numbers.max()
    if low != low:  # not a number, which a file would give back as an empty cell
        numbers = numbers[~np.isnan(numbers)]
        if not column.nullable or not numbers.size:
            return column.nullable
        low, high = numbers.min(), numbers.max()
    return bool(
        (column.minimum is None or low >= column.minimum)
        and (column.maximum is None or high <= column.maximum)
    )
