"""Processes of their own for tests, without importing everything again in each.

A server process imports what the commands and the notebooks import, once, and forks a child each
time: a child starts with nothing of another, has its own folder, its own environment, its own
outputs, and may die alone.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from subprocess import CompletedProcess

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload([
    "IPython.core.interactiveshell", "dask.distributed", "matplotlib.backends.backend_agg",
    "networkx", "pandas", "scipy.stats", "sklearn.metrics", "sklearn.mixture", "veille.cli",
    "veille.generate", "veille.guard.audit", "veille.redact.command", "veille.report",
    "veille.synth.write",
])
PATIENCE = 300  # seconds


def veille(*arguments: object, cwd: Path | None = None, data: bytes = b"") -> CompletedProcess:
    """Run a command of the project; its status and what it wrote, as bytes."""
    return call(_command, list(map(str, arguments)), cwd=cwd, data=data)


def call(
    function: Callable, *arguments: object, cwd: Path | None = None, data: bytes = b""
) -> CompletedProcess:
    """Call a function that can be imported; its status is what it exits with, as in a shell."""
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder) / name for name in ("stdin", "stdout", "stderr")]
        streams[0].write_bytes(data)
        child = CONTEXT.Process(
            target=_alone,
            args=(streams, str(cwd or Path.cwd()), dict(os.environ), function, arguments),
        )
        child.start()
        child.join(PATIENCE)
        if child.exitcode is None:
            child.kill()
            raise TimeoutError(f"rien après {PATIENCE} s")
        return CompletedProcess(
            arguments, child.exitcode, streams[1].read_bytes(), streams[2].read_bytes()
        )


def _alone(
    streams: list[Path], cwd: str, environment: dict[str, str], function: Callable, arguments: tuple
) -> None:
    for number, path in enumerate(streams):
        opened = os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    sys.exit(function(*arguments))


def _command(arguments: list[str]) -> int:
    from veille.cli import main

    return main(arguments)
