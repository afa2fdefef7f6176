"""An existing Dask cluster that makes partitions; its workers see the same folder."""

import logging
import re
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING

from veille.errors import VeilleError
from veille.synth.write.engines import Advanced, Refused, attempt, received
from veille.synth.write.manifest import Manifest
from veille.synth.write.parts import Job

if TYPE_CHECKING:
    from distributed import Client, Future

_PATIENCE = 10  # seconds for a scheduler, or a first worker, to answer
_GLANCE = 2  # seconds between two looks at the cluster's health
_ALONE = 60  # seconds without any worker before giving up
_AHEAD = 2  # partitions sent for each thread: a worker never waits, the scheduler holds few
_ADDRESS = re.compile(r"(?:(?:tcp|tls|ws|wss)://)?(?:\[[0-9a-fA-F:.]+\]|[\w.-]+):([0-9]{1,5})/?")


def check_address(address: str) -> str:
    """Give back the address of a scheduler, or refuse what cannot be one."""
    found = _ADDRESS.fullmatch(address)
    if not found or not 1 <= int(found[1]) <= 65_535:
        raise VeilleError(
            f"« {address} » n’est pas l’adresse d’un ordonnanceur Dask : "
            "tcp://MACHINE:PORT est attendu, par exemple tcp://127.0.0.1:8786."
        )
    return address


@dataclass(frozen=True)
class Cluster:
    """Make the partitions on the workers of a scheduler."""

    address: str

    def run(self, job: Job, numbers: Sequence[int], advanced: Advanced) -> Iterator[Manifest]:
        """See `veille.synth.write.engines.Engine.run`."""
        check_address(self.address)
        with _silence(), _connected(self.address) as client:
            shift = _Shift(client, job, deque(numbers), self.address)
            try:
                while shift.send():
                    for outcome in shift.outcomes():
                        yield received(job, outcome, advanced)
            except OSError as error:
                if error.errno is None:  # not the disk: the line to the scheduler
                    raise _gone(self.address) from error
                raise
            finally:
                shift.cancel()


class _Shift:
    """The partitions that a cluster has in hand, and those that wait."""

    def __init__(
        self, client: "Client", job: Job, waiting: deque[int], address: str
    ) -> None:
        self._client, self._job, self._waiting, self._address = client, job, waiting, address
        self._sent: dict[Future, int] = {}
        self._back: SimpleQueue[Future] = SimpleQueue()
        self._seen = monotonic()

    def send(self) -> bool:
        """Send partitions ahead of the workers; say whether any is still to come back."""
        threads = sum(self._client.nthreads().values()) if self._waiting else 0
        while self._waiting and len(self._sent) < max(1, _AHEAD * threads):
            number = self._waiting.popleft()
            future = self._client.submit(attempt, self._job, number, pure=False)
            self._sent[future] = number
            future.add_done_callback(self._back.put)
        return bool(self._sent)

    def outcomes(self) -> Iterator[Manifest | Refused]:
        """Yield what came back, if anything did within some seconds."""
        self._check_alive()
        with suppress(Empty):
            future = self._back.get(timeout=_GLANCE)
            number = self._sent.pop(future)
            if future.status != "finished":
                raise self._lost(future, number)
            yield future.result()

    def _check_alive(self) -> None:
        if self._client.status != "running":
            raise _gone(self._address)
        if self._client.nthreads():
            self._seen = monotonic()
        elif monotonic() - self._seen > _ALONE:
            raise _idle(self._address)

    def _lost(self, future: "Future", number: int) -> VeilleError:
        if future.status == "cancelled" or self._client.status != "running":
            return _gone(self._address)
        error = future.exception()
        return VeilleError(
            f"La part {number + 1} n’a pas pu être faite sur la grappe de « {self._address} » "
            f"({type(error).__name__}) : des ouvriers où la même version de veille est installée, "
            "avec 0,5 Go de mémoire chacun, sont attendus."
        )

    def cancel(self) -> None:
        """Tell the cluster to forget what it has not begun."""
        with suppress(Exception):
            self._client.cancel(list(self._sent))


@contextmanager
def _connected(address: str) -> "Iterator[Client]":
    client = None
    try:
        try:
            from distributed import Client
        except ImportError:
            raise VeilleError(
                "--scheduler demande la bibliothèque « distributed », absente ici : "
                "pip install 'veille[cluster]'."
            ) from None
        try:
            client = _within(_PATIENCE + 5, partial(
                Client, address, timeout=_PATIENCE, set_as_default=False))
        except (OSError, ValueError, RuntimeError) as error:
            raise VeilleError(
                f"Aucun ordonnanceur Dask ne répond à « {address} » après {_PATIENCE} s : "
                "l’adresse d’un ordonnanceur en marche est attendue."
            ) from error
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise _idle(address) from None
        yield client
    finally:
        if client is not None:
            with suppress(Exception):
                client.close(timeout=2)


def _within(seconds: float, connect: "Callable[[], Client]") -> "Client":
    """Connect, or raise `TimeoutError`: a server of another kind may keep a client waiting."""
    answer: SimpleQueue = SimpleQueue()

    def tried() -> None:
        try:
            answer.put((connect(), None))
        except Exception as error:  # told to whoever waits
            answer.put((None, error))

    threading.Thread(target=tried, daemon=True).start()
    try:
        client, error = answer.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if error:
        raise error
    return client


def _idle(address: str) -> VeilleError:
    return VeilleError(
        f"L’ordonnanceur « {address} » n’a aucun ouvrier : au moins un est attendu."
    )


def _gone(address: str) -> VeilleError:
    return VeilleError(
        f"L’ordonnanceur « {address} » ne répond plus : un ordonnanceur en marche est attendu."
    )


@contextmanager
def _silence() -> Iterator[None]:
    """Keep the cluster's own log and warnings off the terminal: one French message is enough."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
