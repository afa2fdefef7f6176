"""How to cite, from CITATION.cff: said once."""

from pathlib import Path

import yaml
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from veille.french import typeset
from veille_site.blocks import paragraph

SOURCE = Path(__file__).parents[3] / "CITATION.cff"


def load(path=SOURCE):
    """Give the facts of the citation file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def in_words(facts):
    """Give the citation as a sentence."""
    who = ", ".join(author.get("name") or f"{author['given-names']} {author['family-names']}"
                    for author in facts["authors"])
    year = facts["date-released"].year
    return typeset(f"{who[0].upper()}{who[1:]} ({year}), « {facts['title']} », "
                   f"version {facts['version']}, licence {facts['license']}.")


def in_bibtex(facts):
    """Give the citation as a BibTeX entry."""
    who = " and ".join(f"{{{author.get('name') or author['family-names']}}}"
                       for author in facts["authors"])
    return (f"@software{{veille{facts['date-released'].year},\n  author  = {{{who}}},\n"
            f"  title   = {{{facts['title']}}},\n  version = {{{facts['version']}}},\n"
            f"  year    = {{{facts['date-released'].year}}}\n}}")


class Citation(SphinxDirective):
    """Show both forms of the citation."""

    def run(self):
        """Give the sentence and the entry."""
        facts = load()
        self.env.note_dependency(str(SOURCE))
        entry = nodes.literal_block("", in_bibtex(facts), language="bibtex")
        return [paragraph(in_words(facts)), entry]


def register(app):
    """Add the directive."""
    app.add_directive("citation", Citation)
