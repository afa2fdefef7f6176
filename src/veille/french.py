"""Numbers and words as a French reader writes them."""

import re
from math import floor, log10

NARROW = "\u202f"  # narrow no-break space, between thousands and before ; ! ? %
NO_BREAK = "\u00a0"
_ANY = f"[ {NO_BREAK}{NARROW}]"
_SPACES = (
    (re.compile(f"{_ANY}+([;!?])"), rf"{NARROW}\1"),
    (re.compile(f"{_ANY}+:(?!:)"), f"{NO_BREAK}:"),
    (re.compile(f"«{_ANY}*"), f"«{NARROW}"),
    (re.compile(f"{_ANY}*»"), f"{NARROW}»"),
    (re.compile(f"(?<=\\d){_ANY}([%€])"), rf"{NO_BREAK}\1"),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), NARROW),
)


def typeset(text: str) -> str:
    """Put non-breaking spaces before high punctuation, inside guillemets and numbers.

    Examples
    --------
    >>> typeset("« oui » : 3 %") == f"«{NARROW}oui{NARROW}»{NO_BREAK}: 3{NO_BREAK}%"
    True
    """
    for pattern, replacement in _SPACES:
        text = pattern.sub(replacement, text)
    return text


def number(value: float, digits: int = 2) -> str:
    """Write a number with a decimal comma and spaced thousands; a missing one is a dash.

    Examples
    --------
    >>> number(0.3456)
    '0,35'
    >>> number(12345.6, 0) == f"12{NARROW}346"
    True
    >>> number(float("nan"))
    '–'
    """
    if value != value:
        return "–"
    text = f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.replace(",", NARROW).replace(".", ",").replace("-", "−")


def significant(value: float, digits: int = 3) -> str:
    """Write a number with so many significant digits, whatever its size.

    Examples
    --------
    >>> significant(0.034), significant(1496.68), significant(47368.4)
    ('0,0340', '1\\u202f497', '47\\u202f368')
    """
    if value != value or value == 0:
        return number(value, 0)
    return number(value, max(0, digits - 1 - floor(log10(abs(value)))))


def percent(value: float, digits: int = 0) -> str:
    """Write a proportion as a percentage.

    Examples
    --------
    >>> percent(0.347) == f"35{NO_BREAK}%"
    True
    """
    return "–" if value != value else number(100 * value, digits) + NO_BREAK + "%"


def duration(seconds: float) -> str:
    """Write a time span with its two largest units.

    Examples
    --------
    >>> duration(3.2), duration(75), duration(7_300)
    ('3 s', '1 min 15 s', '2 h 1 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def interval(low: float, high: float, digits: int = 2) -> str:
    """Write an interval, with the semicolon that decimal commas call for.

    Examples
    --------
    >>> interval(0.1, 0.25) == f"[0,10{NARROW}; 0,25]"
    True
    """
    return f"[{number(low, digits)}{NARROW}; {number(high, digits)}]"
