"""Fingerprints of files, outside the files whose purpose is to hold them."""

import re
from collections.abc import Iterable

from veille.guard.rules.base import Family, Hit, Zone

_HEX = re.compile(
    r"(?<![0-9A-Za-z])(?P<value>[0-9a-f]{32}(?:[0-9a-f]{8}(?:[0-9a-f]{16}(?:[0-9a-f]{8}(?:[0-9a-f]{32}"
    r"(?:[0-9a-f]{32})?)?)?)?)?)(?![0-9A-Za-z])",
    re.I,
)
_SRI = re.compile(
    r"\bsha(?:1|256|384|512)[-:=]\s?[A-Za-z0-9+/]{27,88}={0,2}(?![A-Za-z0-9+/=])", re.I
)
_PIECEWISE = re.compile(
    r"(?<![0-9A-Fa-f:])(?:[0-9a-f]{2}[: ]){15,63}[0-9a-f]{2}(?![0-9A-Fa-f:])", re.I
)
_FUZZY = re.compile(r"(?<!\w)\d{2,6}:[A-Za-z0-9+/]{20,64}:[A-Za-z0-9+/]{10,64}(?!\w)")
_UUID = re.compile(r"(?<![\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])", re.I)
_PERCEPTUAL = re.compile(
    r"\b(?:[pdaw]|block|image|perceptual)?-?_?(?:hash|empreinte)(?:64)?[\"']?\s?[:=]?\s?[\"']?(?:0x)?"
    r"(?P<value>[0-9a-f]{16})(?![0-9a-z])",
    re.I,
)

# Fingerprints told by their prefix: directories, passwords, fuzzy ones, content addresses.
_PREFIXED = re.compile(
    r"\{S?(?:SHA|MD5)\d*\}[A-Za-z0-9+/]{22,88}={0,2}|\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}|"
    r"\$(?:1|5|6|y|argon2\w{1,2})\$[^\s\"'<>]{20,140}|(?<![0-9A-Za-z])T1[0-9A-F]{70}(?![0-9A-Za-z])|"
    r"(?<![0-9A-Za-z])baf[ky][a-z2-7]{50,70}(?![0-9A-Za-z])|"
    r"(?<![0-9A-Za-z])(?i:(?:[0-9a-f]{4} {1,2}){7,15}[0-9a-f]{4})(?![0-9A-Za-z])",
)
# A fingerprint in base64 has no form of its own: a word says what it is, its length which one.
_SAID = re.compile(
    r"\b(?:sha-?\d{1,3}|md5|blake\w*|empreinte|condens(?:é|at)|digest|checksum|hash)\b[^\n]{0,32}?"
    r"(?<![A-Za-z0-9+/=])(?P<value>[A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{27}=|[A-Za-z0-9+/]{43}=|"
    r"[A-Za-z0-9+/]{86}==)(?![A-Za-z0-9+/=])"
    r"|\b(?:[pdaw]hash|perceptu\w+|photodna|empreinte|hash)\b[^\n]{0,32}?[\s:=(\"'`]"
    r"(?:0x)?[0-9a-f]{16}(?![0-9a-z])",
    re.I,
)
CANDIDATES = (
    r"\{S?(?:SHA|MD5)\d*\}",
    r"\$2[abxy]?\$\d\d\$|\$(?:1|5|6|y|argon2\w+)\$",
    r"T1[0-9A-F]{70}|baf[ky][a-z2-7]{50}",
    r"(?:[0-9a-f]{4} {1,2}){7}[0-9a-f]{4}",
    r"(?:(?:sha-?\d{1,3}|md5|blake\w*|empreinte|digest|checksum|hash|perceptu\w+|photodna)\b|"
    r"condens)[^\n]{0,32}"
    r"(?:[A-Za-z0-9+/]{22}|[^0-9a-z][0-9a-f]{16}\b)",
    r"[0-9a-f]{32}",
    r"[0-9a-f]{4}-[0-9a-f]{12}",
    r"(?:hash|empreinte)(?:64)?[\"']?\s?[:=]?\s?[\"']?(?:0x)?[0-9a-f]{16}",
    r"sha(?:1|256|384|512)[-:=]",
    r"(?:[0-9a-f]{2}[: ]){15}",
    r"\d:[A-Za-z0-9+/]{20,64}:[A-Za-z0-9+/]{10}",
)


def find(zone: Zone) -> Iterable[Hit]:
    """Give hexadecimal and base64 fingerprints of the usual lengths."""
    for pattern in (_HEX, _SRI, _PIECEWISE, _FUZZY, _UUID, _PERCEPTUAL, _PREFIXED, _SAID):
        for match in pattern.finditer(zone.text):
            value = match.group()
            letters = any(character.isalpha() for character in value)
            if letters and len(set(value.lower())) > 4 and any(map(str.isdigit, value)):
                yield Hit(match.start(), match.end(), "hash", value)


FAMILIES = (Family(CANDIDATES, find),)
