"""A bibliography and citations by author and year, whose own words are French."""

from collections import Counter
from dataclasses import dataclass
from dataclasses import field as default

from pybtex.plugin import register_plugin
from pybtex.richtext import Text
from pybtex.style.formatting.alpha import Style as AlphaStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.template import (
    FieldIsMissing,
    field,
    first_of,
    href,
    join,
    node,
    optional,
    sentence,
)
from sphinxcontrib.bibtex.plugin import register_plugin as register_reference_style
from sphinxcontrib.bibtex.style.referencing import BracketStyle, PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

UNDATED = "s. d."


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


def short_names(entry):
    """Name one or two persons, or the first of many."""
    names = [
        " ".join(map(str, person.rich_prelast_names + person.rich_last_names))
        for person in entry.persons.get("author", [])
    ]
    if len(names) > 2 or "others" in names:
        return f"{names[0]} et al."
    return " et ".join(names)


class AuthorYearLabels(BaseLabelStyle):
    """Label each entry as the text cites it, with a letter where two would be the same."""

    def format_labels(self, sorted_entries):
        """Give one label per entry, in order."""
        labels = [
            f"{short_names(entry)}, {entry.fields.get('year', UNDATED)}" for entry in sorted_entries
        ]
        total, seen = Counter(labels), Counter()
        for label in labels:
            seen[label] += 1
            yield label + ("abcdefghij"[seen[label] - 1] if total[label] > 1 else "")


def _round_brackets():
    return BracketStyle(left="(", right=")", sep="\u202f; ")


@node
def cited_names(children, context):
    """Give the names of a citation, as `short_names` does."""
    if not context["entry"].persons.get("author"):
        raise FieldIsMissing("author", context["entry"])
    return Text(short_names(context["entry"]))


class FrenchPersons(PersonStyle):
    """Names as the labels give them: a record that ends with "others" is « et al. » here too."""

    def author_or_editor_or_title(self, full):
        """Fall back on the editor or the title of a record without author."""
        return first_of[optional[cited_names()], super().author_or_editor_or_title(full)]


def _french_persons():
    return FrenchPersons(sep2=" et ", last_sep=" et ", other=" et al.")


@dataclass
class FrenchAuthorYear(AuthorYearReferenceStyle):
    """Citations such as (Horvitz et Thompson, 1952)."""

    bracket_textual: BracketStyle = default(default_factory=_round_brackets)
    bracket_parenthetical: BracketStyle = default(default_factory=_round_brackets)
    person: PersonStyle = default(default_factory=_french_persons)


class FrenchStyle(AlphaStyle):
    """The alpha style, with French words between the fields and labels by author and year."""

    default_label_style = AuthorYearLabels

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
    """Make the styles available as `francais` and `auteur_annee`."""
    app.setup_extension("sphinxcontrib.bibtex")
    register_plugin("pybtex.style.formatting", "francais", FrenchStyle)
    register_reference_style(
        "sphinxcontrib.bibtex.style.referencing", "auteur_annee", FrenchAuthorYear
    )
