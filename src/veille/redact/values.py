"""What the guard's rules find, as kinds of placeholders and plain forms of values."""

import re
from collections.abc import Iterator
from dataclasses import replace

from veille.guard.allow import Allowed, address, number
from veille.guard.blobs import blobs
from veille.guard.engine import Reading
from veille.guard.mapped import Mapped
from veille.guard.rules.base import PROSE, Hit
from veille.redact.folding import fold, skeleton
from veille.redact.placeholders import DATE
from veille.redact.spots import MOMENT, Spot

KIND_OF = {
    "address": "LIEN", "invitation": "LIEN", "shortener": "LIEN", "file_locker": "LIEN",
    "onion": "LIEN", "email": "COURRIEL", "phone": "TÉLÉPHONE", "mention": "IDENTIFIANT",
    "snowflake": "IDENTIFIANT", "handle": "PSEUDO", "ip": "MACHINE", "machine": "MACHINE",
    "home_path": "MACHINE", "iban": "PAIEMENT", "wallet": "PAIEMENT", "hash": "EMPREINTE",
    "timestamp": DATE, "gps": "POSITION",
}
_TAG = re.compile(r"(?:.*\s)?(?=\S*[\d_]\S*\s?#\s?\d{4,5}$)(?=\S+\s?#)", re.S)
_LINK_GOES_ON = re.compile(r"[\w/?&=#%+~:@.,;!$*-]*[\w/=]")
# A hyphen, or a sign that waits for more, never ends an address.
_ON_THE_NEXT_LINE = re.compile(
    r"(?:[-_&%=]|(?<=[-_&%=]))\r?\n[ \t>]{0,8}[\w/?&=#%+~:@.,;!$*-]{0,240}[\w/=]"
)
_WORD_GOES_ON = re.compile(r"[\w@]*")
_WORD_CAME_BEFORE = re.compile(r"[\w@]*\Z")
# Letters, a line below and a figure; or two words run together, then two figures.
_SHAPE = re.compile(
    r"(?<![\w.@/#-])(?=[\w.-]*[^\W\d_])(?:(?=[\w.-]*_)(?=[\w.-]*\d)[\w.-]{4,40}"
    r"|[^\W\d_]*[a-zà-ÿ]{2,}[A-ZÀ-Þ][^\W\d_]+\d{2,4})(?![\w@/=(\[])"
)
# A name after an at sign is a handle; before any other word it may be an address with a space.
_BEFORE_A_HANDLE = re.compile(
    r"(?:et|ou|de|par|chez|sur|avec|à|a|vers|contre|pour|que|selon|dit|vu|voir|cc|via|compte|profil|"
    r"pseudo|insta|suivre|ajouter|bloquer)\s+(?=@\S)", re.I
)
_MARKS, _CLOSING = ("***", "**", "__", "~~", "`", "*"), re.compile(r"</(\w+)>")
LONGEST = 120


def values(reading: Reading, allowed: Allowed, source: str) -> Iterator[Spot]:
    """Give the stretches of a source that hold what the guard's rules find in a reading of it."""
    for hit in map(_tightened, reading.hits()):
        if allowed.permits(hit.rule, hit.value, ""):
            continue
        kind = KIND_OF.get(hit.rule, "CONTENU")
        bounds = _whole(reading.text.text, hit, kind)
        start, end = closed(source, *reading.text.span(*bounds))
        if kind == "LIEN" and (rest := _ON_THE_NEXT_LINE.match(source, end)):
            end = rest.end()
        if kind == "COURRIEL" and (word := _BEFORE_A_HANDLE.match(source, start, end)):
            start, kind = word.end(), "PSEUDO"
            hit = replace(hit, value=source[start:end])
        if kind == DATE:
            yield Spot(start, end, DATE, plain(kind, hit.value), f"[{DATE}]", MOMENT)
        else:
            yield Spot(start, end, kind, plain(kind, hit.value))


def shapes(reading: Reading) -> Iterator[Spot]:
    """Give the words of prose that only a pseudonym has the shape of, announced or not."""
    if reading.kind == PROSE:
        for match in _SHAPE.finditer(reading.text.text):
            value = match.group().strip(".-")
            start = match.start() + match.group().index(value)
            yield Spot(
                *reading.text.span(start, start + len(value)), "PSEUDO", plain("PSEUDO", value)
            )


def closed(text: str, start: int, end: int) -> tuple[int, int]:
    """Take along the mark that closes one opened inside: « ab**cd** » is cut in its middle."""
    inside = text[start:end]
    for mark in _MARKS:
        if inside.count(mark) % 2 and text.startswith(mark, end):
            return start, end + len(mark)
    tag = _CLOSING.match(text, end)
    if tag and f"<{tag[1]}" in inside and tag.group() not in inside:
        return start, tag.end()
    return start, end


def contents(text: Mapped) -> Iterator[Spot]:
    """Give the encoded stretches that can be read once decoded, whatever they hold."""
    for blob in blobs(text.text):
        start, end = text.span(blob.start, blob.end)
        yield Spot(start, end, "CONTENU", text.text[blob.start : blob.end])


def _tightened(hit: Hit) -> Hit:
    """Leave the words before a tag, unless they may be part of it, and a quotation mark."""
    size = 0
    if hit.rule == "handle" and (before := _TAG.match(hit.value)):
        size = before.end()
    elif hit.rule == "email":
        size = len(hit.value) - len(hit.value.lstrip("'*`"))
    return Hit(hit.start + size, hit.end, hit.rule, hit.value[size:])


def _whole(text: str, hit: Hit, kind: str) -> tuple[int, int]:
    """Never leave a part of a word, nor the end of an address."""
    start, end = hit.start, hit.end
    if kind == DATE:
        return start, end
    start -= len(_WORD_CAME_BEFORE.search(text[max(0, start - LONGEST) : start]).group())
    goes_on = _LINK_GOES_ON if kind in ("LIEN", "COURRIEL") else _WORD_GOES_ON
    found = goes_on.match(text, end, end + 2 * LONGEST)
    return start, found.end() if found else _WORD_GOES_ON.match(text, end).end()


def plain(kind: str, value: str) -> str:
    """Bring a value to the form in which two writings of it are the same.

    Examples
    --------
    >>> plain("PSEUDO", "@Lune_Test"), plain("IDENTIFIANT", "<@!123>")
    ('lune_test', '123')
    """
    if kind == "TÉLÉPHONE":
        return number(value)
    if kind == "IDENTIFIANT":
        return "".join(filter(str.isdigit, value)) or skeleton(value)
    if kind == "LIEN":
        return address(value).lower().removeprefix("www.")
    if kind == "PSEUDO":
        return re.sub(r"\s", "", fold(value)).strip("@.-/")
    if kind == "COURRIEL":
        value = re.sub(r"www\d?\.|^mailto:", "", value, flags=re.I)
    return re.sub(r"\s", "", value).lower()
