"""The book as one EPUB 3."""

from html import escape
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from .assemble import Chapter, assemble
from .contents import Part, pages_of, read_book
from .places import EPUB, Identity, identity, written_whole
from .printed import day
from .svg import image_of_book
from .xhtml import IMAGES, STYLE, Document, document, documents
from .zipped import write_zip

ROOM = "EPUB"
CSS = Path(__file__).with_name("epub.css")
KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="fr">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>fr</dc:language>
<dc:creator>{author}</dc:creator>
<dc:date>{released}</dc:date>
<meta property="dcterms:modified">{released}T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessMode">visual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityFeature">MathML</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">readingOrder</meta>
<meta property="schema:accessibilityFeature">displayTransformability</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Tout le contenu peut être lu en texte : chaque figure a un texte de remplacement, et ses valeurs sont dans un tableau ou dans une phrase. Les formules sont en MathML. Aucune personne aveugle ou malvoyante n’a encore relu ce fichier.</meta>
</metadata>
<manifest>
{manifest}
</manifest>
<spine>
{spine}
</spine>
</package>
"""


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
        (STYLE, CSS.read_text(encoding="utf-8")),
    ]
    return [
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER.encode()),
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
    title, _, subtitle = who.full_title.partition(" : ")
    body = f"""<section class="couverture">
<h1>{escape(title)}</h1>
<p class="sous-titre">{escape(subtitle.capitalize())}</p>
<p>{escape(who.author.capitalize())}</p>
<p>Version {escape(who.version)}, {day(who.released)}.</p>
<p>Toutes les données sont synthétiques : aucun serveur, aucun message, aucune personne réelle.</p>
<p>Les passages difficiles, fermés sur le site, sont ouverts ici ; une note, sous le titre de chaque page, dit ce qu’elle contient.</p>
<p><a href="book/aide.xhtml">Trouver de l’aide</a></p>
</section>"""
    return document(who.full_title, STYLE, body)


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
    return PACKAGE.format(
        identifier=uuid5(NAMESPACE_URL, who.full_title),
        title=escape(who.full_title),
        author=escape(who.author),
        released=who.released,
        manifest="\n".join(items),
        spine="\n".join(f'<itemref idref="{name}"/>' for name in references),
    )


def _item(identifier: str, each: Document, properties: str = "") -> str:
    kind = "application/xhtml+xml"
    return f'<item id="{identifier}" href="{each.path}" media-type="{kind}"{properties}/>'


