"""Telephone numbers: international ones anywhere, national ones by their shape."""

import re
from collections.abc import Iterable

import phonenumbers

from veille.guard.rules.base import CODE, CSV, DATA, MARKUP, Family, Hit, Zone, hits

_SEP = r"[ .\-/·•_|*:?\t \[\]]"
_INTERNATIONAL = re.compile(
    rf"(?<![\w+])(?:\+|"
    rf"(?<![.,-])00\s?(?=[1-9]))\s?\(?[1-9](?:{_SEP}{{0,3}}[(]?0?[)]?{_SEP}{{0,2}}\d){{6,14}}(?!\d)"
)
# What may not stand before a number. It is looked at after the first character, by which the search
# jumps from one possible start to the next instead of trying each place.
_EDGE = r"(?<![\w.,+/-].)(?<!\d[ .-].)"
_ZERO = rf"[(0]{_EDGE}(?:(?<=0)|(?<=\()0)"
_SHAPES = tuple(
    re.compile(shape, re.DOTALL)
    for shape in (
        # France and other countries in pairs: 0X XX XX XX XX
        rf"{_ZERO}\)?{_SEP}{{0,2}}[1-9](?:{_SEP}{{0,3}}\d\d){{4}}(?![\d])(?!{_SEP}\d\d(?!\d))",
        # the same, each digit or each group apart
        rf"0{_EDGE}(?:{_SEP}{{1,3}}\d{{1,3}}){{3,9}}(?![\d])",
        # Belgium: 0470 12 34 56, 0470/12.34.56, 02 123 45 67, 010 12 34 56
        rf"0{_EDGE}\d{{1,3}}\s?[ ./\-]\s?\d{{2,3}}{_SEP}?\d{{2,3}}{_SEP}?\d{{2,3}}(?![\d])",
        # Switzerland and others: 079 123 45 67, 030 1234567, 020 7946 1234
        rf"{_ZERO}\d{{2,4}}\)?[ ./\-]\d{{3,4}}[ .\-]?\d{{2,4}}(?:[ .\-]?\d{{2,4}})?(?![\d])",
        # North America
        rf"[(1-9]{_EDGE}(?:(?<=1)[ .\-]\(?[2-9]|(?<=\()[2-9]|(?<=[2-9]))\d{{2}}\)?"
        rf"(?:[.\-]|\s?\s|\)\s?)[2-9]\d{{2}}[ .\-–]\d{{4}}(?![\d])(?!-\d)",
        # Spain, Portugal, Luxembourg mobiles: nine digits in groups
        rf"6{_EDGE}[0-9][0-9] \d{{2}} \d{{2}} \d{{2}}(?![\d])(?! \d)",
    )
)
# A cell of a table that holds a French number and nothing else.
_CELL = re.compile(
    r"(?:^|(?<=[,;\t|]))[\"']?(?P<value>0[1-9](?:[ ._-]?\d\d){4}|"
    r"0\d{2,3}[/ ]\d\d(?:[. ]\d\d){2})[\"']?(?=\s*(?:$|[,;\t|]))"
)
# A word and its number written as one: « tel06… ».
_GLUED = re.compile(r"\b(?:t[ée]l|mob|gsm|port|phone|sms)(?P<value>0\d{9}|\d{10,13})(?!\w)", re.I)
_BARE = re.compile(
    r"(?<![\w.,+/-])(?:0\d{8,10}|[2-9]\d{2}[2-9]\d{6}|\d{6,13})(?![\w]|[.,]\d)"
)
# Groups of digits as somebody dictates them, of any country, in a line that speaks of calling.
_GROUPS = re.compile(
    r"(?<![\w.,+/:-])\(?\d{1,5}\)?(?:[ .\-/]\(?\d{2,5}\)?){1,5}(?![\w]|[.,:/-]\d| \d)"
)
_CALLED = re.compile(
    r"t[ée]l[ée]phon|\bt[ée]l\b|\bphone|\bmobile|m[óo]vil|portable|\bgsm\b|\bfixe\b|\bfax\b|\bsms\b|"
    r"texto|\btext(?:ed|s)? (?:me|her|him|us)|whatsapp|viber|natel|\bcell|(?<![\"'])\bnum\b|"
    r"\bappel(?:er|ez|le|lé|lée|s)?\b|\bcall(?:ed|s|ing)?\b|joindre|joignable|rappel|contact(?:ed|é|ée|er|ez)?\b|handy\b|"
    r"\b(?:his|her|their|my|your|son|mon|ton|leur|notre) (?:number|num[ée]ro)|"
    r"num[ée]ro (?:diffus|publi|post|affich|donn|laiss|indiqu|communiqu|trouv|relev)|"
    r"\bsignal (?:au|à|on)|\bring\b|\bdial|num[ée]ro (?:de|du|personnel|qui)",
    re.I,
)
_COUNTRIES = (
    "FR BE CH LU CA DE AT ES PT IT NL GB IE DK NO SE PL CZ HU RO GR MA DZ TN SN CI CM TR IL RU BR "
    "AU NZ IN JP RE GP PF NC"
).split()
_LOOSE = re.compile(r"(?<![\w.,+])\(?\d(?:[ .\-/()]{0,2}\d){5,13}(?![\w])")
_CONTEXT = re.compile(
    r"(?:\bt[ée]l(?:[ée]phone|\.|s)?|\bphone|\bmobile|\bportable|\bgsm\b|\bfixe|\bfax|\bsms|"
    r"\bmms|\btextos?|whatsapp|signal|viber|"
    r"\bappel(?:er|ez|le|les|s)?\b|\bcall(?:ing)?\b|\bnatel|\bcell(?:ulaire)?\b|joign\w*|joindre|"
    r"rappel\w*|"
    r"contact\w*|\bnum[ée]ro de t\w+|\bnum\b|mon num[ée]ro|\bau\b(?=\W*$)|\bcellphone|"
    r"msisdn)\W{0,4}(?:[\wÀ-ÿ’']+\W{1,3}){0,3}$",
    re.I,
)
_STRICT = re.compile(
    r"(?:\bt[ée]l(?:[ée]phone|\.)?|phone|mobile|portable|gsm|fax|sms|whatsapp|viber|natel|"
    r"cell(?:ulaire)?|msisdn|"
    r"appel(?:er|ez|le)|joindre|joignable|call|texto)\W{0,4}(?:[\wÀ-ÿ’']+\W{1,3}){0,2}$",
    re.I,
)
_OTHER = re.compile(
    r"(?:isbn|issn|doi|siren|siret|ean|orcid|iban|article|art\.|articles|n°|arxiv|hal|pmid|"
    r"graine|seed|"
    r"version|loi|décret|d[ée]cision|dossier|RG|pourvoi|p\.|pages?|pp\.|vol\.)\s*(?:n°|:|=|-13|"
    r"-10)?[\s:\"']*[\d-]*$",
    re.I,
)

_DIGIT, _FEWEST = re.compile(r"\d"), 6  # no pattern here is content with fewer
_PREFIX = re.compile(r"\+|00")
# Each word of _STRICT holds one of these: without any, no word announces a number.
_WORDS = (
    "tél tel phone mobile portable gsm fax sms whatsapp viber natel cell msisdn appele joi call "
    "texto"
).split()
CANDIDATES = (
    r"(?:\+|\b00)\s?\(?[1-9](?:[^0-9a-z,;]{0,4}\d){6}",
    r"(?:^|[^0-9a-z])\(?0\)?(?:[^0-9a-z,;]{0,4}\d){8}",
    r"\d{3}\)?[ .-]{1,2}\d{3}[ .–-]\d{4}",
    r"6\d\d \d\d \d\d \d\d",
    r"\b(?:t[ée]l|t[ée]l[ée]phone|phone|mobile|portable|gsm|fax|sms|texto|whatsapp|viber|natel|"
    r"msisdn|"
    r"cell|cellulaire|cellphone|joindre|joignable|appel(?:er|ez|le)|call)(?:\b|_)[^\n]{0,48}\d\d",
    r"(?:t[ée]l|phone|mobile|m[óo]vil|portable|gsm|fixe|fax|sms|text|whatsapp|viber|natel|cell|num|"
    r"appel|call|join|contact|handy|signal|ring|dial)[^\n]{0,64}\d[ ./-]\(?\d{2,5}\)?[ ./-]\d",
    r"\d[ ./-]\d{2,5}[ ./-]\d{2,5}[^\n\d]{1,24}(?:t[ée]l|phone|mobile|m[óo]vil|whatsapp|cell)",
    r"\b(?:tel|sms|callto):",
    r"\b(?:t[ée]l|mob|gsm|port|phone|sms)\d{10}",
)


def find(zone: Zone) -> Iterable[Hit]:
    """Give each number that is written as telephone numbers are."""
    if len(_DIGIT.findall(zone.text)) < _FEWEST:
        return
    yield from _international(zone)
    for shape in _SHAPES:
        yield from hits(shape, zone, "phone", lambda match: _is_national(match, zone))
    if zone.kind == CSV:
        yield from hits(
            _CELL, zone, "phone", lambda match: len(set(_digits(match["value"]))) > 3, "value"
        )
    yield from _dictated(zone)
    yield from hits(_GLUED, zone, "phone", group="value")
    for pattern in (_BARE, _LOOSE) if any(word in zone.lower for word in _WORDS) else ():
        yield from hits(pattern, zone, "phone", lambda match: _is_told(match, zone, _STRICT))


def _international(zone: Zone) -> Iterable[Hit]:
    for match in _INTERNATIONAL.finditer(zone.text) if _PREFIX.search(zone.text) else ():
        value = _possible(match.group())
        if value and not _is_arithmetic(match, zone):
            yield Hit(match.start(), match.start() + len(value), "phone", value)


def _dictated(zone: Zone) -> Iterable[Hit]:
    for match in _GROUPS.finditer(zone.text):
        digits = _digits(match.group())
        if (
            8 <= len(digits) <= 11
            and len(set(digits)) > 2
            and _CALLED.search(zone.before(match.start(), 64) + " " + zone.after(match.end(), 24))
            and not _OTHER.search(zone.before(match.start(), 32))
            and not _is_dated(match.group())
            and any(_is_valid(match.group(), country) for country in _COUNTRIES)
        ):
            yield Hit(match.start(), match.end(), "phone", match.group())


def _is_dated(value: str) -> bool:
    return bool(
        re.search(r"(?<!\d)(?:19|20)\d\d[-/. ]\d{1,2}[-/. ]\d{1,2}(?!\d)", value)
        or re.match(r"\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d\d", value)
        or re.match(r"(?:19|20)\d\d[/-]\d{2,6}$", value)  # a law, by its year and number
    )


def _is_valid(value: str, country: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(value, country))
    except phonenumbers.NumberParseException:
        return False


def _digits(value: str) -> str:
    return "".join(filter(str.isdigit, value))


def _possible(value: str) -> str:
    """Give the longest start of a number, cut between groups, that some country would dial."""
    while value and not _is_possible(value):
        shorter = re.match(r"(.*\d)\D+\d+\D*$", value, re.S)
        value = shorter[1] if shorter and sum(map(str.isdigit, shorter[1])) >= 7 else ""
    return value


def _is_possible(value: str) -> bool:
    digits = re.sub(r"\(0\)|^00", "", re.sub(r"[^\d+()]", "", value.strip())).strip("+")
    try:
        number = phonenumbers.parse("+" + _digits(digits), None)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(number)


def _is_arithmetic(match: re.Match, zone: Zone) -> bool:
    """« x +1234567 » and « e+0012345 » add; a number that starts by 00 needs groups or context."""
    value, before = match.group(), zone.before(match.start(), 3)
    if value[0] == "0" and re.search(r"\d\.\d", value) and re.search(r"\d\s\d", value):
        return True
    if value.startswith("00"):
        return not (
            re.search(r"\d[ .\-/]\d", value)
            or _CONTEXT.search(zone.before(match.start(), 48))
            or re.match(r"00(?:33|32|41|352|1)\d{8,10}$", value)
        )
    return bool(re.search(r"[\d)]\s?$", before)) and zone.kind == CODE


def _is_national(match: re.Match, zone: Zone) -> bool:
    value, before = match.group(), zone.before(match.start(), 32)
    digits = _digits(value)
    if not 8 <= len(digits) <= 11 or _OTHER.search(before) or len(set(digits)) < 3:
        return False
    if re.search(r"\d\.\d", value) and re.search(r"\d\s\d|[*|]", value):
        return False  # decimal numbers in a row
    if re.search(r"(?:^|[\s\d])[a-z]\s?$", before, re.I) and zone.kind == MARKUP:
        return False  # a path of an image: a letter, then coordinates
    if re.match(r"0?\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d\d", value):
        return False
    if len(digits) == 8 or (len(digits) == 9 and not value.startswith(("0", "6"))):
        return bool(_CONTEXT.search(before))
    if "\t" in value or ("|" in value and zone.kind != CSV):
        return bool(_CONTEXT.search(before)) or len(digits) == 10
    if zone.kind in (CODE, DATA) and re.fullmatch(r"\d+", value):
        return value.startswith("0") and (zone.quoted(match.start()) or zone.kind == DATA)
    if re.fullmatch(r"0(?:[ ,]+\d){3,9}", value):
        return len(digits) == 10 and digits not in "01234567890123456789"
    if re.fullmatch(r"0(?:\s\d{1,2}){1,9}", value):
        return len(digits) == 10
    return True


def _is_told(match: re.Match, zone: Zone, context: re.Pattern) -> bool:
    before = zone.before(match.start(), 48)
    digits = _digits(match.group())
    dated = re.match(r"(?:\d{4}-\d\d-\d\d|\d\d[/.]\d\d[/.]\d{4})", match.group())
    return (
        7 <= len(digits) <= 13
        and not dated
        and not _OTHER.search(before)
        and bool(context.search(before))
        and len(set(digits)) > 2
    )


FAMILIES = (Family(CANDIDATES, find),)
