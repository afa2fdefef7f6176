"""Small docutils pieces that the catalogue pages are made of."""

from docutils import nodes


def paragraph(*children, classes=()):
    """Give a paragraph of nodes and texts."""
    return nodes.paragraph("", "", *map(as_node, children), classes=list(classes))


def as_node(child):
    """Give `child` as a node: a string becomes text."""
    return nodes.Text(child) if isinstance(child, str) else child


def bullet_list(items, classes=()):
    """Give a bullet list, one item per list of nodes and texts."""
    entries = [nodes.list_item("", paragraph(*item)) for item in items]
    return nodes.bullet_list("", *entries, classes=list(classes))


def section(document, name, title, *children, classes=()):
    """Give a titled section with a stable identifier."""
    block = nodes.section("", nodes.title("", "", *map(as_node, title)), *children)
    block["names"].append(name)
    block["ids"].append(name)
    block["classes"] += list(classes)
    document.note_explicit_target(block)
    return block


def table(headings, rows, *, widths=None, classes=()):
    """Give a table; a row is a list of cells, a cell is a list of body nodes.

    The first cell of each row heads it; `widths` are the relative widths of the columns.
    A row may also be a pair (identifier, cells): the identifier becomes its anchor.
    """
    group = nodes.tgroup("", cols=len(headings))
    for position, width in enumerate(widths or [1] * len(headings)):
        group += nodes.colspec(colwidth=width, **({} if position else {"stub": 1}))
    group += nodes.thead("", _row([[paragraph(heading)] for heading in headings]))
    group += nodes.tbody("", *(_row(*_identified(row)) for row in rows))
    given = ["colwidths-given"] if widths else []  # without it docutils forgets the widths
    return nodes.table("", group, classes=[*classes, *given])


def _identified(row):
    return (row[1], row[0]) if isinstance(row, tuple) else (row, None)


def _row(cells, identifier=None):
    ids = [identifier] if identifier else []
    return nodes.row("", *(nodes.entry("", *cell) for cell in cells), ids=ids)
