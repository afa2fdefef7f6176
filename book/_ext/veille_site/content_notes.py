"""The note under a page's title: what it holds, and where else one may go.

A page says it in its front matter: ``onglet`` (a neutral title for the tab), ``niveau``,
``contenu`` (one sentence) and ``ailleurs`` (a page of ``book/``, by default the help page).
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging

LEVELS = {
    "aucun": None,
    "mention": "Mention",
    "description": "Description",
    "difficile": "Passages difficiles",
}
HELP = "aide"
LONGEST_TAB = 45
ELSEWHERE = {"aide": "aller à l’aide", "naviguer": "naviguer en sécurité"}

logger = logging.getLogger(__name__)


def faults(metadata):
    """Give what is wrong with the front matter of a page, in French."""
    level = metadata.get("niveau")
    if level is None:
        return
    if level not in LEVELS:
        yield f"niveau « {level} » ; un de : {', '.join(LEVELS)}"
    if not metadata.get("contenu"):
        yield "« contenu » manque"
    tab = metadata.get("onglet", "")
    if not tab or len(tab) > LONGEST_TAB:
        yield f"« onglet » : de 1 à {LONGEST_TAB} signes sont attendus, {len(tab)} trouvés"


def add_note(app, doctree):
    """Put the note under the title of a page that asks for one."""
    docname = app.env.docname
    metadata = app.env.metadata.get(docname, {})
    wrong = list(faults(metadata))
    for fault in wrong:
        logger.warning("note de contenu : %s", fault, location=docname)
    label = LEVELS.get(metadata.get("niveau"))
    if wrong or label is None:
        return
    title = next(iter(doctree.findall(nodes.title)), None)
    if title is not None:
        title.parent.insert(title.parent.index(title) + 1, note(docname, label, metadata))


def note(docname, label, metadata):
    """Give the nodes of the note."""
    elsewhere = metadata.get("ailleurs", HELP)
    ways = [link(docname, elsewhere, ELSEWHERE.get(elsewhere, "aller ailleurs"))]
    if elsewhere != HELP:
        ways.append(link(docname, HELP, ELSEWHERE[HELP]))
    text = nodes.paragraph("", "", nodes.strong("", f"{label}."), nodes.Text(
        f" {metadata['contenu']} "), nodes.Text("Vous pouvez "))
    for place, way in enumerate(ways):
        text += [nodes.Text(", ")] if place else []
        text += way
    text += nodes.Text(", ou continuer.")
    return nodes.container("", text, classes=["note-de-contenu"])


def link(docname, page, label):
    """Give a link to a page of ``book/``, to be resolved with the others."""
    reference = addnodes.pending_xref(
        "", nodes.inline("", label), refdomain="std", reftype="doc", refdoc=docname,
        reftarget=f"/book/{page}", refexplicit=True, refwarn=True)
    return reference


def name_the_tab(app, pagename, templatename, context, doctree):
    """Show the neutral title in the tab: that of the page, or the number of the notebook."""
    tab = app.env.metadata.get(pagename, {}).get("onglet")
    folder, _, name = pagename.rpartition("/")
    if not tab and folder == "notebooks":
        tab = f"Carnet {name[:2]}"
    if tab:
        context["title"] = tab


def register(app):
    """Connect both to the build."""
    app.connect("doctree-read", add_note, priority=600)  # once front matter has been collected
    app.connect("html-page-context", name_the_tab)
