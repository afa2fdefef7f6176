"""Moments finer than a day: a date and a time together, or a count of seconds."""

import re
from collections.abc import Iterable

from veille.guard.automata import one_of
from veille.guard.rules.base import Family, Hit, Zone, hits

_MONTHS = (
    r"(?:janv(?:ier|\.)?|f[ée]vr?(?:ier|\.)?|mars|avr(?:il|\.)?|mai|juin|juil(?:let|\.)?|ao[uû]t|"
    r"sept(?:embre|\.)?|"
    r"oct(?:obre|\.)?|nov(?:embre|\.)?|d[ée]c(?:embre|\.)?|jan(?:uary)?|feb(?:ruary)?|march|mar|"
    r"apr(?:il)?|may|june?|"
    r"july?|aug(?:ust)?|sep(?:tember)?|october|november|december|gennaio|febbraio|marzo|aprile|"
    r"maggio|giugno|luglio|agosto|settembre|ottobre|dicembre|enero|febrero|abril|mayo|junio|julio|"
    r"septiembre|octubre|noviembre|diciembre|januari|februari|maart|mei|juni|juli|augustus|oktober|"
    r"januar|februar|märz|dezember|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|"
    r"novembro|dezembro)\.?"
)
_HOUR = (
    r"(?:(?:une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|"
    r"seize|dix-(?:sept|huit|neuf)|vingt(?:(?:-et)?-(?:une|deux|trois))?)\sheures?|midi|minuit|"
    r"(?:[01]?\d|2[0-4])(?:\s?(?:h|H|heures?)(?:\s?[0-5]\d)?(?:\s?(?:m|min|mn)?)|"
    r"\s?\.\s?[0-5]\d\s?(?:uur|uhr)|\s?:\s?[0-5]\d(?:\s?:\s?[0-5]\d(?:[.,]\d{1,9})?)?"
    r"(?:\s?[ap]\.?m\b\.?)?|\s?[ap]\.?m\b\.?))"
)
_GLUE = (
    r"(?:\s?(?:[,;|·@—–(-]|à|om|um|alle(?:\sore)?|ore|a\slas|às|kl\.?|vers|at|"
    r"dès|de|entre|from|between|around|environ|exactement|sur le coup de|"
    r",?\s?heure\s?:)\s?){0,3}\s?"
)
_WHOLE = r"(?!\d)"  # « juin 2019 : 21 lignes » is no 20 June; re2 has no such look ahead
_DATE = (
    rf"(?:\d{{1,2}}(?:er|st|nd|rd|th)?[\s.-]{{1,2}}(?:de\s)?{_MONTHS}"
    rf"(?:[\s.,-]{{1,2}}(?:de\s)?\d{{2,4}})?"
    rf"|{_MONTHS}\s\d{{1,2}}{_WHOLE}(?:er|st|nd|rd|th)?(?:,?\s\d{{4}})?"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}年\d{1,2}月\d{1,2}日)"
)
# « 4 heures » has no date beside it most of the time: the slow patterns need one.
_dated = one_of([_DATE.replace(_WHOLE, ""), rf"{_MONTHS}\s{{1,2}}\d", rf"/{_MONTHS}/"])
_CALENDAR = re.compile(
    rf"(?<![\w/.-]){_DATE}{_GLUE}{_HOUR}(?![\w])"
    rf"|(?<![\w/.:-]){_HOUR}(?:[\s,]{{1,2}}(?:le|du|on|,|\(|dans la nuit du)?\s?(?:lundi|mardi|"
    rf"mercredi|jeudi|vendredi|samedi|dimanche)?\s?)"
    rf"{_DATE}(?![\w/-])",
    re.I,
)
_ISO = re.compile(
    r"(?<![\d])(?:\d{4}-?(?:0\d|1[0-2])-?(?:[0-2]\d|3[01]))[T_ ](?:[01]\d|"
    r"2[0-4])(?:[:h.-]?[0-5]\d(?:[:.-]?[0-5]\d)?)?"
    r"(?:[.,]\d{1,9}|(?<=\d{6})\d{3})?\s?(?:Z|[+-]\d{2}:?\d{2})?(?![\d:])"
    r"|(?<![\d.])(?:19|20)\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?:[01]\d|"
    r"2[0-3])[0-5]\d(?:[0-5]\d(?:\d{3})?)?Z?(?![\d.])"
    r"|(?<![\d.])(?:19|20)\d{2}-\d{2}-\d{2} (?:at|à) \d{1,2}[.:]\d{2}(?:[.:]\d{2})?"
    r"|(?<![\d.])(?<!\d-)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-(?:[01]\d|2[0-3])[0-5]\d"
    r"[0-5]\d(?![\d-])"
    r"|(?<![\d.-])20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-(?:[01]\d|2[0-3])[0-5]\d(?![\d-])"
    r"|D:(?:19|20)\d{12}"
    r"|(?<!\d)(?:19|20)\d{2}:(?:0\d|1[0-2]):(?:[0-2]\d|3[01])"
    r"(?:[T_ ]|\W{1,3}(?:GPS)?Time(?:Stamp)?\W{1,3})\d{2}:\d{2}(?::\d{2})?(?!\d)"
    r"|(?<!\d)\d{4}-(?:W\d{2}-\d|\d{3})T\d{2}(?::?\d{2})?",
    re.I,
)
_RFC = re.compile(
    rf"(?:\d{{1,2}}\s{_MONTHS}\s\d{{2,4}}|(?<![a-zà-ÿ]){_MONTHS}\s{{1,2}}\d{{1,2}})"
    r"\s\d{2}:\d{2}(?::\d{2})?"
    rf"|\d{{1,2}}/{_MONTHS}/\d{{4}}:\d{{2}}:\d{{2}}",
    re.I,
)
_CALL = re.compile(
    r"(?:datetime|timestamp|date|time)\s?\(\s?(?:19|20)\d{2}\s?,\s?\d{1,2}\s?,\s?\d{1,2}\s?,"
    r"\s?\d{1,2}(?:\s?,\s?\d{1,6}){0,3}",
    re.I,
)
_EPOCH = re.compile(
    r"(?<![\w.+-])(?<!\d,)"
    r"(?P<value>1\d{9}(?:\d{3}|\d{6}|\d{9})?(?:\.\d{1,9})?)(?![\d])"
)
_CONTEXT = re.compile(
    r"(?:time(?:_?stamp)?|\bts|_ts|epoch|unix|posix|horodat\w*|(?:created|updated|modified|"
    r"posted|sent|received|"
    r"seen|joined|deleted|edited|expires?|login|logged|last|first)_?(?:at|on|time|utc|seen|"
    r"active)?|date\w*|"
    r"[acm]time|when|envoy\w*|re[çc]u\w*|publi\w*|post[ée]\w*|connect\w*|instant|moment|"
    r"secondes? depuis|"
    r"\biat|\baudit\(|\bexp|\bnbf|<t|heure)\W{0,12}(?:\w+\W{1,3}){0,2}$",
    re.I,
)
_MILLIS = re.compile(r"(?<![\w.,+-])1[4-9]\d{11}(?![\w.])")
_AFTER = re.compile(r"^\W{0,4}(?:\(?(?:unix|epoch|ms|millisecondes?|secondes?|utc|gmt)\b)", re.I)
_YEARS = range(1900, 2101)

CANDIDATES = (
    r"\d{1,2}:\d\d",
    r"\d\s?h(?:\s?\d\d|\b)",
    r"\d\s?heures?\b|"
    r"(?:à|vers|dès) (?:une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|[a-z-]+[zt]e|"
    r"vingt)[a-z-]* heures?\b|"
    r"\d(?: [a-z]{3,9})?,? (?:à|vers) mi(?:di|nuit)",
    r"\d\.\d\d\s?(?:uur|uhr)\b",
    r"(?:19|20)\d{6}-\d{4}",
    r"\d (?:at|à) \d{1,2}\.\d\d",
    r"\d\s?[ap]\.?m\b",
    r"\d\s:\s\d\d",
    r"\d{4}-?\d{2}-?\d{2}[T_ ]\d{2}",
    r"\b(?:19|20)\d{10}",
    r"\bD:(?:19|20)\d{8}",
    r"\b1\d{9}",
    r"(?:date|time|stamp)\s?\(\s?(?:19|20)\d{2}\s?,",
    r"\d{4}-(?:W\d{2}-\d|\d{3})T\d",
)


def find(zone: Zone) -> Iterable[Hit]:
    """Give each moment; a date alone or a time of day alone is none."""
    dated = _dated.search(zone.text.encode("utf-8", "replace")) is not None
    for pattern in (_RFC, _ISO, _CALENDAR, _CALL) if dated else (_ISO, _CALL):
        yield from hits(pattern, zone, "timestamp", lambda match: _is_plausible(match.group()))
    for match in _EPOCH.finditer(zone.text):
        if _CONTEXT.search(zone.before(match.start(), 60)) or _AFTER.search(
            zone.after(match.end(), 20)
        ):
            yield Hit(match.start("value"), match.end("value"), "timestamp", match["value"])
    yield from hits(_MILLIS, zone, "timestamp")


def _is_plausible(value: str) -> bool:
    years = [int(found) for found in re.findall(r"(?<!\d)\d{4}", value)]
    return (
        not years
        or any(year in _YEARS for year in years)
        or any(int(found[:4]) in _YEARS for found in re.findall(r"\d{8,}", value))
    )


FAMILIES = (Family(CANDIDATES, find),)
