"""Who made a document, as devices, programs and version control write it beside the contents."""

import re
from collections.abc import Iterable

from veille.guard.rules.base import CELL, CODE, Family, Hit, Zone, hits
from veille.guard.rules.shapes import ORDINARY

# First and last name, where a device or a program writes who made a document.
_AUTHORS = re.compile(
    r"(?:(?<![\w-])|(?<=\s-))(?:(?:(?:xmp|dc|exif|iptc|cp)[\w-]{0,6}[:._]\s?(?:\w{2,12}\.)?)"
    r"(?:creator|artist|author|by-?line|owner\w*|last_?modified_?by|rights|credit)|"
    r"(?:camera)?owner ?name|xp ?author|by-line|artist|last[_ ]?modified[_ ]?by|committer|@author|"
    r"(?:signed-off|co-authored|reviewed|tested|acked|reported)-by|(?:modified|created) by|"
    r"(?:creator|author|last modified by|credit)(?=\s{2,}:)|copyright(?=\s{2,}:)|"
    r"copyright\W{0,3}(?=\(c\)|©))(?: [\wÀ-ÿ’']{2,12}){0,3}[\"')]?\]?"
    r"(?:\s*(?:[:=→,;]|</?\w+>|>|\(c\)|©)\s*|(?<=committer)\s|(?<=author)\s|(?<= by)\s)"
    r"(?:<[\w:]{1,20}>\s*){0,3}[\"'«]?\s*(?P<value>(?-i:[A-ZÀ-Þ][\wà-ÿ’'-]+"
    r"(?: (?:d[eu] |van |von |l[ea] )?[A-ZÀ-Þ][\wà-ÿ’'-]+){1,3}))",
    re.I,
)
# The same in a sentence about a photograph, or in a program that reads its metadata.
_OF_IMAGE = re.compile(
    r"\b(?:photo|m[ée]tadonn[ée]es|metadata|exif|iptc|xmp|image|clich[ée])\w*\b[^\n]{0,60}?"
    r"(?:propri[ée]taire|auteur|autrice|artiste?|owner|author|photographe|creator)[\"']?\]?\s?[:=]?\s?[\"'«]?\s?"
    r"(?P<value>(?-i:[A-ZÀ-Þ][\wà-ÿ’'-]+(?: [A-ZÀ-Þ][\wà-ÿ’'-]+){1,3}))",
    re.I,
)
_PROGRAMS = re.compile(
    r"(?:Adobe|Microsoft|Libre|Open|Google|Apple|Mozilla|Chrom|Matplotlib|PDF|La?TeX|Inkscape|"
    r"Ghostscript|Canva|Quartz|Skia|Scribus|Affinity|Corel|Word|Excel|Power|Mac ?OS|Windows)",
    re.I,
)
_OWNER = re.compile(
    r"(?<![A-Za-z])(?:(?:camera[ _]?)?owner[ _]?name|exif:artist|xp[ _]?author|by-line|"
    r"(?-i:Artist)|host ?computer)[\"']?\s*(?:[:=→]|</?\w+>)\s*[\"'«]?\s*"
    r"(?P<value>[\w.\-]{3,36})(?![\w(\[])",
    re.I,
)


def find(zone: Zone) -> Iterable[Hit]:
    """Give first and last names, or one word, where only the name of a maker can stand."""
    for pattern in (_AUTHORS, _OF_IMAGE):
        yield from hits(
            pattern, zone, "handle", lambda match: not _PROGRAMS.match(match["value"]), "value"
        )
    yield from hits(
        _OWNER, zone, "handle",
        lambda match: match["value"].lower() not in ORDINARY
        and (zone.kind not in (CODE, CELL) or zone.quoted(match.start())),
        "value",
    )


FAMILIES = (
    Family(
        (
            r"owner[ _]?name|artist|xp[ _]?author|by-line|host ?computer|last[_ ]?modified[_ ]?by|"
            r"committer\b|@author\b|\w-by:|(?:modified|created) by\b|"
            r"copyright(?:\s{2,}:|\W{0,3}(?:\(c\)|©))",
            r"(?:photo|m[ée]tadonn[ée]es|metadata|exif|iptc|xmp|image|clich[ée])[^\n]{0,60}"
            r"(?:propri[ée]taire|auteur|autrice|artiste?|owner|author|photographe|creator)",
            r"(?:xmp|dc|exif|iptc)[\w-]{0,6}[:._]\s?(?:\w{2,12}\.)?"
            r"(?:creator|author|owner|rights|credit)",
            r"(?:creator|author|last modified by|credit)\s{2,}:",
        ),
        find,
    ),
)
