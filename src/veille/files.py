"""Read and write the files of a world: CSV or Parquet, one schema per table."""

import csv
import re
from pathlib import Path

import pandas as pd
import pyarrow as pa

from veille.errors import VeilleError
from veille.schema import Table
from veille.schema.arrow import to_frame

# What reading a file that is not what it claims to be may raise.
UNREADABLE = (OSError, ValueError, csv.Error, pd.errors.ParserError, pd.errors.EmptyDataError,
              pa.ArrowException)


def is_present(folder: Path, table: Table) -> bool:
    """Say whether a folder holds a table, in whatever form."""
    return bool(_forms(folder, table))


def _forms(folder: Path, table: Table) -> list[list[Path]]:
    single = [folder / f"{table.name}.csv"], [folder / f"{table.name}.parquet"]
    parts = sorted((folder / table.name).glob("part-*.parquet"))
    return [files for files in single if files[0].exists()] + ([parts] if parts else [])


def locate(folder: Path, table: Table) -> list[Path]:
    """Give the files that hold a table in a folder: one CSV, one Parquet, or Parquet parts.

    Raises
    ------
    VeilleError
        If there is none, or both forms.
    """
    forms = _forms(folder, table)
    if not forms:
        raise VeilleError(
            f"La table « {table.name} » manque dans « {folder} » : {table.name}.csv, "
            f"{table.name}.parquet ou {table.name}/part-….parquet est attendu."
        )
    if len(forms) > 1:
        raise VeilleError(
            f"La table « {table.name} » est en double dans « {folder} » "
            f"({forms[0][0].name} et {forms[1][0].name}) : une seule forme est attendue."
        )
    return forms[0]


def read_table(folder: Path, table: Table) -> pd.DataFrame:
    """Read one table as it stands, types applied where they fit; nothing is checked here.

    A CSV column whose text does not fit its type is left as text, for the schema to say where.
    """
    paths = locate(folder, table)
    try:
        if paths[0].suffix == ".csv":
            return in_order(_read_csv(paths[0], table), table)
        frame = pd.concat([pd.read_parquet(path) for path in paths], ignore_index=True)
        return in_order(whole_numbers(frame, table), table)
    except UNREADABLE as error:
        raise VeilleError(
            f"« {paths[0]} » est illisible ({reason(error)}) : un fichier "
            f"{paths[0].suffix[1:].upper()} en UTF-8 est attendu."
        ) from None  # the library's own message may quote a value


def reason(error: Exception) -> str:
    """Say why a file could not be read, without a word of what it holds."""
    if isinstance(error, UnicodeDecodeError):
        return "son texte n’est pas en UTF-8"
    if isinstance(error, pd.errors.EmptyDataError):
        return "il est vide"
    cut = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", str(error))
    if cut:
        return f"ligne {cut[2]}, {cut[1]} cases sont attendues et {cut[3]} trouvées"
    if isinstance(error, PermissionError):
        return "les droits de lecture manquent"
    if isinstance(error, IsADirectoryError):
        return "c’est un dossier"
    if isinstance(error, OSError) and not isinstance(error, pa.ArrowException):
        return "le système ne le donne pas"
    return "il est tronqué, ou d’un autre format"


def in_order(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Give the columns in the order of the schema, where they are the same."""
    names = table.column_names
    same = len(frame.columns) == len(names) and set(frame.columns) == set(names)
    return frame[names] if same else frame


def whole_numbers(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Give back as whole numbers those that pandas made decimal to hold a missing one."""
    for column in table.columns:
        if column.dtype == "integer" and frame.get(column.name, frame.index).dtype == "float64":
            frame[column.name] = _typed(frame[column.name], "integer")
    return frame


def _read_csv(path: Path, table: Table) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""],
                        encoding="utf-8-sig")
    return typed(frame, table)


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Give the text of a CSV file with its types, where they fit; a column that does not stays."""
    for column in table.columns:
        if column.name in frame and column.dtype != "string":
            frame[column.name] = _typed(frame[column.name], column.dtype)
    return frame


def _typed(values: pd.Series, dtype: str) -> pd.Series:
    if dtype == "boolean":
        known = values.isin(["True", "False"])
        return (values == "True") if known.all() else values
    try:
        numbers = pd.to_numeric(values)
    except (ValueError, TypeError):
        return values
    if dtype == "integer":
        whole = numbers.dropna()
        if (whole % 1 == 0).all():
            return numbers.astype("Int64" if numbers.isna().any() else "int64")
        return numbers
    return numbers.astype("float64")  # whole or empty, a measure stays a measure


def csv_text(rows: pa.Table, table: Table) -> str:
    """Give rows as the lines of a CSV file (LF, comma), without the header."""
    return to_frame([rows], table).to_csv(header=False, index=False, lineterminator="\n")
