"""The tables of a folder, one part at a time: no server has rows in two parts.

The generator writes the servers of a part to the parts of the same number, one group of rows per
block; a CSV or a single Parquet file is one part.  Anybody may cut a world otherwise, as long as
the rows of a server stay together: summaries refuse a server found in two parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from veille.errors import VeilleError
from veille.files import in_order, is_present, locate, read_table, reason
from veille.schema import TABLES, Table
from veille.schema.checks import SchemaError, validate

BLOCKS = 10  # blocks read together: near half a million rows of the largest table
OWNERS = ("server_id", "source")  # columns that name the server whose part holds the row

Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Part:
    """Some servers' rows in some tables, read only when asked, wherever the folder is seen.

    Attributes
    ----------
    folder, names
        Where, and which tables.
    number
        Of the Parquet part; None where tables are whole files.
    groups
        Groups of rows of the part, from the first to before the last; None for all.
    """

    folder: Path
    names: tuple[str, ...]
    number: int | None = None
    groups: tuple[int, int] | None = None

    def read(self) -> Frames:
        """Read the tables and check them against their schemas.

        Raises
        ------
        VeilleError
            If one cannot be read, or does not hold what its schema says.
        """
        frames = {name: self._read_one(TABLES[name]) for name in self.names}
        try:
            for name, frame in frames.items():
                validate(TABLES, {name: frame})
        except SchemaError as error:
            where = "" if self.number is None else f"Partie {self.number} de "
            raise VeilleError(f"{where}« {self.folder} » : {error}") from error
        return frames

    def _read_one(self, table: Table) -> pd.DataFrame:
        paths = locate(self.folder, table)
        if paths[0].suffix != ".parquet":
            return read_table(self.folder, table)
        if self.number is None or owner(table) is None:
            frames = [_read_groups(path, table, None) for path in paths]
            return pd.concat(frames, ignore_index=True)
        return _read_groups(paths[self.number], table, self.groups)


def parts(folder: Path, names: Sequence[str], welcome: Sequence[str] = ()) -> list[Part]:
    """Cut the tables of a folder into parts that hold whole servers.

    Parameters
    ----------
    names
        Tables that are needed.
    welcome
        Tables that are read too where they are present.

    Raises
    ------
    VeilleError
        If the folder or a needed table is missing, or if tables have not the same parts.
    """
    if not folder.is_dir():
        raise VeilleError(f"Le dossier de données « {folder} » n’existe pas : un dossier qui "
                          "contient les tables est attendu.")
    for name in names:
        locate(folder, TABLES[name])
    kept = (*names, *(name for name in welcome if is_present(folder, TABLES[name])))
    files = {name: locate(folder, TABLES[name]) for name in kept if owner(TABLES[name])}
    if not all(_is_part(paths) for paths in files.values()):
        return [Part(folder, kept)]
    _check_same_parts(files)
    number = len(next(iter(files.values())))
    return [Part(folder, kept, place, groups) for place in range(number)
            for groups in _groups([paths[place] for paths in files.values()])]


def owner(table: Table) -> str | None:
    """Give the column that names the server of a row; None if the table belongs to no block."""
    return next((name for name in OWNERS if name in table.column_names), None)


def _is_part(paths: list[Path]) -> bool:
    return paths[0].name.startswith("part-")


def _check_same_parts(files: dict[str, list[Path]]) -> None:
    first, *others = files
    wanted = {path.name for path in files[first]}
    for name in others:
        odd = wanted ^ {path.name for path in files[name]}
        if odd:
            raise VeilleError(
                f"Les tables « {first} » et « {name} » n’ont pas les mêmes parties (par exemple "
                f"{min(odd)}) : les mêmes sont attendues pour chaque table."
            )


def _groups(paths: list[Path]) -> list[tuple[int, int] | None]:
    """Give the runs of blocks of one part, if every table has a group of rows for each block."""
    numbers = {_opened(path).num_row_groups for path in paths}
    if len(numbers) > 1 or max(numbers) <= BLOCKS:
        return [None]
    last = max(numbers)
    return [(start, min(start + BLOCKS, last)) for start in range(0, last, BLOCKS)]


def _read_groups(path: Path, table: Table, groups: tuple[int, int] | None) -> pd.DataFrame:
    opened = _opened(path)
    chosen = range(opened.num_row_groups) if groups is None else range(*groups)
    try:
        rows = opened.read_row_groups(list(chosen))
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(path, error) from None
    known = {column.name: column.dtype for column in table.columns}
    frame = pd.DataFrame({
        name: _series(rows[name], known.get(name, "")) for name in rows.column_names
    })
    return in_order(frame, table)


def _series(column: pa.ChunkedArray, dtype: str) -> pd.Series:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if dtype == "string":
        return pd.Series(column, dtype="str")
    if dtype == "integer" and column.null_count:
        return pd.Series(column.to_pandas(integer_object_nulls=True), dtype="Int64")
    return column.to_pandas()


def _opened(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: Exception) -> VeilleError:
    return VeilleError(f"« {path} » est illisible ({reason(error)}) : une partie au format Parquet "
                       "est attendue.")
