"""What a notebook shows of private data when nothing says what its numbers count.

A table or a sentence that reaches this door is already written: what it adds up is not known, so
no interval can be solved.  The door is therefore blunt.  Whole numbers are taken for counts:
small ones are hidden, with every other number of their row or sentence, and the others are
rounded, so that a difference of two of them is no longer exact.  Counts that should be exact go
through `veille.disclosure.protect`.
"""

import re
from dataclasses import dataclass

import pandas as pd

from veille.disclosure.released import HIDDEN_MARK
from veille.disclosure.rules import MINIMUM, ROUNDING
from veille.french import NARROW, NO_BREAK, number

FEW = f"moins de {MINIMUM}"
ROUNDED = f"effectifs arrondis à {ROUNDING} près"
_SPACE = f"[ {NARROW}{NO_BREAK}]"
_NUMBER = re.compile(rf"(?<![\w,.])[−-]?\d{{1,3}}(?:{_SPACE}\d{{3}})*(?!\d)(?:,\d+)?|"
                     rf"(?<![\w,.])[−-]?\d+(?:,\d+)?")
_IDENTIFIER = re.compile(r"\b[A-Z]\d{7,9}\b")
WITHHELD = "tableau retenu : il porte un identifiant, donc des lignes d’une seule unité"
_UNITS = (r"semaines?|jours?|mois|ans?|années?|heures?|mondes?|tirages?|rééchantillons?|essais|"
          r"points?|classes|paliers?|niveaux?|erreurs? standards?")
_NO_COUNT = re.compile(  # a list, « 2, 7 et 30 jours », has its unit at the end
    rf"(?:(?:,|{_SPACE}(?:et|ou|à)){_SPACE}\d+)*{_SPACE}*(?:%|(?:{_UNITS})\b)")
_OPENED = re.compile(rf"(?:%|\d,\d+){_SPACE}*\[[^\]]*$")  # bounds of a share or of a decimal
_LEVEL = re.compile(rf"à{_SPACE}$")
_MEASURES = re.compile(r"\b(?:jours?|mois|heures?|mondes?|ε)\b")


@dataclass(frozen=True)
class Shown:
    """What may be shown, and what was done, in French; empty if nothing was.

    Attributes
    ----------
    few
        Whether something was hidden.
    """

    content: object
    done: str
    few: bool = False


def sentence(text: str) -> Shown:
    """Give a sentence without small counts.

    Examples
    --------
    >>> sentence("On a vu 712 serveurs, dont 4 fermés, soit 1 %.").content
    'On a vu 710 serveurs, dont moins de 10 fermés, soit masqué.'
    >>> sentence("La part est de 0,25 [0,21 ; 0,29] en 26 semaines.").done
    ''
    """
    text = _IDENTIFIER.sub(HIDDEN_MARK, text)
    spots = [(match, _count(match, text)) for match in _NUMBER.finditer(text)]
    few = any(count is not None and 0 < count < MINIMUM for _, count in spots)
    written, start = [], 0
    for match, count in spots:
        end = match.end()
        hide = few and not _is_level(match, text)
        if hide and count is None:
            end += _percent(text, end)
        written += [text[start:match.start()], _written(match.group(), count, few=hide)]
        start = end
    shown = "".join([*written, text[start:]])
    return Shown(shown, _done(few=few, changed=shown != text), few)


def rows(frame: pd.DataFrame) -> Shown:
    """Give a table without the rows' numbers that rest on a small count.

    The first column names the rows, and is shown as it is; a column whose name is a measure, such
    as days, counts nobody.
    """
    counting = [not _MEASURES.search(str(name)) for name in frame.columns]
    texts = frame.map(lambda value: isinstance(value, str) and bool(_IDENTIFIER.search(value)))
    if texts.to_numpy().any():
        return Shown(frame.iloc[:0], WITHHELD, few=True)
    shown, hidden, changed = [], 0, False
    for row in frame.itertuples(index=False):
        cells = [_whole(value) if counted else None
                 for value, counted in zip(row, counting, strict=True)]
        few = any(count is not None and 0 < count < MINIMUM for count in cells[1:])
        few |= any(isinstance(value, str) and sentence(value).few for value in row[1:])
        line = [row[0], *(_cell(value, count, few=few)
                          for value, count in zip(row[1:], cells[1:], strict=True))]
        hidden += few
        changed |= any(not _same(one, two) for one, two in zip(line, row, strict=True))
        shown.append(line)
    made = pd.DataFrame(shown, columns=frame.columns, dtype=object)
    return Shown(made, _done(hidden, few=hidden > 0, changed=changed), hidden > 0)


def _done(lines: int = 0, *, few: bool, changed: bool) -> str:
    parts = [f"lignes masquées : {lines}" if lines else "",
             f"effectifs de {FEW} masqués" if few else "", ROUNDED if changed else ""]
    return " ; ".join(part for part in parts if part)


def _count(match: re.Match, text: str) -> int | None:
    """Give the count that a number of a text is, or None if it is something else."""
    digits = re.sub(_SPACE, "", match.group())
    if not digits.isdecimal() or _NO_COUNT.match(text, match.end()) \
            or _OPENED.search(text, 0, match.start()):
        return None
    return int(digits)


def _is_level(match: re.Match, text: str) -> bool:
    """Say whether a number is the level of an interval, « à 95 % »."""
    return (match.group() == "95" and _percent(text, match.end()) > 0
            and _LEVEL.search(text, 0, match.start()) is not None)


def _percent(text: str, end: int) -> int:
    sign = re.compile(rf"{_SPACE}*%").match(text, end)
    return sign.end() - end if sign else 0


def _written(raw: str, count: int | None, *, few: bool) -> str:
    if count is None:
        return HIDDEN_MARK if few else raw
    if count == 0:
        return raw
    return FEW if count < MINIMUM else number(_rounded(count), 0)


def _whole(value: object) -> int | None:
    if isinstance(value, bool) or value is None or value is pd.NA:
        return None
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if isinstance(value, int) or kind in ("i", "u"):
        return abs(int(value))
    if (isinstance(value, float) or kind == "f") and float(value).is_integer():
        return abs(int(value))
    return None


def _cell(value: object, count: int | None, *, few: bool) -> object:
    if isinstance(value, str):
        if few and re.search(r"\d", value):
            return HIDDEN_MARK
        return sentence(value).content
    if count == 0 or isinstance(value, bool) or value is None or value is pd.NA:
        return value
    if few:
        return FEW if count is not None and count < MINIMUM else HIDDEN_MARK
    return value if count is None else int(_rounded(count)) * (-1 if value < 0 else 1)


def _rounded(count: int) -> int:
    return (count + ROUNDING // 2) // ROUNDING * ROUNDING


def _same(one: object, two: object) -> bool:
    return one is two or (one == two) is True or bool(one == two)
