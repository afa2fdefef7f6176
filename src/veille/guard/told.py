"""Cells of the tables of a text, each written beside the name of its column."""

import re
from collections.abc import Iterator

from veille.guard.mapped import Mapped

# Names of columns that say what their cells are.
TELLING = re.compile(
    r"(?:^|[_ .-])(?:pseudo\w*|user_?name|screen_?name|nick(?:name)?|handle|discord\w*|insta\w*|"
    r"snap\w*|telegram\w*|tiktok|tag|login|"
    r"t[ée]l\w*|phone\w*|mobile|portable|gsm|whatsapp|time\w*|ts|epoch|date\w*|created\w*|"
    r"updated\w*|posted\w*|sent\w*|horodat\w*|"
    r"lat\w*|lon\w*|lng|gps|iban|rib|wallet|btc|host_?name|machine|compte)(?:$|[_ .-])",
    re.I,
)
_LONGEST_NAME, _LONGEST_CELL = 60, 400
_DASHES = r"[ \t]*:?-{2,}:?[ \t]*"
_RULE = re.compile(rf"\n[ \t>]*\|?{_DASHES}(?:\|{_DASHES})*\|?[ \t]*(?=\n|$)")
_TABLE = re.compile(r"<table\b.*?(?:</table\s*>|$)", re.I | re.S)
_ROW = re.compile(r"<tr\b[^>]*>(.*?)(?=<tr\b|</tr|</table|$)", re.I | re.S)
_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)(?=<t[hd]\b|</t[hdr]|$)", re.I | re.S)

Span = tuple[int, int]


def told(text: Mapped) -> Mapped | None:
    """Give the cells whose column says what they are, one a line; None when there is none.

    Examples
    --------
    >>> told(Mapped("| pseudo | n |\\n|---|---|\\n| ami | 3 |\\n")).text
    'pseudo : ami\\n'
    """
    pieces: list[Span | str] = []
    for header, rows in (*_markdown(text.text), *_html(text.text)):
        names = [text.text[start:end].strip() for start, end in header]
        telling = {
            place: name
            for place, name in enumerate(names)
            if len(name) < _LONGEST_NAME and TELLING.search(name)
        }
        for row in rows if telling else ():
            for place, name in telling.items():
                if place < len(row) and 0 < row[place][1] - row[place][0] <= _LONGEST_CELL:
                    pieces += [f"{name} : ", row[place], "\n"]
    return text.pick(pieces) if pieces else None


def _markdown(text: str) -> Iterator[tuple[list[Span], list[list[Span]]]]:
    """Give each Markdown table: the cells above its rule, those of each line under it."""
    if "|" not in text or "--" not in text:
        return
    for rule in _RULE.finditer(text):
        start = text.rfind("\n", 0, rule.start()) + 1
        header, rows, place = _bars(text, start, rule.start()), [], rule.end() + 1
        while len(header) > 1 and place < len(text):
            end = text.find("\n", place)
            end = end if end >= 0 else len(text)
            row = _bars(text, place, end)
            if len(row) < 2:
                break
            rows.append(row)
            place = end + 1
        yield header, rows


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


def _html(text: str) -> Iterator[tuple[list[Span], list[list[Span]]]]:
    """Give each HTML table: the cells of its first row, those of the others."""
    if "<t" not in text:
        return
    for table in _TABLE.finditer(text):
        rows = [
            [_stripped(text, *cell.span(1)) for cell in _CELL.finditer(text, *row.span(1))]
            for row in _ROW.finditer(text, *table.span())
        ]
        if len(rows) > 1:
            yield rows[0], rows[1:]


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
