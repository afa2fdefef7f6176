"""Base64 and hexadecimal text: what it hides, if it hides something that can be read."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from veille.guard.automata import characters, encoded, one_of

_B64 = r"[A-Za-z0-9+/_-]"
# A short run of lower-case letters, strokes and bars is a name or a path: another sign is needed.
_mixed = "|".join(
    [rf"[a-z_/-]{{{place}}}[A-Z0-9+]{_B64}{{{15 - place},}}" for place in range(16)]
    + [rf"[a-z_/-]{{16,}}[A-Z0-9+]{_B64}*"]
)
_runs = one_of(
    [
        rf"{_B64}{{48,}}(?:(?:\r?\n[ \t>]*|\\n){_B64}{{4,}})*={{0,2}}",
        rf"(?-i:{_mixed})={{0,2}}",
        r"(?:[0-9a-f]{2}[ :]){11,}[0-9a-f]{2}",
    ]
)
_HEX = re.compile(r"(?:0x)?(?:[0-9a-fA-F]{2}){12,}|(?:[0-9a-fA-F]{2}[ :]){11,}[0-9a-fA-F]{2}")
_LINE = re.compile(rf"{_B64}{{16,}}={{0,2}}")
_WORDS = re.compile(r"[a-z]+|[A-Z]+|[a-z_/-]+|[A-Z_]+")
MAGIC = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"BZh",
    b"\xfd7zXZ",
    b"RIFF",
    b"PAR1",
    b"SQLite format 3",
    b"7z\xbc\xaf",
    b"Rar!",
    b"OggS",
    b"\x00\x00\x00\x18ftyp",
    b"\x00\x00\x00 ftyp",
)


@dataclass(frozen=True)
class Blob:
    """Decoded bytes, and the bounds of their encoded form."""

    start: int
    end: int
    data: bytes


def blobs(text: str) -> Iterator[Blob]:
    """Give what can be decoded into text or a known format."""
    data = encoded(text)
    count = characters(data, text)
    for match in _runs.finditer(data):
        start, end = match.span()
        run = data[start:end].decode("ascii")
        if found := _decoded(run):
            yield Blob(count(start), count(start) + len(run), found)
        elif "\n" in run:  # lines that only look like one run: each for itself
            for line in _LINE.finditer(run):
                if found := _decoded(line.group()):
                    first = count(start)
                    yield Blob(first + line.start(), first + line.end(), found)


def _decoded(run: str) -> bytes | None:
    return _hexadecimal(run) if _HEX.fullmatch(run) else _base64(run)


def _hexadecimal(run: str) -> bytes | None:
    digits = re.sub(r"[ :]|0x", "", run)
    data = bytes.fromhex(digits[: len(digits) // 2 * 2])
    return (
        data if is_readable(data) else _base64(run) if ":" not in run and " " not in run else None
    )


def _base64(run: str) -> bytes | None:
    if len(run) < 200 and _WORDS.fullmatch(run):
        return None
    code = re.sub(r"\\n|[\s>]", "", run).rstrip("=").replace("-", "+").replace("_", "/")
    if len(code) % 4 == 1:
        code = code[:-1]
    data = binascii.a2b_base64(code + "=" * (-len(code) % 4))
    if data.startswith(MAGIC) or is_readable(data):
        return data
    return None


def is_readable(data: bytes) -> bool:
    """Say whether bytes read as text: nearly all printable, and not by chance."""
    if len(data) < 10:
        return False
    head = data[:4096]
    try:
        text = head.decode("utf-8", "strict" if len(head) == len(data) else "ignore")
    except UnicodeDecodeError:
        try:
            text = head.decode("utf-16-le") if head[1:2] == b"\0" else ""
        except UnicodeDecodeError:
            return False
    plain = sum(character.isprintable() or character in "\r\n\t\xa0\u202f" for character in text)
    ascii_share = sum(character.isascii() for character in text)
    return bool(text) and plain >= 0.97 * len(text) and ascii_share >= 0.7 * len(text)
