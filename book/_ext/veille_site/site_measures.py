"""What a page of the site costs and leaves beside other themes, from the committed table."""

import csv
from pathlib import Path

from sphinx.util.docutils import SphinxDirective

from veille.french import number
from veille_site.blocks import paragraph, table

RESULTS = Path(__file__).parents[3] / "benchmarks" / "results" / "site.csv"
COLUMNS = ("Présentation", "Page", "Fichiers", "Dont ailleurs", "Poids", "Compressé", "Gardé",
           "Règles", "Déborde à 320 px")
NAMES = {"veille": "ce site"}


def load(path=RESULTS):
    """Give the rows of the table, as text."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def kilobytes(text):
    """Write bytes as kilobytes, thousands of bytes."""
    return f"{number(int(text) / 1000, 0)}\u00a0ko"


def cells(row):
    """Give the cells of one row, in French."""
    return (NAMES.get(row["site"], row["site"]), row["page"], row["requests"], row["elsewhere"],
            kilobytes(row["raw"]), kilobytes(row["packed"]), row["kept"], row["rules"],
            "oui" if row["wide"] == "True" else "non")


class SiteMeasures(SphinxDirective):
    """The table of what pages cost, ours first."""

    def run(self):
        """Give the table."""
        rows = [[[paragraph(cell)] for cell in cells(row)] for row in load()]
        return [table(COLUMNS, rows)]


def register(app):
    """Add the directive."""
    app.add_directive("mesures-du-site", SiteMeasures)
