"""PDF: the text of its pages, its metadata, its links and its attachments."""

import logging
import re
from collections.abc import Iterator

from veille.guard.finding import Problem, damaged
from veille.guard.piece import piece
from veille.guard.readers.source import MEMBER_LIMIT, Read, Source
from veille.guard.rules.base import MARKUP, PROSE

PAGES_LIMIT = 2_000
_DATE = re.compile(r"D:\d{10}")


def read_pdf(source: Source) -> Read:
    """Give each page as a text whose line is the page's number, and what stands around pages."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if source.size >= MEMBER_LIMIT:
        yield Problem("limit", "PDF trop grand pour être lu entièrement")
        return
    try:
        with source.open() as stream:
            reader = PdfReader(stream)
            if reader.is_encrypted and not reader.decrypt(""):
                yield Problem("unknown_format", "PDF chiffré", unreadable=True)
                return
            yield from _around(reader, source)
            yield from _pages(reader, source)
    except Exception:  # whatever a hostile file makes the library raise, the file is damaged
        yield damaged("PDF illisible ou tronqué")


def _around(reader, source: Source) -> Read:
    entries = [f"{key} : {value}" for key, value in (reader.metadata or {}).items()]
    if entries:
        yield piece("\n".join(entries), PROSE, only=source.line or 1)
    xmp = reader.trailer.get("/Root", {}).get("/Metadata")
    if xmp is not None:
        yield piece(
            xmp.get_object().get_data().decode("utf-8", "replace"), MARKUP, only=source.line or 1
        )
    for name, contents in reader.attachments.items():
        yield piece(name, PROSE, only=source.line or 1)
        for data in contents:
            yield source.inner(name, data)


def _pages(reader, source: Source) -> Read:
    for index, page in enumerate(reader.pages, start=1):
        if index > PAGES_LIMIT:
            yield Problem("limit", "PDF de trop de pages", index)
            return
        line = source.line or index
        text = page.extract_text() or ""
        yield piece(text if text.strip() else _shown(page), PROSE, only=line)
        for note in _notes(page):  # each apart: joined, two addresses would read as one
            yield piece(note, PROSE, only=line)


def _shown(page) -> str:
    """Give the strings of a page that names no font: nothing says how they would be drawn."""
    contents = page.get_contents()
    lines = []
    for operands, _ in contents.operations if contents is not None else ():
        parts = (each if isinstance(each, list) else [each] for each in operands)
        lines.append("".join(_text(string) for part in parts for string in part))
    return "\n".join(lines)


def _text(string: object) -> str:
    if isinstance(string, bytes):
        return string.decode("utf-8", "replace")
    return str(string) if type(string).__name__ == "TextStringObject" else ""


def _notes(page) -> Iterator[str]:
    for note in page.get("/Annots") or ():
        found = note.get_object()
        action = found.get("/A") or {}
        for value in (
            action.get_object().get("/URI")
            if hasattr(action, "get_object")
            else action.get("/URI"),
            found.get("/Contents"),
            found.get("/T"),
            found.get("/V"),
        ):
            if value:
                yield str(value)
