"""Values cut by markup, by quotation marks or by the end of a line, put together again."""

import re
from collections.abc import Iterator

from veille.guard.automata import inner_spans, one_of
from veille.guard.mapped import Mapped
from veille.guard.rules.base import CELL, CODE, CSV, DATA, MARKUP, Hit
from veille.guard.vocabulary import names

REACH = 160
MARK = "\n\0\n"
_INLINE = (
    r"a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|nobr|q|s|samp|"
    r"small|span|strike|strong|"
    r"sub|sup|time|tt|u|var|wbr|tspan|text|ruby|rt|w:[\w]+|text:[\w-]+|a:[\w]+|img|svg|use|path|g"
)
_TAGS = rf"(?:</?(?:{_INLINE})(?:\s[^<>]{{0,300}})?/?>|<!--[^<>]{{0,200}}-->|<!\[CDATA\[|\]\]>)"
_IN = r"[0-9A-Za-z_.@/:#+%&=?~-]"
_markup = one_of(
    [
        rf"{_IN}(?:{_TAGS}|\*{{1,3}}|__|~~|`|\{{\}})+{_IN}",
        rf"[\d+] ?(?:{_TAGS} ?)+\d",  # groups of one number
        r"[0-9A-Za-z] ?(?:<!--[^<>]{0,200}-->)+ ?[0-9A-Za-z]",
    ]
)
_sign = r"\s{0,2}(?:[+.]\s{0,2})?\\?(?:\s{0,2}\n\s{0,40})?(?:[+.]\s{0,2})?[rfbu]?"
_quotes = one_of([rf"{_IN}\"{_sign}\"{_IN}", rf"{_IN}'{_sign}'{_IN}"])
_sum = r"\s{0,2}[+.]\s{0,2}"  # in a page, two attributes stand side by side: a script adds
_sums = one_of([rf"{_IN}\"{_sum}\"{_IN}", rf"{_IN}'{_sum}'{_IN}"])
_broken = one_of(
    [
        r"(?:://|@|www\.|\w\.\w|\d{4})[\w./@:?=&%+-]*(?:-?\\|-|=)?\r?\n[ "
        r"\t]{0,12}(?:[#>*]\s)?[\w./@-]",
        r"\w\.\r?\n[ \t]{0,12}(?-i:[a-z])",
    ]
)
_ENDING = re.compile(r"(?:-?\\|=)?\r?\n$")
_SCHEME = re.compile(r"[\w+-]{2,20}:/?/?[\w/]")
_KEY = re.compile(r"[ \t]?[:=](?:\s|$)")
_HANGING = re.compile(r"(?:\b(?:https?|discord):?/{0,2}|[/@:-])$")

_WHOLE = re.compile(r"(?:://|www\.)[\w.-]+\.[a-z]{2,}[/:?#]", re.I)

# Endings that are also words: « demain.\nvu avec elle » ends a sentence and starts another.
_OPENERS = names("ordinary_endings") | set("ca cc ci re su vu".split())


def fragments(text: Mapped, kind: str) -> Iterator[tuple[Mapped, list[int], bool]]:
    """Give texts put together from pieces, the places of the joints, and whether a line was cut."""
    cuts = list(inner_spans(_markup, text.text))
    added = _quotes if kind in (CODE, CELL, DATA) else _sums if kind == MARKUP else None
    if added is not None:
        cuts = sorted(cuts + list(inner_spans(added, text.text)))
    if cuts:
        yield (*_without(text, cuts), False)
    if kind not in (CSV, DATA):
        ends = [
            _line_break(text.text, start, end) for start, end in inner_spans(_broken, text.text)
        ]
        if ends:
            yield (*_without(text, ends), True)


def _line_break(text: str, start: int, end: int) -> tuple[int, int]:
    newline = text.rfind("\n", start, end) + 1
    return start + _ENDING.search(text[start:newline]).start(), end


def _without(text: Mapped, cuts: list[tuple[int, int]]) -> tuple[Mapped, list[int]]:
    pieces: list[tuple[int, int] | str] = []
    joints: list[int] = []
    position = length = 0
    for start, end in cuts:
        if start < position:
            continue
        far = start - position > 2 * REACH
        if far and pieces:
            stop = _line_end(text.text, position)
            pieces += [(position, stop), MARK]
            length += stop - position + len(MARK)
        begin = max(position, _line_start(text.text, start)) if far or not pieces else position
        pieces.append((begin, start))
        length += start - begin
        joints.append(length)
        position = end
    pieces.append((position, _line_end(text.text, position)))
    return text.pick(pieces), joints


def _line_start(text: str, position: int) -> int:
    return max(text.rfind("\n", max(0, position - REACH), position) + 1, position - REACH, 0)


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position, position + REACH)
    return end if end >= 0 else min(position + REACH, len(text))


def may_cross(hit: Hit, text: str, joint: int) -> bool:
    """Say whether a value that goes over the end of a line is one, rather than two neighbours."""
    left, right = text[hit.start : joint], text[joint : joint + 1]
    if hit.rule == "snowflake":
        return True
    if hit.rule == "email":
        return "@" in left and (right.islower() or right.isdigit())
    if _WHOLE.search(left):
        return False  # the line itself already shows it
    if hit.rule not in ("invitation", "address", "shortener", "file_locker", "onion"):
        return False
    if left.endswith("."):
        if _SCHEME.match(text, joint) or _KEY.match(text, hit.end):
            return False
        follows, path, _ = hit.value[len(left) :].partition("/")
        if not path and follows.lower() in _OPENERS and left[:-1].isalpha():
            return False
        return right.islower() and left.count(".") == 1 and "." not in follows.rstrip(".")
    return _HANGING.search(left) is not None and "." in hit.value[len(left) :]
