"""Invitations without an address: spoken, shortened to their end, or reduced to a code."""

import re
from collections.abc import Iterable

from veille.guard.rules.base import CELL, CODE, SAID, Family, Hit, Zone, hits

_SHORT = re.compile(
    r"(?<![\w.])(?:(?:discord|dsc|invite)\s?[.,/ ]\s?)?\.?gg\s?/\s?[\w-]{2,32}", re.I
)
_WORDED = re.compile(
    r"(?<!\w)(?:discord(?:app)?|telegram|whatsapp|t)\s*(?:[.,·•:]|\s|point|dot)\s*(?:gg|me|com)\s*"
    r"(?:/|\\|\s(?:slash|barre)\s)\s*(?:invite\s*/\s*)?[\w+-]{3,40}",
    re.I,
)
_JOINING = re.compile(
    r"(?<![\w])(?:join ?chat|addlist|invite)\s?/\s?"
    r"(?P<code>(?=\w*\d)(?=\w*[A-Za-z])[\w-]{8,40})(?!\w)",
    re.I,
)
_PLATFORM_CODE = re.compile(
    r"(?:code|lien|invitation|invite)\s*(?:d[’']invitation|discord|:|=|d[’']acc[èe]s)+"
    r"(?: (?:du|de la|of the|for the|to the|au|à la) \w{3,16})?[\s:=]*"
    r"(?P<code>(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z0-9]{7,10})(?!\w)",
    re.I,
)
# Letters of both cases and digits beside a word that invites.
_MIXED_CODE = re.compile(
    r"\b(?:invit\w*|rejoin\w*|join)\b[^\n]{0,40}?(?<![\w.@#=-])"
    r"(?P<code>(?-i:(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])[A-Za-z0-9]{6,10}))(?![\w./(-])|"
    r"\bzoom\b[^\n\d]{0,24}(?P<room>\d{3}[ -]?\d{3,4}[ -]?\d{4})(?!\d)",
    re.I,
)
# What an interface calls the end of an invitation: « invite_code », « vanity_url_code ».
_CODE_KEY = re.compile(
    r"\b(?:invite|invitation|vanity)(?:_?url)?_?(?:code|id)\\?[\"']?\s?[:=]\s?\\?[\"']?"
    r"(?P<code>(?=[\w-]*\d)[A-Za-z0-9-]{5,32})(?![\w(])",
    re.I,
)


def _spoken(zone: Zone) -> Iterable[Hit]:
    for pattern in (_SHORT, _WORDED) if zone.kind != SAID else ():  # the program shows them too
        yield from hits(pattern, zone, "invitation")
    yield from hits(
        _JOINING, zone, "invitation", lambda match: zone.kind != CODE or zone.quoted(match.start())
    )
    yield from hits(
        _PLATFORM_CODE, zone, "invitation",
        lambda match: zone.kind != CODE and not match["code"].lower().startswith("0x"),
        "code",
    )


def _codes(zone: Zone) -> Iterable[Hit]:
    yield from hits(_CODE_KEY, zone, "invitation", group="code")
    for match in _MIXED_CODE.finditer(zone.text) if zone.kind not in (CODE, CELL) else ():
        yield Hit(*match.span(match.lastgroup), "invitation", match[match.lastgroup])


FAMILIES = (
    Family(
        (
            r"\bgg\s?/\s?\w",
            r"\b(?:join ?chat|addlist|invite)\s?/\s?[a-z0-9_-]{8}",
            r"\b(?:code|lien|invitation|invite)\s*(?:d.invitation|discord|:|=|"
            r"d.acc[èe]s)(?: (?:du|de la|of the|for the|to the|au|à la) \w{3,16})?"
            r"[\s:=]*[a-z0-9]{7,10}\b",
            r"(?:discord(?:app)?|telegram|whatsapp|\bt)\s*[.,:\s]+\s*(?:point|dot)?\s*(?:gg|me|"
            r"com)\s*(?:/|\s)",
        ),
        _spoken,
    ),
    Family(
        (
            r"\b(?:invite|invitation|vanity)(?:_?url)?_?(?:code|id)\\?[\"']?\s?[:=]",
            r"\b(?:invit\w*|rejoin\w*|join)\b[^\n]{0,49}(?:[a-z]\d|\d[a-z])",
            r"\bzoom\b[^\n\d]{0,24}\d{3}[ -]?\d{3}",
        ),
        _codes,
    ),
)
