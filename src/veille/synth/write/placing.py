"""Put a finished world in its place, in steps that a new start can take up again.

``placing.json`` is written first: from then on the world is whole and only has to move.  What it
replaces goes to ``old/``, and is thrown away last.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from veille.errors import VeilleError
from veille.limits import FORMATS
from veille.schema import TABLES
from veille.synth.write.disk import sync_folder, write_whole
from veille.synth.write.documents import DATASHEET, PACKAGE, REGISTRY
from veille.synth.write.plan import Plan
from veille.synth.write.work import SUFFIX, Work

_OURS = {DATASHEET, PACKAGE, REGISTRY} | set(TABLES) | {
    f"{name}.{form}" for name in TABLES for form in FORMATS
}


@dataclass(frozen=True)
class Placing:
    """A world on its way to its place: its plan, rows, bytes, names, and whether it replaces."""

    plan: str
    rows: dict[str, int]
    size: int
    names: list[str]
    overwrite: bool


def check_target(out: Path, *, overwrite: bool) -> None:
    """Refuse a target that is a file, or that holds something unless told to overwrite."""
    if out.exists() and not out.is_dir():
        raise VeilleError(f"« {out} » est un fichier : un dossier, existant ou non, est attendu.")
    held = sorted(path.name for path in out.iterdir()) if out.exists() else []
    held = [name for name in held if name != f".{SUFFIX}"]
    if held and not overwrite:
        raise VeilleError(
            f"« {out} » contient déjà {held[0]}"
            + (f" et {len(held) - 1} autres éléments" if len(held) > 1 else "")
            + " : un dossier vide ou absent est attendu. Pour remplacer le monde qui s’y trouve, "
            "ajoutez --overwrite ; les autres fichiers y seront gardés."
        )


def pending(work: Work) -> Placing | None:
    """Give the placing that a work folder has begun, if any."""
    try:
        return Placing(**json.loads(_marker(work).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def begin(work: Work, plan: Plan, rows: dict[str, int], *, overwrite: bool) -> Placing:
    """Say that the world is whole and is about to move."""
    size = sum(path.stat().st_size for path in work.world.rglob("*") if path.is_file())
    names = sorted(path.name for path in work.world.iterdir())
    placing = Placing(plan.text(), rows, size, names, overwrite)
    write_whole(_marker(work), json.dumps(vars(placing), indent=1) + "\n")
    return placing


def place(work: Work, out: Path, placing: Placing) -> None:
    """Move the world to its target, or the rest of it; files that are not a world's stay.

    An error puts everything back; a kill leaves what the same call finishes.
    """
    if work.world.exists() and not out.exists():
        work.world.replace(out)
    elif work.world.exists():
        _move_in(work, out, placing)
    sync_folder(out)
    sync_folder(out.parent)


def take_back(work: Work, out: Path, placing: Placing) -> None:
    """Undo a placing: what was replaced comes back, and the world waits in the work folder."""
    if out.exists() and work.world.exists():
        _move([path for path in _ours(out) if _is_new(path, work, placing)], work.world)
        _move(list(_old(work).iterdir()), out)
    _marker(work).unlink()


def _move_in(work: Work, out: Path, placing: Placing) -> None:
    standing = [path for path in _ours(out) if not _is_new(path, work, placing)]
    if standing and not placing.overwrite:
        raise VeilleError(
            f"« {out} » a reçu {standing[0].name} entre-temps : un dossier vide ou absent est "
            "attendu. Déplacez-le, puis relancez la même commande."
        )
    try:
        _move(standing, _old(work))
        _move(list(work.world.iterdir()), out)
    except BaseException:
        take_back(work, out, placing)
        raise


def _is_new(path: Path, work: Work, placing: Placing) -> bool:
    """Say whether an entry of the target came from this world: it is no longer in the work."""
    return path.name in placing.names and not (work.world / path.name).exists()


def _ours(out: Path) -> list[Path]:
    return [path for path in sorted(out.iterdir()) if path.name in _OURS]


def _old(work: Work) -> Path:
    place = work.folder / "old"
    place.mkdir(exist_ok=True)
    return place


def _marker(work: Work) -> Path:
    return work.folder / "placing.json"


def _move(paths: list[Path], place: Path) -> None:
    for path in paths:
        path.replace(place / path.name)
