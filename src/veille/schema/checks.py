"""Check tables against their schemas; pandera finds the faults, this module words them.

Messages name the file, the column and the rows, what was expected and what was found.  Row 1 is
the first row of data.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from veille.errors import VeilleError
from veille.schema.model import Column, ForeignKey, Table

_SHOWN = 3  # rows named in a message; the count says how many more there are
_FRENCH = {"string": "du texte", "integer": "des entiers", "number": "des nombres",
           "boolean": "True ou False"}


class SchemaError(VeilleError):
    """A table does not hold what its schema says; the message lists every fault found."""

    def __init__(self, problems: list["Problem"]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True)
class Problem:
    """One fault: where, on how many rows, what was expected, what was found."""

    table: str
    column: str
    expected: str
    found: str
    rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Word the fault in French, on one line."""
        where = f"{self.table}, colonne « {self.column} »" if self.column else self.table
        if not self.rows:
            return f"{where} : {self.expected} ; trouvé : {self.found}."
        shown = ", ".join(map(str, self.rows[:_SHOWN]))
        more = f" et {len(self.rows) - _SHOWN} autres" if len(self.rows) > _SHOWN else ""
        noun = "lignes" if len(self.rows) > 1 else "ligne"
        return f"{where}, {noun} {shown}{more} : {self.expected} ; trouvé : {self.found}."


def check_table(table: Table, frame: pd.DataFrame) -> list[Problem]:
    """Give every fault of one table taken alone: columns, types, bounds, codes, primary key."""
    problems = _check_columns(table, frame)
    if problems:
        return problems
    problems = [fault for column in table.columns for fault in _check_type(table, column, frame)]
    if problems:
        return problems
    problems = _check_values(table, frame)
    doubled = frame.duplicated(list(table.primary_key))
    if doubled.any():
        key = ", ".join(table.primary_key)
        problems.append(Problem(table.name, key, "une clé par ligne est attendue",
                                "une clé déjà vue", _row_numbers(doubled)))
    return problems


def check_keys(tables: Mapping[str, Table], frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Give every foreign key that leads nowhere, among the tables that are present."""
    return [
        problem
        for name, frame in frames.items()
        for key in tables[name].foreign_keys
        if key.table in frames
        for problem in _check_key(name, key, frame, frames[key.table])
    ]


def validate(tables: Mapping[str, Table], frames: Mapping[str, pd.DataFrame]) -> None:
    """Raise `SchemaError` with every fault of every table and of the keys between them."""
    problems = [
        fault for name, frame in frames.items() for fault in check_table(tables[name], frame)
    ]
    problems = problems or check_keys(tables, frames)
    if problems:
        raise SchemaError(problems)


def _check_columns(table: Table, frame: pd.DataFrame) -> list[Problem]:
    missing = [name for name in table.column_names if name not in frame.columns]
    extra = [str(name) for name in frame.columns if name not in table.column_names]
    problems = [Problem(table.name, name, "la colonne est attendue", "aucune") for name in missing]
    problems += [Problem(table.name, name, "aucune colonne de ce nom", "une colonne en trop")
                 for name in extra]
    if not problems and list(frame.columns) != table.column_names:
        problems.append(Problem(table.name, "", f"l’ordre {', '.join(table.column_names)}",
                                ", ".join(map(str, frame.columns))))
    return problems


def _check_type(table: Table, column: Column, frame: pd.DataFrame) -> list[Problem]:
    values = frame[column.name]
    empty = values.isna()
    if empty.any() and not column.nullable:
        return [Problem(table.name, column.name, "une valeur est attendue", "une case vide",
                        _row_numbers(empty))]
    if empty.all() or _has_type(values, column.dtype):
        return []
    wrong = ~empty & ~_convertible(values, column.dtype)
    found = f"« {values[wrong].iloc[0]} »" if wrong.any() else str(values.dtype)
    return [Problem(table.name, column.name, f"{_FRENCH[column.dtype]} attendus"
                    if column.dtype != "string" else "du texte est attendu", found,
                    _row_numbers(wrong))]


def _has_type(values: pd.Series, dtype: str) -> bool:
    if dtype == "string":
        return pd.api.types.is_string_dtype(values)
    if dtype == "boolean":
        return pd.api.types.is_bool_dtype(values)
    if dtype == "integer":
        return pd.api.types.is_integer_dtype(values)
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def _convertible(values: pd.Series, dtype: str) -> pd.Series:
    if dtype == "string":
        return values.map(lambda value: isinstance(value, str))
    if dtype == "boolean":
        return values.map(lambda value: str(value) in ("True", "False"))
    numbers = pd.to_numeric(values, errors="coerce")
    if dtype == "number":
        return numbers.notna()
    return numbers.notna() & (numbers % 1 == 0)


def _check_values(table: Table, frame: pd.DataFrame) -> list[Problem]:
    """Let pandera look at bounds, codes and patterns, then word what it found."""
    import pandera.pandas as pa  # a second to load: only those who check a file wait for it
    from pandera.errors import SchemaErrors

    schema = pa.DataFrameSchema({
        column.name: pa.Column(checks=_pandera_checks(column, pa.Check), nullable=column.nullable)
        for column in table.columns
    })
    try:
        schema.validate(frame.reset_index(drop=True), lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
        return [
            _word(table, str(name), group)
            for name, group in cases.groupby("column", sort=False)
        ]
    return []


def _pandera_checks(column: Column, check: type) -> list:
    checks = []
    if column.minimum is not None:
        checks.append(check.ge(column.minimum))
    if column.maximum is not None:
        checks.append(check.le(column.maximum))
    if column.categories:
        checks.append(check.isin(list(column.categories)))
    if column.pattern:
        checks.append(check.str_matches(rf"^(?:{column.pattern})$"))
    return checks


def _word(table: Table, name: str, cases: pd.DataFrame) -> Problem:
    rows = sorted({int(index) + 1 for index in cases["index"]})
    found = f"« {cases['failure_case'].iloc[0]} »"
    return Problem(table.name, name, expectation(table.column(name)), found, tuple(rows))


def expectation(column: Column) -> str:
    """Say in French what a column accepts."""
    if column.categories:
        return f"une de ces valeurs : {', '.join(column.categories)}"
    if column.pattern:
        return f"une valeur de la forme {column.pattern}"
    if column.minimum is not None and column.maximum is not None:
        return f"une valeur de {column.minimum:g} à {column.maximum:g}"
    if column.minimum is not None:
        return f"une valeur d’au moins {column.minimum:g}"
    return _FRENCH[column.dtype]


def _check_key(
    name: str, key: ForeignKey, frame: pd.DataFrame, target: pd.DataFrame
) -> list[Problem]:
    held = frame[list(key.columns)]
    here = pd.MultiIndex.from_frame(held)
    there = pd.MultiIndex.from_frame(target[list(key.references)])
    lost = ~here.isin(there) & held.notna().all(axis=1).to_numpy()
    if not lost.any():
        return []
    column = ", ".join(key.columns)
    found = " / ".join(map(str, here[lost][0]))
    return [Problem(name, column, f"une valeur présente dans « {key.table} »", f"« {found} »",
                    _row_numbers(pd.Series(lost)))]


def _row_numbers(mask: pd.Series) -> tuple[int, ...]:
    return tuple(int(place) + 1 for place in mask.reset_index(drop=True).to_numpy().nonzero()[0])
