"""Bring characters that look alike, or cannot be seen, to one plain form."""

import re
import unicodedata

from veille.guard.automata import one_of, spans
from veille.guard.mapped import Mapped

_SPACES = "\u00a0\u202f\u2007\u2009\u200a\u2002\u2003\u3000"
# Nothing to see: joiners, direction marks, variation selectors, tags, keycaps, soft hyphens.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u20e3\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e007f\U000e0100-\U000e01ef"
)
_MARKS = "\u0300-\u036f\u0489\u20d0-\u20dc"
_COMPATIBLE = (
    "\u00aa\u00b2\u00b3\u00b9\u00ba\u02b0-\u02b8\u1d2c-\u1d6a\u2010-\u2015\u2024\u2025\u2070-\u209c"
    "\u2100-\u214f\u2212\u2460-\u24ff\u3000-\u303f\ufe50-\ufe6f\uff00-\uffef"
    "\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff"
)
_DIGITS = (
    "\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\u17e0-\u17e9"
)
_OTHER_SCRIPTS = (
    "\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u13a0-\u13ff\u1d00-\u1d2b\ua731\ua730\u0250-\u02af"
)
_ODD = re.compile(f"[{_INVISIBLE}{_MARKS}{_COMPATIBLE}{_DIGITS}{_OTHER_SCRIPTS}]+")
# Case kept: to re2, an ordinary « k » would be the sign of Kelvin, and be looked at each time.
_odd = one_of([f"(?-i:{_ODD.pattern})"])
_DROPPED = re.compile(f"[{_INVISIBLE}{_MARKS}]")
_LOOKALIKES = str.maketrans(
    "абвсдеһіјкӏмнорԛстѵԝхуѕзАВСЕНІЈКМОРԚЅТԜХУ"
    "αβεηικνορτυχγωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
    "օսհո"
    "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɡɑı"
    "–—−‐‑‒―․。｡",
    "abbcdehijklmhopqctvwxys3ABCEHIJKMOPQSTWXY"
    "abeniknoptuxywABEZHIKMNOPTYX"
    "ouhn"
    "abcdefghijklmnoprstuvwyzgai"
    "-------...",
)


def plain_characters(text: Mapped) -> Mapped:
    """Map compatibility forms, foreign digits and lookalikes to ASCII; drop what is invisible."""
    if text.text.isascii():
        return text
    spaced = text.text
    for space in _SPACES:
        spaced = spaced.replace(space, " ")
    text = text.same_length(spaced)
    return text.substitute(_ODD, lambda match: _plain(match.group()), spans(_odd, spaced))


def _plain(run: str) -> str | None:
    visible = _DROPPED.sub("", run)
    folded = unicodedata.normalize("NFKC", visible.translate(_LOOKALIKES)).translate(_LOOKALIKES)
    done = "".join(map(_digit, folded))
    return None if done == run else done


def _digit(character: str) -> str:
    if character.isascii():
        return character
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
