"""Cells of the tables of a text, each written beside the name of its column."""

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from veille.guard.mapped import Mapped

# Names of columns that say what their cells are.
TELLING = re.compile(
    r"(?:^|[_ .-])(?:pseudo\w*|user_?name|screen_?name|nick(?:name)?|handle|discord\w*|insta\w*|"
    r"snap\w*|telegram\w*|tiktok|tag|login|"
    r"t[ée]l\w*|phone\w*|mobile|portable|gsm|whatsapp|time\w*|ts|epoch|date\w*|created\w*|"
    r"updated\w*|posted\w*|sent\w*|horodat\w*|"
    r"(?:gps)?(?:lat|lon)\w*|lng|gps|coord\w*|position\w*|locali[sz]\w*|geo\w*|"
    r"artist|(?:camera)?owner ?_?name|by-?line|photographe?r?|iban|rib|wallet|btc|"
    r"host(?:_?name)?|h[ôo]te|node|poste|runner|machine|compte)(?:$|[_ .-])|"
    r"serial ?_?(?:number|no\b)|num[ée]ro de s[ée]rie|imei",
    re.I,
)
# Names that stand in a line with their value: of those above, the ones that describe no column.
_DESCRIBING = re.compile(
    r"(?:gps)?(?:lat|lon)(?:itude|gitude)?$|lng$|artist$|(?:camera )?owner ?name$|imei$|"
    r"(?:[\w ]{0,16} )?serial ?(?:number|no)$|num[ée]ro de s[ée]rie$",
    re.I,
)
_LONGEST_NAME, _LONGEST_CELL = 60, 400
_DASHES = r"[ \t]*:?-{2,}:?[ \t]*"
_RULE = re.compile(rf"\n[ \t>]*\|?{_DASHES}(?:\|{_DASHES})*\|?[ \t]*(?=\n|$)")
_UNDER = re.compile(r"(?:\n[^\n|]*\|[^\n]*)*")
_BARRED = re.compile(r"^[ \t>]*\|.*\|[ \t]*$", re.M)
_EDGE = re.compile(r"<(?P<end>/?)table\b", re.I)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>tr|t[hd])\b[^<>]*>", re.I)

Span = tuple[int, int]


def tells(name: str) -> bool:
    """Say whether the name of a column says what its cells are."""
    return len(name) < _LONGEST_NAME and TELLING.search(name) is not None


def told(text: Mapped) -> Mapped | None:
    """Give the cells whose column says what they are, one a line; None when there is none.

    Examples
    --------
    >>> told(Mapped("| date | n |\\n|---|---|\\n| lundi | 3 |\\n")).text
    'date : lundi\\n'
    """
    pieces: list[Span | str] = []
    for rows in (*_markdown(text.text), *_html(text.text)):
        names = [text.text[start:end] for start, end in next(rows, ())]
        telling = {
            place: name
            for place, name in enumerate(names)
            if tells(name)
        }
        for row in rows if telling else ():
            for place, name in telling.items():
                if place < len(row) and 0 < row[place][1] - row[place][0] <= _LONGEST_CELL:
                    pieces += [f"{name} : ", row[place], "\n"]
    pieces += _pairs(text.text)
    return text.pick(pieces) if pieces else None


def _pairs(text: str) -> list[Span | str]:
    """Give what stands after a telling name on the same line of a table: « | lat | … | »."""
    pieces: list[Span | str] = []
    for line in _BARRED.finditer(text) if "|" in text else ():
        cells = _bars(text, *line.span())
        for (start, end), value in pairwise(cells):
            telling = 0 < end - start < _LONGEST_NAME and _DESCRIBING.match(text[start:end])
            if telling and 0 < value[1] - value[0] <= _LONGEST_CELL:
                pieces += [(start, end), " : ", value, "\n"]
    return pieces


def _markdown(text: str) -> Iterator[Iterator[list[Span]]]:
    """Give the rows of each Markdown table: the one above its rule, those under it."""
    end = 0
    for rule in _RULE.finditer(text) if "|" in text and "--" in text else ():
        if rule.start() >= end:  # a rule inside a table is one of its rows
            end = _UNDER.match(text, rule.end()).end()
            yield _lines(text, text.rfind("\n", 0, rule.start()) + 1, rule, end)


def _lines(text: str, start: int, rule: re.Match, end: int) -> Iterator[list[Span]]:
    header = _bars(text, start, rule.start())
    if len(header) < 2:
        return
    yield header
    place = rule.end() + 1
    while place < end:
        stop = text.find("\n", place, end)
        stop = stop if stop >= 0 else end
        yield _bars(text, place, stop)
        place = stop + 1


def _bars(text: str, start: int, end: int) -> list[Span]:
    cells, position = [], start
    while position <= end:
        bar = text.find("|", position, end)
        stop = bar if bar >= 0 else end
        cells.append(_stripped(text, position, stop))
        position = stop + 1
    if cells and cells[0][0] == cells[0][1]:
        cells = cells[1:]
    return cells


def _html(text: str) -> Iterator[Iterator[list[Span]]]:
    """Give the rows of each HTML table, up to its end or to a table inside it."""
    marks = list(_EDGE.finditer(text))
    for mark, following in zip_longest(marks, marks[1:]):
        if not mark["end"]:
            yield _rows(text, mark.end(), following.start() if following else len(text))


def _rows(text: str, start: int, end: int) -> Iterator[list[Span]]:
    """A cell goes on until the next tag of a table, whether or not it is closed."""
    row: list[Span] = []
    opened: int | None = None
    for tag in _TAG.finditer(text, start, end):
        if opened is not None:
            row.append(_stripped(text, opened, tag.start()))
            opened = None
        if tag["name"].lower() == "tr":
            if row:
                yield row
            row = []
        elif not tag["end"]:
            opened = tag.end()
    if opened is not None:
        row.append(_stripped(text, opened, end))
    if row:
        yield row


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
