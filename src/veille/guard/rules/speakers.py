"""Names shown by what they do or undergo: who speaks, writes, joins, is written to, is reported."""

import re
from collections.abc import Iterable

from veille.guard.rules.base import CELL, CODE, MARKUP, Family, Hit, Zone, hits
from veille.guard.rules.shapes import FILE, is_name

_VALUE = r"(?P<value>[A-Za-zÀ-ÿ][\w.\-]{2,34}\w)"
_OPEN, _SHUT = r"[\"'«“*`_]{0,3}\s?", r"\s?[\"'»”*`_]{0,3}"
_VERBS = (
    r"(?:quitt|rejoin|écri|post|envoy|partag|répon|insist|menac|contact|relanc|harcel|harcèl|publi|"
    r"supprim|bann|expuls|exclu|averti|signal|ajout|demand|suspend|réagi|mentionn|invit|joined|"
    r"left|wrote|sent|said|replied|added|reacted|shared|deleted|muted|kicked|warned|reported|"
    r"asked|promot|threaten|quit\b|parted)"
)
_ACTS = re.compile(
    rf"(?<![\w@./\\-]){_OPEN}{_VALUE}{_SHUT}\s(?:(?:a|ont|avait|has|had|vient|est|s[’']est|was|"
    r"been|été|de|nous|m[’']a|t[’']a|me|te|l[’']a|lui|en|toujours|encore|de nouveau)\s){0,3}"
    rf"{_VERBS}",
    re.I,
)
_UNDERGOES = re.compile(
    r"(?:\b(?:signal(?:é|ée|és|és?|ement|e|er|ez)|messages?|mp|dm|envoyé(?:e?s?)|écrit(?:e?s?)|écrire|"
    r"posté(?:e?s?)|publié(?:e?s?)|part|contact(?:é(?:e?s?)|er|e|ez)?|bann?(?:i(?:e?s?)|ir)?|"
    r"profils?|comptes?|conversation|échanges?|discussion|capture|membre|utilisat(?:eur|rice)|"
    r"user|account|member|report(?:ed|s)?|messaged?|dm(?:ed)?|invité(?:e?s?)|ajouté(?:e?s?)|"
    r"bloqu(?:é(?:e?s?)|er|ez)|block(?:ed)?|ban(?:ned)?|written|sent|posted|averti(?:e?s?))\s"
    r"(?:(?:privés?|suspecte?|concernée?|nommée?|appelée?|reçus?|hier|message|account|user|"
    r"utilisat(?:eur|rice)|membre|compte|profil|vk|discord|insta\w*|"
    r"snap\w*|telegram|tik ?tok|steam|roblox|kik|ig|facebook|twitter|reddit|twitch|le|la|"
    r"du|l[’'])\s){0,2})"
    rf"(?:(?:par|de|à|avec|contre|chez|from|by|to|with|of|against|d[’'])\s?)?{_OPEN}"
    rf"(?={_VALUE}(?![\w(]))",  # seen, not taken: « message posté par » comes before « posté par »
    re.I,
)
# « <nom> texte » and « [14:02] <nom> texte » and « nom: texte », as chats are exported.
_LINE = re.compile(
    rf"^\s*(?:[>*-]\s)?(?:[\[(]?\d{{1,2}}[:h]\d\d(?::\d\d)?[\])]?\s+[-–]?\s*)?"
    rf"(?:<[@+%&~]?{_VALUE}>\s+\S|\[(?P<boxed>[A-Za-zÀ-ÿ][\w.\-]{{2,34}}\w)\]\s+[^\W\d_(]|"
    r"(?P<said>[A-Za-zÀ-ÿ][\w.\-]{2,34}\w)\s?:\s(?=[^\W\d_]))"
)
_STAMPED = re.compile(r"^\s*(?:[>*-]\s)?[\[(]?\d{1,2}[:h]\d\d")
_JOINS = re.compile(
    rf"(?:^|\s)(?:\*{{1,3}}|-!-|-->|<--|→|←)\s?{_VALUE}\s(?:[\[(][^\])]*[\])]\s)?"
    r"(?:has |a |was )?"
    r"(?:joined|left|quit|kicked|rejoint|quitté|is now known|sets mode)",
    re.I,
)
# « connue ailleurs comme « nom » », « le compte de Untel (nom) ».
_ALSO = re.compile(
    rf"\s(?:as|comme|sous)\s[\"«“]\s?{_VALUE}\s?[\"»”]|"
    r"\b(?:compte|profil|pseudo|account|profile|membre|member)\b[^\n()]{0,40}\s\("
    r"(?P<inside>[A-Za-zÀ-ÿ][\w.\-]{2,34}\w)\)|"
    r"\b(?:membre|utilisat\w+(?:·\w+)?|compte|profil|pseudo\w*|user|member|account)\s[«“\"]\s?"
    r"(?P<dotted>[A-Za-zÀ-ÿ]{3,20}\.[A-Za-zÀ-ÿ]{3,20})\s?[»”\"]",
    re.I,
)
# What a system writes of who opens a session.
_SESSION = re.compile(
    r"\b(?:session (?:opened|closed) for user|(?:failed|accepted) \w+ for(?: invalid user)?|"
    r"invalid user|authenticating user|su:? \(to|disconnected from (?:user|invalid user))\s"
    r"(?P<value>(?!root\b|by\b|from\b)[a-z_][\w.\-]{2,31})",
    re.I,
)
_HTML = frozenset(
    "html head body div span table thead tbody tfoot form input button main nav header footer "
    "section article aside style script title meta link label select option textarea details "
    "summary figure figcaption video audio canvas strong blockquote code pre center".split()
)


def find(zone: Zone) -> Iterable[Hit]:
    """Give the names that speak or are spoken to, where their shape leaves no other reading."""
    if zone.kind in (CODE, CELL) and not any(quote in zone.text for quote in "\"'`#/"):
        return
    for pattern in (_ACTS, _UNDERGOES):
        yield from hits(
            pattern, zone, "handle",
            lambda match: is_name(match["value"]) and _is_said(match.start("value"), zone),
            "value",
        )
    if zone.kind in (CODE, CELL):
        return
    for match in (*_JOINS.finditer(zone.text), *_SESSION.finditer(zone.text)):
        yield Hit(match.start("value"), match.end("value"), "handle", match["value"])
    for match in _ALSO.finditer(zone.text):
        name = match[match.lastgroup]
        if is_name(name) or (match["dotted"] and not FILE.search(name)):
            yield Hit(*match.span(match.lastgroup), "handle", match[match.lastgroup])
    match = _LINE.match(zone.text) if zone.kind != MARKUP else None
    if match and _speaks(match, zone):
        group = next(name for name in ("value", "boxed", "said") if match[name])
        yield Hit(match.start(group), match.end(group), "handle", match[group])


def _is_said(position: int, zone: Zone) -> bool:
    """In a sentence, not as the name of a function or of a field of a program."""
    span = zone.before(position, 1) == "`" and "_" in zone.after(position, 30).split("`")[0]
    return not span and (zone.kind not in (CODE, CELL) or zone.quoted(position))


def _speaks(match: re.Match, zone: Zone) -> bool:
    stamped = _STAMPED.match(zone.text) is not None
    if match["value"]:
        name = match["value"]
        return name.lower() not in _HTML and f"</{name}" not in zone.text and (
            stamped or is_name(name)
        )
    name = match["boxed"] or match["said"]
    if re.match(r"\[[^\]]*\]\s*\(|\[\w+\]:", zone.text.lstrip()):
        return False
    return is_name(name) and any(map(str.isdigit, name)) and len(zone.text.split()) > 2


_NOUNS = (
    r"\b(?:signal|message|mp|dm|envoyé|écri|posté|publié|part|contact|banni|profil|compte|"
    r"conversation|échange|discussion|capture|membre|utilisat|user|account|member|report|invité|"
    r"ajouté|bloqu|block|banned|written|sent|posted|averti)"
)
# A name ends or is cut by digits or low lines; re2 looks for that end, and for a word beside it.
FAMILIES = (
    Family(
        (
            rf"[a-z][\d_.]\w{{0,12}}[^\w\s]{{0,3}} (?:[^\s]{{1,8}} ){{0,2}}{_VERBS}",
            rf"{_NOUNS}[\w\x{{c0}}-\x{{17f}}]{{0,6}} [^\n=(){{}}]{{0,24}}[a-z]\w{{1,12}}[\d_]",
            r"\d[:h]\d\d[^\n]{0,8}<[@+%&~]?[a-z][\w.-]{2,34}>\s",
            r"(?:^|\n)[ >*-]{0,4}(?:<[@+%&~]?[a-z][\w.-]*[\d_]\w*>|\[[a-z][\w.-]*[\d_]\w*\]|"
            r"[a-z][\w.-]*[\d_]\w* ?:) [a-z]",
            r"session (?:opened|closed) for|(?:failed|accepted) \w+ for |(?:invalid|authenticating|"
            r"from) user ",
            r"\s(?:as|comme|sous)\s[^\w\s]\s?[a-z][\w.-]*[\d_][\w.-]*\s?[^\w\s]",
            r"\b(?:membre|utilisat|compte|profil|pseudo|user|member|account)[^\n «“\"]*\s[«“\"]\s?"
            r"[a-z]{3,20}\.[a-z]{3}",
            r"\b(?:compte|profil|pseudo|account|profile|membre|member)\b[^\n()]{0,40}\s\([a-z][\w.-]*[\d_]\w*\)",
            r"(?:\*|-!-|-->|<--|→|←)\s?[\w.-]{3,36}\s(?:[\[(][^\])]*[\])]\s)?"
            r"(?:has |a |was )?(?:joined|left|quit|kicked|rejoint|quitté|is now known|sets mode)",
        ),
        find,
    ),
)
