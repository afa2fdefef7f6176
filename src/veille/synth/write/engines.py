"""Who makes the partitions: this process, local ones, or a cluster. The bytes are the same."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from veille.errors import VeilleError
from veille.synth.write.faults import short_of_memory, unwritable
from veille.synth.write.manifest import Manifest
from veille.synth.write.parts import Job, make_partition

Advanced = Callable[[int, int], object]


class Engine(Protocol):
    """Make partitions, in any order."""

    def run(self, job: Job, numbers: Sequence[int], advanced: Advanced) -> Iterator[Manifest]:
        """Yield the manifest of each partition once it is finished.

        ``advanced`` hears of servers and rows as they are made.
        """


@dataclass(frozen=True)
class Alone:
    """Make the partitions here, one after the other."""

    def run(self, job: Job, numbers: Sequence[int], advanced: Advanced) -> Iterator[Manifest]:
        """See `Engine.run`."""
        for number in numbers:
            yield make_partition(job, number, advanced)


@dataclass(frozen=True)
class Refused:
    """A partition that could not be made, and why; errors themselves travel badly."""

    number: int
    message: str


def attempt(job: Job, number: int) -> Manifest | Refused:
    """Make a partition far from the person who asked: what goes wrong comes back as words."""
    try:
        return make_partition(job, number)
    except VeilleError as error:
        return Refused(number, str(error))
    except OSError as error:
        return Refused(number, str(unwritable(job.work.folder, error)))
    except MemoryError:
        return Refused(number, str(short_of_memory()))
    except Exception as error:  # a fault of ours: say it, and let the other parts be kept
        return Refused(number, f"Défaut du générateur, à signaler : {type(error).__name__}, "
                               f"{error}.")


def received(job: Job, outcome: Manifest | Refused, advanced: Advanced) -> Manifest:
    """Give the manifest that came back, once its files are seen from here."""
    if isinstance(outcome, Refused):
        raise VeilleError(outcome.message)
    missing = outcome.missing(job.work.folder)
    if missing:
        raise VeilleError(
            f"« {job.work.folder / missing} », qu’un ouvrier dit avoir écrit, ne se voit pas "
            "d’ici : un dossier partagé, au même chemin partout, est attendu."
        )
    advanced(job.plan.servers_in(outcome.number), outcome.rows)
    return outcome
