"""The book as one tagged PDF."""

import tempfile
from pathlib import Path

from .assemble import assemble
from .chromium import installed, opened_browser
from .contents import read_book
from .places import PDF, identity, written_whole
from .printed import numbered, outline_titles, printed
from .signed import page_numbers, sign


def make_pdf(site: Path, folder: Path) -> Path:
    """Write the PDF of the book into a folder; give its path.

    It is printed twice: the second time, the table of contents knows its page numbers.

    Raises
    ------
    VeilleError
        If the site is not built or not whole, or if the machine has no Chromium.
    """
    installed()  # say so before the long part
    path, who = folder / PDF, identity()
    chapters = assemble(read_book(site))
    text = printed(chapters, who, site)
    with tempfile.TemporaryDirectory() as scratch, opened_browser() as browser:
        page, drawn = Path(scratch, "livre.html"), Path(scratch, "livre.pdf")
        _print(browser, page, text, drawn, tagged=False)
        numbers = page_numbers(drawn, [chapter.key for chapter in chapters])
        _print(browser, page, numbered(text, numbers), drawn, tagged=True)
        with written_whole(path) as beside:
            sign(drawn, beside, who, outline_titles(text))
    return path


def _print(browser, document: Path, text: str, drawn: Path, tagged: bool) -> None:
    """Print a local document; whatever it might ask of another host is refused."""
    document.write_text(text, encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, locale="fr-FR", offline=True)
    page = context.new_page()
    page.goto(document.as_uri(), wait_until="load")
    page.pdf(path=str(drawn), prefer_css_page_size=True, print_background=True, tagged=tagged,
             outline=tagged)  # fmt: skip
    context.close()
