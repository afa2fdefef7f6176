"""Make one partition: draw its blocks, check them, write them; one block is in memory."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from veille.errors import VeilleError
from veille.files import csv_text
from veille.schema import TABLES, Table
from veille.schema.arrow import arrow_schema, from_frame
from veille.schema.checks import SchemaError
from veille.schema.fast import Checker
from veille.schema.keys import Memo, once_each, whole
from veille.schema.model import DTYPES
from veille.synth.columns import Rows, to_arrow
from veille.synth.setting import Setting
from veille.synth.world import World
from veille.synth.write.disk import HashedFile, write_whole
from veille.synth.write.manifest import File, Manifest
from veille.synth.write.plan import Plan, made_with
from veille.synth.write.work import Work


@dataclass(frozen=True)
class Job:
    """Everything a partition needs to be made anywhere that sees the work folder."""

    work: Work
    plan: Plan
    setting: Setting


def make_partition(
    job: Job, number: int, advanced: Callable[[int, int], object] = lambda servers, rows: None
) -> Manifest:
    """Make a partition; its manifest, written last, says that it is finished.

    Parameters
    ----------
    advanced
        Called with servers and rows, block after block.

    Raises
    ------
    VeilleError
        If a block is not what the schemas say, or this process is not the right one for the job.
    OSError
        If the disk refuses.
    """
    check_surroundings(job)
    setting = job.setting
    world = World(setting.catalogue, setting.seed, setting.n_servers, setting.n_weeks)
    frames = world.common_tables()
    common = {name: from_frame(frame, TABLES[name]) for name, frame in frames.items()}
    checker = Checker(TABLES)
    with ExitStack() as stack:
        files = _Files(job, number, stack)
        if number == 0:
            _check(checker, common, {})
            files.add(common)
            advanced(0, _rows(common))
        for drawn in world.blocks(number, job.plan.partitions):
            made = {name: _arrow(rows, TABLES[name]) for name, rows in drawn.items()}
            _check(checker, made, common)
            files.add(made)
            advanced(made["truth_servers"].num_rows, _rows(made))
        manifest = Manifest(number, files.finish())
    write_whole(job.work.manifests / f"{number:06d}.json", manifest.text())
    return manifest


def check_surroundings(job: Job) -> None:
    """Refuse to work elsewhere than in the command's folder, or with other code than its own."""
    try:
        plan = job.work.plan_file.read_text(encoding="utf-8")
    except OSError:
        plan = ""
    if plan != job.plan.text():
        raise VeilleError(
            f"« {job.work.folder} » n’est pas le même dossier pour un des ouvriers : un dossier "
            "partagé, au même chemin partout, est attendu."
        )
    if made_with() != job.plan.made_with:
        raise VeilleError(
            f"Un des ouvriers n’a pas la même installation : {made_with()} ; "
            f"attendu : {job.plan.made_with}."
        )


def _rows(made: Mapping[str, pa.Table]) -> int:
    return sum(rows.num_rows for rows in made.values())


def _check(
    checker: Checker, made: Mapping[str, pa.Table], known: Mapping[str, pa.Table]
) -> None:
    try:
        checker.validate(made, known)
    except SchemaError as error:
        raise _bug(str(error)) from error


def _arrow(rows: Rows, table: Table) -> pa.Table:
    """Give a block's rows as Arrow, or name the column that cannot be."""
    try:
        return to_arrow(rows, table)
    except (KeyError, TypeError, ValueError, IndexError, pa.ArrowException) as error:
        raise _bug(f"{table.name}, colonne « {_culprit(rows, table)} » : des valeurs du bon type, "
                   "autant que de lignes, sont attendues.") from error


def _culprit(rows: Rows, table: Table) -> str:
    for column in table.columns:
        try:
            alone = replace(table, columns=(column,), primary_key=(), foreign_keys=())
            if to_arrow(rows, alone).num_rows != len(rows[table.primary_key[0]]):
                return column.name
        except (KeyError, TypeError, ValueError, IndexError, pa.ArrowException):
            return column.name
    return ""


def _bug(found: str) -> VeilleError:
    return VeilleError(
        f"Défaut du générateur, à signaler ; vos données n’y sont pour rien.\n{found}"
    )


class _Files:
    """The open files of a partition, one per table."""

    def __init__(self, job: Job, number: int, stack: ExitStack) -> None:
        self._job, self._number, self._stack = job, number, stack
        self._open: dict[str, _CsvPart | _ParquetPart] = {}

    def add(self, made: Mapping[str, pa.Table]) -> None:
        """Add rows to the files of their tables."""
        for name, rows in made.items():
            if name not in self._open:
                self._open[name] = self._opened(name)
            self._open[name].add(rows)

    def _opened(self, name: str) -> "_CsvPart | _ParquetPart":
        work, form = self._job.work, self._job.plan.form
        path = work.part(name, self._number, form)
        file = HashedFile(work.tmp / f"{name}-{self._number:06d}-{uuid4().hex}",
                          work.folder / path)
        self._stack.callback(file.discard)
        part = (_CsvPart if form == "csv" else _ParquetPart)(file, TABLES[name], path)
        self._stack.callback(part.abandon)
        return part

    def finish(self) -> dict[str, File]:
        """Put every file in its place, and give what each is."""
        return {name: part.finish() for name, part in self._open.items()}


class _CsvPart:
    """Rows as CSV, without a header: parts are put end to end later."""

    def __init__(self, file: HashedFile, table: Table, path: Path) -> None:
        self._file, self._table, self._path, self._rows = file, table, path, 0

    def add(self, rows: pa.Table) -> None:
        self._file.write(csv_text(rows, self._table).encode())
        self._rows += rows.num_rows

    def finish(self) -> File:
        self._file.finish()
        return File(self._path.as_posix(), self._rows, self._file.size, self._file.sha256)

    def abandon(self) -> None:
        """Nothing is held beside the file."""


def _encoding(table: Table) -> dict[str, list[str]]:
    """Choose what costs least: codes repeat, measures do not, identifiers have no useful order."""
    names = {dtype: [column.name for column in table.columns if column.dtype == dtype]
             for dtype in DTYPES}
    return {
        "use_dictionary": names["string"] + names["integer"],
        "write_statistics": names["integer"] + names["number"],
    }


class _ParquetPart(_CsvPart):
    """Rows as Parquet, one row group per block; no trace of the machine or of Arrow."""

    def __init__(self, file: HashedFile, table: Table, path: Path) -> None:
        super().__init__(file, table, path)
        self._schema, self._memo = arrow_schema(table), Memo()
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd",
                                        store_schema=False, **_encoding(table))

    def add(self, rows: pa.Table) -> None:
        if rows.num_rows:
            columns = [once_each(whole(column), self._memo) for column in rows.columns]
            self._writer.write_table(pa.table(columns, schema=self._schema))
        self._rows += rows.num_rows

    def finish(self) -> File:
        self._writer.close()
        return super().finish()

    def abandon(self) -> None:
        """Let go of the writer of a file that will not be finished; its end may not fit."""
        with suppress(OSError, ValueError):
            self._writer.close()
        self._writer.is_open = False  # or it would try again when it is forgotten
