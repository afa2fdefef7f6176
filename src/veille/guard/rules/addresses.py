"""Addresses: URLs of any scheme, bare domains, invitations, shorteners, lockers, onion."""

import re
from collections.abc import Callable, Iterable

from veille.guard.rules.base import CELL, CODE, CSV, MARKUP, Family, Hit, Zone, hits
from veille.guard.vocabulary import endings, names

_LABEL = r"[a-z0-9à-ÿ](?:[a-z0-9à-ÿ_-]{0,61}[a-z0-9à-ÿ])?"
_STOP = r"\s<>\"`{}|\\^«»\x00-\x1f“”"
_URL = re.compile(
    rf"(?<![a-z0-9])(?P<scheme>[a-z][a-z0-9+.-]{{1,20}})://(?P<rest>[^{_STOP}]{{1,2000}})", re.I
)
_RELATIVE = re.compile(
    rf"//(?<![\w:/.]//)(?P<rest>(?:{_LABEL}\.){{1,8}}[a-z]{{2,24}}(?![\w.-])"
    rf"(?:/[^{_STOP}]*)?)",
    re.I,
)
_OPAQUE = re.compile(
    rf"(?<![\w-])(?P<scheme>magnet:\?|tel:|sms:|geo:|xmpp:|sip:|sips:|skype:|tg:|mailto:|"
    rf"ipfs:|ed2k:|callto:|whatsapp:|signal:|matrix:[ur]/)(?P<rest>[^{_STOP}]{{3,500}})",
    re.I,
)
_BARE = re.compile(
    rf"(?<![\w@/.\\%$#~=-])(?P<host>(?:{_LABEL}\.){{1,8}}(?P<ending>[a-z]{{2,18}}|"
    rf"xn--[a-z0-9-]{{2,40}}))"
    rf"(?![\w-]|\.[a-z0-9]|@)(?P<port>:\d{{2,5}})?(?P<path>[/?#][^{_STOP}]{{0,1000}})?",
    re.I,
)
_EQUALS = re.compile(
    rf"(?<=[=/~#%$-])(?P<host>(?:{_LABEL}\.){{1,8}}(?P<ending>[a-z]{{2,18}}))"
    rf"(?![\w-]|\.[a-z0-9]|@)(?P<port>:\d{{2,5}})?(?P<path>[/?#][^{_STOP}]{{0,1000}})?",
    re.I,
)
_DOI = re.compile(rf"(?<![\w/.])(?:doi:\s?)?10\.\d{{4,9}}/[^{_STOP},;]{{2,200}}", re.I)
_ONION = re.compile(r"(?<![\w.-])(?:[a-z2-7]{16}|[a-z2-7]{56})(?:\s?\.\s?onion)?(?![\w])", re.I)
_HIDDEN = re.compile(
    r"(?<![\w.-])(?:[a-z0-9-]{1,63}\.){0,3}[a-z0-9-]{2,63}\s?\.\s?(?:i2p|loki)(?![\w-])(?!\()", re.I
)
_NAMING = re.compile(
    r"\b(?:xmlns(?::\w+)?|Type|uri|namespace|schemaLocation)=[\"'](?:https?://)?$", re.I
)
_NAMESPACES = names("vocabulary_hosts")
_TRAILING = ".,;:!?'’…*_~"
_PAIRS = {")": "(", "]": "[", "}": "{"}
STRONG, ORDINARY, WEAK = (endings(kind) for kind in ("strong", "ordinary", "weak"))
_IS_STRONG, _IS_ORDINARY, _IS_WEAK = (
    names(f"{kind}_endings") for kind in ("strong", "ordinary", "weak")
)
_FILES = names("file_endings")
# Endings that nobody gives to an attribute: a string that is only « mot.club » is an address.
_NO_ATTRIBUTE = frozenset("club fun social chat party shop blog expert agency cam tube moe".split())
# A string that a program keeps under such a name is a host, whatever its ending.
_ASSIGNED = re.compile(
    r"(?:site|host|domain|domaine|url|server|serveur|origin|endpoint)s?[\"']?\]?\s?[:=]\s?[\"']$",
    re.I,
)
# What programs call their objects: « df.name » in a sentence is an attribute.
_OBJECT = re.compile(
    r"(?:\w{1,3}|self|this|args|table|data|item|node|event|window|document|object|frame|"
    r"axes|result|record|column|series|index|field|module|class|request|response)\.",
    re.I,
)


def _dois(zone: Zone) -> Iterable[Hit]:
    """A plain DOI is a name, not an address; its digits are nobody's."""
    for match in _DOI.finditer(zone.text):
        yield Hit(match.start(), match.start() + len(trim(match.group())), None, match.group())


def _urls(zone: Zone) -> Iterable[Hit]:
    yield from _found(_URL, _url, zone)
    yield from hits(_TEMPLATED, zone, "address")


def _opaques(zone: Zone) -> Iterable[Hit]:
    return _found(_OPAQUE, _opaque, zone)


def _domains(zone: Zone) -> Iterable[Hit]:
    for pattern, build in ((_RELATIVE, _relative), (_BARE, _bare), (_EQUALS, _bare)):
        yield from _found(pattern, build, zone)


def _found(
    pattern: re.Pattern, build: Callable[[re.Match, Zone], Hit | None], zone: Zone
) -> Iterable[Hit]:
    for match in pattern.finditer(zone.text):
        found = build(match, zone)
        if found:
            yield found


def _onions(zone: Zone) -> Iterable[Hit]:
    yield from hits(
        _ONION, zone, "onion",
        lambda match: "onion" in match.group().lower()
        or (any(map(str.isdigit, match.group())) and match.group().islower()),
    )
    yield from hits(
        _HIDDEN, zone, "onion", lambda match: zone.kind != CODE or zone.quoted(match.start())
    )


def trim(address: str) -> str:
    """Take off the punctuation of the sentence, and the closing sign of a bracket opened before."""
    while address:
        last = address[-1]
        if last in _TRAILING or (
            last in _PAIRS and address.count(last) > address.count(_PAIRS[last])
        ):
            address = address[:-1]
        else:
            break
    return address


def _value(match: re.Match, zone: Zone) -> str:
    """An address as it is written; in a table, a comma starts another cell."""
    return trim(match.group().partition(",")[0] if zone.kind == CSV else match.group())


def _url(match: re.Match, zone: Zone) -> Hit | None:
    value = _value(match, zone)
    rest = value[len(match["scheme"]) + 3 :]
    host = re.split(r"[/?#]", rest.rpartition("@")[2] if "@" in rest.split("/")[0] else rest)[0]
    scheme = match["scheme"].lower()
    if scheme in _SCHEMES and re.search(r"\w", rest):
        return Hit(match.start(), match.start() + len(value), "invitation", value)
    if not re.search(r"\w", host) or scheme in ("data", "javascript", "blob", "about"):
        return None
    if match["scheme"].lower() in ("http", "https") and host in ("www.", "www"):
        return None
    if _names_a_vocabulary(host, match, zone):
        return None  # the name of a vocabulary, which nobody visits
    rule = _rule(host.lower(), value[value.find(host) + len(host) :], match["scheme"].lower())
    return Hit(match.start(), match.start() + len(value), rule, value)


# An address whose first name is filled in by a program; what follows says where it leads.
_TEMPLATED = re.compile(
    rf"https?://[\w.-]{{0,60}}(?:\$?\{{[^\s{{}}]{{0,60}}\}}|\$\w{{1,40}}|%s)[\w-]{{0,60}}"
    rf"(?:\.{_LABEL}){{1,6}}\.[a-z]{{2,18}}(?:/[^{_STOP}]{{0,400}})?",
    re.I,
)
# What a command of a shell is told to reach.
_FETCHED = re.compile(
    r"\b(?:ping|curl|wget|dig|nslookup|whois|traceroute|telnet|nc)\s+(?:-\S+\s+)*"
    rf"(?P<host>(?:{_LABEL}\.){{1,8}}[a-z]{{2,18}})(?![\w.])",
    re.I,
)
_LOCAL = re.compile(r"(?<![\w./:-])localhost(?::\d{2,5}(?:/[\w./-]*)?|/[\w./-]+)", re.I)


def _locals(zone: Zone) -> Iterable[Hit]:
    yield from hits(_LOCAL, zone, "address")
    yield from hits(
        _FETCHED, zone, "address",
        lambda match: match["host"].rpartition(".")[2].lower() not in _FILES,
        "host",
    )


def _relative(match: re.Match, zone: Zone) -> Hit | None:
    host = match["rest"].split("/")[0]
    if host.rpartition(".")[2].lower() not in _IS_STRONG | _IS_ORDINARY | _IS_WEAK:
        return None
    value = _value(match, zone)
    in_style = zone.before(match.start(), 4).lower() == "url("
    if zone.kind == CODE and not (in_style or zone.quoted(match.start())):
        return None
    return Hit(match.start(), match.start() + len(value), _rule(host.lower(), "/", "https"), value)


def _names_a_vocabulary(host: str, match: re.Match, zone: Zone) -> bool:
    return (
        zone.kind in (MARKUP, CELL)
        and host.lower() in _NAMESPACES
        and bool(_NAMING.search(zone.before(match.start(), 40)))
    )


def _opaque(match: re.Match, zone: Zone) -> Hit | None:
    scheme, value = match["scheme"].lower(), trim(match.group())
    rest = value[len(scheme) :].lstrip()
    rule = {
        "tel:": "phone",
        "sms:": "phone",
        "callto:": "phone",
        "mailto:": "email",
        "geo:": "gps",
    }.get(scheme, "invitation")
    if rule == "phone":
        return None  # the rule for phones reads the number and the published lines
    if rule == "email" and "@" not in rest:
        return None
    if not re.search(r"[\d/@+?]", rest) or (rule == "gps" and not re.match(r"-?\d", rest)):
        return None
    if (
        scheme in ("signal:", "tg:", "whatsapp:", "skype:", "matrix:r/", "matrix:u/")
        and value[len(scheme)] == " "
    ):
        return None
    if scheme in ("magnet:?", "ipfs:", "ed2k:"):
        rule = "file_locker"
    return Hit(match.start(), match.start() + len(value), rule, value)


def _bare(match: re.Match, zone: Zone) -> Hit | None:
    host, ending, path = match["host"], match["ending"], match["path"] or ""
    value = _value(match, zone)
    if not _is_address(match, zone, host, ending, path):
        return None
    return Hit(match.start(), match.start() + len(value), _rule(host.lower(), path, "https"), value)


def _is_address(match: re.Match, zone: Zone, host: str, ending: str, path: str) -> bool:
    low, labels = ending.lower(), host.split(".")
    known = f"{labels[-2]}.{low}".lower() in _PLATFORMS
    named = host.lower().startswith("www.") or low.startswith("xn--")
    if _is_sentence(host, ending) and not named and not path:
        return False
    if _is_of_program(match, zone, low) or _names_a_vocabulary(host, match, zone):
        return False
    if known and (path or low not in _IS_WEAK):
        return True
    if named and (low in _IS_STRONG | _IS_ORDINARY | _IS_WEAK or low.startswith("xn--")):
        return True
    if (match.end() < len(zone.text) and zone.text[match.end()] == "(") or labels[0].isdigit():
        return False if zone.text[match.end() : match.end() + 1] == "(" else low in _IS_STRONG
    if match["port"] and low in _IS_STRONG | _IS_ORDINARY | _IS_WEAK and not zone.kind == CODE:
        return True
    return _ends_as_one(match, zone, host, low, path)


def _ends_as_one(match: re.Match, zone: Zone, host: str, low: str, path: str) -> bool:
    """A host without a service's name or a port is told by its ending, and by where it stands."""
    if low not in _FILES and "_" not in host and _ASSIGNED.search(zone.before(match.start(), 24)):
        return low in _IS_STRONG | _IS_ORDINARY | _IS_WEAK
    in_code = zone.kind == CODE and not zone.quoted(match.start())
    span = zone.text[match.start() - 1 : match.start()] == "`"
    if low in _IS_STRONG:
        return not in_code
    if low in _IS_ORDINARY:
        return not in_code and (not span or bool(path)) and not _is_dotted_name(zone, host, path)
    if low in _IS_WEAK and low not in _FILES:
        return not in_code and (
            path.startswith("/") or (_is_hostlike(host) and not span and zone.kind != CODE)
        )
    return False


def _is_of_program(match: re.Match, zone: Zone, ending: str) -> bool:
    """A module that a program asks for, or a file and its line."""
    asked = re.search(r"(?:require\(|\bfrom|\bimport)\s?[\"']$", zone.before(match.start(), 24))
    numbered = re.match(r":\d+(?::\d+)?\b", zone.text[match.end("host") :])
    if ending == "app" and zone.before(match.start(), 1) == "/":
        return True  # an application of a Mac
    named = asked and zone.kind == CODE and not match["port"] and not match["path"]
    return bool(named or (ending in _FILES and numbered))


def _is_sentence(host: str, ending: str) -> bool:
    """« fini.Le texte »: a capital after the full stop, and none elsewhere but at the start."""
    return ending[:1].isupper() and not host.isupper()


def _is_dotted_name(zone: Zone, host: str, path: str) -> bool:
    """In code, « figure.style » or « self.data.name » are attributes."""
    if "_" in host or (not path and _OBJECT.match(host) and not re.search(r"[\d-]", host)):
        return True
    if zone.kind not in (CODE, CELL) or path or re.search(r"[\d-]", host):
        return False
    return not (_fills_string(zone, host) and host.rpartition(".")[2].lower() in _NO_ATTRIBUTE)


def _fills_string(zone: Zone, host: str) -> bool:
    return any(f"{quote}{host}{quote}" in zone.text for quote in "\"'")


def _is_hostlike(host: str) -> bool:
    name = host.rpartition(".")[0]
    return ("-" in name or any(map(str.isdigit, name)) or name.count(".") >= 1) and "_" not in name


_INVITES, _SHORTENERS, _LOCKERS = (
    names(kind) for kind in ("invitation_hosts", "shorteners", "file_lockers")
)
_PLATFORMS = _INVITES | _SHORTENERS | _LOCKERS
_PATHS = tuple(f"/{path}" for path in names("invitation_paths"))
_SCHEMES = names("invitation_schemes")


def _rule(host: str, path: str, scheme: str) -> str:
    host = re.sub(r"^(?:www\d?|ptb|canary|m)\.", "", host).partition(":")[0]
    if host.endswith((".onion", ".i2p")):
        return "onion"
    if host in _INVITES or scheme in _SCHEMES or path.lower().startswith(_PATHS):
        return "invitation"
    if host in _SHORTENERS:
        return "shortener"
    return "file_locker" if host in _LOCKERS else "address"


FAMILIES = (
    Family((r"\b10\.\d{4,9}/",), _dois),
    Family((r"://",), _urls),
    Family(
        (
            r"\b(?:magnet:|tel:|sms:|geo:|xmpp:|sips?:|skype:|tg:|ipfs:|mailto:|ed2k:|callto:|"
            r"whatsapp:|signal:|matrix:)",
        ),
        _opaques,
    ),
    Family(
        (
            r"\bwww\.",
            r"xn--",
            rf"[a-z0-9\x{{80}}-\x{{10ffff}}]\.(?:{STRONG}|{ORDINARY})(?:[^a-z0-9_(]|$)",
            rf"[a-z0-9-]\.(?:{WEAK})(?:/|:\d|\?)",
            rf"[a-z0-9]\.[a-z0-9-]+\.(?:{WEAK})\b",
            rf"(?:[0-9]|-[a-z0-9]+)\.(?:{WEAK})\b",
        ),
        _domains,
    ),
    Family(
        (
            r"localhost[:/]",
            r"\b(?:ping|curl|wget|dig|nslookup|whois|traceroute|telnet|nc)\s",
        ),
        _locals,
    ),
    Family((r"onion", r"\b[a-z2-7]{56}\b", r"[a-z0-9]\s?\.\s?(?:i2p|loki)\b"), _onions),
)
