"""What every page must do in a real browser."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.site

BAD = ("error", "warning")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass
class Seen:
    """What one page did when it was opened on a phone, then widened to a desktop.

    Attributes
    ----------
    requests, complaints
        Addresses asked of another host; errors and warnings of the console, and failed answers.
    kept
        Cookies and lasting storage left behind.
    too_wide
        Widths at which the page scrolls sideways.
    help_lost
        Widths and positions where the help link is not on the screen, or too small to touch.
    broken
        Rules of axe, with the elements that break them.
    """

    requests: list = field(default_factory=list)
    complaints: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    too_wide: list = field(default_factory=list)
    help_lost: list = field(default_factory=list)
    broken: list = field(default_factory=list)


@pytest.fixture(scope="module")
def seen(browser, address, book_pages):
    """Open every page twice, light on a phone and dark on a desktop, and note what it does.

    Each width and each scheme is tried once with every rule: colours do not depend on the width,
    nor the other rules on the colours.
    """
    return {page.name: _visit(browser, address, page.name) for page in book_pages}


def _visit(browser, address, name):
    found = Seen()
    with _opened(browser, address, name, found, 360, "light") as page:
        found.help_lost += _help_lost(page, 360)
        for width in (320, 360):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.too_wide.append(width)
    with _opened(browser, address, name, found, 1280, "dark") as page:
        found.help_lost += _help_lost(page, 1280)
    return found


@contextmanager
def _opened(browser, address, name, found, width, scheme):
    """Give one page in a new context, watched; note what it left behind, then run axe.

    Axe fetches style sheets by itself, some of which do not exist: nobody watches by then.
    """
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme,
                                  reduced_motion="reduce")
    page, host = context.new_page(), urlsplit(address).netloc
    watching = {
        "request": lambda one: found.requests.append(one.url)
        if urlsplit(one.url).netloc not in ("", host) else None,
        "console": lambda one: found.complaints.append(one.text) if one.type in BAD else None,
        "pageerror": lambda error: found.complaints.append(str(error)),
        "response": lambda one: found.complaints.append(one.url) if one.status >= 400 else None,
    }
    for event, heard in watching.items():
        page.on(event, heard)
    page.goto(address + name, wait_until="load")
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    yield page
    page.wait_for_load_state("networkidle")
    found.kept += context.cookies() + context.storage_state()["origins"]
    page.set_viewport_size({"width": width, "height": 800})
    for event in ("request", "console", "pageerror", "response"):
        page.remove_listener(event, watching[event])
    found.broken += _axe(page)
    context.close()


def _axe(page):
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    return [(rule["id"], [node["target"] for node in rule["nodes"]][:3])
            for rule in Axe().run(page, options=options).response["violations"]]


def _help_lost(page, width):
    lost = []
    for position in ("0", "document.body.scrollHeight"):
        page.evaluate(f"window.scrollTo(0, {position})")
        box = page.locator("a.lien-aide").bounding_box()
        if not box or not 0 <= box["y"] < 800 or box["height"] < 24:
            lost.append((width, position))
    return lost


def _every(seen, what):
    return {name: getattr(found, what) for name, found in seen.items() if getattr(found, what)}


def test_no_request_elsewhere_and_no_error(seen):
    """Opening any page asks nothing of another host, and no script complains."""
    assert len(seen) > 50
    assert (_every(seen, "requests"), _every(seen, "complaints")) == ({}, {})


def test_nothing_stays_on_the_device(seen):
    """Opening pages leaves neither a cookie nor a lasting preference."""
    assert _every(seen, "kept") == {}


def test_no_horizontal_overflow(seen):
    """A phone never has to scroll sideways to read."""
    assert _every(seen, "too_wide") == {}


def test_help_stays_on_screen(seen):
    """The help link is visible at the top, and after scrolling down, on a phone and a desktop."""
    assert _every(seen, "help_lost") == {}


def test_axe(seen):
    """No rule of WCAG A or AA that a machine can check is broken."""
    assert _every(seen, "broken") == {}


def test_the_front_door_asks_nothing_of_anybody(browser, address):
    """The first file of the site only opens the book."""
    found = Seen()
    context = browser.new_context()
    page = context.new_page()
    host = urlsplit(address).netloc
    page.on("request", lambda one: found.requests.append(one.url)
            if urlsplit(one.url).netloc not in ("", host) else None)
    page.goto(f"{address}index.html", wait_until="networkidle")
    context.close()
    assert found.requests == []


def test_phone_menu_opens(open_page):
    """At 360 px the menu button brings the chapters on the screen."""
    page = open_page("book/index.html", 360)
    link = page.locator("#pst-primary-sidebar-modal a", has_text="Charte").first
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").click()
    link.wait_for(state="visible")
    page.wait_for_timeout(400)
    assert link.bounding_box()["x"] >= 0


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
