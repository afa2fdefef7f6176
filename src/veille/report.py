"""What a notebook shows: figures, tables and sentences, each in one accessible form.

Everything that a notebook displays goes through here, so that pages, strict comparison of
stored outputs, and the control of what private data may disclose, have one door.  Unless the data
are the committed synthetic ones, what is shown passes through `veille.disclosure`, and says what
it hid.  A planted truth does not lift this: a file proves nothing of where data come from.  Who
answers for the data sets ``VEILLE_PROTECTION=non``.
"""

import json
import os
import re
from base64 import b64encode
from html import escape
from io import BytesIO

import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from veille import data
from veille.disclosure import Ledger, Request, door, exposed, protect
from veille.errors import VeilleError
from veille.figures.drawn import as_records
from veille.figures.style import drawing
from veille.french import number, typeset

FINE = re.compile(r"(\d\.\d)\d+")  # a tenth of a point is finer than a screen
WORDS = re.compile(r">[^<]*[^<\s][^<]*<")  # text between two tags
COARSE = 60  # points per inch of a figure of private data: 290 across
UNSEEN = "application/papermill.record/"  # where MyST-NB looks for what a page does not show


def protects() -> bool:
    """Say whether what is shown is protected: always, but for the committed synthetic data.

    Raises
    ------
    VeilleError
        If ``VEILLE_PROTECTION`` is neither empty, ``oui`` nor ``non``.
    """
    wanted = os.environ.get("VEILLE_PROTECTION") or "oui"
    if wanted not in ("oui", "non"):
        raise VeilleError(f"VEILLE_PROTECTION vaut « {wanted} » : « oui » ou « non » est attendu.")
    return wanted == "oui" and not data.is_synthetic_default()


def figure(drawn: Figure, caption: str) -> None:
    """Show a figure as SVG; ``caption`` is its text form, in one sentence.

    The SVG carries its caption and the values it draws, which the page shows after it.
    The alternative text stands in the metadata of the cell (``mystnb.image.alt``), the only
    place that reaches the page.  Of private data, a figure whose text form holds a small count
    is not drawn at all, and the others are made of points too coarse to read a number back.
    """
    if protects():
        _private_figure(drawn, door.sentence(caption))
        return
    display({"image/svg+xml": svg(drawn, caption), "text/plain": caption}, raw=True)


def svg(drawn: Figure, caption: str) -> str:
    """Give a figure as light SVG: text as text, coordinates to a tenth of a point."""
    stream = BytesIO()
    values = json.dumps(as_records(drawn), ensure_ascii=False, separators=(",", ":"))
    with drawing():
        drawn.savefig(stream, format="svg", metadata={
            "Date": None, "Creator": None, "Title": caption, "Description": "@"})
    light = FINE.sub(r"\1", stream.getvalue().decode())
    spaced = WORDS.sub(lambda text: text[0].replace("  ", "\u00a0\u00a0"), light)
    # The values are put in last: their digits are not coordinates.
    return spaced.replace("<dc:description>@<", f"<dc:description>{escape(values, quote=False)}<")


def table(frame: pd.DataFrame, caption: str, digits: int = 2) -> None:
    """Show a table with a caption, scoped headers and French numbers.

    The first column names the rows.  Whole numbers keep no decimals, others keep ``digits``.
    """
    if protects():
        protected = door.rows(frame)
        frame, caption = protected.content, _with(door.sentence(caption).content, protected.done)
    _show_table(frame, caption, digits)


def counts(frame: pd.DataFrame, request: Request, caption: str, population: str) -> None:
    """Show how many rows, or how much of a column, fall in the cells of one or two columns.

    Of private data, the table is protected exactly, with all that the ledger of their folder
    says was published before; it is the one to use whenever a table is a plain count.

    Parameters
    ----------
    frame
        The rows themselves, not their counts.
    population
        What the rows are, such as ``reports``.
    """
    if not protects():
        _show_table(exposed(frame, request).frame(), caption, 2)
        return
    released = protect(frame, request, ledger=Ledger(data.folder()), population=population)
    done = f"valeurs masquées : {released.hidden}" if released.hidden else ""
    _show_table(released.frame(), _with(caption, done), 2)


def say(sentence: str) -> None:
    """Show a sentence, in Markdown, whose numbers come from the results."""
    if protects():
        protected = door.sentence(sentence)
        sentence = _with(protected.content, protected.done)
    display({"text/markdown": sentence, "text/plain": sentence}, raw=True)


def keep(key: str, text: str) -> None:
    """Keep a written number under a name, unseen, for the essays to quote.

    An essay quotes it with the role ``glue:text`` of MyST-NB, so that no number of a notebook is
    ever typed again elsewhere.

    Parameters
    ----------
    key
        The name, unique in the notebook, of lower-case letters and ``_``.
    text
        The number as it is read, such as ``12 %``.
    """
    if protects():
        text = door.sentence(text).content
    display({f"{UNSEEN}text/plain": repr(text)}, raw=True,
            metadata={"scrapbook": {"name": key, "mime_prefix": UNSEEN}})


def _show_table(frame: pd.DataFrame, caption: str, digits: int) -> None:
    shown = frame.map(lambda value: _cell(value, digits))
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in frame.columns)
    body = "".join(_row(list(row), list(raw)) for row, raw in
                   zip(shown.itertuples(index=False), frame.itertuples(index=False), strict=True))
    html = (
        f'<div class="veille-table" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f"<table><caption><span>{escape(caption)}</span></caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )
    text = f"{caption}\n{shown.to_string(index=False)}"
    display({"text/html": html, "text/plain": text}, raw=True)


def _private_figure(drawn: Figure, protected: door.Shown) -> None:
    if protected.few:
        text = _with("Figure retenue", protected.done)
        display({"text/markdown": text, "text/plain": text}, raw=True)
        return
    stream = BytesIO()
    with drawing():
        drawn.savefig(stream, format="png", dpi=COARSE, metadata={"Software": None})
    display({"image/png": b64encode(stream.getvalue()).decode(),
             "text/plain": _with(protected.content, protected.done)}, raw=True)


def _with(text: str, done: str) -> str:
    """Add what was hidden to a text."""
    return typeset(f"{text} (données privées : {done})") if done else text


def _cell(value: object, digits: int) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int) or (hasattr(value, "dtype") and value.dtype.kind in "iu"):
        return number(int(value), 0)
    if isinstance(value, float):
        return number(value, digits)
    return "–" if value is pd.NA or value is None else str(value)


def _row(cells: list[str], raw: list[object]) -> str:
    first = f'<th scope="row">{escape(cells[0])}</th>'
    rest = "".join(
        f'<td class="number">{escape(cell)}</td>'
        if isinstance(value, int | float) and not isinstance(value, bool)
        else f"<td>{escape(cell)}</td>"
        for cell, value in zip(cells[1:], raw[1:], strict=True)
    )
    return f"<tr>{first}{rest}</tr>"
