"""Check every table of a folder, then the keys between them."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from veille.check.needs import stopped
from veille.check.reading import header, pieces, separator
from veille.check.report import SHOWN, Fault, Report
from veille.errors import VeilleError
from veille.files import UNREADABLE, is_present, locate, reason
from veille.schema import TABLES, Table
from veille.schema.checks import Problem, check_columns, check_doubles, check_keys, check_rows

# Files that have their place beside the tables.
KNOWN = {"datapackage.json", "FICHE.md", "SHA256SUMS", "manifest.json"}


@dataclass
class _Read:
    """What is kept of a table once its files are read: counts, faults, and its keys."""

    rows: int = 0
    faults: dict[tuple[str, str, str, str], tuple[list[int], int]] = field(default_factory=dict)
    keys: list[pd.DataFrame] = field(default_factory=list)
    places: list[np.ndarray] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def add(self, file: str, problem: Problem, places: np.ndarray | None = None) -> None:
        """Add the rows of a problem to those of the same kind."""
        kept, count = self.faults.setdefault(
            (file, problem.column, problem.expected, problem.found), ([], 0))
        rows = np.array(problem.rows, dtype=np.int64) - 1
        told = rows if places is None else places[rows]
        kept += told[: SHOWN - len(kept)].tolist()
        self.faults[file, problem.column, problem.expected, problem.found] = (
            kept, count + len(problem.rows))

    def is_linked(self, columns: Iterable[str]) -> bool:
        """Say whether its files could be read and these columns hold no fault."""
        at_fault = {column for _, column, _, _ in self.faults}
        return bool(self.keys) and "" not in at_fault and at_fault.isdisjoint(columns)

    def told(self) -> list[Fault]:
        """Give the faults, in the order they were met."""
        return [Fault(*kind, rows=tuple(rows), count=count)
                for kind, (rows, count) in self.faults.items()]


def check_folder(folder: Path, advanced: Callable[[str], None] = lambda name: None) -> Report:
    """Read every table of a folder and say everything that is wrong.

    Parameters
    ----------
    folder
        Where the tables are, as CSV, Parquet, or folders of Parquet parts.
    advanced
        Called with the name of each table before it is read.

    Returns
    -------
    Report
        Faults, warnings, and the notebooks that the folder cannot feed.

    Raises
    ------
    VeilleError
        If the folder is not one that can be read, or holds none of the tables.
    """
    _readable(folder)
    present = [table for table in TABLES.values() if is_present(folder, table)]
    empty = [fault for table in TABLES.values() if table not in present
             for fault in _without_file(folder, table)]
    if not present and not empty:
        raise VeilleError(
            f"Aucune table dans « {folder} » : au moins une est attendue, par exemple servers.csv "
            "(le dictionnaire des données les décrit toutes).")
    read = {}
    for table in present:
        advanced(table.name)
        read[table.name] = _read(folder, table)
    _check_links(read)
    faults = [*empty, *(fault for one in read.values() for fault in one.told())]
    sound = [name for name, one in read.items() if not one.faults]
    bare = [Fault(name, "", "au moins une ligne", "aucune, et des carnets peuvent s’arrêter")
            for name, one in read.items() if not one.rows and not one.faults]
    return Report({name: one.rows for name, one in read.items()}, tuple(faults),
                  (*bare, *_left_over(folder)), stopped(sound))


def _readable(folder: Path) -> None:
    if not folder.is_dir():
        raise VeilleError(f"Le dossier « {folder} » n’existe pas : un dossier qui contient les "
                          "tables est attendu.")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise VeilleError(f"Le dossier « {folder} » ne peut pas être lu.")


def _without_file(folder: Path, table: Table) -> Iterable[Fault]:
    """Tell what has the name of a table and holds none."""
    for name in (f"{table.name}.csv", f"{table.name}.parquet", table.name):
        if (folder / name).is_symlink() or (folder / name).is_dir():
            yield Fault(name, "", "un fichier, ou un dossier de parties part-….parquet",
                        "un lien qui ne mène nulle part" if (folder / name).is_symlink()
                        else "un dossier sans partie")


def _read(folder: Path, table: Table) -> _Read:
    found = _Read()
    try:
        paths = locate(folder, table)
    except VeilleError:
        found.add(table.name, Problem(table.name, "", "une seule forme de la table",
                                      "plusieurs, en CSV et en Parquet"))
        return found
    for path in paths:
        file = path.relative_to(folder).as_posix()
        try:
            _read_file(path, file, table, found)
        except UNREADABLE as error:
            found.add(file, Problem(table.name, "", "un fichier lisible, en UTF-8 si c’est un CSV",
                                    reason(error)))
    _check_doubles(table, found)
    return found


def _read_file(path: Path, file: str, table: Table, found: _Read) -> None:
    names = header(path)
    said = separator(names, table)
    if said:
        found.add(file, Problem(table.name, "", "des virgules entre les colonnes", said))
        return
    doubled = sorted({name for name in names if names.count(name) > 1 and
                      name in table.column_names})
    for name in doubled:
        found.add(file, Problem(table.name, name, "une seule colonne de ce nom", "plusieurs"))
    wrong = check_columns(table, names)
    if set(names) == set(table.column_names) and len(names) == len(table.columns):
        wrong = []  # their order does not matter
    for problem in wrong:
        found.add(file, problem)
    if wrong or doubled:
        return
    keys = list(dict.fromkeys([*table.primary_key,
                               *(name for key in table.foreign_keys for name in key.columns),
                               *_targets(table)]))
    for frame, places in pieces(path, table):
        for problem in check_rows(table, frame):
            found.add(file, problem, places)
        found.rows += len(frame)
        found.keys.append(frame[keys])
        found.places.append(places)
        found.files += [file]


def _targets(table: Table) -> Iterable[str]:
    """Give the columns of a table that keys of others lead to."""
    return (name for other in TABLES.values() for key in other.foreign_keys
            if key.table == table.name for name in key.references)


def _check_doubles(table: Table, found: _Read) -> None:
    if not found.is_linked(table.primary_key):
        return
    for problem in check_doubles(table, pd.concat(found.keys, ignore_index=True)):
        _add_each(found, problem)


def _check_links(read: dict[str, _Read]) -> None:
    """Check the keys between tables, wherever the columns of the keys hold no fault."""
    frames = {name: pd.concat(one.keys, ignore_index=True) for name, one in read.items()
              if one.is_linked(one.keys[0].columns if one.keys else ())}
    for problem in check_keys(TABLES, frames):
        _add_each(read[problem.table], problem)


def _add_each(found: _Read, problem: Problem) -> None:
    """Add a problem over the whole table to the files that its rows come from."""
    rows, start = np.array(problem.rows) - 1, 0
    for file, places in zip(found.files, found.places, strict=True):
        own = rows[(rows >= start) & (rows < start + len(places))] - start
        if len(own):
            found.add(file, replace(problem, rows=tuple((own + 1).tolist())), places)
        start += len(places)


def _left_over(folder: Path) -> Iterable[Fault]:
    """Say how many files no table is made of; their names are not repeated."""
    known = {f"{name}{suffix}" for name in TABLES for suffix in (".csv", ".parquet", "")} | KNOWN
    extra = sum(1 for path in folder.iterdir()
                if path.name not in known and not path.name.startswith("."))
    if extra:
        yield Fault("", "", "seulement des tables", f"{extra} fichiers ou dossiers que rien ne lit"
                    if extra > 1 else "un fichier ou un dossier que rien ne lit")
