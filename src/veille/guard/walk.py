"""Which files an audit reads."""

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from veille.errors import VeilleError

SKIPPED = frozenset(
    (
        ".git",
        ".venv",
        "_build",
        ".tools",
        "__pycache__",
        ".pytest_cache",
        ".ruff_cache",
        ".ipynb_checkpoints",
        "node_modules",
        ".jupyter_cache",
    )
)


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """Give the files of the paths: themselves, or everything in a folder but tools' own folders.

    Raises
    ------
    VeilleError
        If a path does not exist.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise VeilleError(f"« {path} » n’existe pas : un fichier ou un dossier est attendu.")
    seen: set[Path] = set()
    for path in paths:
        for found in _inside(path) if path.is_dir() and not path.is_symlink() else (path,):
            if found not in seen:
                seen.add(found)
                yield found


def _inside(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, onerror=_refused):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in [*folders, *names]:
            path = Path(place, name)
            if name in names or path.is_symlink():
                yield path


def _refused(error: OSError) -> None:
    raise VeilleError(f"« {error.filename} » ne peut pas être lu ({error.strerror}).")


def project_files(folder: Path) -> list[Path]:
    """Give what a folder would publish: the files git follows, or everything without git."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=folder, capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return list(files([folder]))
    names = [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    here = Path(os.path.relpath(folder))
    return [here / name for name in names if os.path.lexists(folder / name)]
