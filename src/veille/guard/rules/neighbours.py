"""Names near a word that says who: both may stand in any order and any turn of phrase."""

import re
from collections.abc import Iterable

from veille.guard.rules.base import CELL, CODE, MARKUP, SAID, Family, Hit, Zone
from veille.guard.rules.shapes import is_name
from veille.guard.vocabulary import names

# Letters that end by digits, or two words and a low line.
_NUMBERED = re.compile(
    r"(?:(?<![\w./@#:=&?{\\-])|(?<=\\b))(?P<value>[A-Za-zÀ-ÿ](?=[\w.-]*[A-Za-zÀ-ÿ]{3})"
    r"(?:[\wÀ-ÿ.-]{2,28}?\d{1,4}(?:_?[xX]{1,2})?|[A-Za-zÀ-ÿ]{0,20}_[A-Za-zÀ-ÿ]{3,20}))(?![\w/(]|[.-]\w)"
)
_WHO = re.compile(
    r"(?<![\w-])(?:(?P<surely>pseudo(?:nyme)?s?|(?:user|screen|display)[ _]?names?|handles?|"
    r"nick(?:name)?s?|gamertags?)|users?|alias|login|accounts?|comptes?|profile?s?|modos?|"
    r"mod[ée]rat(?:eur|rice|or)\w*|membres?|members?|utilisat(?:eur|rice)s?|owners?|propriétaires?|"
    r"admins?|auteure?s?|autrices?|authors?|known as|signalée?s?|bannie?s?|exclue?s?|exclusion|"
    r"expulsée?s?|avertie?s?|reported|banned|muted|kicked|posté par|posted by|xbox|psn|epic|vrchat|"
    r"fortnite|minecraft|steam|twitch|roblox|kik|skype|snap(?:chat)?|insta(?:gram)?|tik ?tok|"
    r"telegram|discord|mastodon|bluesky|reddit|contact)(?![\w-])",
    re.I,
)
_SERIES = names("numbered_things")


def find(zone: Zone) -> Iterable[Hit]:
    """Give the names that have somebody's shape, where a word beside them says who."""
    coded = zone.kind in (CODE, CELL)
    for match in _NUMBERED.finditer(zone.text):
        value = match["value"]
        if _counts(value) or not is_name(value) or (coded and not zone.quoted(match.start())):
            continue
        if zone.kind == MARKUP and zone.text.rfind("<", 0, match.start()) > zone.text.rfind(
            ">", 0, match.start()
        ):
            continue  # inside a tag
        variable = zone.kind in (CODE, CELL, SAID, MARKUP) or zone.before(match.start(), 1) == "`"
        if variable and not any(map(str.isdigit, value)):
            continue  # « `nom_de_colonne` »
        near = zone.before(match.start(), 56) + " " + zone.after(match.end(), 32)
        if any(who["surely"] or not coded for who in _WHO.finditer(near)):
            yield Hit(match.start(), match.end(), "handle", value)


def _counts(value: str) -> bool:
    """« Tableau-3 », « FORME2 », « auteur2023 »: things in a series, or a reference."""
    stem = re.sub(r"[\W\d_]+$", "", value).lower()
    return (
        stem in _SERIES
        or stem.rpartition("_")[2].rpartition("-")[2] in _SERIES
        or value.upper() == value
        or bool(re.search(r"[a-zà-ÿ](?:19|20)\d\d$", value))
    )


_NUMBER = r"[a-z](?-i:[a-z])[a-z]?[._-]?\d{1,4}(?:_?x)?(?:[^\w/(]|$)"
FAMILIES = (
    Family(
        (),
        find,
        written=(_NUMBER, r"(?:^|[ «\"])[a-z]{1,20}_[a-z]{3,20}(?:[ »,;:.)]|$)"),
        quoted=(_NUMBER,),
    ),
)
