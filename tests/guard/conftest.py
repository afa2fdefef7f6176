"""What the tests of the guard share: made-up identifiers, and an audit of files made for a test."""

import sys
from pathlib import Path
from random import Random

import pytest

from veille.guard.allow import load
from veille.guard.scan import scan

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT / "tools") not in sys.path:
    sys.path.insert(0, str(ROOT / "tools"))


@pytest.fixture(scope="session")
def allowed():
    """Give what the project allows."""
    return load(ROOT)


@pytest.fixture
def random():
    return Random(11)


@pytest.fixture
def find(tmp_path, allowed):
    """Give a function that writes a file and gives the rules found, with their lines."""

    def found(content, name="essai.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return {(finding.line, finding.rule) for finding in scan(path, name, allowed).findings}

    return found
