"""Names, places and values already seen, wherever they stand and however they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from veille.guard.automata import inner_spans, one_of
from veille.guard.characters import plain_characters
from veille.guard.mapped import Mapped
from veille.redact.folding import SPELLED, fold, skeleton
from veille.redact.spots import Spot

_LETTER = r"a-z\x{80}-\x{10ffff}\x01-\x03"
_BETWEEN_WORDS = r"[\s_.'/-]{0,3}"
_BETWEEN_LETTERS = rf"[^{_LETTER}0-9\n]{{1,3}}"
_BETWEEN_DIGITS = r"[\s./()_-]{0,2}"
_SPACED = re.compile(r"[\s_.'’/-]+")
_SIGNS = {sign: f"(?:{sign}|{letters})" for sign, letters in SPELLED.items()}
SHORTEST = 2


@dataclass(frozen=True)
class Wanted:
    """A word to look for: how it is written, what kind of value it is, its plain form."""

    text: str
    kind: str
    key: str


class Words:
    """Find whole words in any case, with or without accents, hyphens or spaces, spaced out too."""

    def __init__(self, wanted: list[Wanted]):
        self._known: dict[str, Wanted] = {}
        for word in wanted:
            if len(found := skeleton(_plain(word.text))) >= SHORTEST:
                self._known.setdefault(found, word)
        patterns = sorted(
            {_pattern(_plain(word.text)) for word in self._known.values()},
            key=lambda pattern: (-len(pattern), pattern),
        )
        self._any = one_of(patterns) if patterns else None
        self.found: set[str] = set()

    def find(self, text: Mapped) -> Iterator[Spot]:
        """Give where the words stand, in the first text."""
        if self._any is None:
            return
        folded = fold(f"\n{text.text}\n")
        for start, end in inner_spans(self._any, folded):
            word = self._known.get(skeleton(folded[start:end]))
            if word is not None:
                self.found.add(word.key)
                first, last = text.span(start - 1, end - 1)
                yield Spot(first, last, word.kind, word.key)


def _plain(text: str) -> str:
    return plain_characters(Mapped(text)).text


def _pattern(text: str) -> str:
    """Give what finds a text between two signs that are no letter."""
    folded = fold(text.strip())
    for sign, letters in SPELLED.items():
        folded = folded.replace(letters, sign)
    words = ["".join(filter(_is_part, word)) for word in _SPACED.split(folded)]
    letters = "".join(words)
    if letters.isdigit():
        inside = _BETWEEN_DIGITS.join(letters)
    else:
        spaced = len(letters) > 3
        inside = _BETWEEN_WORDS.join(_word(word, spaced=spaced) for word in words if word)
    return f"{_edge(letters[0])}(?:{inside}){_edge(letters[-1])}"


def _word(word: str, *, spaced: bool) -> str:
    """Give what finds a word, or its letters one by one."""
    signs = list(map(_sign, word))
    joined = "".join(signs)
    return f"(?:{joined}|{_BETWEEN_LETTERS.join(signs)})" if spaced and len(word) > 1 else joined


def _is_part(character: str) -> bool:
    return character.isalnum() or character in SPELLED


def _sign(character: str) -> str:
    return _SIGNS.get(character, character)


def _edge(character: str) -> str:
    """A digit ends at a digit too: « nom12 » is not the start of « nom123 »."""
    return rf"[^{_LETTER}0-9]" if character.isdigit() else rf"[^{_LETTER}]"
