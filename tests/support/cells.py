"""Run the cells of a notebook in a forked process: starting a kernel takes longer than they do.

That a real kernel gives what is stored is for nbval to say.
"""

import os
import traceback
from multiprocessing.connection import Connection
from pathlib import Path

from forked import CONTEXT, PATIENCE


def outputs_of(cells: list[str], folder: Path, environment: dict[str, str]) -> list[dict]:
    """Give what cells show, run one after the other in a folder; fail as they fail.

    Each output has a ``type``, as notebooks name them, and its ``data``.
    """
    here, there = CONTEXT.Pipe(duplex=False)
    child = CONTEXT.Process(target=_run, args=(there, cells, str(folder), environment))
    child.start()
    there.close()
    try:
        if not here.poll(PATIENCE):
            raise TimeoutError(f"rien après {PATIENCE} s")
        failure, shown = here.recv()
    except EOFError:
        failure, shown = f"le processus s’est arrêté ({child.exitcode})", []
    finally:
        child.kill()
        child.join()
    assert failure is None, failure
    return shown


def _run(answer: Connection, cells: list[str], folder: str, environment: dict[str, str]) -> None:
    try:
        os.environ.update(environment)
        os.chdir(folder)
        answer.send((None, _shown(cells)))
    except BaseException:
        answer.send((traceback.format_exc(), []))


def _shown(cells: list[str]) -> list[dict]:
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    from traitlets.config import Config

    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    shown: list[dict] = []
    for cell in cells:
        with capture_output() as captured:
            ran = shell.run_cell(cell, store_history=False)
        ran.raise_error()
        for name, text in (("stdout", captured.stdout), ("stderr", captured.stderr)):
            if text:
                shown.append({"type": "stream", "data": {name: text}})
        shown += [{"type": "display_data", "data": output.data} for output in captured.outputs]
        if ran.result is not None:
            shown.append({"type": "execute_result", "data": {"text/plain": repr(ran.result)}})
    return shown
