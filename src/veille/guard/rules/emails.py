"""E-mail addresses, once their disguises are undone."""

import re
from collections.abc import Iterable

from veille.guard.rules.base import CELL, CODE, Family, Hit, Zone, hits
from veille.guard.vocabulary import names

_EMAIL = re.compile(
    r"(?<![\w@.+-])(?P<local>[\w.!#$%&*+=?^~-][\w.!#$%&'*+=?^~-]{0,63}|\"[^\"@\s]{1,60}\")@"
    r"(?P<host>(?:[\wà-ÿ-]{1,63}\.){1,8}(?P<ending>[a-zà-ÿ]{2,24}|xn--[a-z0-9-]{2,40}))(?!\w|"
    r"\.\w|-(?!(?:sans|no|anti|stop|enlever|remove)[-_]?\w))",
    re.I,
)
_LITERAL = re.compile(
    r"(?<![\w@])[\w.+-]{1,64}@\[?(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9a-f:]+)\]?", re.I
)
_MATRIX = re.compile(r"(?<![\w])@[\w.=/-]{1,64}:(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?!\w)", re.I)
_FEDERATED = re.compile(r"(?<![\w])@[\w.-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?!\w)", re.I)
_ADDRESSED = re.compile(
    r"(?:mailto:|courriel|e-?mail|mel|"
    r"adresse)\s*[:=]?\s*(?P<value>[\w.+-]{2,64}@[\w-]{2,63})(?![\w.-])",
    re.I,
)
# A mail service needs no ending to be one: « nom @ service ».
_SERVICE = re.compile(
    r"(?<![\w@])[\w.+-]{2,64}\s?@\s?(?:proton(?:mail)?|gmail|googlemail|outlook|hotmail|yahoo|orange|"
    r"free|laposte|icloud|tutanota|tuta|gmx|wanadoo|sfr|live|msn|aol|yandex|bluewin|skynet|"
    r"bbox|videotron|zoho|fastmail|posteo|riseup|mailbox)(?![\w-])(?:\s?\.\s?\w{2,6})?", re.I
)
_LINKS = frozenset("et ou and or".split())  # between two signs that are spoken of
_DECOYS = frozenset("nospam spam antispam removeme removethis invalid".split())
_STRONG = names("strong_endings")
_FILES, _KNOWN = (
    names("file_endings"),
    frozenset().union(*(names(f"{kind}_endings") for kind in ("strong", "ordinary", "weak"))),
)

CANDIDATES = (
    r"[^\s@(]@",
    r"\w @ ?(?:proton|gmail|outlook|hotmail|yahoo|orange|free|laposte|icloud|tuta|gmx|live)",
    r"@[\w.=/-]{1,64}:[\w-]")


def find(zone: Zone) -> Iterable[Hit]:
    """Give every e-mail, federated and Matrix address of a zone."""
    for pattern in (_FEDERATED, _MATRIX):
        yield from hits(pattern, zone, "handle")
    yield from hits(_EMAIL, zone, "email", lambda match: _is_email(match, zone))
    yield from hits(
        _LITERAL, zone, "email",
        lambda match: "==" not in match.group() and not _is_version(match.group()),
    )
    yield from hits(
        _SERVICE, zone, "email",
        lambda match: zone.kind not in (CODE, CELL) or zone.quoted(match.start()),
    )
    yield from hits(_ADDRESSED, zone, "email", group="value")


def _is_version(value: str) -> bool:
    return any(int(part) > 255 for part in re.findall(r"\d+", value.partition("@")[2])[:4])


def _is_email(match: re.Match, zone: Zone) -> bool:
    ending = match["ending"].lower()
    if match["host"].partition(".")[0].lower() in _LINKS:
        return False
    if ending in _FILES and ending not in ("pl", "rs", "sh", "mov", "zip", "md", "py", "so"):
        inner = match["host"].rpartition(".")[0].rpartition(".")  # « a@b.fr.txt » names a file
        return bool(inner[0]) and inner[2].lower() in _KNOWN
    if zone.kind in (CODE, CELL) and not zone.quoted(match.start()):
        return ending in _STRONG and zone.text[match.end() : match.end() + 1] != "("
    if ending in _KNOWN or ending in _DECOYS or len(ending) == 2 or zone.kind != CODE:
        return True
    called = zone.text[match.end() : match.end() + 1] == "("
    return bool(re.search(r"\w[.\d]", match["local"])) and not called


FAMILIES = (Family(CANDIDATES, find),)
