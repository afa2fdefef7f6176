"""Read the note, and write beside then rename: no half-written file, no changed original."""

import os
import stat
import sys
import tempfile
from pathlib import Path

from veille.errors import VeilleError
from veille.redact.note import LARGEST


def read_note(path: Path | None) -> tuple[bytes, str]:
    """Give the bytes of a note and the end of its name; without a path, standard input.

    Raises
    ------
    VeilleError
        If there is no such file or it cannot be read. The message holds no path: the name of a
        note may identify by itself.
    """
    try:
        if path is None:
            return sys.stdin.buffer.read(LARGEST + 1), ""
        if not stat.S_ISREG(path.stat().st_mode):
            raise VeilleError("La note n’est pas un fichier ordinaire : un fichier est attendu.")
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1), path.suffix.lower().removeprefix(".")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "chemin impossible"
        raise VeilleError(
            f"La note ne peut pas être lue ({reason}) : un fichier lisible est attendu."
        ) from None


def check_output(out: Path, inputs: list[Path], overwrite: bool) -> None:
    """Refuse, before anything is read, an output that would replace what should stay."""
    try:
        for path in inputs:
            if out.absolute() == path.absolute() or (out.exists() and out.samefile(path)):
                raise VeilleError(
                    "La sortie est aussi un fichier à lire : un autre nom est attendu, "
                    "l’original n’est jamais modifié."
                )
        if os.path.lexists(out) and not overwrite:
            raise VeilleError(
                "La sortie existe déjà : un nom nouveau est attendu, ou l’option --overwrite."
            )
        if os.path.lexists(out) and not stat.S_ISREG(out.lstat().st_mode):
            raise VeilleError("La sortie existe et n’est pas un fichier ordinaire.")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "chemin impossible"
        raise VeilleError(f"La sortie ne peut pas être vérifiée ({reason}).") from None


def write_output(out: Path, data: bytes, *, overwrite: bool) -> None:
    """Write redacted bytes aside, readable by their owner alone, then rename."""
    aside = None
    try:
        handle, aside = tempfile.mkstemp(prefix=".veille-", suffix=".partiel", dir=out.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if os.path.lexists(out) and not overwrite:
            raise VeilleError("La sortie est apparue entre-temps : elle n’est pas remplacée.")
        os.replace(aside, out)
        aside = None
    except OSError as error:
        raise VeilleError(
            f"La sortie ne peut pas être écrite ({error.strerror}) : rien n’y a été laissé."
        ) from None
    finally:
        if aside is not None:
            Path(aside).unlink(missing_ok=True)
