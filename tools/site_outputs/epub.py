"""The book as one EPUB 3."""

from html import escape
from pathlib import Path

from .assemble import Chapter, assemble
from .contents import Part, pages_of, read_book
from .places import EPUB, Identity, identity, written_whole
from .printed import day
from .svg import image_of_book
from .xhtml import IMAGES, KINDS, STYLE, Document, document, documents
from .zipped import write_zip

ROOM = "EPUB"
MODELS = Path(__file__).with_name("models")


def make_epub(site: Path, folder: Path) -> Path:
    """Write the EPUB of the book into a folder; give its path.  The same site gives the same bytes.

    Raises
    ------
    VeilleError
        If the site is not built or not whole, or if a page is not well formed.
    """
    path, who = folder / EPUB, identity()
    members = members_of(read_book(site), who)
    with written_whole(path) as beside:
        write_zip(beside, members, stored=("mimetype",))
    return path


def members_of(parts: tuple[Part, ...], who: Identity) -> list[tuple[str, bytes]]:
    """Give the files of the EPUB in order, each with its path."""
    chapters = assemble(parts)
    written, images = documents(chapters, file_names(parts, chapters))
    opening = Document("couverture.xhtml", who.full_title, cover(who), "")
    nav = Document("sommaire.xhtml", "Sommaire", navigation(written), "")
    texts = [
        ("package.opf", package(who, opening, nav, written, images)),
        *((each.path, each.text) for each in (opening, nav, *written)),
        (STYLE, _model("epub.css")),
    ]
    return [
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", _model("container.xml").encode()),
        *((f"{ROOM}/{name}", text.encode()) for name, text in texts),
        *((f"{ROOM}/{_image_name(place, image)}", image_of_book(image))
          for place, image in enumerate(images, start=1)),
    ]  # fmt: skip


def file_names(parts: tuple[Part, ...], chapters: list[Chapter]) -> dict[str, str]:
    """Give the file of each chapter: the name of its page, or the same in the appendix."""
    names = {page.key: page.name for page in pages_of(parts)}
    return {
        chapter.key: f"{names[chapter.key]}.xhtml" if chapter.key in names
        else f"annexe/{Path(names[chapter.key[:-1]]).name}.xhtml"
        for chapter in chapters
    }  # fmt: skip


def _image_name(place: int, path: Path) -> str:
    return f"{IMAGES}/figure-{place:03d}{path.suffix}"


def cover(who: Identity) -> str:
    """Give the first page: what this is, and what a reader should know."""
    body = _model("couverture.xhtml").format(
        title=escape(who.title), subtitle=escape(who.subtitle),
        author=escape(who.author.capitalize()), version=escape(who.version),
        day=day(who.released),
    )  # fmt: skip
    return document(who.full_title, STYLE, body)


def _model(name: str) -> str:
    return (MODELS / name).read_text(encoding="utf-8")


def navigation(written: list[Document]) -> str:
    """Give the table of contents, part by part."""
    lines, opened = [], False
    for each in written:
        if each.part:
            lines += ["</ol></li>"] * opened + [f"<li><span>{escape(each.part)}</span><ol>"]
            opened = True
        lines.append(f'<li><a href="{each.path}">{escape(each.title)}</a></li>')
    lines += ["</ol></li>"] * opened
    body = '<nav epub:type="toc" id="toc" role="doc-toc"><h1>Sommaire</h1>\n<ol>\n{}\n</ol></nav>'
    return document("Sommaire", STYLE, body.format("\n".join(lines)))


def package(
    who: Identity, opening: Document, nav: Document, written: list[Document], images: list[Path]
) -> str:
    """Give the file that says what the book holds and in what order it is read."""
    items = [f'<item id="{STYLE[:5]}" href="{STYLE}" media-type="text/css"/>',
             _item("nav", nav, ' properties="nav"'), _item("couverture", opening)]  # fmt: skip
    items += [_item(f"c{place}", each, each.properties) for place, each in enumerate(written)]
    items += [
        f'<item id="f{place}" href="{_image_name(place, path)}" media-type="{KINDS[path.suffix]}"/>'
        for place, path in enumerate(images, start=1)
    ]
    references = ["couverture", "nav", *(f"c{place}" for place in range(len(written)))]
    return _model("package.opf").format(
        title=escape(who.full_title),
        author=escape(who.author),
        released=who.released,
        manifest="\n".join(items),
        spine="\n".join(f'<itemref idref="{name}"/>' for name in references),
    )


def _item(identifier: str, each: Document, properties: str = "") -> str:
    kind = "application/xhtml+xml"
    return f'<item id="{identifier}" href="{each.path}" media-type="{kind}"{properties}/>'


