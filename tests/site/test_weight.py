"""What a first visit costs, for each kind of page, everything included."""

import gzip
from pathlib import Path
from urllib.parse import unquote

import pytest

pytestmark = pytest.mark.site

ESSAY_RAW, ESSAY_GZIP, NOTEBOOK_RAW = 150_000, 50_000, 300_000
LEVEL = 6  # what servers usually compress with
REFERENCE = {"book/hypotheses.html", "book/dictionnaire.html"}  # tables that one looks things up in


def files(page):
    """Give every file that a page loads, images below the fold included."""
    found = {page.path}
    for tag, name in (("script", "src"), ("img", "src"), ("link", "href")):
        for one in page.soup.find_all(tag, attrs={name: True}):
            if not one[name].startswith("data:"):
                found.add((page.path.parent / unquote(one[name])).resolve())
    return found


def weight(page):
    contents = [Path(path).read_bytes() for path in files(page)]
    return sum(map(len, contents)), sum(len(gzip.compress(one, LEVEL)) for one in contents)


def test_each_page_is_light(book_pages):
    heavy = {}
    for page in book_pages:
        if page.name == "search.html":
            continue  # its texts are for those who search; the next test looks at it
        raw, packed = weight(page)
        most = NOTEBOOK_RAW if page.name.startswith("notebooks/") or page.name in REFERENCE \
            else ESSAY_RAW
        if raw > most or packed > ESSAY_GZIP + (most - ESSAY_RAW):
            heavy[page.name] = (raw, packed)
    assert heavy == {}


def test_the_search_page_stays_under_what_a_phone_can_read(book_pages):
    (page,) = [page for page in book_pages if page.name == "search.html"]
    assert weight(page)[1] < 300_000


def test_images_are_lazy_and_have_their_size(pages):
    faults = [(page.name, img.get("src")) for page in pages for img in page.soup.find_all("img")
              if img.get("loading") != "lazy" or not img.get("width") or not img.get("height")]
    assert faults == []


def _values(figure):
    after = figure.find_next_sibling("details")
    return after.select("tbody tr") if after and "donnees" in after.get("class", []) else []


def test_figures_have_a_caption_and_their_values(pages):
    """Each figure of a notebook says what it shows, and gives its numbers on demand."""
    figures = [(page.name, figure) for page in pages if page.name.startswith("notebooks/")
               for figure in page.soup.find_all("figure")]
    assert len(figures) > 30
    without = [(name, figure.img["src"]) for name, figure in figures
               if not figure.figcaption or not _values(figure)]
    assert without == []
