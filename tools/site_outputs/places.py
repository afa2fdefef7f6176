"""Where things are, what the outputs are called, and how a file is written."""

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from veille.errors import VeilleError
from veille.french import typeset

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "_build"
SITE = BUILD / "html"
CONTENTS = ROOT / "_toc.yml"
# Names that say nothing in a list of downloads.
ARCHIVE, PDF, EPUB = "carnets-hors-ligne.zip", "carnets.pdf", "carnets.epub"
FOLDER = "telechargements"  # of the site
_COLON = re.compile(r"\s+:\s+")


@dataclass(frozen=True)
class Identity:
    """What the outputs say of themselves: the fields of CITATION.cff."""

    full_title: str
    author: str
    version: str
    released: str

    @property
    def title(self) -> str:
        """What stands before the colon of the title."""
        return _COLON.split(self.full_title)[0]

    @property
    def subtitle(self) -> str:
        """What stands after it, as a line of its own."""
        return _COLON.split(self.full_title)[-1].capitalize()


def identity(root: Path = ROOT) -> Identity:
    """Give the title, author, version and day that the project gives itself."""
    cited = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    return Identity(
        typeset(cited["title"]),
        " ; ".join(author["name"] for author in cited["authors"]),
        str(cited["version"]),
        str(cited["date-released"]),
    )


def built(site: Path) -> Path:
    """Give the folder of the built site.

    Raises
    ------
    VeilleError
        If there is no site there.
    """
    if not (site / "index.html").is_file():
        raise VeilleError(
            f"« {site} » ne contient pas de site (index.html y est attendu) : lancez d’abord "
            "« make book »."
        )
    return site


@contextmanager
def written_whole(path: Path):
    """Give a file beside ``path`` to write; it takes its place once it is whole, or disappears."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def size(path: Path) -> str:
    """Give the size of a file as a French reader writes it."""
    thousands = path.stat().st_size / 1000
    if thousands < 1000:
        return f"{thousands:.0f}\u00a0ko"
    return f"{thousands / 1000:.1f}\u00a0Mo".replace(".", ",")
