"""Last corrections to the HTML of a page: tables, external links, bibliography."""

import re
from pathlib import Path

from bs4 import BeautifulSoup

from veille_site import cells, images
from veille_site.frame import POLICY

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


def box_tables(soup):
    """Put each table in a named region that the keyboard can scroll."""
    seen = {}
    for table in soup.find_all("table"):
        if table.find_parent(attrs={"role": "region"}) or table.find_parent("table"):
            continue
        name = table_name(table)
        seen[name] = seen.get(name, 0) + 1
        box = table.wrap(soup.new_tag("div"))
        box["class"] = [*box.get("class", []), "veille-table"]
        suffix = f" ({seen[name]})" if seen[name] > 1 else ""
        box.attrs |= {"role": "region", "tabindex": "0", "aria-label": f"Tableau : {name}{suffix}"}


def mend_citations(soup):
    """Make the items of the bibliography real items of their list."""
    for item in soup.select('[role="doc-biblioentry"]'):
        item["role"] = "listitem"


INTERVAL = re.compile(r"\[[^\]\[]{1,40}\]")


def keep_intervals_whole(soup):
    """Let no line of a table break inside an interval."""
    for text in soup.find_all(string=INTERVAL):
        if text.find_parent(["td", "th"]):
            text.replace_with(INTERVAL.sub(lambda found: found[0].replace(" ", "\u00a0"), text))


def drop_styles(soup):
    """Leave no style inside the page: the policy refuses it.  Column widths become attributes."""
    for tag in soup.select("[style]"):
        width = re.fullmatch(r"width: ([\d.]+%);?", tag.attrs.pop("style").strip())
        if tag.name == "col" and width:
            tag["width"] = width[1]


# Classes that no rule of the style sheet names, on thousands of tags.
IDLE = {"docutils", "align-default", "align-left", "container", "external", "internal", "reference",
        "row-even", "row-odd", "simple", "std", "std-doc", "std-ref", "std-term", "stub",
        "text-align:left", "notranslate", "highlight-ipython3", "cell_input", "xref", "myst"}


def drop_idle_classes(soup):
    """Leave out the classes that nothing uses: a reader should not pay for them."""
    for tag in soup.find_all(class_=True):
        tag["class"] = [name for name in tag["class"] if name not in IDLE
                        and not name.startswith("tag_")]
        if not tag["class"]:
            del tag["class"]


STEPS = (mark_external_links, scope_headers, box_tables, mend_citations, cells.name_code,
         cells.slim_code, keep_intervals_whole, drop_styles, drop_idle_classes)


def finished(body, sources=None):
    """Give the HTML `body` of a page with every correction made.

    ``sources`` gives the file of each image of the site by its name in the pages.
    """
    soup = BeautifulSoup(body, "html.parser")
    images.frame_images(soup, sources or {})
    for step in STEPS:
        step(soup)
    return str(soup)


def finish_page(app, pagename, templatename, context, doctree):
    """Correct the page that Sphinx is about to write."""
    if context.get("body") and app.config.veille_corrections:
        context["body"] = finished(context["body"], images.files_by_name(app))


def write_front_door(app, exception):
    """Write the site's root page: the book starts in a folder, its address does not."""
    root = app.config.root_doc
    if exception or not _is_ours(app) or root == "index":
        return
    html = app.builder.templates.render("accueil.html", {
        "page": f"{root}.html", "titre": app.config.html_title, "csp": POLICY,
        "sortie": app.config.html_theme_options.get("sortie", "")})
    Path(app.outdir, "index.html").write_text(html, encoding="utf-8")


# Files that Sphinx and its extensions write and no page of ours loads.
UNUSED = ("_static/pygments.css", "_static/translations.js", "_static/mystnb.*.css",
          "_static/base-stemmer.js", "_static/french-stemmer.js", "searchindex.js",
          "objects.inv", ".buildinfo")


def remove_unused(app, exception):
    """Remove what no page uses, so that what is published is what is read."""
    if exception or not _is_ours(app):
        return
    for pattern in UNUSED:
        for path in Path(app.outdir).glob(pattern):
            path.unlink()


def _is_ours(app):
    return app.builder.format == "html" and app.config.veille_corrections


def register(app):
    """Correct each page after everybody else has had their say."""
    # Off only to see what another theme does on its own (benchmarks/pages).
    app.add_config_value("veille_corrections", True, "html")
    app.connect("html-page-context", finish_page, priority=900)
    app.connect("build-finished", write_front_door, priority=900)
    app.connect("build-finished", remove_unused, priority=900)
