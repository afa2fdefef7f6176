"""What every page must do in a real browser."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.site

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def test_no_request_elsewhere_and_no_error(open_page, pages, address):
    """Opening any page asks nothing of another host, and no script complains."""
    host = urlsplit(address).netloc
    elsewhere, errors = [], []

    def watch(page):
        page.on("request", lambda r: elsewhere.append(r.url) if is_elsewhere(r.url) else None)
        page.on("console", lambda m: errors.append(m.text) if m.type in BAD else None)
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.on("response", lambda r: errors.append(r.url) if r.status >= 400 else None)

    def is_elsewhere(url):
        return urlsplit(url).netloc not in ("", host)

    for page in pages:
        open_page(page.name, prepare=watch).wait_for_load_state("networkidle")
    assert (elsewhere, errors) == ([], [])


BAD = ("error", "warning")


def test_nothing_stays_on_the_device(open_page, book_pages):
    """Opening pages leaves neither a cookie nor a lasting preference."""
    for page in book_pages:
        opened = open_page(page.name)
        assert opened.context.cookies() == [], page.name
        assert opened.context.storage_state()["origins"] == [], page.name


@pytest.mark.parametrize("width", [320, 360])
def test_no_horizontal_overflow(open_page, book_pages, width):
    """A phone never has to scroll sideways to read."""
    wide = {}
    for page in book_pages:
        measured = open_page(page.name, width).evaluate("document.documentElement.scrollWidth")
        if measured > width:
            wide[page.name] = measured
    assert wide == {}


def test_phone_menu_opens(open_page):
    """At 360 px the menu button brings the chapters on the screen."""
    page = open_page("book/index.html", 360)
    link = page.locator("#pst-primary-sidebar-modal a", has_text="Charte").first
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").click()
    link.wait_for(state="visible")
    page.wait_for_timeout(400)
    assert link.bounding_box()["x"] >= 0


@pytest.mark.parametrize("width", [360, 1280])
def test_help_stays_on_screen(open_page, book_pages, width):
    """The help link is visible at the top, and after scrolling down."""
    for page in book_pages:
        opened = open_page(page.name, width)
        for position in ("0", "document.body.scrollHeight"):
            opened.evaluate(f"window.scrollTo(0, {position})")
            box = opened.locator("a.lien-aide").bounding_box()
            assert box, page.name
            assert 0 <= box["y"] < 800, page.name
            assert box["height"] >= 24, page.name


def test_sorting_by_keyboard(open_page):
    """Enter on a column's button sorts the assumptions, and a second time turns the order."""
    page = open_page("book/hypotheses.html")
    header = page.locator("table.catalogue th", has_text="Statut")
    column = "Array.from(document.querySelectorAll('table.catalogue tbody tr'), r => r.cells[2]"
    column += ".textContent.trim())"
    header.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "ascending"
    rising = page.evaluate(column)
    assert len(set(rising)) > 1
    assert rising == sorted(rising)
    page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "descending"
    assert page.evaluate(column) == sorted(rising, reverse=True)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe(open_page, book_pages, width, scheme):
    """No rule of WCAG A or AA that a machine can check is broken."""
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    broken = []
    for page in book_pages:
        opened = open_page(page.name, width, scheme)
        assert opened.evaluate("document.documentElement.dataset.theme") == scheme
        for rule in Axe().run(opened, options=options).response["violations"]:
            targets = [node["target"] for node in rule["nodes"]][:3]
            broken.append((page.name, rule["id"], targets))
    assert broken == []
