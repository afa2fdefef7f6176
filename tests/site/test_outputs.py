"""What one takes away of the site: the archive, the PDF, the EPUB."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from bs4 import BeautifulSoup
from site_outputs.archive import make_archive
from site_outputs.contents import pages_of, read_book
from site_outputs.epub import make_epub
from site_outputs.places import ARCHIVE, EPUB, PDF

from veille.guard.allow import load
from veille.guard.audit import audit

pytestmark = pytest.mark.site

ROOT = Path(__file__).resolve().parents[2]
EPUBCHECK = Path(os.environ.get("VEILLE_EPUBCHECK", "/usr/bin/epubcheck"))
OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def run(*arguments, **environment):
    """Run the command of the outputs as make does."""
    return subprocess.run(
        [sys.executable, "tools/outputs.py", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, env=os.environ | environment, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def outputs(site, tmp_path_factory):
    """Make the three outputs once, and give their folder."""
    folder = tmp_path_factory.mktemp("sorties")
    for name in ("archive", "pdf", "epub"):
        done = run(name, "--site", site, "--out", folder)
        assert done.returncode == 0, done.stderr
    assert {path.name for path in folder.iterdir()} == {ARCHIVE, PDF, EPUB}
    return folder


@pytest.fixture(scope="module")
def parts(site):
    """Give the parts of the book; their articles are read once, and never changed."""
    return read_book(site)


@pytest.fixture(scope="module")
def book(parts):
    """Give the pages of the book, in order."""
    return pages_of(parts)


# ---------------------------------------------------------------- the archive
@pytest.fixture(scope="module")
def extracted(outputs, tmp_path_factory):
    """Open the archive as a person would, and give the folder that it makes."""
    folder = tmp_path_factory.mktemp("extrait")
    with zipfile.ZipFile(outputs / ARCHIVE) as archive:
        archive.extractall(folder)
    (only,) = folder.iterdir()
    return only


def test_the_archive_is_light_and_says_nothing_of_when_or_where(outputs):
    assert (outputs / ARCHIVE).stat().st_size < 2_000_000
    with zipfile.ZipFile(outputs / ARCHIVE) as archive:
        members = archive.infolist()
    assert [one.filename for one in members] == sorted(one.filename for one in members)
    assert {one.date_time for one in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {(one.create_system, one.external_attr, one.extra) for one in members} == {
        (3, 0o644 << 16, b"")
    }


def test_the_archive_is_the_site_itself_without_what_only_a_host_reads(site, extracted):
    kept = {path.relative_to(extracted) for path in extracted.rglob("*") if path.is_file()}
    left = {path.relative_to(site) for path in site.rglob("*") if path.is_file()} - kept
    assert {path.as_posix() for path in left} <= {"_headers", "robots.txt", "404.html", "404.css"}
    assert all((site / path).read_bytes() == (extracted / path).read_bytes() for path in kept)


def test_no_page_of_the_archive_offers_to_download_it(extracted):
    text = (extracted / "book/emporter.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(text, "html.parser")
    assert "ne contient pas de fichier" in soup.select_one(".telechargements").get_text()
    assert not soup.select("a[download], a[href*=telechargements]")


def test_the_archive_opens_without_a_network_and_can_be_searched(browser, extracted):
    context = browser.new_context(offline=True)
    page, faults = context.new_page(), []
    page.on("console", lambda one: faults.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda one: faults.append(one.url)
            if "ERR_ABORTED" not in one.failure else None)  # left behind by the next page
    page.on("request", lambda one: faults.append(one.url)
            if not one.url.startswith(("file:", "data:")) else None)  # fmt: skip
    page.goto((extracted / "index.html").as_uri())
    page.wait_for_url("**/book/index.html", wait_until="load")
    for name in ("book/emporter.html", "notebooks/08_signalement.html"):
        page.goto((extracted / name).as_uri(), wait_until="load")
        assert page.locator("article h1").inner_text()
    page.goto((extracted / "search.html").as_uri(), wait_until="load")
    field = page.locator("main input:visible").first
    field.fill("signalement")
    field.press("Enter")
    page.locator("main a[href*='.html']:visible").first.wait_for(timeout=10_000)
    assert page.locator("main a[href*='08_signalement.html']:visible").count() > 0
    context.close()
    assert faults == []


# ---------------------------------------------------------------- the PDF
@pytest.fixture(scope="module")
def pdf(outputs):
    """Open the PDF."""
    with pikepdf.open(outputs / PDF) as opened:
        yield opened


def branches(pdf):
    """Give the outline as (title, titles under it) pairs."""
    with pdf.open_outline() as outline:
        return [(item.title, [child.title for child in item.children]) for item in outline.root]


def test_the_pdf_is_tagged_in_french_and_says_nothing_private(pdf):
    root = pdf.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "fr"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert set(pdf.docinfo.keys()) == {"/Title", "/Author"}
    assert str(pdf.docinfo["/Title"]).startswith("Veille")
    assert "/Metadata" not in root
    assert len(pdf.attachments) == 0


def test_the_outline_of_the_pdf_holds_every_page_under_its_part(pdf, parts):
    first, *others = branches(pdf)[2:]  # after the cover and the table of contents
    assert first[0] == parts[0].pages[0].title
    assert others[:-1] == [(part.caption, [page.title for page in part.pages])
                           for part in parts[1:]]  # fmt: skip
    assert others[-1][0].startswith("Annexe")


def test_the_contents_of_the_pdf_give_the_page_of_each_chapter(pdf, book):
    pages = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    numbers = [pages[pdf.Root.Dests[f"/{page.key}"][0].objgen] for page in book]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == len(numbers)
    printed = printed_numbers(pdf, numbers[0])
    assert [number for number in printed if number in numbers] == numbers


def printed_numbers(pdf, first):
    """Give the numbers printed before the first chapter, in reading order."""
    from pypdf import PdfReader

    reader = PdfReader(pdf.filename)
    text = "\n".join(reader.pages[place].extract_text() for place in range(1, first - 1))
    words = [line.split()[-1] for line in text.splitlines() if line.split()]
    return [int(word) for word in words if word.isdigit()]


def elements(pdf):
    """Give the elements of the structure."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if not isinstance(element, pikepdf.Dictionary):
            continue
        yield element
        children = element.get("/K", [])
        waiting += list(children) if isinstance(children, pikepdf.Array) else [children]


def test_each_figure_of_the_pdf_says_in_words_what_it_shows(pdf, book):
    kinds = [(str(one.get("/S")), str(one.get("/Alt", ""))) for one in elements(pdf)]
    figures = [text for kind, text in kinds if kind == "/Figure"]
    images = [image for page in book for image in page.article.select("img")]
    assert len(figures) == len(images) > 20
    assert all(len(text) > 20 for text in figures)
    tags = {kind for kind, _ in kinds}
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/Table", "/TH", "/TD", "/Link"} <= tags


def test_links_of_the_pdf_lead_inside_it_or_to_public_addresses(pdf):
    schemes = set()
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            action = note.get("/A", {})
            if "/URI" in action:
                schemes.add(str(action.URI).split(":")[0])
    assert schemes == {"https", "http", "tel", "sms"} & schemes
    assert "https" in schemes


def test_the_guard_finds_nothing_around_the_text_of_the_pdf(outputs, tmp_path):
    """Its text is that of the EPUB: cut into lines and columns, it would read as something else."""
    bare = tmp_path / "sans-texte.pdf"
    with pikepdf.open(outputs / PDF) as pdf:
        for page in pdf.pages:
            page.Contents = pdf.make_stream(b"")
        pdf.save(bare)
    report = audit([bare], load(ROOT))
    assert (report.findings, report.unreadable) == ([], [])


# ---------------------------------------------------------------- the EPUB
@pytest.fixture(scope="module")
def members(outputs):
    """Give the files of the EPUB by name, in order."""
    with zipfile.ZipFile(outputs / EPUB) as book:
        assert book.infolist()[0].compress_type == zipfile.ZIP_STORED
        return {name: book.read(name) for name in book.namelist()}


@pytest.fixture(scope="module")
def chapters(members):
    """Give the parsed chapters of the EPUB, in reading order."""
    package = ElementTree.fromstring(members["EPUB/package.opf"])
    files = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    order = [files[one.get("idref")] for one in package.iter(f"{OPF}itemref")]
    return {name: ElementTree.fromstring(members[f"EPUB/{name}"]) for name in order}


def test_epubcheck_accepts_the_epub(outputs):
    java = shutil.which("java")
    if not (EPUBCHECK.is_file() and java):
        pytest.fail(
            f"epubcheck introuvable : {EPUBCHECK} et java sont attendus. Installer le paquet "
            "epubcheck (Debian : apt-get install epubcheck), ou donner le chemin de son .jar dans "
            "VEILLE_EPUBCHECK : ce test n’est jamais sauté."
        )
    report = outputs.parent / "epubcheck.json"
    asked = [java, "-XX:TieredStopAtLevel=1", "-jar", EPUBCHECK, outputs / EPUB, "--json", report]
    subprocess.run(asked, capture_output=True, check=False)
    messages = json.loads(report.read_text(encoding="utf-8"))["messages"]
    bad = [one for one in messages if one["severity"] in ("ERROR", "FATAL")]
    assert bad == []
    assert {one["ID"] for one in messages} <= {"HTM-025"}  # « sms: » is not on its list of schemes


def test_the_epub_holds_every_page_in_order_then_the_appendix(book, chapters):
    names = [f"{page.name}.xhtml" for page in book]
    held = list(chapters)[2:]  # after the cover and the table of contents
    assert held[: len(names)] == names
    assert held[len(names) :]
    assert all(name.startswith("annexe/") for name in held[len(names) :])


def test_links_of_the_epub_resolve_and_nothing_runs_in_it(chapters):
    identifiers = {name: {tag.get("id") for tag in text.iter()} for name, text in chapters.items()}
    links = 0
    for name, text in chapters.items():
        assert not list(text.iter(f"{XHTML}script")), name
        for link in text.iter(f"{XHTML}a"):
            path, _, place = link.get("href").partition("#")
            if ":" in path:
                continue
            links += 1
            target = os.path.normpath(Path(name).parent / path) if path else name
            assert not place or place in identifiers[target], (name, link.get("href"))
            assert target in chapters, (name, link.get("href"))
    assert links > 500


def test_hard_passages_and_content_notes_are_in_the_epub(book, members):
    """They are open there: a reading program may have nothing to open them with."""
    for page in book:
        soup = BeautifulSoup(members[f"EPUB/{page.name}.xhtml"], "html.parser")
        for kind in (".note-de-contenu", "details.passage-difficile"):
            assert len(soup.select(kind)) == len(page.article.select(kind)), (page.name, kind)
        assert all(details.has_attr("open") for details in soup.select("details"))


def test_code_and_values_are_moved_to_the_appendix_and_none_is_lost(book, members):
    for page in book:
        code = [block.get_text() for block in page.article.select("details pre")]
        if not page.name.startswith("notebooks/"):
            continue
        aside = BeautifulSoup(
            members[f"EPUB/annexe/{Path(page.name).name}.xhtml"], "html.parser"
        )
        assert code
        assert [block.get_text() for block in aside.select("pre")] == code
        here = BeautifulSoup(members[f"EPUB/{page.name}.xhtml"], "html.parser")
        assert not here.select("details pre")


def test_the_guard_finds_nothing_in_the_epub(members, tmp_path):
    """Its chapters are read under the names of the pages that they are: exceptions go by name."""
    for name, data in members.items():
        path = tmp_path / name.replace(".xhtml", ".html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    report = audit([path for path in tmp_path.rglob("*") if path.is_file()], load(ROOT))
    assert (report.findings, report.unreadable) == ([], [])


# ---------------------------------------------------------------- the same site, the same bytes
@pytest.mark.parametrize(("make", "name"), [(make_archive, ARCHIVE), (make_epub, EPUB)])
def test_the_same_site_gives_the_same_bytes(site, outputs, tmp_path, make, name):
    copy = tmp_path / "ailleurs"  # another folder, other dates
    shutil.copytree(site, copy, copy_function=shutil.copyfile)
    assert make(copy, tmp_path).read_bytes() == (outputs / name).read_bytes()


# ---------------------------------------------------------------- what is missing
@pytest.mark.parametrize("name", ["archive", "pdf", "epub", "publication", "serve"])
def test_without_a_site_each_command_says_what_to_do(tmp_path, name):
    out = () if name == "serve" else ("--out", tmp_path / "sorties")
    done = run(name, "--site", tmp_path, *out)
    assert done.returncode == 1
    assert "make book" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_chromium_the_pdf_says_so_and_the_old_one_stays(site, tmp_path):
    (tmp_path / PDF).write_text("ancien", encoding="utf-8")
    done = run("pdf", "--site", site, "--out", tmp_path, VEILLE_CHROMIUM=str(tmp_path / "rien"))
    assert done.returncode == 1
    assert "Chromium est attendu" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [PDF]
    assert (tmp_path / PDF).read_text(encoding="utf-8") == "ancien"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (lambda page: page.unlink(), "ne peut pas être lu"),
        (lambda page: page.write_text("<h1>Titre</h1>", encoding="utf-8"), "<article>"),
        (lambda page: page.write_bytes(b"\xff\xfe\xff"), "ne peut pas être lu"),
    ],
)
def test_a_damaged_page_is_named(site, tmp_path, fault, said):
    copy = tmp_path / "copie"
    shutil.copytree(site, copy)
    fault(copy / "book/aide.html")
    done = run("epub", "--site", copy, "--out", tmp_path / "sorties")
    assert done.returncode == 1
    assert "aide.html" in done.stderr
    assert said in done.stderr
    assert not (tmp_path / "sorties" / EPUB).exists()
