"""CSV: names of columns, cells, and what a column's name says of its cells."""

import csv
import io
from collections.abc import Iterator

from veille.guard.finding import damaged
from veille.guard.piece import Piece, piece
from veille.guard.readers.encoding import guess
from veille.guard.readers.source import Read, Source
from veille.guard.readers.text import pieces
from veille.guard.rules.base import CSV, DATA
from veille.guard.told import tells

BATCH = 20_000
_LONGEST = 1 << 20


def read_csv(source: Source) -> Read:
    """Give a CSV as it reads, then the cells whose column says what they are."""
    encoding = guess(source.head())
    if encoding is None:
        yield damaged("table illisible dans tous les encodages connus")
        return
    yield from pieces(source, encoding, CSV)
    yield from _told(source, encoding)


def _told(source: Source, encoding: str) -> Iterator[Piece]:
    with source.open() as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        lines = iter(lambda: text.readline(_LONGEST).replace("\0", ""), "")
        first = next(lines, "")
        delimiter = max(",;\t|", key=first.count)
        try:
            names = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:  # a cell that no column's name is; it was read as text all the same
            names = []
        telling = [(index, name) for index, name in enumerate(names) if tells(name)]
        if telling:
            yield from _cells(csv.reader(lines, delimiter=delimiter), telling, source.line)
        text.detach()


def _cells(
    reader: Iterator[list[str]], telling: list[tuple[int, str]], only: int | None
) -> Iterator[Piece]:
    written, rows = [], []
    try:
        for row in reader:
            for index, name in telling:
                if index < len(row) and row[index].strip():
                    written.append(f"{name} : {row[index]}".replace("\n", " "))
                    rows.append(reader.line_num + 1)
            if len(rows) >= BATCH:
                yield piece("\n".join(written), DATA, rows=rows, only=only)
                written, rows = [], []
    except csv.Error:
        pass  # a line that no table has; it was read as text all the same
    if written:
        yield piece("\n".join(written), DATA, rows=rows, only=only)
