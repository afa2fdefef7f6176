"""Images: what they say besides their pixels."""

import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterator

from PIL import ExifTags, Image, UnidentifiedImageError

from veille.guard.finding import Problem, damaged
from veille.guard.piece import piece
from veille.guard.readers.source import MEMBER_LIMIT, Read, Source
from veille.guard.rules.base import DATA, MARKUP

PNG = b"\x89PNG\r\n\x1a\n"
# Tags that describe pixels; any other says something of a device, a place, a moment or somebody.
_PIXELS = frozenset(
    tag.value
    for tag in ExifTags.Base
    if tag.name
    in {
        "Orientation",
        "XResolution",
        "YResolution",
        "ResolutionUnit",
        "YCbCrPositioning",
        "ColorSpace",
        "ExifOffset",
        "ExifVersion",
        "ComponentsConfiguration",
        "FlashPixVersion",
        "ExifImageWidth",
        "ExifImageHeight",
        "ImageWidth",
        "ImageLength",
        "BitsPerSample",
        "Compression",
        "PhotometricInterpretation",
        "SamplesPerPixel",
        "PlanarConfiguration",
        "StripOffsets",
        "RowsPerStrip",
        "StripByteCounts",
        "ExifInteroperabilityOffset",
        "Predictor",
        "SampleFormat",
        "NewSubfileType",
        "ExtraSamples",
        "FillOrder",
        "JpegIFOffset",
        "JpegIFByteCount",
        "TileWidth",
        "TileLength",
        "TileOffsets",
        "TileByteCounts",
    }
)
_TEXT_LIMIT = 4 << 20
# Chunks of a PNG that only say how to draw it, or that are read elsewhere.
_DRAWN = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP bKGD pHYs sBIT hIST sPLT oFFs sCAL pCAL cICP "
    b"mDCV cLLI acTL fcTL fdAT eXIf tEXt zTXt iTXt tIME".split()
)
_APPLICATION = re.compile(rb"JFIF|JFXX|Exif\0|ICC_PROFILE|Adobe|Photoshop")
_XMP_TELLS = re.compile(
    rb"(?:photoshop|exif|tiff|aux|GPS|xmpMM|CreateDate|ModifyDate|creator|Artist|DocumentID|"
    rb"InstanceID|History)",
    re.I,
)


def read_image(source: Source) -> Read:
    """Give the texts of an image's metadata, and a finding for EXIF that says anything."""
    data = source.read()
    if source.size >= MEMBER_LIMIT:
        yield Problem("limit", "image trop grande pour être lue entièrement")
    if data.startswith(PNG):
        yield from _png(source, data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from _described(source, data)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        struct.error,
        EOFError,
        KeyError,
        TypeError,
        IndexError,
        Image.DecompressionBombError,
        zlib.error,
        OverflowError,
    ):
        yield damaged("image illisible ou tronquée")
    yield from _trailing(source, data)


def _described(source: Source, data: bytes) -> Read:
    with Image.open(io.BytesIO(data)) as image:
        if image.format in ("PNG", "JPEG", "WEBP", "GIF"):
            with Image.open(io.BytesIO(data)) as copy:
                copy.verify()
        if image.width * image.height <= 40_000_000 and image.format == "JPEG":
            image.draft("L", (64, 64))
        if image.width * image.height <= 40_000_000:
            image.load()
        yield from _exif(image.getexif(), source)
        for key, value in image.info.items():
            yield from _entry(source, str(key), value)
        for _, value in getattr(image, "applist", ()):
            if not _APPLICATION.match(value):
                text = (value.partition(b"\0")[2] or value).decode("utf-8", "replace")
                yield piece(text, DATA, only=source.line or 1)


def _entry(source: Source, key: str, value: object) -> Read:
    if key in (
        "exif",
        "icc_profile",
        "dpi",
        "gamma",
        "transparency",
        "jfif",
        "srgb",
        "background",
        "duration",
        "loop",
    ):
        return
    if isinstance(value, bytes | str) and len(value) <= _TEXT_LIMIT:
        raw = value if isinstance(value, bytes) else value.encode("utf-8", "replace")
        if "xmp" in key.lower() and _XMP_TELLS.search(raw):
            yield Problem("exif", "métadonnées XMP")
        yield piece(f"{key} : {raw.decode('utf-8', 'replace')}", MARKUP, only=source.line or 1)
    elif key == "photoshop" and isinstance(value, dict):
        yield Problem("exif", "métadonnées IPTC")


def _exif(exif: Image.Exif, source: Source) -> Read:
    told = {tag: value for tag, value in exif.items() if tag not in _PIXELS}
    for directory in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.Interop):
        found = exif.get_ifd(directory)
        if directory == ExifTags.IFD.GPSInfo and found:
            yield Problem("gps", "position EXIF")
        if directory == ExifTags.IFD.Exif:
            told |= {tag: value for tag, value in found.items() if tag not in _PIXELS}
    told.pop(int(ExifTags.IFD.GPSInfo), None)
    if told:
        yield Problem("exif", "métadonnées EXIF")
        yield piece(
            "\n".join(f"{_tag(tag)} : {_value(value)}" for tag, value in told.items()),
            DATA,
            only=source.line or 1,
        )


def _tag(tag: int) -> str:
    return ExifTags.TAGS.get(tag, "")


def _value(value: object) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text.replace("\n", " ")[:_TEXT_LIMIT]


def _png(source: Source, data: bytes) -> Read:
    """Text chunks, compressed or not, and the time chunk."""
    for kind, body in _chunks(data):
        if kind == b"tIME":
            yield Problem("timestamp", "date de modification de l’image")
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield piece(_chunk_text(kind, body), DATA, only=source.line or 1)
        elif kind not in _DRAWN:
            yield Problem("unknown_format", "bloc inconnu dans l’image")
            yield piece(body[:_TEXT_LIMIT].decode("utf-8", "replace"), DATA, only=source.line or 1)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(PNG)
    kind = b""
    while position + 12 <= len(data) and kind != b"IEND":  # what follows the end is read as a tail
        length = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        yield kind, data[position + 8 : position + 8 + length]
        position += 12 + length


def _chunk_text(kind: bytes, body: bytes) -> str:
    key, _, rest = body.partition(b"\0")
    packed = kind == b"zTXt" or (kind == b"iTXt" and rest[:1] == b"\1")
    if kind == b"iTXt":
        rest = b"\0".join(rest[2:].split(b"\0", 2)[2:])
    elif kind == b"zTXt":
        rest = rest[1:]
    if packed:
        try:
            rest = zlib.decompressobj().decompress(rest, _TEXT_LIMIT)
        except zlib.error:
            rest = b""
    return f"{key.decode('latin-1')} : {rest.decode('utf-8', 'replace')}"


def _trailing(source: Source, data: bytes) -> Read:
    """Bytes after the end of a PNG or a JPEG belong to no image."""
    if data.startswith(PNG):
        end = data.find(b"IEND")
        rest = data[end + 8 :] if end >= 0 else b""
    elif data.startswith(b"\xff\xd8"):
        end = data.rfind(b"\xff\xd9")
        rest = data[end + 2 :] if end >= 0 else b""
    else:
        return
    if rest.strip(b"\0\r\n "):
        yield source.inner("suite", rest)
