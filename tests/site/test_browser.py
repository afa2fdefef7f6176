"""What every page must do in a real browser, at each width and in each colour scheme."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest

pytestmark = pytest.mark.site

BAD = ("error", "warning")
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
RULES = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
WIDTHS = (320, 360, 1280)
SCHEMES = ("light", "dark")
CONTRAST = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": [
    "color-contrast"]}}
# One page of each kind goes through every state with every rule; the others through two: every
# rule, closed, on a phone; and the only rule that depends on the scheme, open, in the dark.
# VEILLE_AXE=tout puts every page through everything (ten minutes).
KINDS = {"book/index.html", "book/aide.html", "book/comprendre/consequences.html", "search.html",
         "notebooks/10_charge.html", "book/glossaire.html", "book/outil_redaction.html"}
EVERY_STATE = [(width, scheme, opened) for opened in (False, True) for width in WIDTHS
               for scheme in SCHEMES]
TWO_STATES = [(360, "light", False), (1280, "dark", True)]
SHARES = 6  # parts of the pages, which several processes open side by side
EVENTS = ("request", "console", "pageerror", "response")
# Everything that can be opened: hard passages, code, values, chapters, reading panel, menu.
OPEN = """() => {
  document.querySelectorAll('details').forEach((one) => { one.open = true; });
  document.documentElement.classList.add('menu-ouvert');
}"""
CLOSE = """() => {
  document.documentElement.classList.remove('menu-ouvert');
  document.querySelector('details.lecture')?.removeAttribute('open');
}"""


@dataclass
class Seen:
    """What one page did over every width and scheme.

    Attributes
    ----------
    requests, complaints
        Addresses asked of another host; errors and warnings of the console, and failed answers.
    kept
        Cookies and storage left behind by reading.
    too_wide
        Widths at which the page scrolls sideways.
    lost
        Help or exit links that are off the screen, or too small to touch, and where.
    broken
        Rules of axe, with the state of the page and the elements that break them.
    shift
        Cumulative layout shift, from the opening to the end of a slow scroll.
    """

    requests: list = field(default_factory=list)
    complaints: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    too_wide: list = field(default_factory=list)
    lost: list = field(default_factory=list)
    broken: list = field(default_factory=list)
    shift: float = 0.0


@pytest.fixture(scope="class")
def seen(request, browser, address, book_pages):
    """Open each page of a share once, then try it at each width and scheme, closed and open."""
    return {page.name: _visit(browser, address, page.name)
            for page in book_pages[request.cls.share::SHARES]}


def _visit(browser, address, name):
    found, host = Seen(), urlsplit(address).netloc
    context = browser.new_context(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    context.add_init_script(SHIFTS)
    page = context.new_page()
    watching = {
        "request": lambda one: found.requests.append(one.url)
        if urlsplit(one.url).netloc not in ("", host) else None,
        "console": lambda one: found.complaints.append(one.text) if one.type in BAD else None,
        "pageerror": lambda error: found.complaints.append(str(error)),
        "response": lambda one: found.complaints.append(one.url) if one.status >= 400 else None,
    }
    for event in EVENTS:
        page.on(event, watching[event])
    page.goto(address + name, wait_until="load")
    _try(page, name, found)
    found.kept += context.cookies() + context.storage_state()["origins"]
    found.kept += page.evaluate("Object.keys(sessionStorage)")
    context.close()
    return found


SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({ type: 'layout-shift', buffered: true });"""


def _try(page, name, found):
    found.lost += _lost(page, 360)
    found.shift = page.evaluate("window.shifted")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.too_wide.append(width)
    found.lost += _lost(page, 1280)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    thorough = name in KINDS or os.environ.get("VEILLE_AXE") == "tout"
    for width, scheme, opened in EVERY_STATE if thorough else TWO_STATES:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        if opened:
            page.evaluate(OPEN)
        rules = RULES if thorough or not opened else CONTRAST
        found.broken += _axe(page, rules, (width, scheme, "ouvert" if opened else "fermé"))
    page.set_viewport_size({"width": 320, "height": 800})
    page.evaluate(CLOSE)
    if page.evaluate("document.documentElement.scrollWidth") > 320:
        found.too_wide.append("320, tout ouvert")


def _axe(page, rules, state):
    found = page.evaluate("async (rules) => (await axe.run(document, rules)).violations", rules)
    return [(*state, rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found]


def _lost(page, width):
    lost = []
    for position in ("0", "document.body.scrollHeight"):
        page.evaluate(f"window.scrollTo(0, {position})")
        for link in ("a.quitter", "a.lien-aide"):
            box = page.locator(link).bounding_box()
            if not box or not 0 <= box["y"] < 800 or min(box["height"], box["width"]) < 24:
                lost.append((link, width, position))
    page.evaluate("window.scrollTo(0, 0)")
    return lost


def _every(seen, what):
    return {name: getattr(found, what) for name, found in seen.items() if getattr(found, what)}


class Share:
    """What every page of one share must do."""

    share: int

    def test_no_request_elsewhere_and_no_error(self, seen):
        """Opening any page asks nothing of another host, and nothing is refused or complains."""
        assert len(seen) > 50 // SHARES
        assert (_every(seen, "requests"), _every(seen, "complaints")) == ({}, {})

    def test_nothing_stays_on_the_device(self, seen):
        """Reading leaves neither a cookie, nor a lasting preference, nor one for the tab."""
        assert _every(seen, "kept") == {}

    def test_no_horizontal_overflow(self, seen):
        """A phone, or a page enlarged four times, never has to scroll sideways."""
        assert _every(seen, "too_wide") == {}

    def test_exit_and_help_stay_on_screen(self, seen):
        """Both links are visible at the top, and after scrolling down, on a phone and a desktop."""
        assert _every(seen, "lost") == {}

    def test_axe(self, seen):
        """No rule that a machine can check is broken, in any state of any page."""
        assert _every(seen, "broken") == {}

    def test_nothing_moves_while_loading(self, seen):
        """Images have their size before they come: the text does not jump."""
        assert {name: found.shift for name, found in seen.items() if found.shift > 0.01} == {}


# A class a share: processes are given whole classes, so each page is opened once.
for number in range(SHARES):
    globals()[f"TestShare{number}"] = type(f"TestShare{number}", (Share,), {"share": number})


def test_the_front_door_asks_nothing_of_anybody(browser, address):
    """The first file of the site only opens the book."""
    asked, context = [], browser.new_context()
    page = context.new_page()
    page.on("request", lambda one: asked.append(one.url))
    page.goto(f"{address}index.html", wait_until="networkidle")
    assert page.url == f"{address}book/index.html"
    context.close()
    assert [url for url in asked if not url.startswith(address)] == []
