"""Archives and compressed files, member by member, within a budget."""

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from veille.guard.finding import Problem, damaged
from veille.guard.piece import piece
from veille.guard.readers.source import DEPTH_LIMIT, MEMBER_LIMIT, Read, Source
from veille.guard.rules.base import DATA

_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    UnicodeDecodeError,
    KeyError,
)
_ACCOUNTS = frozenset(("", "root", "nobody", "wheel", "staff", "users", "user"))
_TOO_MUCH = Problem("limit", "archive qui se déplie au-delà de toute mesure", unreadable=True)
_TOO_DEEP = Problem("limit", "archives emboîtées trop profondément", unreadable=True)
OPENERS = {"gzip": gzip.open, "bzip2": bz2.open, "xz": lzma.open}


def read_zip(source: Source) -> Read:
    """Give the members of a zip, its comments, and the names it holds."""
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            yield _named([archive.comment.decode("utf-8", "replace")], source)
            for member in archive.infolist():
                last = member.filename.rstrip("/").rpartition("/")[2]
                comment = member.comment.decode("utf-8", "replace")
                yield _named([member.filename, last, comment], source)
                if member.is_dir():
                    continue
                if member.flag_bits & 1:
                    yield Problem("unknown_format", "membre chiffré", unreadable=True)
                    continue
                yield from _member(source, member.filename, archive.open, member)
                if source.budget.size < 0 or source.budget.members < 0:
                    return
    except _BROKEN:
        yield damaged("archive zip illisible ou tronquée")


def read_tar(source: Source) -> Read:
    """Give the members of a tar, whatever it is compressed with, and the accounts it names."""
    try:
        with source.open() as stream, tarfile.open(fileobj=stream, mode="r:*") as archive:
            for member in archive:
                yield _named(
                    [member.name, member.linkname, *map(str, member.pax_headers.values())], source
                )
                if {member.uname, member.gname} - _ACCOUNTS and member.uname not in _ACCOUNTS:
                    yield Problem("machine", "compte nommé dans l’archive")
                if member.isfile():
                    yield from _member(source, member.name, archive.extractfile, member)
                if source.budget.size < 0 or source.budget.members < 0:
                    return
    except _BROKEN:
        yield damaged("archive tar illisible ou tronquée")


def read_compressed(source: Source, form: str) -> Read:
    """Give what one compressed file holds."""
    name = source.name.rpartition(".")[0] or source.name
    if form == "gzip":
        yield _named([_gzip_name(source.head())], source)
    try:
        with source.open() as stream:
            yield from _member(source, name, lambda _: OPENERS[form](stream), None)
    except _BROKEN:
        yield damaged("fichier compressé illisible ou tronqué")


# What an archive holds under such a name was taken from the root of somebody's machine.
_ROOTS = ("home/", "users/", "utilisateurs/", "root/")


def _named(names: list[str], source: Source):
    rooted = [f"/{name}" if name.lower().startswith(_ROOTS) else name for name in names]
    return piece("\n".join(filter(None, rooted)), DATA, only=source.line or 1)


def _member(source: Source, name: str, opener, key: object) -> Iterator[Source | Problem]:
    if source.depth >= DEPTH_LIMIT:
        yield _TOO_DEEP
        return
    with opener(key) as stream:
        data = _bounded(stream, min(MEMBER_LIMIT, max(source.budget.size, 0) + 1))
    if not source.budget.spend(len(data)) or len(data) >= MEMBER_LIMIT:
        yield _TOO_MUCH
    yield source.inner(name, data)


def _bounded(stream: IO[bytes], limit: int) -> bytes:
    parts, size = [], 0
    while size < limit and (part := stream.read(min(1 << 20, limit - size))):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _gzip_name(head: bytes) -> str:
    if len(head) < 11 or not head[3] & 8 or head[3] & 4:
        return ""
    return head[10:].partition(b"\0")[0].decode("latin-1")
