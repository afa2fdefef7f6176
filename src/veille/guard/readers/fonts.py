"""Fonts: the names, addresses and notes that they carry besides their letters."""

import io
import logging

from fontTools.ttLib import TTFont

from veille.guard.finding import damaged
from veille.guard.piece import piece
from veille.guard.readers.source import Read, Source
from veille.guard.rules.base import DATA

# A damaged font is said once, by a finding, not by the library's own log.
logging.getLogger("fontTools").setLevel(logging.CRITICAL)


def read_font(source: Source) -> Read:
    """Give the texts of a font's table of names, and those of a web font's two notes."""
    try:
        with TTFont(io.BytesIO(source.read()), lazy=True) as font:
            texts = [record.toUnicode(errors="replace") for record in font["name"].names]
            web = font.flavorData if font.flavor else None
            notes = [web.metaData, web.privData] if web else []
            font.ensureDecompiled()
    except Exception:  # a broken table raises almost anything: struct, zlib, assertions, keys
        yield damaged("police illisible ou tronquée")
        return
    for text in texts:
        yield piece(text, DATA, only=source.line or 1)
    for note in notes:
        if note:
            yield source.inner("note", note if isinstance(note, bytes) else note.encode())
