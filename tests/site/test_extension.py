"""The parts of the site's extension, one behaviour each; directives in a real small build."""

import re
import sys
from types import ModuleType, SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from pybtex.backends.plaintext import Backend
from pybtex.database import parse_string
from veille_site import alternatives, bibliography, finish, formulas, hypotheses, numbers

from veille.french import typeset

N, T = "\u00a0", "\u202f"


# ------------------------------------------------------------------ typography


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Vrai ?", f"Vrai{T}?"),
        ("Oui !", f"Oui{T}!"),
        ("un ; deux", f"un{T}; deux"),
        ("ici : là", f"ici{N}: là"),
        ("« mot »", f"«{T}mot{T}»"),
        (f"«{N}mot{N}»", f"«{T}mot{T}»"),
        ("«mot»", f"«{T}mot{T}»"),
        ("50 %", f"50{N}%"),
        ("10 000 lignes", f"10{T}000 lignes"),
        (" : suite", f"{N}: suite"),
        ("a::b et x?y=1", "a::b et x?y=1"),
    ],
)
def test_french_spaces(written, read):
    """Each rule of French spacing, and what must not move."""
    assert typeset(written) == read
    assert typeset(read) == read


# --------------------------------------------------------------- alternatives


@pytest.mark.parametrize("alt", [None, "", "  ", "figure.svg", "../_images/a9.png", "a/b", "X.PNG"])
def test_a_file_name_is_not_an_alternative(alt):
    """Nothing, a path and a file name tell the reader nothing."""
    assert not alternatives.is_written(alt)


@pytest.mark.parametrize("alt", ["Une courbe qui monte.", "Part de 1/3 à 2/3 par type"])
def test_words_are_an_alternative(alt):
    """A sentence is an alternative, even with a slash in it."""
    assert alternatives.is_written(alt)


def test_alternatives_of_raw_html():
    """Images inside raw HTML are seen too."""
    found = alternatives.raw_alternatives("""<p><img src="a"><IMG alt='mot' src=b></p>""")
    assert list(found) == [None, "mot"]


# ------------------------------------------------------------- last corrections


def corrected(html):
    return BeautifulSoup(finish.finished(html), "html.parser")


def test_external_links():
    """Other sites learn nothing; links inside the site stay as they are."""
    soup = corrected('<a href="https://exemple.org/">a</a><a href="b.html">b</a>')
    assert [link.get("rel") for link in soup.find_all("a")] == [["noopener", "noreferrer"], None]


def test_table_headers_and_region():
    """Headers get a scope, empty ones become cells, the table gets a named region."""
    soup = corrected(
        "<h2>Tailles</h2><table><thead><tr><th></th><th>a</th></tr></thead>"
        "<tbody><tr><th>x</th><td>1</td></tr></tbody></table>"
    )
    assert [(th.get_text(), th["scope"]) for th in soup.find_all("th")] == [
        ("a", "col"),
        ("x", "row"),
    ]
    box = soup.table.parent
    assert (box["role"], box["tabindex"]) == ("region", "0")
    assert box["aria-label"] == "Tableau : Tailles"


def test_region_names_are_unique():
    """Two tables under one heading do not share a name."""
    soup = corrected("<h2>Tailles</h2><table></table><table></table>")
    assert [box["aria-label"] for box in soup.select("[role=region]")] == [
        "Tableau : Tailles",
        "Tableau : Tailles (2)",
    ]


def test_a_table_already_in_a_region_is_left_alone():
    """Notebooks bring their own region."""
    html = '<div role="region" aria-label="A"><table></table></div>'
    assert len(corrected(html).select("[role=region]")) == 1


# ------------------------------------------------------------ formulas, numbers


def test_formula_is_mathml():
    """A formula needs no script."""
    assert formulas.mathml(r"\frac{k}{n}", "inline").startswith("<math")


@pytest.mark.parametrize(
    "latex",
    [r"a &= b \\ c &= d", r"\begin{aligned}a &= b \\ c &= d\end{aligned}"],
)
def test_lines_are_aligned(latex):
    """A formula on two lines keeps its two lines."""
    written = formulas.mathml(formulas.aligned(latex), "block")
    assert written.count("<mtr>") == 2
    assert "&</mi>" not in written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.05, "0,05"),
        (12000, f"12{T}000"),
        (1234567.0, f"1{T}234{T}570"),
        (0.00001, "0,00001"),
        (-3, "−3"),
        (2.0, "2"),
        (True, "oui"),
    ],
)
def test_french_number(value, written):
    """A comma, thin spaces, and never an exponent."""
    assert numbers.french_number(value) == written


LABELS = """
@misc{a, author = {Un, Anne}, title = {T}, year = {2020}}
@misc{b, author = {Un, Anne and {\\'E}t{\\'e}, Bo}, title = {T}, year = {2021}}
@misc{c, author = {van der Un, A. and Deux, B. and Trois, C.}, title = {T}, year = {2021}}
@misc{d, author = {{Une Organisation \\& fille}}, title = {T}}
@misc{e, author = {Un, Anne}, title = {U}, year = {2020}}
"""


def test_labels_name_the_author_and_the_year():
    entries = parse_string(LABELS, "bibtex").entries.values()
    assert list(bibliography.AuthorYearLabels().format_labels(entries)) == [
        "Un, 2020a", "Un et Été, 2021", "van der Un et al., 2021",
        "Une Organisation & fille, s. d.", "Un, 2020b",
    ]


@pytest.mark.parametrize(
    ("authors", "written"),
    [("Un, A and Deux, B", "A Un et B Deux. "), ("Un, A and others", "A Un et al. ")],
)
def test_style_is_french(authors, written):
    """Authors are joined by « et », and the address is announced in French."""
    source = f"@misc{{a, author={{{authors}}}, title={{T}}, year={{2020}}, url={{https://e.org}}}}"
    (entry,) = bibliography.FrenchStyle().format_bibliography(parse_string(source, "bibtex"))
    text = entry.text.render(Backend("utf-8"))
    assert written in text.replace(N, " ")
    assert not re.search(r"\band\b|others|URL", text)


# ------------------------------------------------------------------- directives


def record(**changes):
    base = {
        "id": "p_1",
        "topic": "01_corpus",
        "topic_label": "Corpus",
        "parameter": "p",
        "label": "Part à risque",
        "value": 0.25,
        "unit": "share",
        "unit_label": "proportion",
        "law": None,
        "status": "assumed",
        "source": None,
        "place": None,
        "reason": "Choisi faute de source : la plage est large.",
        "range": (0.1, 0.5),
        "applies_to": (),
        "secondary": False,
    }
    return SimpleNamespace(**(base | changes))


RECORDS = (
    record(),
    record(
        id="p_2",
        label="Délai",
        status="measured",
        source="essai2020",
        place="tableau 2",
        secondary=True,
        value={"a": 1, "b": {"a": 2, "b": 3}},
        range=(1, 1),
    ),
)


def column(name, dtype="string", **changes):
    base = {"description": f"Colonne {name}.", "unit": "", "minimum": None, "maximum": None}
    base |= {"categories": {}, "nullable": False}
    return SimpleNamespace(name=name, dtype=dtype, **(base | changes))


LINK = SimpleNamespace(columns=("server_id",), table="servers", references=("server_id",))
TABLES = {
    "truth_servers": SimpleNamespace(
        name="truth_servers",
        title="Types plantés",
        description="Le type vrai.",
        columns=(column("server_id"),),
        primary_key=("server_id",),
        foreign_keys=(LINK,),
        observed=False,
    ),
    "servers": SimpleNamespace(
        name="servers",
        title="Serveurs",
        description="Un serveur vu.",
        columns=(
            column("kind", categories={"rules": "règlement"}),
            column("members", "integer", unit="membres", minimum=1, maximum=5000, nullable=True),
        ),
        primary_key=("server_id",),
        foreign_keys=(),
        observed=True,
    ),
}


@pytest.fixture
def package(monkeypatch):
    """Put a small catalogue and a small schema in the place of the real ones."""
    assumptions, schema = ModuleType("veille.assumptions"), ModuleType("veille.schema")
    assumptions.load_catalogue = lambda: SimpleNamespace(records=RECORDS)
    assumptions.french_name = {"a": "jeux", "b": "études"}.__getitem__
    schema.TABLES = TABLES
    monkeypatch.setitem(sys.modules, "veille.assumptions", assumptions)
    monkeypatch.setitem(sys.modules, "veille.schema", schema)


@pytest.mark.parametrize(("author", "cited"), [
    ("author={Un, A and others}, ", "Un et al."), ("author={Un, A and Deux, B}, ", "Un et Deux"),
    ("author={{Un organisme}}, ", "Un organisme"), ("", "T"),
])
def test_a_citation_names_authors_as_the_label_does(author, cited):
    entry = parse_string(f"@misc{{x, {author}title={{T}}, year={{2020}}}}", "bibtex").entries["x"]
    names = bibliography.FrenchAuthorYear().person.author_or_editor_or_title(full=False)
    shown = names.format_data({"entry": entry, "style": bibliography.FrenchStyle()})
    assert str(shown) == cited


def test_text_is_spaced_and_code_is_not(build):
    """French spaces reach titles and paragraphs, never code or formulas."""
    soup, warnings = build("# Vrai ?\n\nOui : `a ?` et $a : b$.\n")
    assert warnings == ""
    assert soup.h1.get_text() == f"Vrai{T}?"
    assert f"Oui{N}:" in soup.get_text()
    assert soup.code.get_text() == "a ?"
    assert soup.find("math")


@pytest.mark.parametrize("image", ["![](a.png)", "![a.png](a.png)", '<img src="a.png">'])
def test_image_without_words_is_a_warning(build, image, tmp_path):
    """Under -W a missing alternative text stops the build."""
    _soup, warnings = build(f"# Titre\n\n{image}\n")
    assert "image sans texte alternatif" in warnings


def test_hypotheses_show_everything(build, package):
    """Counts, shares, value, range, source, place, reason and the secondary mark are printed."""
    page = "# Titre\n\n## Lignes\n\n```{hypotheses}\n```\n\n```{bibliography}\n```\n"
    soup, warnings = build(page)
    assert warnings == ""
    counts, catalogue = soup.find_all("table")[:2]
    assert "supposée" in counts.get_text()
    assert f"50{N}%" in counts.get_text()
    first, second = catalogue.tbody.find_all("tr")
    assert first["id"] == "hyp-p-2"
    for words in ("Délai", "jeux", "études", "tableau 2", hypotheses.SECONDARY, "Essai, 2020"):
        assert words in first.get_text()
    for words in ("Part à risque", "0,25", "de 0,1 à 0,5", "aucune", "faute de source"):
        assert words in second.get_text()
    assert hypotheses.SECONDARY not in second.get_text()
    assert "triable" in catalogue["class"]


def test_a_record_typed_twice_says_so(tmp_path):
    """Every number of the record must be in the second reading; a bound is no reading."""
    path = tmp_path / "expected.csv"
    path.write_text("quantity,applies_to,value,row,arithmetic\n"
                    "delay,a;b,1,1.1,1\nsize,all,2,1.2,2\nshare,a,3,1.3,\"borne haute, 3\"\n")
    readings = hypotheses.second_readings(path)
    assert hypotheses.is_read_again(record(parameter="delay", applies_to=("a", "b")), readings)
    assert not hypotheses.is_read_again(record(parameter="delay", applies_to=("a", "c")), readings)
    assert hypotheses.is_read_again(record(parameter="size", applies_to=()), readings)
    assert not hypotheses.is_read_again(record(parameter="share", applies_to=("a",)), readings)


def test_hypotheses_are_grouped_without_a_script():
    """By topic, then from the best founded to the least."""
    shuffled = [
        record(id="c", topic="02"),
        record(id="b", topic="01", status="assumed"),
        record(id="a", topic="01", status="derived"),
    ]
    assert [r.id for r in hypotheses.ordered(shuffled)] == ["a", "b", "c"]


def test_long_lists_are_folded():
    """A record with many numbers stays one short row, and says between which bounds."""
    nodes = hypotheses.value_list({str(i): i for i in range(9)}, str)
    assert "9 valeurs, de 0 à 8" in nodes[0].astext()
    assert len(hypotheses.value_list({"x": 1}, str)) == 1


def test_dictionary_shows_every_table(build, package):
    """Observed tables come first; columns show type, unit, bounds, labels and keys."""
    soup, warnings = build("# Titre\n\n```{dictionnaire}\n```\n")
    assert warnings == ""
    titles = [h.get_text() for h in soup.select("div.body h2, div.body h3")]
    assert ["servers" in t for t in titles] == [False, True, False, True]
    assert "truth_servers" in titles[3]
    text = soup.get_text()
    for words in (f"de 1 à 5{T}000", "règlement", "membres", "Peut manquer.", "renvoie à servers"):
        assert words in text


def test_help_lines_of_a_territory(build):
    """The directive prints the lines of one territory and refuses an unknown one."""
    soup, warnings = build("# Titre\n\n## Suisse\n\n```{lignes-aide} suisse\n```\n")
    assert warnings == ""
    assert soup.find(id="ch-police").find("a")["href"] == "tel:117"
    assert not soup.find(id="fr-119")


def test_unknown_territory_is_an_error(build):
    """A misspelt territory stops the build instead of printing nothing."""
    _soup, warnings = build("# Titre\n\n```{lignes-aide} atlantide\n```\n")
    assert "territoire inconnu" in warnings
