"""Articles made fit to stand together, out of the site: in one document, or in one book.

Identifiers are made unique by the key of their page, and links between pages lead to them
(``#p07-titre``).  What only a screen can do is taken away, what was folded is opened, and what
interrupts the reading of a notebook (its code, the values of its figures) goes to an appendix.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from veille.errors import VeilleError

from .contents import Page, Part, pages_of

ONLY_ON_SCREEN = "script, style, noscript, button, form, input, nav, iframe, .copier, .headerlink"
CODE = "details:has(.cell_input), details.code"
VALUES = "details.donnees"
REFERENCES = ("aria-labelledby", "aria-describedby", "headers", "for")
SCREEN_ATTRIBUTES = ("tabindex", "loading", "decoding", "contenteditable", "onclick")
NAMES = {"etape": "Code, étape", "figure": "Valeurs de la figure"}
APPENDIX = "Annexe : le code et les valeurs des figures"


@dataclass(frozen=True)
class Chapter:
    """A page ready to be set: its key, its title, its text, and where it stands.

    ``part`` is the part that it opens, if any; ``level`` is 1 outside every part, 2 inside one.
    """

    key: str
    title: str
    body: Tag
    part: str
    level: int = 2


def assemble(parts: tuple[Part, ...]) -> list[Chapter]:
    """Give the chapters of the book in order, then one of appendix for each notebook with code.

    The articles of the pages are changed in place: read the book again to assemble it again.
    """
    pages = pages_of(parts)
    keys = {page.path.resolve(): page.key for page in pages}
    anchors = {page.key: {tag["id"] for tag in page.article.select("[id]")} for page in pages}
    chapters, appendix = [], []
    for part in parts:
        for place, page in enumerate(part.pages):
            _link(page, keys, anchors)
            _place_images(page)
            _own_identifiers(page)
            aside = _appendix(page)
            _open(page.article)
            caption = part.caption if place == 0 else ""
            level = 2 if part.caption else 1
            chapters.append(Chapter(page.key, page.title, page.article, caption, level))
            if aside:
                appendix.append(Chapter(f"{page.key}a", page.title, aside,
                                        "" if appendix else APPENDIX))
    return chapters + appendix


def _link(page: Page, keys: dict[Path, str], anchors: dict[str, set[str]]) -> None:
    """Lead each link inside the site to the chapter it names; take off those that lead nowhere."""
    for link in page.article.select("a[href]"):
        parts = urlsplit(link["href"])
        if parts.scheme or parts.netloc:
            continue
        target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
        key, fragment = keys.get(target.resolve()), unquote(parts.fragment)
        if key is None:
            link.unwrap()
        else:
            link["href"] = f"#{key}-{fragment}" if fragment in anchors[key] else f"#{key}"


def _place_images(page: Page) -> None:
    """Name each image by its file, whatever page it comes from."""
    for image in page.article.select("img[src]"):
        path = (page.path.parent / unquote(urlsplit(image["src"]).path)).resolve()
        if not path.is_file():
            raise VeilleError(f"« {path} » manque : l’image est attendue par « {page.path} ».")
        image["src"] = str(path)


def _own_identifiers(page: Page) -> None:
    for tag in page.article.find_all(id=True):
        tag["id"] = f"{page.key}-{tag['id']}"
    for name in REFERENCES:
        for tag in page.article.select(f"[{name}]"):
            tag[name] = " ".join(f"{page.key}-{each}" for each in tag[name].split())


def _appendix(page: Page) -> Tag | None:
    """Take the code and the values of figures out of a page; give them under its title."""
    found = page.article.select(f"{CODE}, {VALUES}")
    if not found:
        return None
    soup = BeautifulSoup(f'<article><h1><a href="#{page.key}"></a></h1></article>', "html.parser")
    soup.a.string = page.title
    counts = {"etape": 0, "figure": 0}
    for details in found:
        kind = "figure" if details.find("table") else "etape"
        counts[kind] += 1
        place = f"{page.key}a-{kind}-{counts[kind]}"
        head = soup.new_tag("p", id=place, attrs={"class": "etape"})
        head.string = f"{NAMES[kind]} {counts[kind]}"
        if kind == "figure":
            _point(soup, details, place)
        details.extract()
        if details.summary:
            details.summary.extract()
        soup.article.extend([head, *list(details.contents)])
    return soup.article


def _point(soup: BeautifulSoup, details: Tag, identifier: str) -> None:
    """Lead from a figure to its values: at the end of its caption, or under it."""
    link = soup.new_tag("a", href=f"#{identifier}")
    link.string = "Valeurs de cette figure, en annexe"
    figure = details.find_parent("figure")
    caption = figure and figure.find("figcaption")
    if caption:
        ended = caption.get_text().rstrip().endswith((".", "!", "?"))
        caption.extend([" " if ended else ". ", link, "."])
        return
    line = soup.new_tag("p", attrs={"class": "renvoi"})
    line.append(link)
    (figure or details).insert_after(line)


def _open(article: Tag) -> None:
    """Open what was folded, and leave out what needs a screen."""
    for tag in article.select(ONLY_ON_SCREEN):
        tag.decompose()
    for details in article.select("details"):
        details["open"] = ""
    for tag in article.find_all(True):
        for name in (*SCREEN_ATTRIBUTES, "style"):
            tag.attrs.pop(name, None)
    for box in article.select('[role="region"]'):
        del box["role"]
        box.attrs.pop("aria-label", None)
    for empty in article.select("div:empty, .toctree-wrapper, .cell:not(:has(*))"):
        if not empty.get_text(strip=True) and not empty.find("img"):
            empty.decompose()
