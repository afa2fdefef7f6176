"""Small binary formats of a built site: message catalogues and inventories of links."""

import gettext
import struct
import zlib

from veille.guard.finding import damaged
from veille.guard.piece import piece
from veille.guard.readers.source import Read, Source
from veille.guard.rules.base import DATA, PROSE

_LIMIT = 32 << 20


def read_catalogue(source: Source) -> Read:
    """Give the messages of a compiled gettext catalogue."""
    try:
        with source.open() as stream:
            messages = gettext.GNUTranslations(stream)._catalog
    except (OSError, UnicodeDecodeError, struct.error, ValueError, IndexError):
        yield damaged("catalogue de messages illisible")
        return
    yield piece(
        "\n".join(f"{key} : {value}" for key, value in messages.items()),
        PROSE,
        only=source.line or 1,
    )


def read_inventory(source: Source) -> Read:
    """Give the header and the entries of a Sphinx inventory."""
    head, _, packed = source.read().partition(b"zlib.\n")
    try:
        body = zlib.decompressobj().decompress(packed, _LIMIT)
    except zlib.error:
        yield damaged("inventaire illisible")
        return
    yield piece((head + b"\n" + body).decode("utf-8", "replace"), DATA, only=source.line or 1)
