"""Spread work over local processes or a Dask cluster; results come back as they are ready."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from veille.errors import VeilleError

PATIENCE = 15  # seconds before a scheduler is held unreachable


def spread(
    work: Callable[[Any], Any], items: Sequence[Any], workers: int = 1,
    scheduler: str | None = None,
) -> Iterator[Any]:
    """Yield ``work(item)`` for each item, in any order.

    Parameters
    ----------
    workers
        Local processes; with one, items are worked here in turn.
    scheduler
        Address of a Dask scheduler, whose workers have the same installation; ``workers`` then
        says nothing.

    Raises
    ------
    VeilleError
        If the processes or the cluster fail, or the cluster cannot be reached.
    """
    if scheduler is not None:
        yield from _on_cluster(work, items, scheduler)
    elif min(workers, len(items)) <= 1:
        yield from map(work, items)
    else:
        yield from _in_processes(work, items, workers)


def _in_processes(
    work: Callable[[Any], Any], items: Sequence[Any], workers: int
) -> Iterator[Any]:
    pool = ProcessPoolExecutor(min(workers, len(items)), get_context("spawn"))
    try:
        for done in as_completed([pool.submit(work, item) for item in items]):
            yield done.result()
    except BrokenProcessPool as error:
        raise VeilleError("Un des processus s’est arrêté net, faute de mémoire sans doute : "
                          "essayez avec moins de processus.") from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _on_cluster(
    work: Callable[[Any], Any], items: Sequence[Any], scheduler: str
) -> Iterator[Any]:
    with _client(scheduler) as client:
        from distributed import as_completed as as_they_come
        from distributed.client import FutureCancelledError
        from distributed.scheduler import KilledWorker

        try:
            futures = client.map(work, items, pure=False)
            for future in as_they_come(futures):
                yield future.result()
                future.release()
        except (KilledWorker, FutureCancelledError, OSError) as error:
            raise VeilleError(
                f"Le calcul réparti s’est arrêté ({type(error).__name__}) : un ordonnanceur Dask "
                "joignable, et des processus qui ont assez de mémoire, sont attendus."
            ) from error


@contextmanager
def _client(scheduler: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError as error:
        raise VeilleError("Le paquet « distributed » manque : il est attendu pour répartir un "
                          "calcul (pip install 'veille[cluster]').") from error
    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:  # TimeoutError is an OSError
        raise VeilleError(f"L’ordonnanceur « {scheduler} » ne répond pas : l’adresse d’un "
                          "ordonnanceur Dask en marche est attendue.") from error
    with client:
        yield client
