"""Chapters as XHTML documents of an EPUB, each in a file named after its page."""

import posixpath
from dataclasses import dataclass
from html import escape
from pathlib import Path
from xml.etree import ElementTree

from bs4 import Tag

from veille.errors import VeilleError

from .assemble import Chapter

STYLE = "style.css"
IMAGES = "images"
KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
HTML = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
    'lang="fr" xml:lang="fr">\n<head><meta charset="utf-8"/><title>{title}</title>'
    '<link rel="stylesheet" href="{style}"/></head>\n<body>\n{body}\n</body>\n</html>\n'
)
OBSOLETE = ("align", "valign", "border", "width", "frame", "rules", "cellpadding", "cellspacing")


@dataclass(frozen=True)
class Document:
    """One file of the book: its path in it, its title, its text, and the part it opens."""

    path: str
    title: str
    text: str
    part: str

    @property
    def properties(self) -> str:
        """What a reading program should know of it before it opens it."""
        return ' properties="mathml"' if "<math" in self.text else ""


def documents(chapters: list[Chapter], names: dict[str, str]) -> tuple[list[Document], list[Path]]:
    """Give each chapter as a document, and the image files they show, in order.

    ``names`` gives the path of each chapter in the book, by key.

    Raises
    ------
    VeilleError
        If a chapter cannot be made well formed, or shows an image of another kind.
    """
    images: dict[str, None] = {}
    for chapter in chapters:
        images |= dict.fromkeys(image["src"] for image in chapter.body.select("img[src]"))
    for source in images:
        if Path(source).suffix not in KINDS:
            raise VeilleError(f"« {source} » : une image {', '.join(KINDS)} est attendue.")
    files = {source: f"{IMAGES}/figure-{place:03d}{Path(source).suffix}"
             for place, source in enumerate(images, start=1)}  # fmt: skip
    found = [_document(chapter, names, files) for chapter in chapters]
    return found, [Path(source) for source in images]


def _document(chapter: Chapter, names: dict[str, str], files: dict[str, str]) -> Document:
    path = names[chapter.key]
    folder = posixpath.dirname(path)
    body = chapter.body  # changed in place: it is set once
    body.name, body.attrs = "section", {"id": chapter.key}
    for image in body.select("img[src]"):
        image["src"] = posixpath.relpath(files[image["src"]], folder)
    for link in body.select('a[href^="#"]'):
        link["href"] = _address(link["href"], names, chapter.key, folder)
    for tag in body.find_all(["table", "tr", "th", "td", "col", "colgroup", "div", "p"]):
        _drop_obsolete(tag)
    for span in body.select("span:not([id], pre *)"):
        span.unwrap()
    style = posixpath.relpath(STYLE, folder)
    return Document(path, chapter.title, document(chapter.title, style, str(body)), chapter.part)


def _address(href: str, names: dict[str, str], here: str, folder: str) -> str:
    """Lead to the file that holds a place: ``#p07-titre`` is in that of the chapter ``p07``."""
    key = href[1:].split("-", 1)[0]
    return href if key == here else posixpath.relpath(names[key], folder) + href


def _drop_obsolete(tag: Tag) -> None:
    for name in OBSOLETE:
        tag.attrs.pop(name, None)


def document(title: str, style: str, body: str) -> str:
    """Give a whole XHTML document, checked to be well formed."""
    text = HTML.format(title=escape(title), style=style, body=body)
    try:
        ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise VeilleError(
            f"« {title} » ne peut pas entrer dans l’EPUB ({error}) : un texte XHTML bien formé "
            "est attendu."
        ) from error
    return text
