"""Which reader a file is for: its first bytes decide, then its name."""

import tarfile
from collections.abc import Callable
from functools import partial
from importlib import import_module

from veille.guard.finding import Problem, damaged
from veille.guard.readers.archives import read_compressed, read_tar, read_zip
from veille.guard.readers.encoding import guess
from veille.guard.readers.images import read_image
from veille.guard.readers.jsontext import read_json
from veille.guard.readers.others import read_catalogue, read_inventory
from veille.guard.readers.pdf import read_pdf
from veille.guard.readers.source import Read, Source
from veille.guard.readers.tables import read_csv
from veille.guard.readers.text import read_text


def _late(module: str, reader: str) -> Callable[[Source], Read]:
    """Give a reader whose library is imported when the first file needs it."""

    def read_late(source: Source) -> Read:
        yield from getattr(import_module(f"veille.guard.readers.{module}"), reader)(source)

    return read_late


_IMAGES = frozenset("png jpg jpeg jpe gif webp tif tiff bmp ico avif".split())
_FONTS = (b"wOFF", b"OTTO", b"\0\1\0\0\0", b"true\0")
_SIGNATURES: tuple[tuple[bytes, Callable[[Source], Read]], ...] = (
    (b"\x89PNG\r\n\x1a\n", read_image),
    (b"\xff\xd8\xff", read_image),
    (b"GIF8", read_image),
    (b"II*\0", read_image),
    (b"MM\0*", read_image),
    (b"\0\0\1\0", read_image),
    (b"%PDF-", read_pdf),
    (b"PK\x03\x04", read_zip),
    (b"PK\x05\x06", read_zip),
    (b"SQLite format 3\0", _late("sqlite", "read_sqlite")),
    (b"PAR1", _late("parquet", "read_parquet")),
    (b"\xde\x12\x04\x95", read_catalogue),
    (b"\x95\x04\x12\xde", read_catalogue),
    (b"# Sphinx inventory", read_inventory),
    *((signature, _late("fonts", "read_font")) for signature in _FONTS),
)
_COMPRESSED = ((b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\0", "xz"))
_BINARY = {
    name: form
    for form, names in (
        ("une image", _IMAGES),
        ("un PDF", ("pdf",)),
        ("un Parquet", ("parquet",)),
        ("une base SQLite", ("sqlite", "sqlite3", "db3")),
        (
            "une archive zip",
            ("zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "whl", "npz"),
        ),
        ("un fichier compressé", ("gz", "tgz", "bz2", "xz", "tar")),
        ("un catalogue", ("mo",)),
        ("une police", ("woff", "ttf", "otf")),
    )
    for name in names
}
_TEXTS = {
    "ipynb": read_json,
    "json": read_json,
    "geojson": read_json,
    "webmanifest": read_json,
    "har": read_json,
    "jsonl": read_json,
    "ndjson": read_json,
    "csv": read_csv,
    "tsv": read_csv,
}


def read(source: Source) -> Read:
    """Give the pieces, inner sources and problems of a source, whatever it is."""
    head = source.head()
    reader = _by_signature(source, head)
    if reader is not None:
        yield from reader(source)
        return
    claimed = _BINARY.get(source.suffix)
    if claimed and source.suffix not in ("svg",):
        yield damaged(
            f"{claimed} était attendue" if claimed.startswith("une") else f"{claimed} était attendu"
        )
    elif source.suffix == "ipynb" and not head.strip():
        yield damaged("carnet vide")
    if not head:
        return
    if guess(head) is None:
        if source.suffix in _TEXTS:
            yield damaged("texte illisible dans tous les encodages connus")
        elif not claimed:
            yield Problem("unknown_format", "format inconnu")
        return
    yield from _TEXTS.get(source.suffix, read_text)(source)


def is_plain_text(source: Source) -> bool:
    """Say whether a source is read line by line, as it is: no table, no document, no archive."""
    unread = source.suffix in _BINARY or source.suffix in _TEXTS
    return not unread and not is_packed(source)


def is_packed(source: Source) -> bool:
    """Say whether the first bytes are those of an image, a document, an archive or a table."""
    return _by_signature(source, source.head()) is not None


def _by_signature(source: Source, head: bytes) -> Callable[[Source], Read] | None:
    for signature, reader in _SIGNATURES:
        if head.startswith(signature):
            return reader
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:12] in (b"ftypavif", b"ftypheic"):
        return read_image
    if head[:2] == b"BM" and source.suffix == "bmp":
        return read_image
    if head[257:262] == b"ustar" or (source.suffix == "tar" and _is_tar(source)):
        return read_tar
    for signature, form in _COMPRESSED:
        if head.startswith(signature):
            return read_tar if _is_tar(source) else partial(read_compressed, form=form)
    return None


def _is_tar(source: Source) -> bool:
    try:
        with source.open() as stream, tarfile.open(fileobj=stream, mode="r:*"):
            return True
    except (tarfile.TarError, OSError, EOFError, ValueError):
        return False
    except Exception:
        return False
