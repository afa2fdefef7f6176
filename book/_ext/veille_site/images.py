"""Figures of notebooks: a caption, their size, loading when needed, and their values on demand."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

from veille_site.numbers import french_number

SVG = "{http://www.w3.org/2000/svg}"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
POINT = 96 / 72  # CSS pixels in a point


def files_by_name(app):
    """Give the source file of each image of the site by the name that pages use."""
    return {name: source for source, name in app.builder.images.items()}


def frame_images(soup, sources):
    """Put each figure in a ``<figure>``, with what its file says of itself."""
    for img in soup.select("img[src]"):
        source = sources.get(Path(img["src"]).name)
        if source and source.endswith(".svg") and not img.find_parent("figure"):
            _frame(soup, img, ElementTree.parse(source).getroot())
        img["loading"], img["decoding"] = "lazy", "async"


def _frame(soup, img, root):
    img["width"], img["height"] = (round(POINT * float(re.match(r"[\d.]+", root.get(side))[0]))
                                   for side in ("width", "height"))
    figure = img.wrap(soup.new_tag("figure"))
    title = root.findtext(f"{SVG}title") or root.findtext(f".//{DUBLIN}title")
    if title:
        caption = soup.new_tag("figcaption")
        caption.string = title
        figure.append(caption)
    records = json.loads(root.findtext(f".//{DUBLIN}description") or "[]")
    if records:
        figure.insert_after(values(soup, records))


def values(soup, records):
    """Give the closed table of the values of a figure."""
    details = soup.new_tag("details", attrs={"class": "donnees"})
    summary = soup.new_tag("summary")
    summary.string = "Valeurs de la figure"
    table = soup.new_tag("table")
    several = len({record["panel"] for record in records}) > 1
    # Rows that have a name read name first, then value.
    named = all(isinstance(y, str) for record in records for _, y in record["points"])
    axes = _axes(records)
    heads = (["partie"] if several else []) + ["tracé", *(reversed(axes) if named else axes)]
    table.append(_row(soup, "th", heads, section="thead"))
    body = soup.new_tag("tbody")
    for place, record in enumerate(records, start=1):
        name = record["name"] or f"tracé {place}"
        for point in record["points"]:
            values_read = [written(value) for value in (reversed(point) if named else point)]
            cells = ([record["panel"] or "–"] if several else []) + [name, *values_read]
            body.append(_row(soup, "td", cells))
    table.append(body)
    details.extend([summary, table])
    return details


def _axes(records):
    named = {axis: [label for record in records if (label := record[f"{axis}_label"])]
             for axis in ("x", "y")}
    return [(named["x"] or ["abscisse"])[0], (named["y"] or ["valeur"])[0]]


def _row(soup, tag, cells, section=None):
    row = soup.new_tag("tr")
    for place, text in enumerate(cells):
        cell = soup.new_tag("th" if place == 0 else tag)
        cell.string = text
        row.append(cell)
    if section:
        outer = soup.new_tag(section)
        outer.append(row)
        return outer
    return row


def written(value):
    """Give a value as it is read: a number, a word, or two numbers."""
    if isinstance(value, list):
        return f"de {written(value[0])} à {written(value[1])}"
    if value is None:
        return "–"
    return value if isinstance(value, str) else french_number(value)
