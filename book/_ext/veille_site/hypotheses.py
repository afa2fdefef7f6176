"""The page that shows every assumption of the generator, from the catalogue itself."""

import csv
from collections import Counter
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from veille.assumptions.vocabulary import STATUSES
from veille.french import percent
from veille_site.blocks import bullet_list, paragraph, section, table
from veille_site.numbers import french_number

READ_AGAIN = "relue une seconde fois depuis la source"
SECOND_READINGS = Path(__file__).parents[3] / "tests" / "agreement" / "expected_values.csv"
SECONDARY = "source secondaire (presse ou copie)"
WIDTHS = (19, 12, 10, 16, 15, 28)
LONG = 4  # above this many numbers, a list hides the rest of its row
COLUMNS = ("Hypothèse", "Thème", "Statut", "Valeur", "Source", "Raison")


def ordered(records):
    """Give the records by topic, then from the best founded to the least, then by name."""
    rank = {status: position for position, status in enumerate(STATUSES)}
    return sorted(records, key=lambda r: (r.topic, rank[r.status], r.label))


def status_counts(records):
    """Give (French status, count, share) for each status, the best founded first."""
    counts = Counter(record.status for record in records)
    total = sum(counts.values())
    return [(name, counts[s], percent(counts[s] / total)) for s, name in STATUSES.items()]


def number(value):
    """Give a number in French, a text as it is."""
    return value if isinstance(value, str) else french_number(value)


def value_lines(value, name_of):
    """Give a value as lines of text: one for a number, one per leaf for a mapping."""
    if not isinstance(value, dict):
        return [number(value)]
    return [
        f"{name_of(key)} : {line}" if ":" not in line else f"{name_of(key)}, {line}"
        for key, inner in value.items()
        for line in value_lines(inner, name_of)
    ]


def leaves(value):
    """Give every number of a value."""
    if isinstance(value, dict):
        return [number for inner in value.values() for number in leaves(inner)]
    return [value]


def value_list(value, name_of):
    """Give the numbers of a mapping as a list, folded when it is long."""
    listed = bullet_list([[line] for line in value_lines(value, name_of)])
    numbers = leaves(value)
    if len(numbers) <= LONG:
        return [listed]
    low, high = french_number(min(numbers)), french_number(max(numbers))
    summary = f"{len(numbers)} valeurs, de {low} à {high}"
    return [raw(f"<details><summary>{summary}</summary>"), listed, raw("</details>")]


def raw(html):
    """Give a node that is written as it is."""
    return nodes.raw("", html, format="html")


def value_cell(record, name_of):
    """Give the nodes for the value, its unit, its plausible range and its law."""
    low, high = map(french_number, record.range)
    several = isinstance(record.value, dict)
    cell = value_list(record.value, name_of) if several else [paragraph(number(record.value))]
    cell.append(paragraph(record.unit_label, classes=["precision"]))
    cell.append(paragraph(f"plage : de {low} à {high}", classes=["precision"]))
    if record.law:
        cell.append(paragraph("loi : ", record.law, classes=["precision"]))
    return cell


def name_cell(record, name_of):
    """Give the nodes for what the assumption is about."""
    cell = [paragraph(record.label), paragraph(nodes.literal("", record.id), classes=["precision"])]
    # When the value is itself a table by type, naming the types twice helps nobody.
    if record.applies_to and not isinstance(record.value, dict):
        about = ", ".join(name_of(code) for code in record.applies_to)
        cell.append(paragraph(f"concerne : {about}", classes=["precision"]))
    return cell


class Hypotheses(SphinxDirective):
    """Show the catalogue: counts by status, then every record in one sortable table."""

    def run(self):
        """Give the nodes of the page's body."""
        # Imported at each run, so that a small catalogue can stand in for the real one.
        from veille.assumptions import french_name, load_catalogue

        self.name_of = french_name
        records, self.read_again = ordered(load_catalogue().records), second_readings()
        parts = (
            ("hypotheses-par-statut", "Combien de chaque statut", [self.counts(records)]),
            ("hypotheses-lignes", "Toutes les lignes", self.catalogue(records)),
        )
        document = self.state.document
        return [section(document, name, [title], *body) for name, title, body in parts]

    def counts(self, records):
        """Give the table of counts and shares."""
        rows = [[[paragraph(str(x))] for x in line] for line in status_counts(records)]
        rows.append([[paragraph(str(x))] for x in ("ensemble", len(records), percent(1))])
        return table(("Statut", "Nombre", "Part"), rows)

    def catalogue(self, records):
        """Give the table of records and how to read it."""
        note = paragraph(
            "Les lignes sont rangées par thème, puis de la mieux fondée à la moins fondée. ",
            nodes.inline("", "Le bouton de chaque en-tête trie le tableau.", classes=["si-script"]),
        )
        rows = [(f"hyp-{slug(record.id)}", self.row(record)) for record in records]
        return note, table(COLUMNS, rows, widths=WIDTHS, classes=["triable", "catalogue"])

    def row(self, record):
        """Give the cells of one record, in the order of COLUMNS."""
        return [
            name_cell(record, self.name_of),
            [paragraph(record.topic_label)],
            [paragraph(STATUSES[record.status], classes=[f"statut-{record.status}"])],
            value_cell(record, self.name_of),
            self.source_cell(record),
            [paragraph(*self.inline(record.reason))],
        ]

    def source_cell(self, record):
        """Give the citation, the place in the source, and whether the source is secondary."""
        if not record.source:
            return [paragraph("aucune")]
        cell = [paragraph(*self.inline(f"{{cite}}`{record.source}`"))]
        if record.place:
            cell.append(paragraph(*self.inline(record.place), classes=["precision"]))
        if record.secondary:
            cell.append(paragraph(SECONDARY, classes=["precision"]))
        if is_read_again(record, self.read_again):
            cell.append(paragraph(READ_AGAIN, classes=["precision"]))
        return cell

    def inline(self, text):
        """Give the inline nodes of a piece of Markdown."""
        found, _messages = self.parse_inline(text)
        return found


def second_readings(path=SECOND_READINGS):
    """Give the pairs (parameter, member) whose value was typed again from its source.

    A test compares each with the catalogue: the book cannot show a reading that disagrees.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["quantity"], code) for row in csv.DictReader(file)
                for code in row["applies_to"].split(";")
                if not row["arithmetic"].startswith("borne")}


def is_read_again(record, readings):
    """Say whether every number that a record answers for was typed again."""
    return all((record.parameter, code) in readings for code in record.applies_to or ("all",))


def slug(identifier):
    """Give an identifier that can stand in an address."""
    return "".join(c if c.isalnum() else "-" for c in identifier.lower()).strip("-")


def register(app):
    """Add the directive."""
    app.add_directive("hypotheses", Hypotheses)
