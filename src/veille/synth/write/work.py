"""The work folder: what is made stays there until the whole world is, and a new start finds it.

It stands beside the target, under a name that the target alone decides::

    .NAME.veille-partiel/
        verrou              held while a command works
        plan.json           what is being made
        manifests/          one file per finished partition, written last
        tmp/                files on the way
        parts/ or world/    finished parts; CSV ones are put end to end in world/
        placing.json, old/  see `placing`
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from veille.errors import VeilleError
from veille.schema import TABLES
from veille.synth.write.disk import write_whole
from veille.synth.write.manifest import Manifest
from veille.synth.write.plan import Plan

SUFFIX = "veille-partiel"


class Occupied(VeilleError):
    """The work folder belongs to another command, past or present; nothing of it was touched."""


@dataclass(frozen=True)
class Work:
    """The paths of a work folder, and what they hold."""

    folder: Path

    @classmethod
    def beside(cls, out: Path) -> "Work":
        """Give the work folder of a target.

        It is inside the target where only that is on the right disk, or can be written.
        """
        parent = out.parent
        inside = out.is_dir() and (os.path.ismount(out) or not os.access(parent, os.W_OK))
        return cls(out / f".{SUFFIX}" if inside else parent / f".{out.name}.{SUFFIX}")

    @property
    def manifests(self) -> Path:
        """The folder of manifests."""
        return self.folder / "manifests"

    @property
    def tmp(self) -> Path:
        """The folder of files on the way."""
        return self.folder / "tmp"

    @property
    def world(self) -> Path:
        """The world as it will be placed."""
        return self.folder / "world"

    @property
    def plan_file(self) -> Path:
        """The file that says what is being made."""
        return self.folder / "plan.json"

    def part(self, table: str, number: int, form: str) -> Path:
        """Give the path of a table's part, relative to the folder."""
        return Path("world" if form == "parquet" else "parts", table, f"part-{number:06d}.{form}")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder, made if need be; refuse where another command holds it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / "verrou", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise Occupied(
                f"Une autre commande travaille déjà dans « {self.folder} » : attendez qu’elle "
                "finisse, ou choisissez un autre dossier. Ce qu’elle fait n’est pas touché."
            ) from None
        try:
            yield
        finally:
            lock.release()

    def begin(self, plan: Plan, *, restart: bool) -> None:
        """Make the folder ready for a plan, and keep what the same plan left there.

        Raises
        ------
        VeilleError
            If it holds finished partitions of another plan, and ``restart`` is false.
        """
        if self.plan_file.exists() and self.count() and not restart:
            self._check_same(plan)
        else:
            self.clear()
        shutil.rmtree(self.tmp, ignore_errors=True)
        for folder in (self.manifests, self.tmp, self.world):
            folder.mkdir(exist_ok=True)
        for table in TABLES:
            (self.folder / self.part(table, 0, plan.form)).parent.mkdir(parents=True, exist_ok=True)
        if not self.plan_file.exists():
            write_whole(self.plan_file, plan.text())

    def _check_same(self, plan: Plan) -> None:
        try:
            held = Plan.read(self.plan_file.read_text(encoding="utf-8"))
        except ValueError:
            raise Occupied(
                f"« {self.plan_file} » est illisible : le plan d’un travail inachevé est attendu. "
                "Pour jeter ce travail et recommencer, ajoutez --restart."
            ) from None
        if held != plan:
            raise Occupied(
                f"« {self.folder} » garde un autre travail inachevé, {self.count()} parts finies "
                f"sur {held.partitions} ; ce qui diffère : {', '.join(plan.differences(held))}. "
                "Relancez la commande d’alors pour le finir, ou ajoutez --restart pour le jeter."
            )

    def finished(self, plan: Plan, warn: Callable[[str], object]) -> dict[int, Manifest]:
        """Give the partitions that are finished and whole; the others leave nothing behind."""
        kept = {}
        for path in sorted(self.manifests.glob("*.json")):
            try:
                manifest = Manifest.read(path.read_text(encoding="utf-8"))
                damaged = manifest.damaged(self.folder)
            except ValueError:
                manifest, damaged = None, path.relative_to(self.folder)
            if damaged:
                warn(f"« {self.folder / damaged} » manque ou n’est plus ce qui avait été écrit : "
                     f"la part {int(path.stem) + 1} sur {plan.partitions} sera refaite.")
                path.unlink()
            else:
                kept[manifest.number] = manifest
        return kept

    def count(self) -> int:
        """Give how many partitions are finished."""
        return len(list(self.manifests.glob("*.json")))

    def clear(self) -> None:
        """Throw away everything but the lock."""
        if self.plan_file.exists():
            self.plan_file.unlink()
        for path in self.folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != "verrou":
                path.unlink()

    def remove(self) -> None:
        """Leave nothing; what says that the world is placed goes last."""
        for name in ("manifests", "tmp", "parts", "world", "old"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        self.plan_file.unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)
