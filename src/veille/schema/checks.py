"""Check tables against their schemas; pandera finds the faults, this module words them.

Messages name the table, the column and the rows, what was expected and what kind of thing was
found, never the value itself: it may belong to somebody.  Row 1 is the first row of data.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

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
    problems = check_columns(table, list(frame.columns))
    return problems or check_rows(table, frame) or check_doubles(table, frame)


def check_rows(table: Table, frame: pd.DataFrame) -> list[Problem]:
    """Give the faults of the cells of a table whose columns are those of its schema.

    All of them: a column whose type is wrong somewhere is still judged where it is right.
    """
    problems, read = [], {}
    for column in table.columns:
        faults = _check_type(table, column, frame)
        problems += faults
        read[column.name] = _readable(frame[column.name], column.dtype) if faults \
            else frame[column.name]
    return problems + _check_values(table, pd.DataFrame(read))


def _readable(values: pd.Series, dtype: str) -> pd.Series:
    """Give a column with an empty cell wherever its type is not that of the schema."""
    if dtype in ("integer", "number"):
        return pd.to_numeric(values, errors="coerce")
    return values.where(values.isna() | _convertible(values, dtype))


def check_doubles(table: Table, frame: pd.DataFrame) -> list[Problem]:
    """Give the rows whose primary key was seen before; ``frame`` needs no other column."""
    doubled = frame.duplicated(list(table.primary_key))
    if not doubled.any():
        return []
    key = ", ".join(table.primary_key)
    return [Problem(table.name, key, "une clé par ligne est attendue", "une clé déjà vue",
                    _row_numbers(doubled))]


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


def check_columns(table: Table, names: list[object]) -> list[Problem]:
    """Give what is wrong with the names of the columns of a table.

    A name that the schema does not know is told by its place: it may say something of somebody.
    """
    missing = [name for name in table.column_names if name not in names]
    problems = [Problem(table.name, name, "la colonne est attendue", "aucune") for name in missing]
    for place, name in enumerate(map(str, names), start=1):
        if name not in table.column_names:
            near = get_close_matches(name, missing, 1)
            hint = f", qui ressemble à « {near[0]} »" if near else ""
            problems.append(Problem(table.name, "", "seulement les colonnes du schéma",
                                    f"une colonne en trop, la {place}ᵉ{hint}"))
    if not problems and list(names) != table.column_names:
        problems.append(Problem(table.name, "", f"l’ordre {', '.join(table.column_names)}",
                                ", ".join(map(str, names))))
    return problems


def _check_type(table: Table, column: Column, frame: pd.DataFrame) -> list[Problem]:
    values = frame[column.name]
    empty = values.isna()
    problems = []
    if empty.any() and not column.nullable:
        problems.append(Problem(table.name, column.name, "une valeur est attendue",
                                "une case vide", _row_numbers(empty)))
    if empty.all() or _has_type(values, column.dtype):
        return problems
    wrong = ~empty & ~_convertible(values, column.dtype)
    expected = "du texte est attendu" if column.dtype == "string" \
        else f"{_FRENCH[column.dtype]} attendus"
    if not wrong.any():
        return [*problems, Problem(table.name, column.name, expected, f"le type {values.dtype}")]
    return problems + _by_kind(table, column, expected, values[wrong].map(described),
                               _row_numbers(wrong))


def _by_kind(table: Table, column: Column, expected: str, kinds: pd.Series,
             rows: tuple[int, ...]) -> list[Problem]:
    """Give one problem for each kind of thing found where another was expected."""
    placed = pd.DataFrame({"kind": kinds.to_numpy(), "row": rows})
    return [Problem(table.name, column.name, expected, str(kind), tuple(own["row"].tolist()))
            for kind, own in placed.groupby("kind", sort=False)]


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
        column.name: pa.Column(checks=_pandera_checks(column, pa.Check), nullable=True)
        for column in table.columns  # an empty cell has been told already
    })
    try:
        schema.validate(frame.reset_index(drop=True), lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
        return [problem for name, group in cases.groupby("column", sort=False)
                for problem in _word(table, str(name), group)]
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


def _word(table: Table, name: str, cases: pd.DataFrame) -> list[Problem]:
    cases = cases.drop_duplicates("index").sort_values("index")
    column = table.column(name)
    kinds = cases["failure_case"].map(lambda value: beside(column, value))
    return _by_kind(table, column, expectation(column), kinds,
                    tuple(int(index) + 1 for index in cases["index"]))


# What a value looks like, the first that fits; nothing of the value is said.
_LOOKS = (
    (r"[−-]?\d+,\d+", "un nombre à virgule décimale"),
    (r"\d{15,20}", "15 à 20 chiffres, comme un identifiant de plateforme, à remplacer"),
    (r"[−-]?\d+", "un entier"),
    (r"[−-]?\d*\.\d+(?:[eE][+-]?\d+)?", "un nombre"),
    (r"\d{4}-\d{2}-\d{2}.*|\d{1,2}/\d{1,2}/\d{2,4}.*", "une date"),
    (r"(?i:oui|non|vrai|faux|true|false|yes|no)", "un oui ou un non écrit autrement"),
    (r"\s*", "du blanc"),
    (r"\s.*|.*\s", "un texte entouré de blancs"),
)


def described(value: object) -> str:
    """Say what kind of thing a value is, without a letter of it.

    Examples
    --------
    >>> described("3,5"), described("lundi"), described("2024-05-06")
    ('un nombre à virgule décimale', 'un autre texte', 'une date')
    """
    if isinstance(value, bool):
        return "un vrai ou faux"
    text = str(value)
    return next((look for form, look in _LOOKS if re.fullmatch(form, text)), "un autre texte")


def beside(column: Column, value: object) -> str:
    """Say on which side of what a column accepts a value lies, without the value."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return described(value)
    if column.minimum is not None and number < column.minimum:
        return "une valeur au-dessous"
    if column.maximum is not None and number > column.maximum:
        return "une valeur au-dessus"
    return described(value)


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
    return [Problem(name, ", ".join(key.columns), f"une valeur présente dans « {key.table} »",
                    "une valeur qui n’y est pas", _row_numbers(pd.Series(lost)))]


def _row_numbers(mask: pd.Series) -> tuple[int, ...]:
    return tuple(int(place) + 1 for place in mask.reset_index(drop=True).to_numpy().nonzero()[0])
