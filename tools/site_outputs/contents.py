"""The pages of the book, in the order of its table of contents, each with its article."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from bs4 import BeautifulSoup, Tag

from veille.errors import VeilleError

from .places import CONTENTS, built


@dataclass(frozen=True)
class Page:
    """One page: its name in the table of contents, its file, and what it says.

    Attributes
    ----------
    name
        Its path without ending, ``book/aide``.
    key
        A short name of its own, which starts every identifier taken from it.
    path
        Its HTML file.
    """

    name: str
    key: str
    path: Path

    @cached_property
    def article(self) -> Tag:
        """The text of the page; what the caller changes in it stays changed.

        Raises
        ------
        VeilleError
            If the page is not there, or has not exactly one article.
        """
        try:
            soup = BeautifulSoup(self.path.read_text(encoding="utf-8"), "html.parser")
        except (OSError, UnicodeDecodeError) as error:
            raise VeilleError(
                f"« {self.path} » ne peut pas être lu : la page « {self.name} » de _toc.yml est "
                "attendue dans le site ; relancez « make book »."
            ) from error
        found = soup.find_all("article")
        if len(found) != 1 or not found[0].find("h1"):
            raise VeilleError(
                f"« {self.path} » : un seul élément <article>, avec un titre, est attendu ; il y "
                f"en a {len(found)}."
            )
        return found[0]

    @property
    def title(self) -> str:
        """The main heading of the page, as text."""
        return " ".join(self.article.find("h1").get_text().split())


@dataclass(frozen=True)
class Part:
    """A part of the book: its caption, empty for what stands before the first, and its pages."""

    caption: str
    pages: tuple[Page, ...]


def read_book(site: Path, contents: Path = CONTENTS) -> tuple[Part, ...]:
    """Give the parts of the book in order; the first holds the page that opens it."""
    toc = yaml.safe_load(contents.read_text(encoding="utf-8"))
    listed = [("", [toc["root"]])]
    listed += [
        (part["caption"], [chapter["file"] for chapter in part["chapters"]])
        for part in toc["parts"]
    ]
    built(site)
    names = [name for _, part in listed for name in part]
    keys = {name: f"p{place:02d}" for place, name in enumerate(names)}
    return tuple(
        Part(caption, tuple(Page(name, keys[name], site / f"{name}.html") for name in part))
        for caption, part in listed
    )


def pages_of(parts: tuple[Part, ...]) -> list[Page]:
    """Give the pages of all parts, in order."""
    return [page for part in parts for page in part.pages]
