"""Times of day, in every way that notes have them."""

import re
from collections.abc import Iterator

from veille.guard.mapped import Mapped
from veille.guard.rules.base import CELL, Zone
from veille.redact.folding import fold
from veille.redact.placeholders import HOUR
from veille.redact.spots import CLOCK, Spot

_NUMBERS = (
    "un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "vingt trente quarante cinquante"
).split()
_WORD = rf"(?:{'|'.join(_NUMBERS)})(?:[\s-](?:et[\s-])?(?:{'|'.join(_NUMBERS)})){{0,2}}"
_PART = r"(?:\s(?:du matin|du soir|de l'apres-midi|pile|precises?))"
_HALF = r"(?:\s(?:et (?:quart|demie?)|moins (?:le quart|dix|cinq|vingt)))"
_AT = r"\b(?:a|vers|des|avant|apres|jusqu'a|entre|et|depuis|autour de)\s(?:environ\s|peu pres\s)?"
_LATER = r"(?!\s?(?:/|sur\s|\w|plus tard|par\s|d[e']\s?(?!l'apres)|durant|pendant))"
_HOUR = r"(?:[01]?\d|2[0-4])"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\w:.,/-])(?P<it>{_HOUR}\s?(?:h|heures?))(?=\s(?:a|et|-)\s{_HOUR}\s?(?:h|heures?))",
        rf"(?<![\w:.,/-])(?P<it>{_HOUR}\s?(?:h|heures?)\s?[0-5]\d"
        rf"(?:\s?(?:min|mn|m)(?:\s?[0-5]\d\s?s)?|\s?:\s?[0-5]\d|\s?s)?{_PART}?)(?!\w)",
        rf"(?<![\w:.,/])(?P<it>{_HOUR}\s?:\s?[0-5]\d(?:\s?:\s?[0-5]\d(?:[.,]\d{{1,9}})?)?"
        rf"(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:utc|gmt|cet|cest|z)\b)?)(?![\w:]|\.\d|\scontre)",
        r"(?<![\w:.,/-])(?P<it>(?:1[0-2]|0?[1-9])\s?[ap]\.?m)\b\.?",
        rf"(?m:^|[-(\[|,;] ?)(?P<it>{_HOUR}h){_LATER}(?!\w)",
        rf"{_AT}(?P<it>{_HOUR}\s?(?:h|heures?)(?:{_HALF}|{_PART})*){_LATER}",
        rf"{_AT}(?P<it>{_WORD}\sheures?(?:{_HALF}|\s(?:et\s)?{_WORD})?{_PART}?){_LATER}",
        rf"{_AT}(?P<it>(?:midi|minuit)(?:{_HALF}|\s{_WORD})?){_LATER}",
    )
)


def hours(text: Mapped, kind: str) -> Iterator[Spot]:
    """Give the times of day; in a program, only those of strings and comments."""
    folded = fold(text.text)
    for form in _FORMS:
        for match in form.finditer(folded):
            if kind != CELL or _is_quoted(folded, match.start("it")):
                start, end = text.span(match.start("it"), match.end("it"))
                yield Spot(start, end, HOUR, HOUR, f"[{HOUR}]", CLOCK)


def _is_quoted(text: str, position: int) -> bool:
    first = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[first : end if end >= 0 else len(text)]
    return Zone(line, CELL).quoted(position - first)
