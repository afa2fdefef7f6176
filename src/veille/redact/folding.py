"""A text without case nor accents, whose characters stand at the same places."""

import unicodedata
from functools import lru_cache

LIGATURES = {"œ": "\x01", "æ": "\x02", "ß": "\x03"}
SPELLED = {"\x01": "oe", "\x02": "ae", "\x03": "ss"}


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    low = character.lower()
    if low in LIGATURES:
        return LIGATURES[low]
    base = unicodedata.normalize("NFD", low)[0]
    if base.isascii() or base.isalnum():
        return base
    return "'" if character in "’‘ʼ" else " "


@lru_cache(maxsize=8)
def fold(text: str) -> str:
    """Fold a text; a sign that is neither ASCII nor a letter becomes a space, one for one.

    Examples
    --------
    >>> fold("L’Été — là")
    "l'ete   la"
    """
    return text.lower() if text.isascii() else "".join(map(_folded, text))


def skeleton(text: str) -> str:
    """Give the letters and digits alone, folded: what two writings of one value share.

    Examples
    --------
    >>> skeleton("Cœur-de Lune"), skeleton("coeur de lune")
    ('coeurdelune', 'coeurdelune')
    """
    folded = "".join(SPELLED.get(character, character) for character in fold(text))
    return "".join(filter(str.isalnum, folded))
