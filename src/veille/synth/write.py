"""Write a world to a folder: whole or not at all, and never over somebody else's files."""

import errno
import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from veille import __version__
from veille.errors import VeilleError
from veille.files import write_csv, write_parquet
from veille.schema import TABLES
from veille.schema.checks import validate
from veille.schema.datapackage import describe
from veille.synth.datasheet import datasheet
from veille.synth.setting import Setting
from veille.synth.world import World, check_partitions

FORMATS = ("csv", "parquet")
DATASHEET, PACKAGE, REGISTRY = "FICHE.md", "datapackage.json", "SHA256SUMS"
BLOCKS_PER_PART = 10  # keeps a part of the largest table near half a million rows
_OURS = {DATASHEET, PACKAGE, REGISTRY} | set(TABLES) | {
    f"{name}.{form}" for name in TABLES for form in FORMATS
}


@dataclass(frozen=True)
class Written:
    """What was written: where, how many rows of each table, how many bytes in all."""

    folder: Path
    rows: dict[str, int]
    size: int


def default_partitions(setting: Setting, form: str) -> int:
    """Give a number of partitions that bounds memory whatever the size of the world.

    A CSV file is written block by block; Parquet parts are larger, so as not to be too many.
    """
    return setting.n_blocks if form == "csv" else -(-setting.n_blocks // BLOCKS_PER_PART)


def write_world(
    world: World,
    out: Path,
    form: str = "csv",
    partitions: int | None = None,
    *,
    overwrite: bool = False,
    progress: Callable[[int], object] = lambda servers: None,
) -> Written:
    """Generate a world into ``out``.

    Parameters
    ----------
    form
        ``csv`` (one file per table) or ``parquet`` (one part per table and partition).
    partitions
        How many runs of blocks to make in turn; the rows do not depend on it.
    overwrite
        Replace the world that ``out`` holds; other files there are kept.
    progress
        Called with a number of servers each time a partition is done.

    Raises
    ------
    VeilleError
        If ``out`` holds something and ``overwrite`` is false, or cannot be written.
        Nothing is then left behind, and what was there is unchanged.
    """
    if partitions is None:
        partitions = default_partitions(world.setting, form)
    check_partitions(world.setting, partitions)
    _check_target(out, overwrite)
    with _scratch(out) as scratch:
        rows, files = _write_tables(world, scratch, form, partitions, progress)
        _write_documents(world.setting, scratch, rows, files)
        size = sum(path.stat().st_size for path in scratch.rglob("*") if path.is_file())
        _put_in_place(scratch, out)
    return Written(out, rows, size)


def _check_target(out: Path, overwrite: bool) -> None:
    if out.exists() and not out.is_dir():
        raise VeilleError(f"« {out} » est un fichier : un dossier, existant ou non, est attendu.")
    held = sorted(path.name for path in out.iterdir()) if out.exists() else []
    if held and not overwrite:
        raise VeilleError(
            f"« {out} » contient déjà {held[0]}"
            + (f" et {len(held) - 1} autres éléments" if len(held) > 1 else "")
            + " : un dossier vide ou absent est attendu. Pour remplacer le monde qui s’y trouve, "
            "ajoutez --overwrite ; les autres fichiers y seront gardés."
        )


@contextmanager
def _scratch(out: Path) -> Iterator[Path]:
    """Open a folder on the target's own disk, removed whatever happens."""
    try:
        place = out if out.exists() else out.parent
        place.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".veille-partiel-", dir=place))
    except OSError as error:
        raise VeilleError(_unwritable(out, error)) from error
    try:
        scratch.chmod(0o755)
        yield scratch
    except OSError as error:
        raise VeilleError(_unwritable(out, error)) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


_CAUSES = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "lecture seule",
    errno.ENOSPC: "plus de place sur le disque",
    errno.EDQUOT: "quota dépassé",
    errno.ENOENT: "emplacement inexistant",
    errno.ENOTDIR: "un fichier tient la place d’un dossier",
}


def _unwritable(out: Path, error: OSError) -> str:
    cause = _CAUSES.get(error.errno, f"erreur système {error.errno}")
    return (
        f"Impossible d’écrire dans « {out} » ({cause}) : un emplacement où "
        "écrire, avec assez de place, est attendu. Rien n’a été laissé."
    )


def _write_tables(
    world: World, folder: Path, form: str, partitions: int, progress: Callable[[int], object]
) -> tuple[dict[str, int], dict[str, list[Path]]]:
    rows: Counter[str] = Counter()
    files: dict[str, list[Path]] = {name: [] for name in TABLES}
    for number in range(partitions):
        made = world.partition(number, partitions)
        if number == 0:
            made |= world.common_tables()
        for name, frame in made.items():
            validate(TABLES, {name: frame})
            path = _write_one(frame, folder, name, form, number)
            if path not in files[name]:
                files[name].append(path)
            rows[name] += len(frame)
        progress(len(made["truth_servers"]))
    relative = {name: [path.relative_to(folder) for path in paths] for name, paths in files.items()}
    return {name: rows[name] for name in TABLES}, relative


def _write_one(frame: pd.DataFrame, folder: Path, name: str, form: str, number: int) -> Path:
    if form == "csv":
        path = folder / f"{name}.csv"
        write_csv(frame, path, append=number > 0)
    else:
        path = folder / name / f"part-{number:06d}.parquet"
        write_parquet(frame, path, TABLES[name])
    return path


def _write_documents(
    setting: Setting, folder: Path, rows: dict[str, int], files: dict[str, list[Path]]
) -> None:
    origin = {
        "version": __version__,
        "seed": setting.seed,
        "servers": setting.n_servers,
        "weeks": setting.n_weeks,
        "assumptions": _fingerprint(setting),
    }
    package = json.dumps(describe(TABLES, files, origin), ensure_ascii=False, indent=2)
    (folder / PACKAGE).write_text(package + "\n", encoding="utf-8")
    (folder / DATASHEET).write_text(datasheet(setting, rows), encoding="utf-8")
    (folder / REGISTRY).write_text(registry(folder), encoding="utf-8")


def registry(folder: Path) -> str:
    """Give one ``sha256  path`` line per file of a folder, sorted by path."""
    paths = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*") if path.is_file() and path.name != REGISTRY
    )
    return "".join(f"{_sha256(folder / path)}  {path}\n" for path in paths)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _fingerprint(setting: Setting) -> str:
    """Sum up the values of the catalogue: two worlds made from the same numbers share it."""
    values = [
        (record.id, keys, value) for record in setting.catalogue.records
        for keys, value in record.cells()
    ]
    return hashlib.sha256(repr(sorted(values)).encode()).hexdigest()[:16]


def _put_in_place(scratch: Path, out: Path) -> None:
    """Move the finished world into the target; files that are not a world's stay as they are."""
    if not out.exists():
        scratch.replace(out)
        return
    aside = Path(tempfile.mkdtemp(prefix=".veille-ancien-", dir=out))
    _move([path for path in out.iterdir() if path.name in _OURS], aside)
    try:
        _move(list(scratch.iterdir()), out)
    except BaseException:
        _move([path for path in out.iterdir() if path.name in _OURS], scratch)
        _move(list(aside.iterdir()), out)
        aside.rmdir()
        raise
    shutil.rmtree(aside)


def _move(paths: list[Path], place: Path) -> None:
    for path in paths:
        path.replace(place / path.name)
