"""The ledger: what was published of a population, beside the private data.

It holds what readers already have, published numbers and their labels, and the privacy budget
spent.  What was hidden is null in it, as in the published table.  It is written aside then
renamed, one process at a time; a damaged one is refused, never begun again in silence, since
forgetting an earlier release is what lets the next one give a hidden value back.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from veille.disclosure.released import Released
from veille.errors import VeilleError

NAME, FORMAT = ".veille-registre.json", 1
PATIENCE = 60.0  # seconds


@dataclass
class Spending:
    """The privacy budget of one population."""

    budget: float
    spent: list[float] = field(default_factory=list)


@dataclass
class Pages:
    """What a ledger says, by population."""

    tables: dict[str, list[Released]] = field(default_factory=dict)
    budgets: dict[str, Spending] = field(default_factory=dict)


@dataclass(frozen=True)
class Ledger:
    """A ledger on the disk.

    Attributes
    ----------
    path
        A file, or the folder of the private data, where it is then named `NAME`.
    """

    path: Path

    def __post_init__(self) -> None:
        path = Path(self.path)
        object.__setattr__(self, "path", path / NAME if path.is_dir() else path)
        if not self.path.parent.is_dir():
            raise VeilleError(f"Le dossier du registre, « {self.path.parent} », n’existe pas : "
                              "un dossier qui existe est attendu.")

    def read(self) -> Pages:
        """Give what it says; nothing if nothing was ever published.

        Raises
        ------
        VeilleError
            If it cannot be read, or is not whole.
        """
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return Pages()
        except (OSError, UnicodeDecodeError):
            raise self._damaged("illisible") from None
        try:
            whole = json.loads(text)
            content = whole["contenu"]
            if whole["format"] != FORMAT or whole["empreinte"] != _print(content):
                raise self._damaged("son empreinte n’est pas celle de son contenu")
            return _pages(content)
        except VeilleError as error:
            raise error if "registre" in str(error) else self._damaged(str(error)) from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
            raise self._damaged("ce n’est pas le fichier que veille écrit") from None

    @contextmanager
    def opened(self) -> Iterator[Pages]:
        """Hold the ledger alone, give its pages, and write them back unless something fails."""
        lock = FileLock(f"{self.path}.lock", timeout=PATIENCE)
        try:
            lock.acquire()
        except Timeout:
            raise VeilleError(f"Le registre « {self.path.name} » est tenu par une autre commande "
                              "depuis une minute : réessayez quand elle aura fini.") from None
        except OSError as error:
            raise self._unwritable(error) from None
        try:
            pages = self.read()
            before = _content(pages)
            yield pages
            after = _content(pages)
            if after != before:
                self._write(after)
        finally:
            lock.release()

    def _write(self, content: dict) -> None:
        whole = {"format": FORMAT, "empreinte": _print(content), "contenu": content}
        aside = None
        try:
            handle, aside = tempfile.mkstemp(prefix=".veille-", suffix=".partiel",
                                             dir=self.path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(whole, stream, ensure_ascii=False, indent=1, allow_nan=False)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(aside, self.path)
            aside = None
        except OSError as error:
            raise self._unwritable(error) from None
        finally:
            if aside is not None:
                Path(aside).unlink(missing_ok=True)

    def _damaged(self, why: str) -> VeilleError:
        return VeilleError(
            f"Le registre « {self.path.name} » est abîmé ({why}) : remettez une copie saine. Sans "
            "lui, rien ne dit ce qui a déjà été publié, et rien n’est publié.")

    def _unwritable(self, error: OSError) -> VeilleError:
        return VeilleError(f"Le registre « {self.path.name} » ne peut pas être écrit "
                           f"({error.strerror}) : rien n’est publié.")


def _content(pages: Pages) -> dict:
    return {
        "tableaux": {name: [table.as_json() for table in tables]
                     for name, tables in pages.tables.items()},
        "budgets": {name: {"budget": one.budget, "depenses": list(one.spent)}
                    for name, one in pages.budgets.items()},
    }


def _pages(content: dict) -> Pages:
    tables = {str(name): [Released.from_json(entry) for entry in entries]
              for name, entries in content["tableaux"].items()}
    budgets = {str(name): Spending(float(one["budget"]), [float(cost) for cost in one["depenses"]])
               for name, one in content["budgets"].items()}
    if any(cost <= 0 for one in budgets.values() for cost in [one.budget, *one.spent]):
        raise ValueError
    return Pages(tables, budgets)


def _print(content: dict) -> str:
    """Give a fingerprint of the content, against damage, not against malice."""
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
