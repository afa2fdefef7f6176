"""Sum up a folder part after part: here, in local processes, or on a Dask cluster.

The summary is the same, bit for bit, whatever runs it: only one function goes to the workers,
which reads a part and sums it up, and its results are added here as they come.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from tqdm import tqdm

from veille.analysis.summaries import Summary, combine
from veille.errors import VeilleError
from veille.partitions import Part, parts

PATIENCE = 15  # seconds before a scheduler is held unreachable

S = TypeVar("S", bound=Summary)


def summarise_folder(
    kind: type[S], folder: Path, *, workers: int = 1, scheduler: str | None = None,
    needs: tuple[str, ...] | None = None, **options: object,
) -> S:
    """Sum up the tables of a folder.

    Parameters
    ----------
    kind
        A `veille.analysis.summaries.Summary`.
    workers
        Local processes; with one, parts are read here in turn.
    scheduler
        Address of a Dask scheduler, such as ``tcp://192.0.2.1:8786``; its workers must have
        veille, and see the folder under the same path.  ``workers`` then says nothing.
    needs
        Tables to read, instead of those of ``kind``.
    options
        Passed to ``kind.from_tables``.

    Raises
    ------
    VeilleError
        If a table is missing or unreadable, a server is found in two parts, or the cluster cannot
        be reached or fails.
    """
    found = parts(Path(folder).resolve(), *((needs,) if needs else (kind.needs, kind.welcomes)))
    work = partial(_sum_up, kind, options)
    with _results(work, found, workers, scheduler) as results:
        return combine(tqdm(results, total=len(found), unit=" parties", desc="Lecture",
                            disable=None if len(found) > 1 else True, file=sys.stderr))


def _sum_up(kind: type[S], options: dict[str, object], part: Part) -> S:
    try:
        return kind.from_tables(part.read(), **options)
    except VeilleError as error:  # as it is for people: its own class may not cross processes
        raise VeilleError(str(error)) from None


@contextmanager
def _results(
    work: partial, found: list[Part], workers: int, scheduler: str | None
) -> Iterator[Iterator[Any]]:
    if workers < 1:
        raise VeilleError(f"Le nombre de processus vaut {workers} : au moins 1 est attendu.")
    if scheduler is None and min(workers, len(found)) == 1:
        yield map(work, found)
        return
    with _client(min(workers, len(found)), scheduler) as client:
        yield _gathered(client, work, found)


def _gathered(client: Any, work: partial, found: list[Part]) -> Iterator[Any]:
    """Give results as they come, each let go once given."""
    from distributed import as_completed
    from distributed.client import FutureCancelledError
    from distributed.scheduler import KilledWorker

    try:
        futures = client.map(work, found, pure=False)
        for future in as_completed(futures):
            yield future.result()
            future.release()
    except (KilledWorker, FutureCancelledError, OSError) as error:
        raise VeilleError(
            f"Le calcul réparti s’est arrêté ({type(error).__name__}) : un ordonnanceur Dask "
            "joignable, et des processus qui ont assez de mémoire, sont attendus."
        ) from error


@contextmanager
def _client(workers: int, scheduler: str | None) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise VeilleError("Le paquet « distributed » manque : il est attendu pour répartir un "
                          "calcul (pip install distributed).") from error
    if scheduler is None:
        with (
            LocalCluster(n_workers=workers, threads_per_worker=1, host="127.0.0.1",
                         dashboard_address="127.0.0.1:0") as local,
            Client(local) as client,
        ):
            yield client
        return
    try:
        client = Client(scheduler, timeout=PATIENCE)
    except (OSError, ValueError) as error:  # TimeoutError is an OSError
        raise VeilleError(f"L’ordonnanceur « {scheduler} » ne répond pas : l’adresse d’un "
                          "ordonnanceur Dask en marche est attendue.") from error
    with client:
        yield client
