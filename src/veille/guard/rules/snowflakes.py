"""Platform identifiers of 17 to 20 digits, whole or cut in groups."""

import re
from collections.abc import Iterable

from veille.guard.rules.base import CSV, DATA, MARKUP, Family, Hit, Zone, hits

LONG_NUMBER = re.compile(r"(?<![\d])\d{17,20}(?!\d)")
_GROUPED = re.compile(
    r"(?<![\d.,])(?:\d{1,6}(?P<sep>[ _.'’\-/·])(?:\d{2,6}(?P=sep)){1,9}\d{1,6})(?![\d])"
)
# A group or a channel, as a programming interface counts them below zero.
_CHAT = re.compile(r"(?<![\w.])-100\d{10}(?!\d)")
_CHATTING = re.compile(
    r"(?:chat|canal|channel|salon|group|telegram|\btg|peer|\bid)\w*\W{1,6}(?:\w+\W{1,3}){0,2}$",
    re.I,
)
_FLOAT = re.compile(r"\d\.$|(?<![\d.,])\d{1,3},$")
_EXPONENT = re.compile(r"[eE][+-]?\d|\.\d")
_SEED = re.compile(r"(?:seed|graine|entropy|entropie|random_state|default_rng\()\W{0,6}$", re.I)
# Bounds of the integers of machines, not identifiers of anybody.
_BOUNDS = frozenset(
    str(2**bits + shift) for bits in (57, 58, 59, 60, 61, 62, 63, 64) for shift in (-1, 0, 1)
)

CANDIDATES = (r"\d{17}", r"-100\d{10}", r"\d{1,6}(?:[ _.'’/·-]\d{2,6}){2}")


def find(zone: Zone) -> Iterable[Hit]:
    """Give the identifiers; decimals of a float, bounds of integers and seeds are none."""
    yield from hits(LONG_NUMBER, zone, "snowflake", lambda match: not _is_number(match, zone))
    yield from hits(
        _CHAT, zone, "snowflake", lambda match: _CHATTING.search(zone.before(match.start()))
    )
    for match in _GROUPED.finditer(zone.text):
        digits = re.sub(r"\D", "", match.group())
        dotted = zone.kind == MARKUP and match["sep"] in ".-"  # coordinates of a drawing
        if (
            17 <= len(digits) <= 20
            and not dotted
            and len(set(digits)) > 2
            and digits not in _BOUNDS
            and _is_even(match.group(), match["sep"])
        ):
            yield Hit(match.start(), match.end(), "snowflake", match.group())


def _is_number(match: re.Match, zone: Zone) -> bool:
    value, before = match.group(), zone.before(match.start(), 24)
    if value in _BOUNDS or _SEED.search(before) or len(set(value)) < 3:
        return True
    if _EXPONENT.match(zone.after(match.end(), 5)) and zone.kind != CSV:
        return True
    if re.search(r"\d\.$", before):
        return True
    if re.search(r"[\s(]\d{1,3},$", before):
        return True  # decimals, in a sentence
    if before.endswith(",") and zone.kind not in (CSV, DATA):
        return bool(_FLOAT.search(before))  # a list of numbers has a space after its comma
    return False


def _is_even(value: str, separator: str) -> bool:
    """Groups of equal size, but for the first or the last; dates and card-like series are not."""
    sizes = [len(group) for group in value.split(separator)]
    middle = sizes[1:-1] or sizes
    return len(set(middle)) == 1 and middle[0] >= 2 and max(sizes) <= 6


FAMILIES = (Family(CANDIDATES, find),)
