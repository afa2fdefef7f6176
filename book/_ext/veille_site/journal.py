"""The reconstructed journal: entries rebuilt from the synthetic data at each build."""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from veille_site.blocks import bullet_list, paragraph, section

MARK = "Entrée reconstruite : aucun espace réel, aucune personne réelle."


class Journal(SphinxDirective):
    """Show every entry, each marked as invented."""

    def run(self):
        """Give one section per entry."""
        from veille import data
        from veille.journal import NEEDS, entries

        tables = {name: data.load_known(name) for name in NEEDS}
        return [self.shown(place, entry)
                for place, entry in enumerate(entries(tables), start=1)]

    def shown(self, place, entry):
        """Give the section of one entry."""
        from veille.journal import paragraphs

        body = [paragraph(MARK, classes=["entree-reconstruite"])]
        for name, part in paragraphs(entry):
            label = nodes.strong("", f"{name}.")
            if len(part) > 1:
                body += [paragraph(label), bullet_list([[text] for text in part])]
            else:
                body.append(paragraph(label, f" {part[0]}"))
        return section(self.state.document, f"entree-{place}", [f"{place}. {entry.title}"], *body)


def register(app):
    """Add the directive."""
    app.add_directive("journal", Journal)
