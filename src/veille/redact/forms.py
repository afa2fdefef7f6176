"""The forms a note may have: each is taken apart, redacted text by text, and put back valid."""

import csv
import io
import json
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any, Protocol

from veille.errors import VeilleError
from veille.guard.rules.base import CELL, CSV, PROSE
from veille.redact.session import Session

TEXT, TABLE, NOTEBOOK = "text", "csv", "notebook"
_LANGUAGES = ("python", "R", "julia")


class Form(Protocol):
    """A note taken apart."""

    kind: str

    def plain(self) -> str:
        """Give all that a person reads in it."""

    def redacted(self, session: Session) -> "Form":
        """Give the same note, each of its texts redacted once."""

    def written(self) -> str:
        """Give the text of the file."""


@dataclass(frozen=True)
class Text:
    """Markdown or plain text."""

    text: str
    kind: str = TEXT

    def plain(self) -> str:
        """Give the text."""
        return self.text

    def redacted(self, session: Session) -> "Text":
        """Redact the text as prose."""
        return Text(session.redact(self.text, PROSE))

    def written(self) -> str:
        """Give the text."""
        return self.text


@dataclass(frozen=True)
class Table:
    """A CSV file: its rows, and the sign between its cells."""

    rows: list[list[str]]
    delimiter: str
    kind: str = TABLE

    @classmethod
    def read(cls, text: str, delimiter: str | None = None) -> "Table":
        """Read a CSV, whose delimiter is the commonest sign of its first line."""
        first = text.partition("\n")[0]
        sign = delimiter or max(",;\t|", key=first.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
        try:
            return cls(list(reader), sign)
        except csv.Error:
            raise VeilleError(
                f"La note n’est pas un CSV lisible (ligne {reader.line_num}) : des cellules "
                "séparées par le même signe, aux guillemets fermés, sont attendues."
            ) from None

    def plain(self) -> str:
        """Give the cells, one line a row."""
        return "\n".join("\n".join(row) for row in self.rows)

    def redacted(self, session: Session) -> "Table":
        """Redact each cell with the name of its column before it, then what crosses cells."""
        names = [f"{name} : " for name in self.rows[0]] if self.rows else []
        seen: dict[tuple[str, str], str] = {}
        rows = []
        for index, row in enumerate(self.rows):
            here = names if index else []
            cells = [
                self._cell(session, cell, here[place] if place < len(here) else "", seen)
                for place, cell in enumerate(row)
            ]
            rows.append(self._across(session, cells))
        return replace(self, rows=rows)

    def _cell(
        self, session: Session, text: str, name: str, seen: dict[tuple[str, str], str]
    ) -> str:
        if not text.strip():
            return text
        if (name, text) not in seen:
            alone = session.redact(text)
            seen[name, text] = session.redact(alone, context=name) if name else alone
        return seen[name, text]

    def _across(self, session: Session, cells: list[str]) -> list[str]:
        written = [_line([cell], self.delimiter) for cell in cells]
        starts = [0, *accumulate(len(cell) + 1 for cell in written)]
        for spot in session.found(self.delimiter.join(written), CSV):
            for place, cell in enumerate(written):
                if starts[place] < spot.end and spot.start < starts[place] + len(cell):
                    whole = replace(spot, start=0, end=len(cells[place]))
                    cells[place] = session.put(cells[place], [whole])
        return cells

    def written(self) -> str:
        """Give the rows as the lines of a CSV."""
        return "".join(_line(row, self.delimiter) + "\n" for row in self.rows)


def _line(row: list[str], delimiter: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="").writerow(row)
    return stream.getvalue()


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook: what it is and its source."""

    kind: str
    source: str


@dataclass(frozen=True)
class Notebook:
    """A notebook's sources; its outputs, attachments and metadata are left behind."""

    cells: tuple[Cell, ...]
    language: str = ""
    dropped: dict[str, int] = field(default_factory=dict)
    kind: str = NOTEBOOK

    @classmethod
    def read(cls, text: str) -> "Notebook":
        """Read a notebook of format 4."""
        try:
            read = json.loads(text)
            if read["nbformat"] != 4:
                raise ValueError
            cells = tuple(map(_cell, read["cells"]))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise VeilleError(
                "La note n’est pas un carnet lisible : un carnet Jupyter de format 4, entier, est "
                "attendu."
            ) from None
        dropped = {
            "outputs": sum(len(cell.get("outputs") or ()) for cell in read["cells"]),
            "attachments": sum(len(cell.get("attachments") or ()) for cell in read["cells"]),
        }
        return cls(cells, _language(read), dropped)

    def plain(self) -> str:
        """Give the sources, one after the other."""
        return "\n\n".join(cell.source for cell in self.cells)

    def redacted(self, session: Session) -> "Notebook":
        """Redact each source: prose as prose, code as code."""
        return replace(self, cells=tuple(
            Cell(cell.kind, session.redact(cell.source, CELL if cell.kind == "code" else PROSE))
            for cell in self.cells
        ))

    def written(self) -> str:
        """Give the notebook with fresh identifiers, without outputs nor metadata."""
        whole = {
            "cells": [_as_json(cell, f"c{number}") for number, cell in enumerate(self.cells, 1)],
            "metadata": {"language_info": {"name": self.language}} if self.language else {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _cell(read: dict[str, Any]) -> Cell:
    kind, source = read["cell_type"], read["source"]
    text = source if isinstance(source, str) else "".join(source)
    if kind not in ("code", "markdown", "raw"):
        raise ValueError
    return Cell(kind, text)


def _language(read: dict[str, Any]) -> str:
    try:
        name = read["metadata"]["language_info"]["name"]
    except (KeyError, TypeError):
        return ""
    return name if name in _LANGUAGES else ""


def _as_json(cell: Cell, name: str) -> dict[str, Any]:
    code = {"execution_count": None, "outputs": []} if cell.kind == "code" else {}
    lines = cell.source.splitlines(keepends=True)
    return {"cell_type": cell.kind, "id": name, "metadata": {}, "source": lines} | code


def take_apart(text: str, suffix: str) -> Form:
    """Give the form of a note from the end of its name; standard input may hold a notebook."""
    if suffix == "ipynb" or (not suffix and _is_notebook(text)):
        return Notebook.read(text)
    if suffix in ("csv", "tsv"):
        return Table.read(text, "\t" if suffix == "tsv" else None)
    return Text(text)


def _is_notebook(text: str) -> bool:
    return text.lstrip()[:1] == "{" and '"cell_type"' in text and '"nbformat"' in text


