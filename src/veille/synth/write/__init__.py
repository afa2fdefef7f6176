"""Write a world to a folder: whole or not at all, resumable, and never over somebody else's files.

A world is made partition by partition in a work folder beside its target (`work`), by whatever
engine (`engines`), then put together (`documents`) and moved to its place (`placing`).
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from veille.errors import VeilleError
from veille.synth.world import World, check_partitions
from veille.synth.write import placing
from veille.synth.write.documents import assemble
from veille.synth.write.engines import Alone, Engine
from veille.synth.write.faults import Interrupted, short_of_memory, unwritable
from veille.synth.write.parts import Job
from veille.synth.write.plan import Plan, default_partitions
from veille.synth.write.progress import Progress
from veille.synth.write.work import Occupied, Work

__all__ = ["Interrupted", "Manner", "Progress", "Written", "default_partitions",
           "write_world"]


@dataclass(frozen=True)
class Written:
    """What was written: where, how many rows of each table, how many bytes in all."""

    folder: Path
    rows: dict[str, int]
    size: int


@dataclass(frozen=True)
class Manner:
    """How to go about it; the files do not depend on it.

    Attributes
    ----------
    overwrite
        Replace the world that the folder holds; other files there are kept.
    restart
        Throw away the unfinished work of another command.
    engine
        Who makes the partitions.
    progress
        Who hears of what is done.
    """

    overwrite: bool = False
    restart: bool = False
    engine: Engine = field(default_factory=Alone)
    progress: Progress = field(default_factory=Progress)


def write_world(
    world: World,
    out: Path,
    form: str = "csv",
    partitions: int | None = None,
    manner: Manner = Manner(),
) -> Written:
    """Generate a world into ``out``, or finish what the same call had begun.

    Parameters
    ----------
    form
        ``csv`` (one file per table) or ``parquet`` (one part per table and partition).
    partitions
        How many runs of blocks to make; the rows do not depend on it.

    Raises
    ------
    VeilleError
        If ``out`` holds something and is not to be overwritten, cannot be written, or if another
        work for it is unfinished.  What was there is unchanged, and finished partitions are kept.
    Interrupted
        If the person stops it; finished partitions are kept.
    """
    if partitions is None:
        partitions = default_partitions(world.setting)
    check_partitions(world.setting, partitions)
    plan = Plan.of(world.setting, form, partitions)
    try:
        target = Path(os.path.realpath(out))
        work = Work.beside(target)
        if placing.pending(work) is None:
            placing.check_target(target, overwrite=manner.overwrite)
        with work.locked(), _keeping(work, plan, out):
            rows, size = _made(work, target, Job(work, plan, world.setting), manner)
    except OSError as error:
        raise unwritable(out, error) from error
    return Written(out, rows, size)


def _made(work: Work, target: Path, job: Job, manner: Manner) -> tuple[dict[str, int], int]:
    """Make the world and place it; give its rows and its bytes."""
    begun = placing.pending(work)
    if begun and (manner.restart or begun.plan != job.plan.text()):
        placing.take_back(work, target, begun)
        begun = None
    if not begun:
        placing.check_target(target, overwrite=manner.overwrite)
        work.begin(job.plan, restart=manner.restart)
        rows = _assembled(job, manner)
        begun = placing.begin(work, job.plan, rows, overwrite=manner.overwrite)
    placing.place(work, target, begun)
    work.remove()
    return begun.rows, begun.size


def _assembled(job: Job, manner: Manner) -> dict[str, int]:
    """Make the partitions that are not yet, then the whole; give its rows."""
    manifests = job.work.finished(job.plan, manner.progress.warned)
    if manifests:
        manner.progress.resumed(sum(map(job.plan.servers_in, manifests)), len(manifests))
    missing = [number for number in range(job.plan.partitions) if number not in manifests]
    if missing:
        with closing(manner.engine.run(job, missing, manner.progress.advanced)) as made:
            manifests |= {manifest.number: manifest for manifest in made}
    return assemble(job.work, job.setting, job.plan.form, manifests)


@contextmanager
def _keeping(work: Work, plan: Plan, out: Path) -> Iterator[None]:
    """Say what is kept when the work stops on the way, and leave nothing where nothing is."""
    try:
        yield
    except Occupied:
        raise
    except VeilleError as error:
        raise VeilleError(f"{error} {_kept(work, plan)}") from error
    except OSError as error:
        raise VeilleError(f"{unwritable(out, error)} {_kept(work, plan)}") from error
    except MemoryError as error:
        raise VeilleError(f"{short_of_memory()} {_kept(work, plan)}") from error
    except KeyboardInterrupt:
        raise Interrupted(f"interrompu. {_kept(work, plan)}") from None


def _kept(work: Work, plan: Plan) -> str:
    """Say how many partitions wait for the same command; remove the folder of none."""
    done = work.count()
    if not done:
        work.remove()
        return "Rien n’a été laissé."
    return (
        f"Parts finies gardées : {done} sur {plan.partitions}, dans « {work.folder} » ; la même "
        "commande reprend là où celle-ci s’est arrêtée."
    )
