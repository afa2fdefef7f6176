"""What surrounds the text of every page: chapters, summary of the page, security policy."""

from dataclasses import dataclass

from bs4 import BeautifulSoup
from docutils import nodes

# Nothing but the site's own files; no script or style written inside a page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'none'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
)


@dataclass(frozen=True)
class Chapter:
    """A page in the menu: its document, and its title as plain text."""

    document: str
    titre: str


@dataclass(frozen=True)
class Part:
    """A part of the book in the menu; ``courante`` says whether the page read is in it."""

    titre: str
    pages: tuple[Chapter, ...]
    courante: bool


def parts(env, pagename):
    """Give the parts of the table of contents, with the titles of their pages."""
    trees = env.external_site_map.root.subtrees
    return [_part(env, tree, pagename) for tree in trees]


def _part(env, tree, pagename):
    pages = tuple(Chapter(str(item), plain_title(env, str(item))) for item in tree.items)
    return Part(tree.caption or "", pages, any(page.document == pagename for page in pages))


def plain_title(env, docname):
    """Give the title of a document as text; unknown documents give their name."""
    title = env.titles.get(docname)
    return title.astext() if isinstance(title, nodes.Node) else docname


def sections(body):
    """Give the anchor and the title of each section of a page, in order."""
    found = ((heading.find_parent("section"), heading) for heading in
             BeautifulSoup(body, "html.parser").find_all("h2"))
    return [(section["id"], heading.get_text(" ", strip=True))
            for section, heading in found if section is not None and section.get("id")]


def complete(app, pagename, templatename, context, doctree):
    """Give the templates what they need."""
    context["csp"] = POLICY
    if hasattr(app.env, "external_site_map"):
        context["chapitres"] = parts(app.env, pagename)
    context["sommaire"] = sections(context.get("body") or "")


def register(app):
    """Complete each page once its body is finished."""
    app.connect("html-page-context", complete, priority=950)
