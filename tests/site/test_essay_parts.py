"""What essays ask of the extension: notes, hard passages, the journal, the citation."""

import re

import pytest
import yaml
from veille_site import citation, content_notes, epreuve, journal

HEAD = """---
onglet: Repères
niveau: {level}
contenu: Cette page nomme. Rien de plus.
{more}---

"""


def unlinked(monkeypatch):
    """Put words where links would point out of a book of one page."""
    monkeypatch.setattr(content_notes, "link",
                        lambda docname, page, label: content_notes.nodes.inline("", label))


def page(level="mention", more="", body="# Titre\n\nTexte.\n"):
    return HEAD.format(level=level, more=more) + body


def test_the_note_stands_under_the_title_and_offers_another_way(build, monkeypatch):
    unlinked(monkeypatch)
    soup, warnings = build(page("description"))
    assert warnings == ""
    note = soup.h1.find_next_sibling()
    assert "note-de-contenu" in note["class"]
    text = note.get_text(" ", strip=True)
    assert text.startswith("Description.")
    assert "Cette page nomme. Rien de plus." in text
    assert "aller à l’aide" in text
    assert text.endswith("ou continuer.")


def test_the_tab_has_a_neutral_title_and_the_page_keeps_its_own(build, monkeypatch):
    unlinked(monkeypatch)
    soup, _ = build(page())
    assert "Repères" in soup.title.get_text()
    assert soup.h1.get_text() == "Titre"


def test_a_page_without_level_or_with_none_has_no_note(build):
    soup, warnings = build(page("aucun"))
    assert warnings == ""
    assert not soup.select(".note-de-contenu")


@pytest.mark.parametrize(("head", "said"), [
    ({"niveau": "fort", "contenu": "x", "onglet": "y"}, "niveau « fort »"),
    ({"niveau": "mention", "onglet": "y"}, "« contenu » manque"),
    ({"niveau": "mention", "contenu": "x"}, "« onglet »"),
    ({"niveau": "mention", "contenu": "x", "onglet": "y" * 46}, "46 trouvés"),
])
def test_a_faulty_head_is_told(head, said):
    assert any(said in fault for fault in content_notes.faults(head))


def test_a_faulty_head_stops_the_build(build):
    _, warnings = build(page("fort"))
    assert "note de contenu : niveau « fort »" in warnings


def test_a_hard_passage_is_closed_says_what_it_holds_and_needs_no_script(build):
    soup, warnings = build(
        "# Titre\n\n```{passage-difficile} Une conséquence pénible\nLe **texte**.\n```\n\nAprès.\n")
    assert warnings == ""
    passage = soup.find("details")
    assert not passage.has_attr("open")
    assert passage.summary.get_text() == "Passage difficile : Une conséquence pénible"
    assert passage.strong.get_text() == "texte"
    assert "Après" not in passage.get_text()


def test_the_journal_marks_each_entry_as_invented(build):
    soup, warnings = build("# Titre\n\n```{journal}\n```\n")
    assert warnings == ""
    entries = [section for section in soup.find_all("section")
               if section.get("id", "").startswith("entree-")]
    assert len(entries) >= 6
    for entry in entries:
        assert entry.select_one(".entree-reconstruite")
        assert journal.MARK.split(" :")[0] in entry.get_text()
        for part in ("Contexte.", "Architecture.", "Indicateurs.", "Actions.", "Notes."):
            assert part in entry.get_text()


def test_the_citation_is_that_of_the_file(build):
    soup, warnings = build("# Titre\n\n```{citation}\n```\n")
    facts = yaml.safe_load(citation.SOURCE.read_text(encoding="utf-8"))
    assert warnings == ""
    shown = re.sub("[\u00a0\u202f]", " ", soup.get_text())
    assert facts["title"] in shown
    assert f"version {facts['version']}" in shown
    assert f"year    = {{{facts['date-released'].year}}}" in shown


def test_the_page_of_coverages_has_a_row_per_estimator_and_its_sentence(build):
    from veille import results

    frame = results.coverage()
    soup, warnings = build("# Titre\n\n```{epreuve-en-bref}\n```\n\n```{epreuve}\n```\n")
    assert warnings == ""
    assert len(soup.select("tbody tr")) == len(frame)
    assert f"{len(frame)} estimateurs" in soup.get_text()
    assert [cell.get_text(strip=True) for cell in soup.select("thead")[0].find_all("th")] == list(
        epreuve.COLUMNS)
