"""What a built site costs and leaves, page by page, seen from a real browser."""

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import Browser, Page, sync_playwright

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RULES = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
STATES = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
PAGES = {"accueil": "book/index.html", "essai": "book/comprendre/formes.html",
         "aide": "book/aide.html", "carnet": "notebooks/06_dynamiques.html"}
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass(frozen=True)
class Row:
    """What one page of one site does.

    Attributes
    ----------
    requests, elsewhere
        Files asked for when opening it; those of them asked of another host.
    raw, packed
        Bytes of these files, as they are and compressed one by one (gzip, level 6).
    kept
        Entries left in the browser's storage, and cookies, by opening it.
    rules, errors
        Distinct axe rules broken over two widths and two schemes; errors in the console.
    wide
        Whether it scrolls sideways at 320 pixels.
    """

    site: str
    page: str
    requests: int
    elsewhere: int
    raw: int
    packed: int
    kept: int
    rules: int
    errors: int
    wide: bool


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; give its address."""

    class Silent(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    handler = functools.partial(Silent, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def measure(site: str, folder: Path) -> list[dict]:
    """Give one row for each kind of page of a built site."""
    with served(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        return [asdict(_row(browser, site, kind, address, name)) for kind, name in PAGES.items()]


def _row(browser: Browser, site: str, kind: str, address: str, name: str) -> Row:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page, bodies, elsewhere, errors = context.new_page(), {}, set(), []
    host = urlsplit(address).netloc

    def asked(request: object) -> None:
        if urlsplit(request.url).netloc not in ("", host):
            elsewhere.add(request.url)

    def answered(response: object) -> None:
        if response.ok and urlsplit(response.url).netloc == host:
            bodies[response.url] = response

    page.on("request", asked)
    page.on("response", answered)
    page.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address + name, wait_until="load")
    page.wait_for_timeout(1500)
    kept = len(context.cookies()) + page.evaluate("localStorage.length + sessionStorage.length")
    contents, complaints = [response.body() for response in bodies.values()], len(errors)
    page.set_viewport_size({"width": 320, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth") > 320
    found = Row(site, kind, len(bodies) + len(elsewhere), len(elsewhere), sum(map(len, contents)),
                sum(len(gzip.compress(one, 6)) for one in contents), kept,
                len(_broken(page)), complaints, wide)
    context.close()
    return found


def _broken(page: Page) -> set[str]:
    page.evaluate(AXE)
    rules: set[str] = set()
    for width, scheme in STATES:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(300)
        rules |= set(page.evaluate(
            "async (rules) => (await axe.run(document, rules)).violations.map((one) => one.id)",
            RULES))
    return rules
