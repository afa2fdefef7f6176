"""The names that the rules must know, read once from vocabulary.yaml."""

from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("vocabulary.yaml")


@cache
def _lists() -> dict[str, list[str]]:
    loaded = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        name: value.split() if isinstance(value, str) else value for name, value in loaded.items()
    }


@cache
def names(kind: str) -> frozenset[str]:
    """Give one list of the file, in lower case."""
    return frozenset(str(name).lower() for name in _lists()[kind])


@cache
def endings(*kinds: str) -> str:
    """Give the alternation of several lists of domain endings, longest first."""
    found = frozenset().union(*(names(f"{kind}_endings") for kind in kinds))
    return "|".join(sorted(found, key=lambda name: (-len(name), name)))
