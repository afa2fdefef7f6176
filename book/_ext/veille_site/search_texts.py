"""The texts that the search page reads: one entry per section, in a script, so that it also
works from a folder, where a page may not fetch another.
"""

import json
import re
from pathlib import Path

from bs4 import BeautifulSoup, NavigableString

SILENT = "details.code, details.donnees, math, script, style, button"
BLOCKS = ["p", "li", "dt", "dd", "caption", "figcaption", "summary", "h3", "h4", "div"]
CELLS = ["td", "th"]
SPACES = re.compile(r"\s+")
FILE = "_static/textes.js"


def passages(body):
    """Give (anchor, title, text) for the head of a page and each of its h2 sections."""
    soup = BeautifulSoup(body, "html.parser")
    for tag in soup.select(SILENT):
        tag.decompose()
    for tag in soup.find_all(BLOCKS):
        tag.append(" ")  # two items are not one word
    for tag in soup.find_all(CELLS):
        tag.append(" | ")  # two numbers side by side are not one number
    sections = soup.select("section[id]:has(> h2)")
    found = [_passage(section.extract()) for section in sections]
    title = soup.find("h1")
    if title:
        title.extract()
    return [("", "", _text(soup)), *found]


def _passage(section):
    title = section.find("h2")
    heading = _text(title)
    title.extract()
    return section["id"], heading, _text(section)


def _text(tag):
    """Give the words of a tag on one line."""
    pieces = (str(piece) for piece in tag.descendants if isinstance(piece, NavigableString))
    return SPACES.sub(" ", "".join(pieces)).strip()


def gather(app, pagename, templatename, context, doctree):
    """Keep the texts of the page that Sphinx is about to write."""
    if doctree is None or not context.get("body"):
        return
    kept = app.builder.__dict__.setdefault("veille_texts", {})
    title = BeautifulSoup(context["body"], "html.parser").find("h1")
    kept[pagename] = (f"{pagename}.html", _text(title) if title else pagename,
                      passages(context["body"]))


def write(app, exception):
    """Write the script of all texts."""
    texts = getattr(app.builder, "veille_texts", None)
    if exception or not texts:
        return
    rows = [texts[name] for name in sorted(texts)]
    written = ",\n".join(map(_row, rows))  # a line per passage: the guard can say where
    Path(app.outdir, FILE).write_text(f"const TEXTES = [\n{written}\n];\n", encoding="utf-8")


def _row(row):
    address, title, sections = row
    head, *lines = (json.dumps(one, ensure_ascii=False, separators=(",", ":"))
                    for one in ([address, title], *sections))
    return head[:-1] + ",[\n" + ",\n".join(lines) + "]]"


def register(app):
    """Gather each finished page, and write them all at the end."""
    app.connect("html-page-context", gather, priority=960)
    app.connect("build-finished", write)
