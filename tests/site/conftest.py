"""What the tests of the site share: the built site, its pages, a server, a browser."""

import functools
import http.server
import os
import sys
import threading
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

ROOT = Path(__file__).resolve().parents[2]
EXTENSION = ROOT / "book" / "_ext"
CHROMIUM = Path(os.environ.get("VEILLE_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# The front door only opens the book; the two others must look like nothing of it.
APART = {"index.html", "neutre.html", "404.html"}

if str(EXTENSION) not in sys.path:
    sys.path.insert(0, str(EXTENSION))


def built_site():
    """Give the folder of the built site, whether or not it exists."""
    return Path(os.environ.get("VEILLE_SITE", ROOT / "_build" / "html")).resolve()


class Page:
    """One built page: its address in the site, and its HTML parsed once."""

    def __init__(self, site, path):
        self.site, self.path = site, path
        self.name = path.relative_to(site).as_posix()
        self.soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")

    def __repr__(self):
        return self.name


@pytest.fixture(scope="session")
def site():
    """Give the folder of the built site; fail when it has not been built."""
    folder = built_site()
    if not (folder / "index.html").is_file():
        pytest.fail(
            f"Site introuvable : {folder} ne contient pas index.html. "
            "Lancer d’abord « make book », ou nommer le site dans VEILLE_SITE."
        )
    return folder


@pytest.fixture(scope="session")
def pages(site):
    """Give every page of the site, parsed."""
    return [Page(site, path) for path in sorted(site.rglob("*.html"))]


@pytest.fixture(scope="session")
def book_pages(pages):
    """Give the pages of the book: all but the front door and the pages that are not of it."""
    return [page for page in pages if page.name not in APART]


class SilentHandler(http.server.SimpleHTTPRequestHandler):
    """Serve files without writing a line for each."""

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture(scope="session")
def address(site):
    """Give the address of a local server that serves the site."""
    handler = functools.partial(SilentHandler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser():
    """Give a browser; fail when the machine has none."""
    if not CHROMIUM.is_file():
        pytest.fail(
            f"Navigateur introuvable : {CHROMIUM}. Installer Chromium, ou donner son chemin "
            "dans VEILLE_CHROMIUM : ces tests ne sont jamais sautés."
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def open_page(browser, address):
    """Give a function that opens a page of the site at a width, in a colour scheme."""
    contexts = []

    def close():
        while contexts:
            contexts.pop().close()

    def opened(name, width=1280, scheme="light"):
        close()  # one page at a time: a dozen open ones slow the machine down
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address + name, wait_until="load")
        return page

    yield opened
    close()


@pytest.fixture
def build(tmp_path):
    """Give a function that builds one Markdown page: its HTML, and the warnings."""

    def built(markdown):
        source, out = tmp_path / "source", tmp_path / "out"
        source.mkdir()
        (source / "index.md").write_text(markdown, encoding="utf-8")
        (source / "refs.bib").write_text(
            "@misc{essai2020, author={Essai, A}, title={T}, year={2020}}", encoding="utf-8"
        )
        config = {
            "extensions": ["myst_parser", "sphinxcontrib.bibtex", "veille_site"],
            "bibtex_bibfiles": ["refs.bib"],
            "bibtex_default_style": "francais",
            "html_math_renderer": "mathml",
            "language": "fr",
            "html_theme": "basic",
            "html_permalinks": False,
            "myst_enable_extensions": ["dollarmath"],
        }
        warnings = tmp_path / "warnings.txt"
        with warnings.open("w+") as log, patch_docutils(), docutils_namespace():
            app = Sphinx(
                source, None, out, tmp_path / "trees", "html", config, status=None, warning=log
            )
            app.build()
        html = (out / "index.html").read_text(encoding="utf-8")
        return BeautifulSoup(html, "html.parser"), warnings.read_text(encoding="utf-8")

    return built
