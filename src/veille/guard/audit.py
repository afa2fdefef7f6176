"""Several files at once, and the parts of large ones, on the cores there are."""

import os
import stat
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from veille.guard.allow import Allowed
from veille.guard.parts import Part, parts
from veille.guard.readers.source import Source
from veille.guard.scan import Report, is_known, scan, scan_part

WORTH = 6_000_000  # bytes below which starting processes takes longer than reading

Task = tuple[Path, Part | None]


def audit(paths: Sequence[Path], allowed: Allowed) -> Report:
    """Audit files; the report is in the order of paths, lines and rules."""
    whole = Report()
    for report in _reports(paths, allowed):
        whole.findings += report.findings
        whole.unreadable += report.unreadable
    whole.findings.sort()
    return whole


def _reports(paths: Sequence[Path], allowed: Allowed) -> Iterator[Report]:
    sizes = {path: _size(path) for path in paths}
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    one = partial(_scan, allowed=allowed)
    if not cores or cores < 2 or sum(sizes.values()) < WORTH:
        yield from map(one, [(path, None) for path in paths])
        return
    tasks = [task for path in paths for task in _tasks(path, sizes[path], allowed)]
    ordered = sorted(  # the longest first: none comes last alone
        tasks, key=lambda task: -(task[1].end - task[1].start if task[1] else sizes[task[0]])
    )
    workers = min(cores, len(ordered))
    if workers < 2:
        yield from map(one, ordered)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(one, ordered, chunksize=max(1, min(16, len(ordered) // (8 * workers))))


def _tasks(path: Path, size: int, allowed: Allowed) -> list[Task]:
    try:
        if stat.S_ISREG(path.lstat().st_mode) and (found := parts(path, size)):
            known = is_known(Source.of_path(path), allowed)
            return [] if known else [(path, part) for part in found]
    except OSError:
        pass  # reading it whole says what is wrong
    return [(path, None)]


def _scan(task: Task, allowed: Allowed) -> Report:
    path, part = task
    if part is None:
        return scan(path, str(path), allowed)
    return scan_part(path, str(path), allowed, part)


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
