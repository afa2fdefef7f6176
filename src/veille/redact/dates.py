"""Dates, in French and in figures, brought down to a month or to a number of days."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from veille.guard.mapped import Mapped
from veille.redact.folding import fold
from veille.redact.placeholders import DATE, HOUR
from veille.redact.spots import DAY, Spot
from veille.redact.stretches import Stretches

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)
BY_MONTH, RELATIVE = "mois", "relatif"
_FRENCH = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
    "octobre", "novembre", "decembre",
)
_ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)


def _shortened(names: tuple[str, ...]) -> dict[str, int]:
    """Give the number of each month by its name and by its starts of three letters or more."""
    starts = [
        (name[:size], number)
        for number, name in enumerate(names, start=1)
        for size in range(3, len(name) + 1)
    ]
    return {
        start: number for start, number in starts
        if not any(other == start and month != number for other, month in starts)
    }


_OF_ENGLISH = _shortened(_ENGLISH)
_NUMBER_OF = _OF_ENGLISH | _shortened(_FRENCH)
_UNITS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_TEENS = (
    "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit",
    "dix-neuf",
)
_SAID = {"premier": 1} | {
    word: number
    for number, word in enumerate(
        [*_UNITS, *_TEENS, "vingt", "vingt et un", *(f"vingt-{unit}" for unit in _UNITS[1:]),
         "trente", "trente et un"],
        start=1,
    )
} | {f"vingt {unit}": 20 + number for number, unit in enumerate(_UNITS[1:], start=2)}
_SAID |= {"vingt-et-un": 21, "trente-et-un": 31, "dix sept": 17, "dix huit": 18, "dix neuf": 19}


def _any(words: object) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_MONTH = rf"(?:{_any(_NUMBER_OF)})(?![a-z])"
_WEEKDAY = (
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\.?,?\s{1,2})"
)
_DAY = rf"(?:(?:3[01]|[12]\d|0?[1-9])(?:\s?er|st|nd|rd|th)?|{_any(_SAID)})(?![a-z\d])"
_OTHERS = rf"(?:{_WEEKDAY}?{_DAY} ?(?:,|et|ou|au|a|-|/|&|puis) ?(?:le |les )?){{0,8}}"
_YEAR = r"(?:19|20)\d\d(?!\d)|'?\d\d(?![\d:/]|[.,]\d|\s?h|\s?[a-z])"
_CLOCK = (
    r"(?P<clock> ?[t_ -] ?(?:[01]\d|2[0-4])(?:[:h.-]?[0-5]\d){1,2}(?:[.,]\d{1,9})?"
    r"(?: ?(?:z|utc|gmt|[+-]\d\d:?\d\d)(?!\w))?(?![\d:]))?"
)
_WRITTEN = re.compile(
    rf"(?<![\w])(?:the\s)?{_WEEKDAY}?{_OTHERS}{_WEEKDAY}?(?P<day>{_DAY})"
    rf"(?:\s{{0,2}}(?:de|of|du mois de|du mois d')?\s?|[-./])(?P<month>{_MONTH})"
    rf"(?:\.?(?:[\s,./-]{{1,2}}|\sde\sl'an\s)(?P<year>{_YEAR}))?"
)
_ENGLISH_ORDER = re.compile(
    rf"(?<!\w){_WEEKDAY}?(?P<month>{_any(_OF_ENGLISH)})"
    rf"(?![a-z])\.?\s{{1,2}}(?P<day>{_DAY})(?:,?\s(?P<year>(?:19|20)\d\d)(?!\d))?"
)
_BIG_FIRST = re.compile(
    rf"(?<![\d./-])(?P<year>(?:19|20)\d\d) ?(?P<sign>[-/.:_]) ?(?P<month>\d{{1,2}}) ?(?P=sign)"
    rf" ?(?P<day>\d{{1,2}})(?!\d){_CLOCK}"
)
_SMALL_FIRST = re.compile(
    rf"(?<![\w./-]){_WEEKDAY}?(?P<day>\d{{1,2}}) ?(?P<sign>[-/]) ?(?P<month>\d{{1,2}})"
    rf" ?(?P=sign) ?(?P<year>(?:19|20)?\d\d)(?![\w-]|[./]\d){_CLOCK}"
)
_POINTS = re.compile(
    r"(?<![\w./-])(?P<day>\d{1,2}) ?\. ?(?P<month>\d{1,2}) ?\. ?(?P<year>(?:19|20)\d\d)"
    r"(?![\w-]|[./]\d)"
    r"|(?<![\w./-])(?P<day2>\d\d)\.(?P<month2>\d\d)\.(?P<year2>\d\d)(?![\w-]|[./]\d)"
)
_SPACES = re.compile(
    r"(?<![\w./+-])(?<!\d\s)(?P<day>0?[1-9]|[12]\d|3[01]) (?P<month>0[1-9]|1[0-2])[ ]"
    r"(?P<year>(?:19|20)\d\d)(?![\w]| ?\d)"
    r"|(?:(?<=\ble )|(?<=\bdu )|(?<=\bau ))(?P<day2>\d\d) (?P<month2>\d\d) (?P<year2>\d\d)"
    r"(?![\w]| ?\d)"
)
_WEEKDAY_ALONE = re.compile(
    r"(?<!\w)(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) (?:le )?"
    r"(?:3[01]|[12]\d|0?[1-9])(?:er)?(?!\w| ?h| ?:|[.,/]\d)"
)
_COMPACT = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    rf"(?!\d){_CLOCK}"
)
_WEEK = re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d\d)-?w\d\d(?:-?[1-7])?(?!\d)")
_SHORT = re.compile(
    rf"(?:(?:(?<=\ble )|(?<=\bdu )|(?<=\bau )|(?<=\bles )|(?<=\bet )|(?<=\bdepuis )){_WEEKDAY}?"
    rf"|(?<!\w){_WEEKDAY}|(?m:^)[ \t>*#|-]*?)"
    r"(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?![\w./-]|,\d)"
)
_MONTH_ALONE = re.compile(rf"(?<![\w])(?P<month>{_MONTH})\.?\s(?P<year>(?:19|20)\d\d)(?!\d)")
_LEAP = 2000  # the year of days that have none, when no date of the document has one
_FORMS = (
    _BIG_FIRST, _SMALL_FIRST, _POINTS, _SPACES, _COMPACT, _WRITTEN, _ENGLISH_ORDER, _SHORT, _WEEK,
    _WEEKDAY_ALONE,
)


@dataclass(frozen=True)
class Day:
    """A day as it was read; parts that were not written, or mean nothing, are missing."""

    year: int | None
    month: int | None
    day: int | None


class Calendar:
    """Say dates by their month, or by their distance to the first whole date of the document."""

    def __init__(self, manner: str = BY_MONTH, text: str = ""):
        self._manner = manner
        days = (day for _, _, day, _ in _found(fold(text), _FORMS)) if manner == RELATIVE else ()
        self._first = next(filter(None, map(_whole, days)), None)

    def find(self, text: Mapped) -> Iterator[Spot]:
        """Give where dates stand in the first text, and what each becomes."""
        forms = (*_FORMS, _MONTH_ALONE) if self._manner == RELATIVE else _FORMS
        for start, end, day, clock in _found(fold(text.text), forms):
            said = self._distance(day) if self._manner == RELATIVE else _month(day)
            written = f"{said} [{HOUR}]" if clock else said
            yield Spot(*text.span(start, end), DATE, said, written, DAY)

    def _distance(self, day: Day) -> str:
        here = _nearest(day, self._first)
        if here is None:
            return f"[{DATE}]"
        self._first = self._first or here
        days = (here - self._first).days
        return f"[{DATE} J{'+' if days > 0 else '−'}{abs(days)}]" if days else f"[{DATE} J]"


def _month(day: Day) -> str:
    if day.month is None:
        return f"[{DATE}]"
    return f"[{DATE} {MONTHS[day.month - 1]}{f' {day.year}' if day.year else ''}]"


def _whole(day: Day) -> date | None:
    try:
        return date(day.year or 0, day.month or 0, day.day or 0)
    except ValueError:
        return None


def _nearest(day: Day, first: date | None) -> date | None:
    """Give a day without a year the year that brings it nearest to the first date."""
    if day.year or first is None:
        return _whole(Day(day.year or _LEAP, day.month, day.day))
    days = (_whole(Day(first.year + shift, day.month, day.day)) for shift in (0, -1, 1))
    return min(filter(None, days), key=lambda here: abs(here - first), default=None)


def _found(folded: str, forms: tuple[re.Pattern, ...]) -> list[tuple[int, int, Day, bool]]:
    kept: list[tuple[int, int, Day, bool]] = []
    for form in forms:
        taken = Stretches(found[:2] for found in kept)
        for match in form.finditer(folded):
            day, (start, end) = _read(match), _bounds(match)
            if day and not taken.touching(start, end):
                kept.append((start, end, day, bool(match.groupdict().get("clock"))))
    return sorted(kept, key=lambda found: found[:2])


def _bounds(match: re.Match) -> tuple[int, int]:
    """What opens a line before a short date, a bullet or a bar, stays."""
    opens = match.group()[0]
    return match.start() if opens.isalnum() else match.start("day"), match.end()


def _read(match: re.Match) -> Day | None:
    """Give the day that was written; None when these figures are no date."""
    parts = {name.rstrip("2"): part for name, part in match.groupdict().items() if part}
    year = _year(parts.get("year"))
    if "month" not in parts:
        return Day(year, None, None)
    month = _number(parts["month"], _NUMBER_OF)
    day = _number(parts["day"], _SAID) if "day" in parts else None
    if month > 12 and day and day <= 12:
        day, month = month, day  # as in the United States
    if not 1 <= month <= 12 or not 1 <= (day or 1) <= 31:
        return None
    return Day(year, month, day)


def _number(written: str, words: dict[str, int]) -> int:
    return words.get(written) or int(re.sub(r"\D", "", written) or 0)


def _year(written: str | None) -> int | None:
    if not written:
        return None
    year = int(written.strip("'"))
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year
