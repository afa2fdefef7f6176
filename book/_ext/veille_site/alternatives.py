"""Images need a written alternative: without one, docutils prints the file's path instead."""

import re

from docutils import nodes
from sphinx.util import logging

logger = logging.getLogger(__name__)

FILE_NAME = re.compile(r"\S+\.(png|svg|jpe?g|gif|webp|avif)", re.IGNORECASE)
IMG_TAG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def is_written(alt):
    """Say whether `alt` reads like words: not empty, not a path, not a file name."""
    text = (alt or "").strip()
    if not text or FILE_NAME.fullmatch(text):
        return False
    return not ("/" in text and " " not in text)


def raw_alternatives(html):
    """Give the alternative text (or None) of every <img> in a piece of HTML."""
    for tag in IMG_TAG.findall(html):
        found = ALT.search(tag)
        yield (found.group(1) or found.group(2) or "") if found else None


def unwritten(document):
    """Give the nodes of `document` that show an image without a written alternative."""
    for image in document.findall(nodes.image):
        if not is_written(image.get("alt")):
            yield image
    for raw in document.findall(nodes.raw):
        if "html" in raw.get("format", ""):
            if not all(is_written(alt) for alt in raw_alternatives(raw.astext())):
                yield raw


def check(app, document):
    """Warn about each image without a written alternative; the build turns this into a failure."""
    for node in unwritten(document):
        logger.warning(
            "image sans texte alternatif écrit (alt trouvé : %r). Attendu : une phrase ; dans un "
            "carnet, la métadonnée de cellule mystnb → image → alt.",
            node.get("alt"),
            location=node,
            type="veille",
            subtype="alt",
        )


def register(app):
    """Check each document once it is read."""
    app.connect("doctree-read", check)
