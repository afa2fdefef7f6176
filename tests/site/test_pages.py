"""What every built page must be, read from its HTML."""

import itertools
import re
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from veille_site.alternatives import is_written

pytestmark = pytest.mark.site

# Interface words that the theme and its extensions leave in English when nobody sets them.
ENGLISH = (
    "Main",
    "Contents",
    "Search",
    "Search this book...",
    "Search the docs ...",
    "Skip to main content",
    "Back to top",
    "Toggle primary sidebar",
    "Toggle secondary sidebar",
    "Site navigation",
    "Section Navigation",
    "On this page",
    "Color mode",
    "Light",
    "Dark",
    "System Settings",
    "previous",
    "next",
    "previous page",
    "next page",
    "Fullscreen mode",
    "Download this page",
    "Show code cell source",
    "Hide code cell source",
    "Show code cell content",
    "Hide code cell content",
    "Show code cell outputs",
    "Copy to clipboard",
    "Link to this heading",
    "Permalink to this heading",
    "Icon Links",
    "Source",
    "Index",
    "Home",
    "Note",
    "Warning",
    "Tip",
    "See also",
)
FRENCH_TOO = {"Source", "Index", "Note"}  # the same word in French
SPOKEN = ("aria-label", "title", "placeholder", "data-bs-title", "alt")
CSS_ADDRESS = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")
LOADED = (("script", "src"), ("link", "href"), ("img", "src"), ("source", "src"), ("iframe", "src"))


def visible(heading):
    return not heading.find_parent(class_="onlyprint")


def headings(page):
    return [h for h in page.soup.find_all(re.compile("^h[1-6]$")) if visible(h)]


def is_elsewhere(address):
    return bool(urlsplit(address).netloc)


def faults(pages, check):
    """Give "page: fault" for every fault that `check` finds in a page."""
    return [f"{page.name} : {fault}" for page in pages for fault in check(page)]


def test_site_has_pages(book_pages):
    """The site holds the pages that the table of contents names."""
    assert {"book/index.html", "book/aide.html", "book/hypotheses.html"} <= {
        page.name for page in book_pages
    }


def test_language_is_french(pages):
    """Screen readers are told to read French."""
    assert faults(pages, lambda p: [] if p.soup.html.get("lang") == "fr" else ["lang absent"]) == []


def test_one_visible_h1(pages):
    """Each page has exactly one main heading."""

    def check(page):
        count = sum(h.name == "h1" for h in headings(page))
        return [] if count == 1 else [f"{count} h1"]

    assert faults(pages, check) == []


def test_headings_are_ordered(pages):
    """No heading skips a level."""

    def check(page):
        levels = [int(h.name[1]) for h in headings(page)]
        return [f"h{a} puis h{b}" for a, b in itertools.pairwise(levels) if b > a + 1]

    assert faults(pages, check) == []


def test_titles(book_pages):
    """Each page has its own non-empty title."""
    titles = [page.soup.title.get_text(strip=True) for page in book_pages]
    assert all(titles)
    assert len(set(titles)) == len(titles), sorted(titles)


def test_internal_links_resolve(pages):
    """Each link inside the site leads to a page and an anchor that exist."""
    known = {}

    def anchors(path):
        if path not in known:
            soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
            known[path] = {tag["id"] for tag in soup.select("[id]")} | {""}
        return known[path]

    def check(page):
        for link in page.soup.select("a[href]"):
            parts = urlsplit(link["href"])
            if parts.scheme or parts.netloc:
                continue
            folder = page.site if parts.path.startswith("/") else page.path.parent
            path = unquote(parts.path).lstrip("/")
            target = (folder / path).resolve() if path else page.path
            if not target.is_file():
                yield f"lien vers {link['href']}"
            elif target.suffix == ".html" and unquote(parts.fragment) not in anchors(target):
                yield f"ancre {link['href']}"

    assert faults(pages, check) == []


def test_images_have_written_alternatives(pages):
    """Each image says in words what it shows; a file name is not words."""

    def check(page):
        return [
            f"{img.get('src')} : alt={img.get('alt')!r}"
            for img in page.soup.find_all("img")
            if not is_written(img.get("alt"))
        ]

    assert faults(pages, check) == []


def test_nothing_comes_from_elsewhere(pages):
    """No script, style, image or frame is asked of another host."""

    def check(page):
        for name, attribute in LOADED:
            for tag in page.soup.find_all(name, attrs={attribute: True}):
                if is_elsewhere(tag[attribute]):
                    yield tag[attribute]
        for style in page.soup.find_all("style"):
            yield from elsewhere_in_css(style.get_text())

    assert faults(pages, check) == []


def elsewhere_in_css(text):
    addresses = (a or b for a, b in CSS_ADDRESS.findall(text))
    return [a for a in addresses if is_elsewhere(a) and not a.startswith("data:")]


def test_styles_ask_nothing_elsewhere(site):
    """No style sheet of the site asks another host for a font or an image."""
    sheets = sorted(site.rglob("*.css"))
    assert sheets
    found = {
        sheet.name: elsewhere_in_css(sheet.read_text(encoding="utf-8", errors="replace"))
        for sheet in sheets
    }
    assert {name: urls for name, urls in found.items() if urls} == {}


def test_no_mathjax_nor_thebe(pages):
    """Formulas are MathML, and no page can start a remote machine."""

    def check(page):
        text = page.path.read_text(encoding="utf-8").lower()
        return [word for word in ("mathjax@", "mathjax.js", "thebe", "mybinder") if word in text]

    assert faults(pages, check) == []


def test_tables_have_headers(pages):
    """Each table has header cells that say what they head, in a named region."""

    def check(page):
        for table in page.soup.find_all("table"):
            headers = table.find_all("th")
            if not headers:
                yield "tableau sans en-tête"
            if any(not th.get("scope") or not th.get_text(strip=True) for th in headers):
                yield "en-tête vide ou sans portée"
            box = table.find_parent(attrs={"role": "region"})
            if not (box and box.get("tabindex") == "0" and box.get("aria-label")):
                yield "tableau hors d’une région nommée"

    assert faults(pages, check) == []


def test_no_english_interface_word(pages):
    """The words of the interface are French."""
    english = set(ENGLISH) - FRENCH_TOO

    def check(page):
        chrome = [s for s in page.soup.find_all(string=True) if not s.find_parent(SILENT)]
        yield from {s.strip() for s in chrome if s.strip() in english}
        for attribute in SPOKEN:
            for tag in page.soup.select(f"[{attribute}]"):
                if tag[attribute].strip() in english:
                    yield f"{attribute}={tag[attribute]}"

    assert faults(pages, check) == []


SILENT = ["script", "style", "code", "pre", "kbd"]


def test_each_page_refuses_everything_else(pages):
    """The policy is in each page; nothing is written in the page that it would refuse."""

    def check(page):
        policy = page.soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
        if not policy or "default-src 'none'" not in policy["content"]:
            yield "sans politique"
        if page.soup.find("meta", attrs={"name": "referrer", "content": "no-referrer"}) is None:
            yield "sans no-referrer"
        for tag in page.soup.find_all(["script", "style"]):
            if tag.name == "style" or not tag.get("src"):
                yield f"{tag.name} dans la page"
        for tag in page.soup.find_all(True):
            yield from (f"{tag.name} {name}" for name in tag.attrs
                        if name == "style" or name.startswith("on"))

    assert faults(pages, check) == []


def test_the_exit_is_the_second_stop(book_pages):
    """Skipping comes first, leaving second, and what leaving does not do stands beside it."""

    def check(page):
        stops = page.soup.select("a[href], button, input, summary, [tabindex='0']")[:3]
        classes = [(stop.get("class") or [""])[0] for stop in stops]
        return [] if classes == ["evitement", "quitter", "securite"] else [classes]

    assert faults(book_pages, check) == []


ALARMING = re.compile(r"violen|sexu|agress|chantage|abus|viol\b|pédo|harcel", re.IGNORECASE)


def test_nothing_alarming_in_a_tab_or_a_preview(pages):
    """A tab, the history or a shared link shows neutral words; so do the names of the files."""

    def check(page):
        shown = [page.soup.title.get_text(), page.name]
        shown += [meta["content"] for meta in page.soup.select("meta[property^='og:']")]
        yield from (text for text in shown if ALARMING.search(text))

    assert faults(pages, check) == []


def test_help_on_every_page(book_pages):
    """Help is one click away, everywhere."""

    def check(page):
        # On the help page itself the link leads to the top of the page.
        links = page.soup.select('a[href$="aide.html"], a.lien-aide[aria-current="page"]')
        return [] if any(link.get_text(strip=True) == "Aide" for link in links) else ["sans aide"]

    assert faults(book_pages, check) == []


def test_external_links_say_nothing(book_pages):
    """Links to other sites carry neither the opener nor the referrer."""

    def check(page):
        for link in page.soup.select('a[href^="http"]'):
            if not {"noopener", "noreferrer"} <= set(link.get("rel", [])):
                yield link["href"]

    assert faults(book_pages, check) == []


def test_to_check_is_printed(site):
    """Each V2 line of the help page says « à vérifier », and every line is there."""
    from veille_site.help_lines import load

    soup = BeautifulSoup((site / "book/aide.html").read_text(encoding="utf-8"), "html.parser")
    for entry in load():
        printed = soup.find(id=entry["id"])
        assert printed, entry["id"]
        marked = "à vérifier" in printed.get_text().lower()
        assert marked == (entry["status"] == "V2"), entry["id"]
