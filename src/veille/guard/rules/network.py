"""IP addresses, of every range, and hardware addresses."""

import re
from collections.abc import Iterable
from ipaddress import IPv6Address

from veille.guard.rules.base import Family, Hit, Zone, hits

_FOUR = re.compile(
    r"(?<![\w.])(?<!\d[-/])(?P<value>(?:\d{1,3}\.){3}\d{1,3})(?![\w]|\.\d)(?:/\d{1,2})?"
)
_SIX = re.compile(
    r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])", re.I
)
_MAC = re.compile(
    r"(?<![\w:-])(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\w:-])"
    r"|(?<![\w.])(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}(?![\w.])",
    re.I,
)
_NUMBERED = re.compile(
    r"(?:\bv|version|versions|release|==|>=|<=|~=|!=|@|§|section|chapitre|article|art\.|figure|clause|rule|règle|annexe|appendix|"
    r"fig\.|"
    r"tableau|python|build|paragraphe|niveau|alin[ée]a|titre)\s*(?:n°|:)?\s*$",
    re.I,
)
_LISTED = re.compile(r"^\s*(?:#+\s*)?$")

_APART = re.compile(r"(?<![\w.])\d{1,3}(?: \. \d{1,3}){3}(?!\w|\.\w| \.)")
CANDIDATES = (
    r"\d \. \d{1,3} \. \d{1,3} \. \d",
    r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}",
    r"[0-9a-f]{1,4}:[0-9a-f]{0,4}:[0-9a-f:]",
    r"::[0-9a-f]",
    r"(?:[0-9a-f]{2}[:-]){5}",
    r"(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}",
)


def find(zone: Zone) -> Iterable[Hit]:
    """Give IPv4, IPv6 and hardware addresses."""
    yield from hits(_FOUR, zone, "ip", lambda match: _is_four(match, zone), "value")
    yield from hits(_APART, zone, "ip")
    yield from hits(_MAC, zone, "machine")
    yield from hits(
        _SIX, zone, "ip", lambda match: _is_six(match.group(), zone.before(match.start(), 3))
    )


def _is_four(match: re.Match, zone: Zone) -> bool:
    parts = match["value"].split(".")
    if any(int(part) > 255 for part in parts):
        return False
    before = zone.before(match.start(), 16)
    if _NUMBERED.search(before) or re.search(r"\b[A-Z]\w*/$", before):  # a program and its version
        return False
    heading = (
        _LISTED.match(before) and zone.text[match.end() : match.end() + 2].strip(" ").istitle()
    )
    return not (heading and all(int(part) < 20 for part in parts))


def _is_six(value: str, before: str) -> bool:
    try:
        address = IPv6Address(
            value.rstrip(":") if value.endswith(":") and not value.endswith("::") else value
        )
    except ValueError:
        return False
    groups = [group for group in value.split(":") if group]
    if "::" not in value:
        return len(groups) == 8 and any(len(group) > 2 for group in groups)
    if before.endswith("[") and len(groups) < 3 and not any(len(group) > 3 for group in groups):
        return False  # a slice
    return int(address) == 1 or (
        len(groups) >= 2
        and any(map(str.isdigit, value))
        and (len(groups) > 2 or len(groups[0]) > 2)
    )


FAMILIES = (Family(CANDIDATES, find),)
