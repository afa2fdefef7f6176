"""From the bytes of a note to the bytes of its redacted form, or to nothing at all."""

import codecs
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from veille.errors import VeilleError
from veille.guard.allow import Allowed, find_root, load
from veille.guard.readers.dispatch import is_packed
from veille.guard.readers.encoding import guess
from veille.guard.readers.source import Budget, Source
from veille.guard.scan import Scan
from veille.redact.forms import Form, take_apart
from veille.redact.report import Report, report
from veille.redact.session import Session, Wish

LARGEST = 2_000_000  # bytes
TEXTS = ("", "md", "markdown", "txt", "text", "csv", "tsv", "ipynb")
READINGS, PATIENCE = 12, 6  # from PATIENCE on, a line that still shows something is given up
_EXPECTED = "un texte (md, txt), un tableau (csv, tsv) ou un carnet (ipynb) est attendu"


@dataclass(frozen=True)
class Redacted:
    """A redacted note: its bytes, in UTF-8, and what was done."""

    data: bytes
    report: Report


def published() -> Allowed:
    """Give what is nobody's: help lines and references, as this program was installed with them.

    The exceptions of a project are left aside: they hold for its files, not for a private note.
    """
    found = load(find_root(Path(__file__).parent))
    return Allowed(addresses=found.addresses, phones=found.phones)


def redact_note(data: bytes, suffix: str, wish: Wish) -> Redacted:
    """Redact a note; ``suffix`` is the end of its name, without the point.

    Raises
    ------
    VeilleError
        If the note is not one of the known forms, is too big, or if the guard still finds
        something once everything was tried. No message holds anything of the note.

    Examples
    --------
    >>> redact_note("vu le 3 mars 2026".encode(), "md", Wish()).data.decode()
    'vu le [DATE mars 2026]'
    """
    text, returns = _lines(_decoded(data, suffix))
    form = take_apart(text, suffix)
    session = Session(wish, form.plain())
    dropped = getattr(form, "dropped", {"outputs": 0, "attachments": 0})
    form = _settled(form, session)
    written = form.written()
    _check(written, form.kind, wish.allowed)
    if returns:
        written = written.replace("\n", "\r\n")
    return Redacted(written.encode("utf-8"), report(form, session, wish, dropped))


def _decoded(data: bytes, suffix: str) -> str:
    if len(data) > LARGEST:
        raise VeilleError(
            f"La note dépasse {LARGEST // 1_000_000} Mo : coupez-la en plusieurs notes."
        )
    if suffix not in TEXTS or _is_packed(data):
        raise VeilleError(f"La note a un format que l’outil ne lit pas : {_EXPECTED}.")
    encoding = guess(data) if data else "utf-8"
    if encoding is None:
        raise VeilleError(f"La note n’est pas du texte, ou son encodage est inconnu : {_EXPECTED}.")
    return data.decode(encoding, "replace").removeprefix("\ufeff").encode(
        "utf-8", "replace").decode("utf-8")


def _is_packed(data: bytes) -> bool:
    if data.startswith(codecs.BOM_UTF32_LE):
        return False
    return is_packed(_source(data, "note")) or data.startswith(b"{\\rtf")


def _source(data: bytes, name: str) -> Source:
    return Source(name, lambda: BytesIO(data), len(data), budget=Budget())


def _lines(text: str) -> tuple[str, bool]:
    """Give a text whose lines end by one sign, and whether they all ended by two."""
    lone = text.replace("\r\n", "")
    only_pairs = "\r\n" in text and "\n" not in lone and "\r" not in lone
    return text.replace("\r\n", "\n").replace("\r", "\n"), only_pairs


def _settled(form: Form, session: Session) -> Form:
    """Read again until nothing changes: one value, once gone, may uncover another."""
    for count in range(READINGS):
        session.severe = count >= PATIENCE
        after = form.redacted(session)
        session.learn()
        if after == form:
            break
        form = after
    return form


def _check(written: str, kind: str, allowed: Allowed) -> None:
    """Refuse to give what the guard would refuse to publish."""
    name = {"csv": "note.csv", "notebook": "note.ipynb"}.get(kind, "note.md")
    data = written.encode("utf-8")
    if not data:
        return
    found = Scan(name, allowed).run(_source(data, name))
    if found.findings or found.unreadable:
        lines = sorted({finding.line for finding in found.findings})
        raise VeilleError(
            "La garde voit encore quelque chose dans la note caviardée (ligne "
            f"{', '.join(map(str, lines[:5])) or '?'}) : rien n’a été écrit. Retirez ces lignes à "
            "la main et recommencez."
        )
