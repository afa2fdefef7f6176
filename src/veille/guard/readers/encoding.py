"""Which encoding a text is in, without asking anybody."""

import codecs
import io
from collections.abc import Iterator
from typing import IO

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x0b\x1b\x08"))
BLOCK = 1 << 20
OVERLAP = 8 << 10


def guess(head: bytes) -> str | None:
    """Give the encoding of a text from its first bytes; None when they are no text.

    Examples
    --------
    >>> guess("déjà vu".encode("latin-1")), guess("abc".encode("utf-16-le"))
    ('cp1252', 'utf-16-le')
    >>> guess(b"\\0\\1\\2" * 9) is None
    True
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if b"\0" in head:
        return next((name for name in _WIDE if _fits(head, name)), None)
    if len(head.translate(None, _CONTROL)) < len(head) * 0.98:
        return None
    return _narrow(head)


def _narrow(head: bytes) -> str | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)
    except UnicodeDecodeError:
        broken = head.decode("utf-8", "replace").count("\ufffd")
        wide = sum(byte > 0x7F for byte in head)
        if wide > 8 and broken * 20 < wide:
            return "utf-8"  # a few damaged bytes in a text that is otherwise UTF-8
        return _ebcdic(head) or ("cp1252" if wide < 0.5 * len(head) else "latin-1")
    return "utf-8"


def _ebcdic(head: bytes) -> str | None:
    """Text of large machines: its spaces are 0x40 and most of its letters above 0x80."""
    if head.count(0x40) * 25 < len(head) or sum(byte > 0x7F for byte in head) * 2 < len(head):
        return None
    return "cp500" if _plain(head.decode("cp500")) > 0.95 else None


def _fits(head: bytes, name: str) -> bool:
    width = 4 if "32" in name else 2
    if len(head) < width:
        return False
    try:
        text = head[: len(head) // width * width].decode(name)
    except UnicodeDecodeError:
        return False
    return _plain(text) > 0.95 and sum(ord(character) < 0x250 for character in text) > 0.6 * len(
        text
    )


def _plain(text: str) -> float:
    return sum(c.isprintable() or c in "\r\n\t\x85" for c in text) / max(len(text), 1)


def windows(stream: IO[bytes], encoding: str) -> Iterator[tuple[str, int, bool, bool]]:
    """Give a text in overlapping windows: the text, its first line, is there more before, after."""
    reader = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline=None)
    try:
        yield from _windows(reader)
    finally:
        reader.detach()


def _windows(reader: io.TextIOWrapper) -> Iterator[tuple[str, int, bool, bool]]:
    kept, line, before, more = "", 1, False, True
    while more:
        read = reader.read(BLOCK)
        more = len(read) == BLOCK
        text = kept + read
        if text:
            yield text, line, before, more
        if more:
            cut = _cut(text)
            line += text.count("\n", 0, cut)
            kept, before = text[cut:], text[cut - 1 : cut] != "\n"


def _cut(text: str) -> int:
    """Start the next window at a line when one starts in the overlap, else inside the line."""
    place = text.find("\n", len(text) - OVERLAP)
    last = text.rfind("\n", len(text) - OVERLAP)
    return place + 1 if 0 <= place < last else len(text) - OVERLAP
