"""Drawings as an EPUB wants them: no document type, and a line for each path."""

from pathlib import Path
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
for _prefix, _name in (("", SVG), ("xlink", "http://www.w3.org/1999/xlink")):
    ElementTree.register_namespace(_prefix, _name)


def image_of_book(file: Path) -> bytes:
    """Give the bytes of an image; a drawing loses its metadata, which its page says already."""
    if file.suffix != ".svg":
        return file.read_bytes()
    root = ElementTree.parse(file).getroot()
    for metadata in root.findall(f"{{{SVG}}}metadata"):
        root.remove(metadata)
    for path in root.iter(f"{{{SVG}}}path"):
        if not path.get("d"):
            path.set("d", "M 0 0")  # the glyph of a space draws nothing, and is referred to
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
