"""The data dictionary, from the schema itself."""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from veille_site.blocks import bullet_list, paragraph, section, table
from veille_site.numbers import french_number

TYPES = {
    "string": "texte",
    "integer": "entier",
    "number": "nombre",
    "boolean": "oui ou non",
}
COLUMNS = ("Colonne", "Type", "Unité", "Bornes ou valeurs", "Description")
WIDTHS = (29, 11, 14, 20, 26)
GROUPS = (
    (True, "tables-observees", "Ce qu’une personne qui observe voit"),
    (False, "tables-verite", "La vérité plantée, que personne n’observe"),
)


def bounds(column):
    """Give the bounds of a column in words, or an empty string."""
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        return f"de {french_number(low)} à {french_number(high)}"
    if low is not None:
        return f"au moins {french_number(low)}"
    if high is not None:
        return f"au plus {french_number(high)}"
    return ""


def bounds_cell(column):
    """Give the nodes that say which values a column may hold."""
    if column.categories:
        items = [
            [nodes.literal("", code), f" : {label}"] for code, label in column.categories.items()
        ]
        return [bullet_list(items)]
    return [paragraph(bounds(column) or "—")]


def names(codes):
    """Give column names as code, separated by commas."""
    found = []
    for position, code in enumerate(codes):
        found += ([", "] if position else []) + [nodes.literal("", code)]
    return found


class Dictionary(SphinxDirective):
    """Show one section per table, observed tables first."""

    def run(self):
        """Give the two groups of sections."""
        # Imported here: the package is needed only to build the page that shows it.
        from veille.schema import TABLES

        return [self.group(TABLES.values(), *group) for group in GROUPS]

    def group(self, tables, observed, name, title):
        """Give the section of the observed tables, or of the others."""
        chosen = [self.table(item) for item in tables if item.observed is observed]
        return section(self.state.document, name, [title], *chosen)

    def table(self, item):
        """Give the section of one table."""
        rows = [self.row(column) for column in item.columns]
        return section(
            self.state.document,
            f"table-{item.name}".replace("_", "-"),
            [f"{item.title} : ", nodes.literal("", item.name)],
            paragraph(*self.inline(item.description)),
            self.keys(item),
            table(COLUMNS, rows, widths=WIDTHS, classes=["colonnes"]),
        )

    def keys(self, item):
        """Give the primary key and the links to other tables."""
        lines = [["Clé : ", *names(item.primary_key)]] if item.primary_key else []
        for link in item.foreign_keys:
            target = [nodes.literal("", link.table), " (", *names(link.references), ")"]
            lines.append([*names(link.columns), " renvoie à ", *target])
        return bullet_list(lines or [["Sans clé"]], classes=["cles"])

    def row(self, column):
        """Give the cells of one column, in the order of COLUMNS."""
        missing = " Peut manquer." if column.nullable else ""
        return [
            [paragraph(nodes.literal("", column.name))],
            [paragraph(TYPES[column.dtype])],
            [paragraph(column.unit or "—")],
            bounds_cell(column),
            [paragraph(*self.inline(column.description), missing)],
        ]

    def inline(self, text):
        """Give the inline nodes of a piece of Markdown."""
        found, _messages = self.parse_inline(text)
        return found


def register(app):
    """Add the directive."""
    app.add_directive("dictionnaire", Dictionary)
