"""Numbers and words as a French reader writes them."""

NARROW = "\u202f"  # narrow no-break space, between thousands and before ; ! ? %
NO_BREAK = "\u00a0"


def typeset(text: str) -> str:
    """Put non-breaking spaces before high punctuation and inside guillemets.

    Examples
    --------
    >>> typeset("« oui » : 3 %") == f"«{NARROW}oui{NARROW}»{NO_BREAK}: 3{NO_BREAK}%"
    True
    """
    for mark in ";!?»":
        text = text.replace(f" {mark}", f"{NARROW}{mark}")
    for mark in ":%":
        text = text.replace(f" {mark}", f"{NO_BREAK}{mark}")
    return text.replace("« ", f"«{NARROW}")


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


def percent(value: float, digits: int = 0) -> str:
    """Write a proportion as a percentage.

    Examples
    --------
    >>> percent(0.347) == f"35{NO_BREAK}%"
    True
    """
    return "–" if value != value else number(100 * value, digits) + NO_BREAK + "%"


def interval(low: float, high: float, digits: int = 2) -> str:
    """Write an interval, with the semicolon that decimal commas call for.

    Examples
    --------
    >>> interval(0.1, 0.25) == f"[0,10{NARROW}; 0,25]"
    True
    """
    return f"[{number(low, digits)}{NARROW}; {number(high, digits)}]"
