"""Bring back what was spaced out letter by letter, or written in number words."""

import re

from veille.guard.automata import Spots
from veille.guard.mapped import Mapped

_SPACED = re.compile(
    r"(?<![\w@.:/-])[\w@.:/#+](?P<gap>[ ]{1,3}|[ ]?[|•·∙⋅*~][ ]?|[-_])[\w@.:/#+]"
    r"(?:(?P=gap)[\w@.:/#+]){5,120}(?![\w@.:/-])"
)
_UNITS = (
    "zéro zero un une deux trois quatre cinq six sept huit neuf "
    "one two three four five seven eight nine"
).split()
_UNIT_VALUES = dict(
    zip(_UNITS, (0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 7, 8, 9), strict=True)
)
_TEENS = dict(
    zip(
        "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf".split(),
        range(10, 20),
        strict=True,
    )
)
_TENS = {
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "nonante": 90,
    "quatre-vingt": 80,
}


def _words() -> dict[str, str]:
    below = {word: value for word, value in (_UNIT_VALUES | _TEENS).items() if value}
    words = {word: str(value) for word, value in (_UNIT_VALUES | _TEENS).items()}
    for tens, value in _TENS.items():
        limit = 19 if value in (60, 80) else 9
        words |= {tens: str(value), f"{tens}s": str(value)}
        words |= {
            f"{tens}-{word}": str(value + unit) for word, unit in below.items() if unit <= limit
        }
        words |= {
            f"{tens}-et-{word}": str(value + below[word])
            for word in ("un", "une", "onze")
            if below[word] <= limit
        }
    return words


_WORDS = _words()
_SPACED_WORDS = {word.replace("-", " "): value for word, value in _WORDS.items()}
_ALL = _WORDS | _SPACED_WORDS
_WORD = "|".join(sorted(map(re.escape, _ALL), key=len, reverse=True))
_SPELLED = re.compile(
    rf"(?<!\w)(?:\+ ?)?(?:{_WORD}|\d{{1,3}})(?:[ \t,.-]{{1,3}}(?:(?:{_WORD})(?!\w)|"
    rf"\d{{1,3}}(?!\w)))"
    r"{4,20}",
    re.IGNORECASE,
)
_ONE = re.compile(rf"(?<!\w)(?:{_WORD})(?!\w)", re.IGNORECASE)
_LETTERED = re.compile(r"(?<![\w])(?:\+33 ?|[0Oo])[ .-]?[\dOoIl](?:[ .-]?[\dOoIl]{2}){4}(?![\w])")
_LETTERS = str.maketrans("OoIl", "0011")
_GAP = r"[ \t,.-]{1,3}"
_ITEM = rf"(?:{_WORD}|\d{{1,3}})"


def _four(place: int) -> str:
    """Give four items in a row, the one at a place being a word."""
    return _GAP.join(f"(?:{_WORD})" if here == place else _ITEM for here in range(4))


_spots = Spots(
    [
        r"(?:[\w@.:/#+](?:[ ]{1,3}|[ ]?[|*~][ ]?|[-_]| ?· ?| ?• ?)){6}",
        *map(_four, range(4)),
        r"[0O3][ .-]?[\dOIl](?:[ .-]?[\dOIl]{2}){4}",
    ]
)


_STEPS = (
    (_SPACED, lambda match: _joined(match.group(), match["gap"])),
    *((_SPELLED, lambda match: _digits(match.group())),) * 4,
    (_LETTERED, lambda match: _unlettered(match.group())),
)


def gather(text: Mapped) -> Mapped:
    """Join spaced-out characters, write number words and look-alike letters as digits."""
    return text.rewrite(_spots.parts(text.text), _gathered)


def _gathered(text: Mapped) -> Mapped:
    for index in _spots.which(text.text):
        text = text.substitute(*_STEPS[index])
    return text


def _joined(run: str, gap: str) -> str | None:
    joined = "".join(run.split(gap)) if gap.strip() else run.replace(" ", "")
    counted = "".join(map(str, range(10)))
    if joined.isdigit() and (len(set(joined)) < 4 or joined in counted + counted[:1]):
        return None  # a row of a small table, or somebody counting
    return joined if len(joined) > 5 else None


def _digits(run: str) -> str | None:
    words = _ONE.findall(run)
    if not words:
        return None
    if len(words) == 1 and run.startswith(words[0]):
        return None  # « les deux 01 23… »: a word, then a number that is whole
    written = _ONE.sub(lambda match: _ALL[match.group().lower()], run).replace(",", " ")
    return None if written == run or sum(map(str.isdigit, written)) < 8 else written


def _unlettered(run: str) -> str | None:
    written = run.translate(_LETTERS)
    return None if written == run or sum(map(str.isdigit, run)) < 6 else written
