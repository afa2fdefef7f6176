"""What the tests of redaction share: made-up values, and a note redacted in memory."""

import sys
from pathlib import Path
from random import Random

import pytest

from veille.redact.names import parse_names
from veille.redact.note import published, redact_note
from veille.redact.session import Wish

TOOLS = str(Path(__file__).resolve().parents[2] / "tools")
if TOOLS not in sys.path:
    sys.path.insert(0, TOOLS)


@pytest.fixture
def random():
    return Random(23)


@pytest.fixture(scope="session")
def allowed():
    return published()


@pytest.fixture
def redact(allowed):
    """Give a function from a text, the end of its name and a list of names to its redaction."""

    def redacted(text, suffix="md", names="", dates="mois"):
        wish = Wish(tuple(parse_names(names)), dates, allowed)
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        return redact_note(data, suffix, wish)

    return redacted


@pytest.fixture
def out(redact):
    """Give a function from a text to its redacted text."""

    def written(text, suffix="md", names="", dates="mois"):
        return redact(text, suffix, names, dates).data.decode("utf-8")

    return written
