"""The parts of the extension that finish a page: code, figures, search texts, chapters."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from veille_site import cells, finish, frame, images, search_texts, site_measures

ROOT = Path(__file__).resolve().parents[2]
RECORD = {"panel": "", "name": "vie", "x_label": "semaines", "y_label": "part (%)",
          "points": [[0, 100], [1, [2, 3]], [2, None]]}


def soup(html):
    return BeautifulSoup(html, "html.parser")


def svg(tmp_path, description, title="Une courbe"):
    path = tmp_path / "a.svg"
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="345.6pt" height="72pt">'
        f'<title>{title}</title><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:description>{description}</dc:description></metadata></svg>", encoding="utf-8")
    return {"a.svg": str(path)}


def test_code_keeps_only_the_marks_that_have_a_colour():
    page = soup('<div class="highlight"><pre><span></span><span class="kn">import</span>'
                '<span class="w"> </span><span class="nn">os</span><span class="o">.</span>'
                '<span class="n">path</span></pre></div>')
    cells.slim_code(page)
    assert page.pre.get_text() == "import os.path"
    assert [(span["class"], span.get_text()) for span in page.find_all("span")] == [
        (["k"], "import"), (["o"], ".")]
    assert page.pre["tabindex"] == "0"


def test_a_folded_cell_has_one_french_summary():
    page = soup('<details class="admonition hide above-input"><summary aria-label="Toggle">'
                '<p>Show</p><p>Hide</p></summary><p>x</p></details>')
    cells.name_code(page)
    assert page.summary.get_text() == cells.SUMMARY
    assert page.summary.attrs == {}
    assert page.details["class"] == ["code"]


def test_a_figure_gets_its_caption_its_size_and_its_values(tmp_path):
    page = soup('<img alt="Une courbe descend." src="../_images/a.svg"/>')
    images.frame_images(page, svg(tmp_path, json.dumps([RECORD])))
    assert (page.img["width"], page.img["height"], page.img["loading"]) == (461, 96, "lazy")
    assert page.figcaption.get_text() == "Une courbe"
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])]
            for row in page.select("details.donnees tr")]
    assert rows == [["tracé", "semaines", "part (%)"], ["vie", "0", "100"],
                    ["vie", "1", "de 2 à 3"], ["vie", "2", "–"]]
    assert not page.details.has_attr("open")


def test_panels_are_told_apart(tmp_path):
    records = [RECORD | {"panel": "à risque"}, RECORD | {"panel": "témoin", "name": ""}]
    page = soup('<img alt="x y" src="a.svg"/>')
    images.frame_images(page, svg(tmp_path, json.dumps(records)))
    assert page.select("tr")[0].get_text("|") == "partie|tracé|semaines|part (%)"
    assert {row.find_all(["th", "td"])[1].get_text() for row in page.select("tbody tr")} == {
        "vie", "tracé 2"}


def test_a_drawing_without_values_or_of_another_kind_is_left_alone(tmp_path):
    page = soup('<img alt="x y" src="a.svg"/><img alt="z t" src="b.png"/>')
    images.frame_images(page, svg(tmp_path, ""))
    assert page.details is None
    assert len(page.find_all("figure")) == 1


def test_styles_leave_the_page_and_widths_stay():
    page = soup(finish.finished('<p style="color: red">a</p><table><colgroup>'
                                '<col style="width: 20.0%"></colgroup>'
                                "<tr><th>a</th></tr></table>"))
    assert page.select("[style]") == []
    assert page.col["width"] == "20.0%"


def test_no_line_breaks_inside_an_interval():
    page = soup(finish.finished(
        "<table><tr><th>a</th><td>5 % [4 ; 7]</td></tr></table><p>[1 ; 2]</p>"))
    assert page.td.get_text() == "5 % [4\u00a0;\u00a07]"
    assert page.p.get_text() == "[1 ; 2]"


BODY = """<section id="titre"><h1>Titre</h1><p>Un <em>début</em>.</p>
<section id="a"><h2>Première</h2><p>Mot<span>s</span> ici.</p><table><tr><td>1</td><td>2</td></tr>
</table><details class="code"><pre>secret = 1</pre></details></section>
<section id="b"><h2>Seconde</h2><ul><li>un</li><li>deux</li></ul></section></section>"""


def test_each_section_is_a_passage_and_code_is_not_searched():
    assert search_texts.passages(BODY) == [
        ("", "", "Un début."), ("a", "Première", "Mots ici. 1 | 2 |"), ("b", "Seconde", "un deux")]


def test_the_summary_of_a_page_names_its_sections():
    assert frame.sections(BODY) == [("a", "Première"), ("b", "Seconde")]


@pytest.mark.parametrize("directive", ["default-src 'none'", "script-src 'self'",
                                       "connect-src 'none'", "base-uri 'none'"])
def test_the_policy_allows_nothing_else(directive):
    assert directive in frame.POLICY
    assert "unsafe" not in frame.POLICY


def test_measures_are_read_in_french():
    row = {"site": "veille", "page": "essai", "requests": "5", "elsewhere": "0", "raw": "50426",
           "packed": "15999", "kept": "0", "rules": "0", "errors": "0", "wide": "False"}
    assert site_measures.cells(row) == (
        "ce site", "essai", "5", "0", "50\u00a0ko", "16\u00a0ko", "0", "0", "non")


def test_the_decision_rests_on_the_measured_table():
    """The figures of the comparison in CONTRIBUTING.md are those of the committed run."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").replace("\u202f", "")
    rows = [row for row in site_measures.load() if row["page"] == "essai"]
    assert len(rows) == 4
    for row in rows:
        raw, packed = (round(int(row[name]) / 1000) for name in ("raw", "packed"))
        line = (f"| {row['site']} | {raw} ko, {packed} ko | {row['requests']} | {row['kept']} "
                f"| {row['rules']} |")
        assert line in text.replace("\u00a0", " "), line
