"""Several files at once, on the cores there are when that is worth it."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from veille.guard.allow import Allowed
from veille.guard.scan import Report, scan

WORTH = 6_000_000  # bytes below which starting processes takes longer than reading


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
    cores = min(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        len(paths),
    )
    one = partial(_scan, allowed=allowed)
    if cores < 2 or sum(sizes.values()) < WORTH:
        yield from map(one, paths)
        return
    ordered = sorted(
        paths, key=lambda path: -sizes[path]
    )  # the longest first: none comes last alone
    with ProcessPoolExecutor(cores) as pool:
        yield from pool.map(one, ordered, chunksize=max(1, min(16, len(ordered) // (8 * cores))))


def _scan(path: Path, allowed: Allowed) -> Report:
    return scan(path, str(path), allowed)


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
