"""A world of a million servers, made as a researcher would, then read by independent queries.

It takes minutes and some gigabytes of disk: ``make verify-world`` runs it, ``make test`` does not.
"""

import subprocess
import sys

import psutil
import pytest

from veille.schema import TABLES

SERVERS = 1_000_000
LARGEST_MEMORY = 500_000_000  # bytes, for each process


def peak(process, peaks):
    """Note the resident memory of a process and of those it started."""
    try:
        for one in [process, *process.children(recursive=True)]:
            peaks[one.pid] = max(peaks.get(one.pid, 0), one.memory_info().rss)
    except psutil.NoSuchProcess:
        pass


@pytest.mark.verification
def test_a_million_servers_hold_every_promise_of_the_schemas(tmp_path, verifier):
    out, peaks = tmp_path / "world", {}
    command = psutil.Popen([
        sys.executable, "-m", "veille.cli", "generate", str(out), "--servers", "1_000_000",
        "--format", "parquet", "--workers", "2",
    ], stdout=subprocess.DEVNULL)
    while True:
        peak(command, peaks)
        try:
            assert command.wait(0.5) == 0
            break
        except (subprocess.TimeoutExpired, psutil.TimeoutExpired):
            continue
    assert max(peaks.values()) < LARGEST_MEMORY, peaks
    verified = verifier(out)
    assert verified.rows("truth_servers") == SERVERS
    assert all(verified.rows(name) for name in TABLES)
    assert verified.faults() == []
