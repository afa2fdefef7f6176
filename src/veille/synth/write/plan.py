"""What a command is to make: enough to know that another one is the same."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path

import veille
from veille.assumptions import Catalogue
from veille.schema import TABLES
from veille.synth.setting import BLOCK, Setting

BLOCKS_PER_PART = 10  # keeps a part of the largest table near half a million rows
_LIBRARIES = ("numpy", "pandas", "pyarrow", "scipy")  # other versions may write other bytes
_LABELS = {
    "seed": "la graine", "servers": "les serveurs", "weeks": "les semaines",
    "assumptions": "les hypothèses", "form": "le format", "partitions": "les parts",
    "tables": "le schéma des tables", "made_with": "la version du générateur",
}


@dataclass(frozen=True)
class Plan:
    """The identity of a world's files: two equal plans give the same bytes."""

    seed: int
    servers: int
    weeks: int
    assumptions: str
    form: str
    partitions: int
    tables: str
    made_with: str

    @classmethod
    def of(cls, setting: Setting, form: str, partitions: int) -> "Plan":
        """Give the plan of a world in so many partitions."""
        return cls(setting.seed, setting.n_servers, setting.n_weeks,
                   _digest(setting.catalogue.records), form, partitions,
                   _digest(tuple(TABLES.values())), made_with())

    @classmethod
    def read(cls, text: str) -> "Plan":
        """Give the plan that a file holds; anything else raises `ValueError`."""
        held = json.loads(text)
        if not isinstance(held, dict) or set(held) != {field.name for field in fields(cls)}:
            raise ValueError("not a plan")
        return cls(**held)

    def text(self) -> str:
        """Give the plan as a file holds it."""
        return json.dumps(asdict(self), indent=2) + "\n"

    def differences(self, other: "Plan") -> list[str]:
        """Say in French what sets another plan apart, with both values where they speak."""
        mine, theirs = asdict(self), asdict(other)
        return [
            label if name in ("assumptions", "tables") else
            f"{label} ({theirs[name]} au lieu de {mine[name]})"
            for name, label in _LABELS.items() if mine[name] != theirs[name]
        ]

    def servers_in(self, number: int) -> int:
        """Give how many servers a partition holds."""
        blocks = -(-self.servers // BLOCK)
        first, end = (blocks * place // self.partitions for place in (number, number + 1))
        return min(end * BLOCK, self.servers) - first * BLOCK


def default_partitions(setting: Setting) -> int:
    """Give a number of partitions such that reading one back is cheap, whatever the world."""
    return -(-setting.n_blocks // BLOCKS_PER_PART)


@cache
def made_with() -> str:
    """Name what decides of the bytes: the generator's own code, and the libraries under it."""
    home = Path(veille.__file__).parent
    code = hashlib.sha256()
    for folder in ("assumptions", "schema", "synth"):
        for path in sorted((home / folder).rglob("*.*")):
            if path.suffix in (".py", ".yaml", ".md"):
                code.update(path.read_bytes())
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"veille {veille.__version__} [{code.hexdigest()[:12]}], {libraries}"


def fingerprint(catalogue: Catalogue) -> str:
    """Sum up the values of the catalogue: two worlds made from the same numbers share it."""
    values = [
        (record.id, keys, value) for record in catalogue.records for keys, value in record.cells()
    ]
    return _digest(sorted(values))


def _digest(thing: object) -> str:
    return hashlib.sha256(repr(thing).encode()).hexdigest()[:16]
