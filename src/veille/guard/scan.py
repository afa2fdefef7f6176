"""One file, from its bytes to its findings."""

import hashlib
import io
import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from veille.guard.allow import Allowed
from veille.guard.blobs import Blob
from veille.guard.engine import Found, examine
from veille.guard.finding import Finding, Problem, mask
from veille.guard.parts import Part
from veille.guard.piece import Piece, piece
from veille.guard.readers.dispatch import read
from veille.guard.readers.source import DEPTH_LIMIT, Budget, Source
from veille.guard.readers.text import kind_of, pieces
from veille.guard.rules.base import DATA

MOST_PER_LINE = 20  # findings of one rule on one line: a line of a gigabyte has no end of them


@dataclass
class Report:
    """What reading one file gave."""

    findings: list[Finding] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def scan(path: Path, shown: str, allowed: Allowed) -> Report:
    """Audit one file; `shown` is its path as the report writes it."""
    report = Report()
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            return _link(path, shown, allowed)
        if not stat.S_ISREG(status.st_mode):
            report.findings.append(Finding(shown, 1, "unknown_format", "ni fichier ni dossier"))
            return report
        source = Source.of_path(path)
        if is_known(source, allowed):
            return report
        return Scan(shown, allowed).run(source)
    except OSError as error:
        report.unreadable.append(_unreadable(shown, error))
        return report


def scan_part(path: Path, shown: str, allowed: Allowed, part: Part) -> Report:
    """Audit one part of a large text, and the name of the file with the first one."""
    try:
        data = part.read(path)
    except OSError as error:
        return Report(unreadable=[_unreadable(shown, error)])
    source = Source(path.name, lambda: io.BytesIO(data), len(data), budget=Budget())
    report = Scan(shown, allowed).text(source, part.line)
    report.findings = [
        found for found in report.findings if part.until is None or found.line < part.until
    ]
    return report


def _unreadable(shown: str, error: OSError) -> str:
    return f"« {shown} » ne peut pas être lu ({os.strerror(error.errno or 0)})."


def is_known(source: Source, allowed: Allowed) -> bool:
    """Say whether the contents of a source are allowed as they are."""
    if not allowed.files:
        return False
    with source.open() as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() in allowed.files


def _link(path: Path, shown: str, allowed: Allowed) -> Report:
    """A symbolic link publishes the path it holds, not what it leads to."""
    return Scan(shown, allowed).pieces([piece(os.readlink(path), DATA, only=1)])


class Scan:
    """The findings of one file, each told once."""

    def __init__(self, shown: str, allowed: Allowed):
        self._shown, self._allowed = shown, allowed
        self._forms = allowed.forms_of(shown)
        self._seen: set[tuple[int, str, str]] = set()
        self._count: Counter[tuple[int, str]] = Counter()
        self._report = Report()

    def text(self, source: Source, line: int) -> Report:
        """Read a part of a plain text, which starts at a line."""
        if line == 1:
            self._name(source)
        for each in pieces(source, "utf-8", kind_of(source), line):
            self._examine(each, source)
        self._report.findings.sort()
        return self._report

    def run(self, source: Source) -> Report:
        """Read a source and everything inside it."""
        self._name(source)
        self._read(source)
        self._report.findings.sort()
        return self._report

    def _name(self, source: Source) -> None:
        name = piece(source.name, DATA, only=1)
        for found in examine(name):
            if found.rule not in ("hash", "handle", "timestamp", "address"):
                self._add(found)

    def pieces(self, pieces: list[Piece]) -> Report:
        """Examine pieces that no file holds."""
        for each in pieces:
            self._examine(each, None)
        return self._report

    def _read(self, source: Source) -> None:
        for item in read(source):
            if isinstance(item, Source):
                if item.depth > DEPTH_LIMIT:
                    self._problem(Problem("limit", "contenus emboîtés trop profondément"), source)
                else:
                    self._read(item)
            elif isinstance(item, Problem):
                self._problem(item, source)
            else:
                self._examine(item, source)

    def _examine(self, text: Piece, source: Source | None) -> None:
        for form in self._forms:
            text = Piece(
                text.text.substitute(form, lambda match: ""),
                text.raw,
                text.kind,
                text.first,
                text.only,
                text.rows,
                text.edges,
            )
        for found in examine(text, self._inside(source) if source else None):
            self._add(found)

    def _inside(self, source: Source):
        def inside(blob: Blob, line: int) -> Iterator[Found]:
            if source.depth < DEPTH_LIMIT and source.budget.spend(len(blob.data), 0):
                self._read(source.inner("", blob.data, line))
            return iter(())

        return inside

    def _problem(self, problem: Problem, source: Source) -> None:
        line = source.line or problem.line
        if self._is_new(line, problem.rule, problem.reason):
            self._report.findings.append(Finding(self._shown, line, problem.rule, problem.reason))
        if problem.unreadable:
            self._report.unreadable.append(f"« {self._shown} » : {problem.reason}.")

    def _add(self, found: Found) -> None:
        if not self._is_new(found.line, found.rule, found.value):
            return
        if self._allowed.permits(found.rule, found.value, self._shown):
            return
        self._count[found.line, found.rule] += 1
        if self._count[found.line, found.rule] <= MOST_PER_LINE:
            self._report.findings.append(
                Finding(self._shown, found.line, found.rule, mask(found.value))
            )

    def _is_new(self, line: int, rule: str, value: str) -> bool:
        if self._count[line, rule] > MOST_PER_LINE:
            return False
        key = line, rule, "".join(filter(str.isalnum, value)).lower()
        new = key not in self._seen
        self._seen.add(key)
        return new
