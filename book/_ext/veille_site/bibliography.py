"""A bibliography whose own words are French."""

from pybtex.plugin import register_plugin
from pybtex.style.formatting.alpha import Style as AlphaStyle
from pybtex.style.template import FieldIsMissing, field, href, join, node, optional, sentence


@node
def french_names(children, context, role):
    """Join names with « et », and end with « et al. » where the record says "others"."""
    entry, style = context["entry"], context["style"]
    if role not in entry.persons:
        raise FieldIsMissing(role, entry)
    persons = [person for person in entry.persons[role] if str(person) != "others"]
    shown = [style.format_name(person, style.abbreviate_names) for person in persons]
    if len(persons) < len(entry.persons[role]):
        return join[join(sep=", ")[shown], " et al."].format_data(context)
    return join(sep=", ", sep2=" et ", last_sep=" et ")[shown].format_data(context)


class FrenchStyle(AlphaStyle):
    """The alpha style, with French words between the fields."""

    def format_names(self, role, as_sentence=True):
        """Join names with a French « et »."""
        joined = french_names(role)
        return sentence[joined] if as_sentence else joined

    def format_url(self, e):
        """Give the address as a link that names its host's document."""
        address = field("url", raw=True)
        return href(address)[join["Adresse : ", address]]

    def format_editor(self, e, as_sentence=True):
        """Name the editors in French."""
        editors = join[self.format_names("editor", as_sentence=False), " (dir.)"]
        return sentence[editors] if as_sentence else editors

    def format_chapter_and_pages(self, e):
        """Give chapter and pages in French."""
        return join(sep=", ")[
            optional[join["chapitre ", field("chapter")]],
            optional[join["p. ", field("pages")]],
        ]


def register(app):
    """Make the style available as `francais`."""
    app.setup_extension("sphinxcontrib.bibtex")
    register_plugin("pybtex.style.formatting", "francais", FrenchStyle)
