"""The whole book as one HTML document, to be printed."""

import base64
import re
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path

from bs4 import Tag

from .assemble import Chapter
from .places import Identity

MODELS = Path(__file__).with_name("models")
# A face of the site, when it has one: printing then looks the same on every machine.
FACES = {400: "atkinson-hyperlegible-next-400", 700: "atkinson-hyperlegible-next-700"}
MONTHS = ("janvier février mars avril mai juin juillet août septembre octobre novembre "
          "décembre").split()  # fmt: skip
HEADING = re.compile("^h[1-6]$")
TITLE = re.compile(r"<(h[1-6])\b[^>]*>(.*?)</\1>", re.DOTALL)
TAG = re.compile("<[^>]*>")
MARK = re.compile("<!--page (\\w+)-->")


def printed(chapters: list[Chapter], who: Identity, site: Path) -> str:
    """Give the document; where the table of contents wants a page number stands its mark."""
    title, author = escape(who.full_title), escape(who.author)
    style = (MODELS / "print.css").read_text(encoding="utf-8")
    return "\n".join([
        "<!DOCTYPE html>",
        '<html lang="fr"><head><meta charset="utf-8">',
        f'<title>{title}</title><meta name="author" content="{author}">',
        f"<style>{faces(site)}{style}</style></head><body>",
        title_page(who),
        contents(chapters),
        *(section(chapter) for chapter in chapters),
        "</body></html>",
    ])  # fmt: skip


def numbered(document: str, numbers: Mapping[str, int]) -> str:
    """Give the document with the page of each chapter in its table of contents."""
    return MARK.sub(lambda found: str(numbers.get(found[1], "")), document)


def faces(site: Path) -> str:
    """Give the rules that put the site's own face in the document, or nothing."""
    found = [(weight, sorted(site.glob(f"_static/**/{name}.woff*")))
             for weight, name in FACES.items()]  # fmt: skip
    return "".join(_face(weight, files[-1]) for weight, files in found if files)


def _face(weight: int, file: Path) -> str:
    data, form = base64.b64encode(file.read_bytes()).decode(), file.suffix[1:]
    source = f'url("data:font/{form};base64,{data}") format("{form}")'
    return f"@font-face{{font-family:Livre;font-weight:{weight};src:{source}}}"


def title_page(who: Identity) -> str:
    """Give the first page: what this is, which version, and what a reader should know."""
    return (MODELS / "couverture.html").read_text(encoding="utf-8").format(
        title=escape(who.title), subtitle=escape(who.subtitle),
        author=escape(who.author.capitalize()), version=escape(who.version),
        day=day(who.released),
    )  # fmt: skip


def day(date: str) -> str:
    """Give a day as it is written: 2026-11-22 is « 22 novembre 2026 »."""
    year, month, number = date.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def contents(chapters: list[Chapter]) -> str:
    """Give the table of contents, part by part."""
    lines = ['<nav class="sommaire" aria-labelledby="sommaire"><h1 id="sommaire">Sommaire</h1><ol>']
    for chapter in chapters:
        if chapter.part:
            lines.append(f'<li class="partie">{escape(chapter.part)}</li>')
        lines.append(
            f'<li><a href="#{chapter.key}"><span>{escape(chapter.title)}</span>'
            f'<span class="page"><!--page {chapter.key}--></span></a></li>'
        )
    return "\n".join([*lines, "</ol></nav>"])


def outline_titles(document: str) -> list[str]:
    """Give the headings of a document as text, in order."""
    return [
        " ".join(unescape(TAG.sub("", found[2])).split()) for found in TITLE.finditer(document)
    ]


def section(chapter: Chapter) -> str:
    """Give a chapter, one level down when it is in a part, under the name of the part it opens.

    The text of the chapter is changed in place: it is set once.
    """
    body = chapter.body
    body.name, body.attrs = "div", {}
    for tag in body.find_all(HEADING):
        tag.name = f"h{min(6, int(tag.name[1]) + chapter.level - 1)}"
    for details in body.find_all("details"):
        _unfold(details)
    for figure in body.find_all("figure"):  # a frame would be a second figure, without words
        figure.name, figure["class"] = "div", ["figure"]
    for caption in body.find_all("figcaption"):
        caption.name, caption["class"] = "p", ["legende"]
    for span in body.select("span:not([id], pre *)"):
        span.unwrap()  # each would be one more element of the tags, and says nothing
    kind = "annexe" if chapter.key.endswith("a") else f"chapitre niveau-{chapter.level}"
    opening = f'<h1 class="partie">{escape(chapter.part)}</h1>' if chapter.part else ""
    return f'<section class="{kind}" id="{chapter.key}">{opening}{body}</section>'


def _unfold(details: Tag) -> None:
    """Make of a folded passage a plain one: paper has nothing to click."""
    details.name = "div"
    details.attrs = {"class": [*details.get("class", []), "passage"]}
    if details.summary:
        details.summary.attrs = {"class": "titre-de-passage"}
        details.summary.name = "p"
