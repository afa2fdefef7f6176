"""The browser that prints: the machine's own Chromium."""

import os
from contextlib import contextmanager
from pathlib import Path

from veille.errors import VeilleError

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip


def installed() -> Path:
    """Give the path of the machine's Chromium.

    Raises
    ------
    VeilleError
        If there is none.
    """
    path = Path(os.environ.get("VEILLE_CHROMIUM", "/usr/bin/chromium"))
    if not path.is_file():
        raise VeilleError(
            f"« {path} » n’existe pas : Chromium est attendu pour faire le PDF ; installez-le "
            "(Debian : apt-get install chromium), ou donnez son chemin dans VEILLE_CHROMIUM."
        )
    return path


@contextmanager
def opened_browser():
    """Give a running browser.

    Raises
    ------
    VeilleError
        If the machine has no Chromium, or if Playwright is not installed.
    """
    path = installed()
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise VeilleError(
            "Le paquet playwright manque dans .venv : lancez « make setup »."
        ) from error
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=str(path), args=ARGUMENTS)
        except Error as error:
            raise VeilleError(f"« {path} » ne démarre pas : Chromium y est attendu.") from error
        yield browser
        browser.close()
