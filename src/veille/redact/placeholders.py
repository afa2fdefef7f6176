"""Typed placeholders, the same for the same value, that say nothing outside one document."""

import re
from collections import Counter

# What stands in the place of a value. Order of first appearance is all that a number says: two
# documents that hold the same value give it numbers that have nothing to do with each other.
NUMBERED = (
    "PSEUDO", "LIEN", "IDENTIFIANT", "COURRIEL", "TÉLÉPHONE", "NOM", "LIEU", "MACHINE",
    "PAIEMENT", "EMPREINTE", "POSITION", "CONTENU",
)
DATE, HOUR, PASSAGE = "DATE", "HEURE", "PASSAGE"
KINDS = (*NUMBERED, DATE, HOUR, PASSAGE)
_MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
)
SHAPE = re.compile(
    rf"\[(?:(?P<kind>{'|'.join(NUMBERED)})-(?P<number>[1-9]\d{{0,6}})"
    rf"|DATE(?: (?:(?:{_MONTHS})(?: \d{{4}})?|J(?:[+−]\d{{1,5}})?))?|HEURE|PASSAGE RETIRÉ)\]"
)


class Placeholders:
    """The placeholders of one document; those it already holds keep their numbers."""

    def __init__(self, text: str = ""):
        self._given: dict[tuple[str, str], str] = {}
        self._last: Counter[str] = Counter()
        self.kept = 0
        for match in SHAPE.finditer(text):
            self.kept += 1
            if kind := match["kind"]:
                self._last[kind] = max(self._last[kind], int(match["number"]))

    def give(self, kind: str, key: str) -> str:
        """Give the placeholder of a value, known by its kind and its plain form.

        Examples
        --------
        >>> given = Placeholders("déjà [PSEUDO-3]")
        >>> given.give("PSEUDO", "a"), given.give("PSEUDO", "b"), given.give("PSEUDO", "a")
        ('[PSEUDO-4]', '[PSEUDO-5]', '[PSEUDO-4]')
        """
        if (kind, key) not in self._given:
            self._last[kind] += 1
            self._given[kind, key] = f"[{kind}-{self._last[kind]}]"
        return self._given[kind, key]


def shielded(text: str) -> list[tuple[int, int]]:
    """Give the bounds of the placeholders that a text holds."""
    return [match.span() for match in SHAPE.finditer(text)]
