"""Last corrections to the HTML of a page: tables, external links, bibliography."""

from pathlib import Path

from bs4 import BeautifulSoup

HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


def mark_external_links(soup):
    """Keep other sites from learning where the reader comes from."""
    for link in soup.select('a[href^="http"]'):
        link["rel"] = "noopener noreferrer"


def scope_headers(soup):
    """Say for each header cell whether it heads a column or a row."""
    for header in soup.select("table th"):
        if not header.get_text(strip=True):
            header.name = "td"  # an empty header names nothing
        elif not header.get("scope"):
            header["scope"] = "col" if header.find_parent("thead") else "row"


def table_name(table):
    """Give the name of a table: its caption, else the heading above it."""
    caption = table.find("caption")
    heading = table.find_previous(HEADINGS)
    named = caption or heading
    return named.get_text(" ", strip=True) if named else "Tableau"


def scrollable_box(soup, table):
    """Give the box around `table`, made if the theme has not."""
    box = table.find_parent(class_="pst-scrollable-table-container")
    return box or table.wrap(soup.new_tag("div"))


def box_tables(soup):
    """Put each table in a named region that the keyboard can scroll."""
    seen = {}
    for table in soup.find_all("table"):
        if table.find_parent(attrs={"role": "region"}) or table.find_parent("table"):
            continue
        name = table_name(table)
        seen[name] = seen.get(name, 0) + 1
        box = scrollable_box(soup, table)
        box["class"] = [*box.get("class", []), "veille-table"]
        suffix = f" ({seen[name]})" if seen[name] > 1 else ""
        box.attrs |= {"role": "region", "tabindex": "0", "aria-label": f"Tableau : {name}{suffix}"}


def mend_citations(soup):
    """Make the items of the bibliography real items of their list."""
    for item in soup.select('[role="doc-biblioentry"]'):
        item["role"] = "listitem"


STEPS = (mark_external_links, scope_headers, box_tables, mend_citations)


def finished(body):
    """Give the HTML `body` of a page with every correction made."""
    soup = BeautifulSoup(body, "html.parser")
    for step in STEPS:
        step(soup)
    return str(soup)


def finish_page(app, pagename, templatename, context, doctree):
    """Correct the page that Sphinx is about to write."""
    if context.get("body"):
        context["body"] = finished(context["body"])


FRONT_DOOR = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={page}">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="_static/favicon.svg">
<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
<p><a href="{page}">Ouvrir le livre</a></p>
<p><a href="book/aide.html">Aide</a></p>
</main>
</body>
</html>
"""


def write_front_door(app, exception):
    """Write the site's root page: the book starts in a folder, its address does not."""
    root = app.config.root_doc
    if exception or app.builder.format != "html" or root == "index":
        return
    page = FRONT_DOOR.format(page=f"{root}.html", title=app.config.html_title)
    Path(app.outdir, "index.html").write_text(page, encoding="utf-8")


# Files of the theme that no page of ours loads.
UNUSED = ("webpack-macros.html", "sbt-webpack-macros.html", "scripts/fontawesome.js",
          "scripts/fontawesome.js.LICENSE.txt", "scripts/bootstrap.js",
          "scripts/bootstrap.js.LICENSE.txt")  # fmt: skip


def remove_unused(app, exception):
    """Remove what the theme copied and no page uses: macros, unused scripts, source maps."""
    static = Path(app.outdir, "_static")
    if exception or app.builder.format != "html":
        return
    for path in [*(static / name for name in UNUSED), *static.rglob("*.map")]:
        path.unlink(missing_ok=True)


def register(app):
    """Correct each page after everybody else has had their say."""
    app.connect("html-page-context", finish_page, priority=900)
    app.connect("build-finished", write_front_door, priority=900)
    app.connect("build-finished", remove_unused, priority=900)
