"""JSON and notebooks: strings decoded, the lines of a cell joined, each still in its place.

In a notebook the strings of a list are the lines of one text, so they are joined; where one does
not end a line, they may as well be the items of a list, and are read one by one too.
"""

import json
import re
from collections.abc import Iterator

from veille.guard.finding import damaged
from veille.guard.mapped import Mapped
from veille.guard.piece import Piece
from veille.guard.readers.encoding import guess
from veille.guard.readers.source import MEMBER_LIMIT, Read, Source
from veille.guard.readers.text import pieces
from veille.guard.rules.base import CELL, DATA, MARKUP, PROSE

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.S)
_ITEMS = re.compile(
    r'"(?:[^"\\]|\\.)*(?<!\\n)"(?:\s*,\s*"(?:[^"\\]|\\.)*")+(?!\s*:)', re.S
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\s\S]))")
_CELL = re.compile(r"^cell_type: (code|markdown|raw)$", re.M)
# Outputs that are no program: figures drawn by a script, pages, drawings, prose.
_OUTPUT = re.compile(
    r'"(?:(?P<data>application/[\w.+-]*json)|(?P<markup>text/html|image/svg\+xml)|'
    r'(?P<prose>text/markdown))"\s*:\s*'
)
_KINDS = {"data": DATA, "markup": MARKUP, "prose": PROSE}
_SOMEBODY = re.compile(
    r'"(?:author|user|member|owner|sender|recipient|moderator|creator|reporter|auteur|membre)"\s*:\s*'
    r'\{[^{}]{0,200}?"(?:name|nick|tag|login|nom|pseudo)"\s*:\s*"((?:[^"\\]|\\.){3,40})"'
)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " "}


def read_json(source: Source) -> Read:
    """Give a JSON document as one text; what does not parse is damaged, and read as plain text."""
    encoding = guess(source.head()) or "utf-8"
    if source.size >= MEMBER_LIMIT:
        yield from pieces(source, encoding, DATA)
        return
    raw = source.read().decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
    problem = _problem(raw, source.suffix)
    if problem:
        yield damaged(problem)
    if source.suffix != "ipynb":
        yield Piece(unfold(Mapped(raw), apart=True), raw, DATA, only=source.line)
        people = Mapped(raw).pick(_people(raw))
        if people.text:
            yield Piece(people, raw, DATA, only=source.line)
        return
    text = unfold(Mapped(raw))
    for start, end, kind in _cells(text.text):
        yield Piece(text.pick([(start, end)]), raw, kind, only=source.line)
    for start, end, kind in _outputs(raw):
        output = unfold(Mapped(raw).pick([(start, end)]), apart=kind == DATA)
        yield Piece(output, raw, kind, only=source.line)
    items = Mapped(raw).pick(_items(raw))
    if items.text:
        yield Piece(items, raw, DATA, only=source.line)


def _outputs(raw: str) -> Iterator[tuple[int, int, str]]:
    """Give the bounds and the kind of the outputs that are no program."""
    end = 0
    for match in _OUTPUT.finditer(raw):
        if match.start() < end:
            continue  # inside an output that was given whole
        try:
            end = json.JSONDecoder().raw_decode(raw, match.end())[1]
        except (ValueError, RecursionError):
            continue  # the document itself is said to be damaged
        yield match.end(), end, _KINDS[match.lastgroup]


def _people(raw: str) -> Iterator[tuple[int, int] | str]:
    """Give the names of objects that are somebody: « "author": {"name": … ». """
    for match in _SOMEBODY.finditer(raw):
        yield "user name : "
        yield from _decoded(raw, match.start(1), match.end(1))
        yield "\n"


def _cells(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the bounds of each cell, and whether it is prose or code with its outputs."""
    position, kind = 0, PROSE
    for match in _CELL.finditer(text):
        yield position, match.start(), kind
        position, kind = match.start(), CELL if match[1] == "code" else PROSE
    yield position, len(text), kind


def _problem(raw: str, suffix: str) -> str | None:
    if suffix not in ("json", "ipynb", "geojson", "webmanifest"):
        return None
    try:
        read = json.loads(raw.lstrip("\ufeff"))
    except RecursionError:
        return "JSON imbriqué trop profondément"
    except ValueError:
        return "JSON mal formé ou tronqué"
    if suffix == "ipynb" and not (
        isinstance(read, dict) and isinstance(read.get("cells", read.get("worksheets")), list)
    ):
        return "carnet sans cellules"
    return None


def unfold(raw: Mapped, *, apart: bool = False) -> Mapped:
    """Decode every string; join those that follow each other in a list, or keep them apart."""
    return raw.pick(_parts(raw.text, apart))


def _items(raw: str) -> Iterator[tuple[int, int] | str]:
    """Give the strings of lists that do not end a line, each on its own."""
    for match in _ITEMS.finditer(raw):
        for item in _STRING.finditer(raw, match.start(), match.end()):
            yield from _decoded(raw, item.start(1), item.end(1))
            yield "\n"


def _parts(raw: str, apart: bool) -> Iterator[tuple[int, int] | str]:
    position, was_key, was_value = 0, False, False
    for match in _STRING.finditer(raw):
        between = raw[position : match.start()].strip()
        is_key = raw[match.end() : match.end() + 20].lstrip()[:1] == ":"
        if position and between == "," and not (is_key or was_value or apart):
            pass  # two neighbours in a list: one text
        elif was_key and between == ":":
            yield ": "
        elif was_key and between.startswith(":"):  # a number stays beside its key
            yield (position, match.start())
            yield "\n"
        else:
            yield "\n"
            if re.search(r"[\w]", between):
                yield (position, match.start())
                yield "\n"
        yield from _decoded(raw, match.start(1), match.end(1))
        was_value = was_key if between == ":" else False
        if between == "," and not is_key and not was_value and position:
            was_value = False
        was_key, position = is_key, match.end()
    if not was_key:
        yield "\n"
    yield (position, len(raw))


def _decoded(raw: str, start: int, end: int) -> Iterator[tuple[int, int] | str]:
    if raw.find("\\", start, end) < 0:
        yield (start, end)
        return
    position, high = start, None
    for match in _ESCAPE.finditer(raw, start, end):
        yield (position, match.start())
        position = match.end()
        code, sign = match.groups()
        if code is None:
            yield _SIMPLE.get(sign, sign)
        elif 0xD800 <= (value := int(code, 16)) < 0xDC00:
            high = value
        elif 0xDC00 <= value < 0xE000:
            yield chr(0x10000 + ((high or 0xD800) - 0xD800) * 0x400 + value - 0xDC00)
        else:
            yield chr(value)
    yield (position, end)
