"""The user's own list of names, places and pseudonyms."""

import re
from pathlib import Path

from veille.errors import VeilleError
from veille.redact.folding import skeleton
from veille.redact.values import plain
from veille.redact.words import SHORTEST, Wanted

KINDS = {"nom": "NOM", "lieu": "LIEU", "pseudo": "PSEUDO"}
LARGEST = 1_000_000  # bytes
_TYPED = re.compile(r"(?P<type>[^\W\d_]{2,12})\s*:\s*(?P<value>.*)", re.S)
_EXPECTED = "un nom par ligne est attendu, précédé ou non de « nom: », « lieu: » ou « pseudo: »"


def read_names(path: Path) -> list[Wanted]:
    """Read a list: one name a line, ``nom:``, ``lieu:`` or ``pseudo:`` before it, ``#`` comments.

    Raises
    ------
    VeilleError
        If the list cannot be read; the message gives the line, never what it holds.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise VeilleError("La liste de noms dépasse 1 Mo : une liste plus courte est attendue.")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise VeilleError(
            f"La liste de noms ne peut pas être lue ({error.strerror}) : un fichier texte en UTF-8 "
            "est attendu."
        ) from None
    except UnicodeDecodeError:
        raise VeilleError(
            "La liste de noms n’est pas en UTF-8 : enregistrez-la dans cet encodage."
        ) from None
    return parse_names(text)


def parse_names(text: str) -> list[Wanted]:
    """Give what a list asks for, in order.

    Examples
    --------
    >>> [(word.kind, word.text) for word in parse_names("# à moi\\nabc\\nlieu: def ghi\\n")]
    [('NOM', 'abc'), ('LIEU', 'def ghi')]
    """
    wanted = []
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if line and not line.startswith("#"):
            wanted.append(_wanted(line, number))
    return wanted


def _wanted(line: str, number: int) -> Wanted:
    typed = _TYPED.fullmatch(line)
    if typed and typed["type"].lower() not in KINDS:
        raise VeilleError(f"Liste de noms, ligne {number} : type inconnu ; {_EXPECTED}.")
    kind = KINDS[typed["type"].lower()] if typed else "NOM"
    value = (typed["value"] if typed else line).strip()
    if len(skeleton(value)) < SHORTEST:
        raise VeilleError(
            f"Liste de noms, ligne {number} : nom de moins de {SHORTEST} lettres ; {_EXPECTED}."
        )
    return Wanted(value, kind, plain(kind, value) if kind == "PSEUDO" else skeleton(value))
