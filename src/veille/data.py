"""The only way a notebook gets data."""

import os
from pathlib import Path
from typing import TypeVar

import pandas as pd

from veille.analysis.sample import ServerSample
from veille.analysis.summaries import Summary
from veille.errors import VeilleError
from veille.files import is_present, read_table
from veille.schema import TABLES
from veille.schema.checks import validate
from veille.summarise import summarise_folder

S = TypeVar("S", bound=Summary)
COMMITTED = Path(__file__).parents[2] / "data_synthetic"


def folder() -> Path:
    """Give the folder that the data come from: ``VEILLE_DATA``, or the committed world.

    A relative path is read from the current folder or, failing that, from the project's own:
    a notebook runs in its folder, not where the command was typed.
    """
    chosen = os.environ.get("VEILLE_DATA")
    if not chosen:
        return COMMITTED
    place = Path(chosen).expanduser()
    from_project = COMMITTED.parent / place
    return place if place.is_dir() or not from_project.is_dir() else from_project


def is_synthetic_default() -> bool:
    """Say whether the data are the committed synthetic world."""
    return folder().resolve() == COMMITTED.resolve()


def has_truth() -> bool:
    """Say whether the folder holds the planted truth; real data do not."""
    return is_present(folder(), TABLES["truth_servers"])


def load(name: str) -> pd.DataFrame:
    """Read one table and check it against its schema.

    Parameters
    ----------
    name
        A table of `veille.schema.TABLES`, such as ``servers``.

    Returns
    -------
    pandas.DataFrame
        One row as the schema says; codes are strings, missing whole numbers are ``Int64``.

    Raises
    ------
    VeilleError
        If the folder or the table is missing or unreadable; `SchemaError`, with every fault,
        if the table does not hold what its schema says.

    Examples
    --------
    >>> load("servers")["observer_label"].isin(["at_risk", "contrast"]).all().item()
    True
    """
    if name not in TABLES:
        raise VeilleError(f"Table inconnue : « {name} » ; une de : {', '.join(TABLES)}.")
    return _read(_existing_folder(), name)


def load_known(name: str) -> pd.DataFrame:
    """Read one table of a world whose truth is known, checked as by `load`.

    It is the folder's own world, or the committed one where the folder holds no truth: a method
    can then still be judged, and the notebook says on what.
    """
    return load(name) if has_truth() else _read(COMMITTED, name)


def summarise(kind: type[S], **options: object) -> S:
    """Sum up the folder's tables, one part in memory at a time.

    ``VEILLE_WORKERS`` names a number of local processes, ``VEILLE_SCHEDULER`` the address of a
    Dask scheduler; the summary is the same, bit for bit.

    Parameters
    ----------
    kind
        A `veille.analysis.summaries.Summary`.
    options
        Passed to its ``from_tables``.

    Examples
    --------
    >>> from veille.analysis.token_uses import TokenUses
    >>> summarise(TokenUses).readers > 0
    True
    """
    return _summarise(_existing_folder(), kind, **options)


def summarise_known(kind: type[S], **options: object) -> S:
    """Sum up a world whose truth is known, chosen as by `load_known`."""
    return _summarise(_existing_folder() if has_truth() else COMMITTED, kind, **options)


def sample(names: tuple[str, ...], size: int, *, known: bool = False) -> ServerSample:
    """Give some servers with all their rows; every one of them if they are at most ``size``.

    Parameters
    ----------
    names
        Tables to read.
    known
        Take a world whose truth is known, chosen as by `load_known`.
    """
    place = COMMITTED if known and not has_truth() else _existing_folder()
    return _summarise(place, ServerSample, needs=names, size=size)


def _summarise(place: Path, kind: type[S], **options: object) -> S:
    workers = os.environ.get("VEILLE_WORKERS") or "1"
    if not workers.isdecimal():
        raise VeilleError(f"VEILLE_WORKERS vaut « {workers} » : un nombre entier est attendu.")
    scheduler = os.environ.get("VEILLE_SCHEDULER") or None
    return summarise_folder(kind, place, workers=int(workers), scheduler=scheduler, **options)


def _existing_folder() -> Path:
    place = folder()
    if not place.is_dir():
        raise VeilleError(
            f"Le dossier de données « {place} » n’existe pas : VEILLE_DATA doit nommer un dossier."
        )
    return place


def _read(place: Path, name: str) -> pd.DataFrame:
    frame = read_table(place, TABLES[name])
    validate(TABLES, {name: frame})
    return frame
