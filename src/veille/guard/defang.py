"""Undo the ways people write an address so that no program sees it."""

import re
from typing import NamedTuple

from veille.guard.automata import Spots
from veille.guard.mapped import Mapped
from veille.guard.vocabulary import endings

# Endings that are no French word: « point de » or « point me » must stay prose.
_TLD = (
    "com|net|org|info|fr|be|ch|lu|ca|eu|gg|io|app|xyz|onion|example|test|invalid|localhost|"
    "local|internal|dev|tv|co|link|club|chat|online|site|space|live|pro|biz|uk|us|ru|it|nl|pl"
)
_ANY = endings("strong", "ordinary", "weak")
_OPEN, _SHUT = r"[\[({<][ \t]{0,2}", r"[ \t]{0,2}[\])}>]"
_DOT = r"(?:dot|point|d0t|punkt|punt|punto|ponto)"
_WORDED = r"(?:arobase|arobas|arrobase|arroba|a-robas|chiocciola)"
_AT = rf"(?:at|{_WORDED}|aroba|chez|ät|a-?commercial)"
_SLASH = r"(?:slash|barre(?: oblique)?)"


class Step(NamedTuple):
    """A disguise: what re2 looks for first, what is replaced, by what."""

    trace: str
    pattern: re.Pattern
    plain: str


def _step(trace: str, pattern: str, plain: str) -> Step:
    return Step(trace, re.compile(pattern, re.IGNORECASE), plain)


STEPS = (
    _step(
        r"h(?:xx|\*\*|__|ttx|xxx|xt)ps?|meow",
        r"\b(?:h(?:xx|\*\*|__|ttx|xxx|xt)ps?|meows?)[ \t]?(?:\[?:\]?[ \t]?/[ \t]?/|\[:\]|\[://\]|"
        r"\(://\)|"
        r":\\\\)",
        "http://",
    ),
    _step(
        r"https? ?(?:\[:\]|\[://\]|\(://\)|:\\|: /|:/ /| :)|\[:/?/?\]",
        r"(?:https?)?[ \t]?(?:\[:\][ \t]?/{0,2}|\[://\]|\(://\)|:\\\\|:[ \t]?/[ \t]/|[ \t]:[ "
        r"\t]?/[ \t]?/|:[ \t]/[ \t]?/)",
        "http://",
    ),
    _step(  # a whole host whose dot is disguised needs no other sign
        rf"\w[\[({{](?:\.|{_DOT})[\])}}](?:{_ANY})\b",
        rf"(?<![\w./@\])}}\[({{-])([a-z0-9-]{{2,40}})[\[({{](?:\.|{_DOT})[\])}}]"
        rf"(?=(?:{_ANY})(?![\w.\[({{@]))",
        r"www.\1.",
    ),
    _step(
        rf"[\[({{<][ \t]*(?:\.|{_DOT})[ \t]*[\])}}>]",
        rf"[ \t]{{0,2}}{_OPEN}(?:\.|{_DOT}){_SHUT}[ \t]{{0,2}}",
        ".",
    ),
    _step(
        rf"[\[({{<][ \t]*(?:@|{_AT})[ \t]*[\])}}>]",
        rf"[ \t]{{0,2}}{_OPEN}(?:@|{_AT}){_SHUT}[ \t]{{0,2}}",
        "@",
    ),
    _step(
        rf"[\[({{<][ \t]*(?:/|{_SLASH})[ \t]*[\])}}>]",
        rf"[ \t]{{0,2}}{_OPEN}(?:/|{_SLASH}){_SHUT}[ \t]{{0,2}}",
        "/",
    ),
    _step(r"[\[({<][ \t]*:[ \t]*[\])}>]", rf"(?<=\w){_OPEN}:{_SHUT}(?=[\w/:])", ":"),
    _step(  # « (a) » between a name and a host
        rf"\w[\[({{]a[\])}}][a-z0-9-]+\.(?:{_ANY})\b",
        rf"(?<=\w)[\[({{]a[\])}}](?=[a-z0-9-]{{2,40}}\.(?:{_ANY})(?![\w(]))",
        "@",
    ),
    _step(  # both signs in words: « at a point in » is prose
        rf"\w[ \t](?:at|arobase)[ \t][\w-]+[ \t]dot[ \t](?:{_ANY})\b",
        rf"(?<=\w)[ \t](?:at|arobase)[ \t]((?!(?:the|an|this|that|every|each)[ \t])"
        rf"[a-z0-9-]{{2,40}})[ \t]dot[ \t]"
        rf"(?=(?:{_ANY})(?![\wÀ-ÿ’]|'\w))",
        r"@\1.",
    ),
    _step(  # four numbers, three times the same word
        r"\d[ \t](?:dot|point)[ \t]\d{1,3}[ \t](?:dot|point)[ \t]\d{1,3}[ \t](?:dot|point)[ \t]\d",
        r"(?<!\d)(\d{1,3})[ \t](?:dot|point)[ \t](\d{1,3})[ \t](?:dot|point)[ \t](\d{1,3})"
        r"[ \t](?:dot|point)[ \t](?=\d{1,3}(?!\d))",
        r"\1.\2.\3.",
    ),
    _step(  # the word in bold: « nom **chez** hôte »
        r"\w[ \t]?\*{1,2}(?:at|arobase|chez)\*{1,2}[ \t]?[a-z0-9-]{2,40}[ \t]?[.*]",
        r"(?<=\w)[ \t]?\*{1,2}(?:at|arobase|chez)\*{1,2}[ \t]?(?=[a-z0-9-]{2,40}[ \t]?[.*])",
        "@",
    ),
    _step(
        rf"\w[ \t]?\*{{1,2}}(?:dot|point)\*{{1,2}}[ \t]?(?:{_ANY})\b",
        rf"(?<=\w)[ \t]?\*{{1,2}}(?:dot|point)\*{{1,2}}[ \t]?(?=(?:{_ANY})(?![\wÀ-ÿ’]|'\w))",
        ".",
    ),
    _step(
        r"[_~/-][ \t]?(?:at|arobase)[ \t]?[_~/-]",
        r"[ \t]?(?P<sign>[_~/-])[ \t]?(?:at|arobase)[ \t]?(?P=sign)[ \t]?"
        r"(?=[a-z0-9-]+(?:\.|[ \t]?(?P=sign)[ \t]?(?:dot|point)[ \t]?(?P=sign)))",
        "@",
    ),
    _step(
        r"[_~/-][ \t]?(?:dot|point)[ \t]?[_~/-]",
        r"(?<=[a-z0-9])[ \t]?(?:[_~-](?:dot|point)[_~-][ \t]?(?=[a-z]{2,})|"
        rf"[_~/-][ \t]?(?:dot|point)[ \t]?[_~/-][ \t]?(?=(?:{_ANY})(?![\wÀ-ÿ’]|'\w)))",
        ".",
    ),
    _step(
        rf"[ \t]{_WORDED}[ \t]",
        rf"(?<=\w)[ \t]{{1,2}}{_WORDED}[ \t]{{1,2}}(?=[\w-])",
        "@",
    ),
    _step(
        r"\w[ \t](?:point|dot)[ \t](?:[\w-]+(?:@|[ \t](?:point|dot|at|chez)[ \t]))",
        r"(?<=\w)[ \t]{1,2}(?:point|dot)[ \t]{1,2}(?=[\w-]{1,40}(?:@|[ \t](?:at|chez)[ "
        r"\t][\w-]+[ \t](?:dot|point)[ \t]))",
        ".",
    ),
    _step(
        rf"[ \t](?:point|dot)[ \t]+(?:{_TLD})\b",
        rf"(?<=[\w])(?<!\ble)(?<!\bun)(?<!\bdu)(?<!\bce)(?<!\bau)(?<!\bthe)"
        rf"[ \t]{{1,2}}(?:point|dot)[ \t]{{1,2}}(?=(?:{_TLD})(?![\wÀ-ÿ’]|'\w))",
        ".",
    ),
    _step(  # « point me » is prose, « point me/abc » is not
        rf"[a-z0-9][ \t](?:point|dot)[ \t]+(?:{_ANY})/\w",
        rf"(?<=[a-z0-9])[ \t]{{1,2}}(?:point|dot)[ \t]{{1,2}}(?=(?:{_ANY})/[\w#+?])"
        r"(?!(?:de|la|se|ne|ma|sa|au)/[a-zà-ÿ]+(?![\w/.-]))",
        ".",
    ),
    _step(
        rf"[ \t](?:at|chez)[ \t]+[\w-]+(?:\.[\w-]+)*\.(?:{_TLD})\b",
        rf"(?<=\w)[ \t]{{1,2}}(?:at|chez)[ "
        rf"\t]{{1,2}}(?=[a-z0-9-]{{2,40}}(?:\.[a-z0-9-]{{1,40}}){{0,3}}\.(?:{_TLD})(?![\wÀ-ÿ]))",
        "@",
    ),
    _step(
        r"@\S+[ \t]+(?:point|dot|punto|ponto|pt)[ \t]",
        r"(?<=[@.])([a-z0-9-]{1,40})[ \t]{1,2}(?:point|dot|punto|ponto|pt)[ \t]{1,2}(?=[a-z]{2,})",
        r"\1.",
    ),
    _step(
        r"[ \t]@[ \t]*[a-z0-9-]+[ \t]?\.|\w@[ \t]+[\w-]+\.",
        r"(?<=[a-z0-9])(?:[ \t]{1,2}@[ \t]{0,2}|@[ \t]{1,2})"
        rf"(?=[a-z0-9-]{{2,40}}(?:\.[a-z0-9-]{{1,40}}){{0,3}}[ \t]?\.[ \t]?(?:{_ANY})(?!\w))",
        "@",
    ),
    _step(
        rf"\w[ \t]\.[ \t](?:{_TLD})\b",
        rf"(?<=[a-z0-9])[ \t]\.[ \t](?=(?:{_TLD})(?![\wÀ-ÿ’]|'\w))",
        ".",
    ),
    _step(
        r"\w[ \t]\.[ \t][a-z]{2,10}[ \t]?/[ \t]?\w",
        r"(?<=[a-z0-9])[ \t]\.[ \t](?=[a-z]{2,10}[ \t]?/[ \t]?\w)",
        ".",
    ),
    _step(r"\w\.[a-z]{2,10}[ \t]/[ \t]\w", r"(?<=\w)(\.[a-z]{2,10})[ \t]/[ \t](?=[\w+@])", r"\1/"),
    _step(
        rf"\.(?:{_TLD}|me)[ \t]+(?:slash|barre|/)",
        rf"(?<=[a-z])[ \t]{{1,2}}(?:{_SLASH}|/)[ \t]{{0,2}}(?=\w)",
        "/",
    ),
    _step(
        r"\w[ \t](?:slash|barre oblique)[ \t]",
        rf"(?<=\w)[ \t]{{1,2}}{_SLASH}[ \t]{{1,2}}(?=\w)",
        "/",
    ),
    _step(r"\w\.[ \t](?:com|gg|net|org)/", r"(?<=[a-z0-9])\.[ \t](?=(?:com|gg|net|org)/)", "."),
)
_spots = Spots([step.trace for step in STEPS])


def refang(text: Mapped) -> Mapped:
    """Write disguised addresses plainly: « hxxp », « [.] », « (at) », « arobase », « point »."""
    return text.rewrite(_spots.parts(text.text), _refanged)


def _refanged(text: Mapped) -> Mapped:
    for _ in range(2):  # « x (at) y dot z »: one disguise may show only once another is undone
        before, found = text, _spots.which(text.text)
        for index, (_, pattern, plain) in enumerate(STEPS):
            if index in found:
                now = text.substitute(pattern, lambda match, plain=plain: _written(match, plain))
                if now is not text:
                    text, found = now, _spots.which(now.text)
        if text is before:
            break
    return text


def _written(match: re.Match, plain: str) -> str | None:
    written = match.expand(plain)
    return None if written == match.group() else written
