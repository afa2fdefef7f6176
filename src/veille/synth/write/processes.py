"""Local processes that make partitions; one that dies is replaced, and its partition made again."""

import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from veille.errors import VeilleError
from veille.synth.write.engines import Advanced, Refused, attempt, received
from veille.synth.write.manifest import Manifest
from veille.synth.write.parts import Job

_TRIES = 3  # a partition that fells so many processes would fell them all


@dataclass(frozen=True)
class Processes:
    """Make the partitions in so many processes, one partition at a time in each."""

    number: int

    def run(self, job: Job, numbers: Sequence[int], advanced: Advanced) -> Iterator[Manifest]:
        """See `veille.synth.write.engines.Engine.run`."""
        crew = _Crew(job, deque(numbers))
        try:
            for _ in range(min(self.number, len(numbers))):
                crew.hire()
            while crew.busy:
                for outcome in crew.outcomes():
                    yield received(job, outcome, advanced)
        finally:
            crew.dismiss()


class _Crew:
    """The processes at work, and what waits for them."""

    def __init__(self, job: Job, waiting: deque[int]) -> None:
        self._job, self._waiting = job, waiting
        self._falls: Counter[int] = Counter()
        self.busy: dict[Connection, tuple[BaseProcess, int]] = {}

    def hire(self) -> None:
        """Start a process and give it a partition."""
        here, there = get_context("spawn").Pipe()
        process = get_context("spawn").Process(target=_serve, args=(there, self._job), daemon=True)
        with _deaf_to_interruptions():
            process.start()
        there.close()
        self._assign(here, process)

    def outcomes(self) -> Iterator[Manifest | Refused]:
        """Yield what the processes that have finished, or died, leave."""
        for pipe in wait(list(self.busy)):
            process, number = self.busy.pop(pipe)
            try:
                outcome = pipe.recv()
            except (EOFError, OSError):
                self._replace(pipe, process, number)
            else:
                self._assign(pipe, process)
                yield outcome

    def _assign(self, pipe: Connection, process: BaseProcess) -> None:
        if not self._waiting:
            pipe.close()  # which tells the process to end
            process.join(1)
            return
        number = self._waiting.popleft()
        self.busy[pipe] = process, number
        with suppress(OSError):  # it died while idle: `outcomes` will find out
            pipe.send(number)

    def _replace(self, pipe: Connection, process: BaseProcess, number: int) -> None:
        pipe.close()
        process.join()
        self._falls[number] += 1
        if self._falls[number] == _TRIES:
            raise VeilleError(
                f"La part {number + 1} a fait tomber {_TRIES} processus de suite "
                f"(code {process.exitcode}) : 0,5 Go de mémoire par processus est attendu. "
                "Réduisez --workers."
            )
        self._waiting.appendleft(number)
        self.hire()

    def dismiss(self) -> None:
        """End every process at once; what it was writing does not count."""
        for process, _ in self.busy.values():
            process.kill()
        for process, _ in self.busy.values():
            process.join()


def _serve(pipe: Connection, job: Job) -> None:
    """Make partitions until nobody asks for more, and do not outlive the command."""
    threading.Thread(target=_follow_parent, daemon=True).start()
    try:
        while True:
            pipe.send(attempt(job, pipe.recv()))
    except (EOFError, OSError):
        return


def _follow_parent() -> None:
    parent_process().join()
    os._exit(1)


@contextmanager
def _deaf_to_interruptions() -> Iterator[None]:
    """Let what starts here ignore Ctrl-C: the command answers it for all."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
