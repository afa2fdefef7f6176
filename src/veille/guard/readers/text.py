"""Plain text of any encoding, in windows, whatever its length."""

from collections.abc import Iterator

from veille.guard.decoding import quoted_printable
from veille.guard.finding import damaged
from veille.guard.mapped import Mapped
from veille.guard.piece import Piece
from veille.guard.readers.encoding import guess, windows
from veille.guard.readers.source import Read, Source
from veille.guard.rules.base import CODE, CSV, DATA, MARKUP, PROSE

_CODE = frozenset(
    "py pyi js mjs ts tsx jsx css scss less sh bash bat ps1 rb go java c h cpp hpp rs php r sql "
    "lua pl jl makefile toml".split()
)
_MARKUP = frozenset("html htm xhtml xml svg rdf rss atom xsl opf ncx rels fodt mathml".split())
_DATA = frozenset(
    "json jsonl ndjson geojson har map webmanifest cfg ini conf env properties".split()
)
_MAIL = frozenset(("eml", "mht", "mhtml", "vcf", "ics"))


def kind_of(source: Source) -> str:
    """Give the kind of writing that a name announces."""
    suffix = source.suffix or source.name.lower().rsplit("/", 1)[-1].lstrip(".")
    for kind, suffixes in ((CODE, _CODE), (MARKUP, _MARKUP), (DATA, _DATA), (CSV, ("csv", "tsv"))):
        if suffix in suffixes:
            return kind
    return PROSE


def read_text(source: Source) -> Read:
    """Give the windows of a text; what is no text is said to be damaged."""
    encoding = guess(source.head())
    if encoding is None:
        yield damaged("texte illisible dans tous les encodages connus")
        return
    yield from pieces(source, encoding, kind_of(source))


def pieces(source: Source, encoding: str, kind: str, first: int = 1) -> Iterator[Piece]:
    """Give the windows of a text in a known encoding, whose first line may be that of a part."""
    with source.open() as stream:
        for text, line, before, after in windows(stream, encoding):
            mapped = Mapped(text)
            if source.suffix in _MAIL:
                mapped = quoted_printable(mapped)
            place = line + first - 1
            yield Piece(mapped, text, kind, first=place, only=source.line, edges=(before, after))
