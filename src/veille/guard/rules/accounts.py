"""Accounts as machines keep them: shells, systems, bases, lists of people, interfaces."""

import re
from collections.abc import Iterable

from veille.guard.rules.base import CELL, CODE, Family, Hit, Zone, hits
from veille.guard.rules.shapes import ORDINARY, PLACEHOLDER, has_shape

# « FORGE_USER=nom », as shells keep it.
_ENVIRONMENT = re.compile(
    r"(?<!\w)(?:[A-Z]{2,20}_)+(?:USER|USERNAME|LOGIN|HANDLE|NICK|OWNER|ACCOUNT)=[\"']?"
    r"(?P<value>[A-Za-z][\w.\-]{2,35})(?![\w(])"
)
# Accounts of a system, as its commands take and give them; who is asked to come back to a line.
_SYSTEM = re.compile(
    r"\buid=\d+\((?P<uid>[a-z][\w.-]{2,31})\)|\blogin as: ?(?P<login>[a-z][\w.-]{2,31})|"
    r"(?<![\w-])su - (?P<su>[a-z][\w.-]{2,31})|\bsudo -u (?P<sudo>[a-z][\w.-]{2,31})|"
    r"\bchown (?:-\w+ )?(?P<chown>[a-z][\w.-]{2,31}):|"
    r"\b(?:TODO|FIXME|XXX)\((?P<asked>[a-z][\w.-]{2,24})\)|"
    r"\b[Cc]reated by (?P<maker>[a-z]\w+\.[a-z]\w+)(?![\w(])"
)
_SYSTEM_USERS = frozenset(
    "root www-data nobody daemon postgres mysql nginx apache redis git http node app user admin "
    "docker jenkins runner ubuntu debian vagrant jovyan staff wheel me moi you name".split()
)
# A list of people: « ADMINS = ["nom", …] », « owners: [nom, …] », a table of members.
_LISTED = re.compile(
    r"(?:users?|admins?|members?|membres|owners?|mod[eé]rat\w+|modos?|pseudos?|user_?names?|handles?|"
    r"banned|bannis|exclus|reporters?|white_?list|block_?list|allow_?list)[\"']?\]?\s*[:=]\s*"
    r"[\[{(](?P<list>[^\[\](){}\n]{3,400})[\])}]|"
    r"\binsert into (?:users?|members?|membres|utilisat\w+|comptes|accounts)\b[^\n(]{0,40}"
    r"(?:\([^()\n]*\)[^\n(]{0,20})?\((?P<row>[^()\n]{3,400})\)",
    re.I,
)
_ITEM = re.compile(r"(?<![\w.@-])[A-Za-zÀ-ÿ][\w.\-]{2,34}(?![\w.(-])")
_NETWORK_NUMBER = re.compile(
    r"\b(?:roblox|steam|vk|vkontakte|facebook|fb|instagram|icq|qq|telegram)\b(?: \w{2,12})? ?"
    r"(?:id|n°|num[ée]ro|uid|user ?id)\W{0,3}(?P<value>\d{5,12})(?!\w)",
    re.I,
)
# The account that a program asks an interface for.
_LOOKED_UP = re.compile(
    r"(?:redditor|(?:get|fetch|find|lookup|search)_?(?:user|member|profile|account)\w*|"
    r"by_?user_?name|by_?name)\(\s?(?:\w+=)?[\"']@?(?P<value>[\w.\-]{3,36})[\"']",
    re.I,
)
# « curl -u nom:mot »: the account that a command opens.
_LOGS_IN = re.compile(
    r"\b(?:curl|wget|https?|ftp|lftp|smbclient|mysql|psql|mongo\w*|rclone)\s[^\n]{0,80}?(?<=\s)"
    r"(?:-u|-U|--user(?:name)?|--login)[ =]?[\"']?(?P<value>[A-Za-z][\w.\-]{2,35})(?![\w(])",
    re.I,
)


def find(zone: Zone) -> Iterable[Hit]:
    """Give the names of accounts that are no function of a system."""
    for match in _SYSTEM.finditer(zone.text):
        name = match[match.lastgroup]
        if name not in _SYSTEM_USERS and name not in ORDINARY:
            yield Hit(*match.span(match.lastgroup), "handle", name)
    for match in _LISTED.finditer(zone.text):
        yield from _items(match, zone)
    yield from hits(_NETWORK_NUMBER, zone, "handle", group="value")
    for pattern in (_LOGS_IN, _ENVIRONMENT, _LOOKED_UP):
        yield from hits(pattern, zone, "handle", lambda match: has_shape(match["value"]), "value")


def _items(match: re.Match, zone: Zone) -> Iterable[Hit]:
    """Give the names of a list of people; in a program, those that are strings."""
    start, end = match.span(match.lastgroup)
    for item in _ITEM.finditer(zone.text, start, end):
        if zone.kind in (CODE, CELL) and zone.before(item.start(), 1) not in ("'", '"'):
            continue
        name = item.group()
        if PLACEHOLDER.match(name) or not has_shape(name):
            continue
        if not re.search(r"_(?:ids?|name|count|at|type|share)$", name):
            yield Hit(item.start(), item.end(), "handle", name)


FAMILIES = (
    Family(
        (
            r"\s(?:-u|--user(?:name)?|--login)[ =]?[\"']?[a-z]",
            r"[a-z]_(?:user|username|login|handle|nick|owner|account)=",
            r"\buid=\d+\(|\blogin as:|\bsu - [a-z]|\bsudo -u |\bchown |(?:TODO|FIXME|XXX)\([a-z]|"
            r"\bcreated by [a-z]\w+\.[a-z]",
            r"(?:users?|admins?|members?|membres|owners?|mod[eé]rat\w+|modos?|pseudos?|user_?names?|"
            r"handles?|banned|bannis|exclus|reporters?|white_?list|block_?list|allow_?list)[\"']?\]?"
            r"\s*[:=]\s*[\[{(]|\binsert into (?:users?|members?|membres|utilisat|comptes|accounts)",
            r"\b(?:roblox|steam|vk|vkontakte|facebook|fb|instagram|icq|qq|telegram)\b"
            r"(?: \w{2,12})? ?(?:id|n°|num|uid|user)",
            r"(?:redditor|(?:get|fetch|find|lookup|search)_?(?:user|member|profile|account)\w*|"
            r"by_?user_?name|by_?name)\(\s?(?:\w+=)?[\"']",
        ),
        find,
    ),
)
