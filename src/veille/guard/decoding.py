"""Undo the encodings that hide a value from a plain reading, however many times they nest."""

import re
from html import unescape
from urllib.parse import unquote

from veille.guard.mapped import Mapped, changed_lines

ROUNDS = 5
_TERMINAL = re.compile(r"\x1b(?:\[[0-9;?]{0,16}[A-Za-z]|\]8;[^\x07\x1b]{0,300}(?:\x07|\x1b\\))")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|"
    r"([/@._:#-]))"
)
_CODES = re.compile(r"fromCharCode\(([\dxa-fA-F,\s]{3,2000})\)")
_QUOTED = re.compile(r"(?:=[0-9A-Fa-f]{2})+|=\r?\n(?=\w)")


def decode(text: Mapped) -> Mapped:
    """Decode percent, entity and backslash forms until nothing changes."""
    once = _once(text)
    if once is text:
        return text
    return once.rewrite(changed_lines(text.text, once.text), _more)


def _more(text: Mapped) -> Mapped:
    for _ in range(ROUNDS - 1):
        before, text = text, _once(text)
        if text is before:
            break
    return text


def _once(text: Mapped) -> Mapped:
    for sign, pattern, replace in _FORMS:
        if sign in text.text:
            text = text.substitute(pattern, replace)
    return text


def quoted_printable(text: Mapped) -> Mapped:
    """Decode a mail's quoted-printable form."""
    return text.substitute(_QUOTED, _quoted)


def _quoted(match: re.Match) -> str:
    codes = match.group()
    return "" if "\n" in codes else unquote(codes.replace("=", "%"), errors="replace")


def _percent(match: re.Match) -> str:
    return unquote(match.group(), errors="replace")


def _entity(match: re.Match) -> str | None:
    found = match.group()
    named = found[1] != "#"
    if named and not found.endswith(";"):
        return None  # « &copy » in an address is a parameter, not a sign
    decoded = unescape(found if found.endswith(";") else found + ";")
    return None if decoded == found else decoded


def _escape(match: re.Match) -> str | None:
    *codes, sign = match.groups()
    if sign:
        return sign
    code = int(next(code for code in codes if code), 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else None


def _characters(match: re.Match) -> str | None:
    codes = [int(code, 0) for code in re.findall(r"0x[0-9a-fA-F]+|\d+", match[1])]
    return "".join(map(chr, codes)) if all(31 < code < 0xD800 for code in codes) else None


_FORMS = (
    ("\x1b", _TERMINAL, lambda match: ""),
    ("%", _PERCENT, _percent),
    ("&", _ENTITY, _entity),
    ("\\", _ESCAPE, _escape),
    ("fromCharCode", _CODES, _characters),
)
