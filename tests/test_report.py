import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.figure import Figure
from myst_nb.core.variables import format_plain_text
from myst_nb.ext.glue import extract_glue_data_cell

from veille import report


@pytest.fixture
def shown(monkeypatch):
    bundles = []
    monkeypatch.setattr(report, "display", lambda bundle, raw: bundles.append(bundle))
    return bundles


def test_a_table_has_a_caption_scopes_and_french_numbers(shown):
    frame = pd.DataFrame({"type <a>": ["x & y", "z"], "part": [0.123, float("nan")],
                          "n": [12_345, 1], "vu": [True, False]})
    report.table(frame, "Légende", digits=1)
    soup = BeautifulSoup(shown[0]["text/html"], "html.parser")
    assert soup.caption.text == "Légende"
    assert [cell["scope"] for cell in soup.find_all("th")] == ["col"] * 4 + ["row"] * 2
    assert soup.find("th").text == "type <a>"
    cells = [cell.text for cell in soup.tbody.find_all(["th", "td"])]
    assert cells == ["x & y", "0,1", "12\u202f345", "oui", "z", "–", "1", "non"]
    region = soup.find("div")
    assert (region["role"], region["tabindex"], region["aria-label"]) == ("region", "0", "Légende")
    assert shown[0]["text/plain"].startswith("Légende\n")


def test_a_figure_is_an_svg_whose_bytes_are_the_same_twice(shown):
    for _ in range(2):
        drawn = Figure()
        drawn.subplots().plot([1, 2], [3, 4])
        report.figure(drawn, "Une droite qui monte")
    first, second = (bundle["image/svg+xml"] for bundle in shown)
    assert first == second
    assert "<svg" in first
    assert "matplotlib.org" not in first
    assert "dc:creator" not in first
    assert "<dc:date>" not in first
    assert shown[0]["text/plain"] == "Une droite qui monte"


def test_a_sentence_is_markdown(shown):
    report.say("Il y en a **deux**.")
    assert shown[0]["text/markdown"] == shown[0]["text/plain"] == "Il y en a **deux**."


def test_a_kept_number_is_not_shown_and_can_be_read_back(monkeypatch):
    """The bundle holds nothing that a page displays; MyST-NB finds the text under its key."""
    cells = []

    def remember(bundle, raw, metadata):
        output = nbformat.v4.new_output("display_data", bundle, metadata=metadata)
        cells.append(nbformat.v4.new_code_cell(outputs=[output]))

    monkeypatch.setattr(report, "display", remember)
    report.keep("part", "12\u00a0%")
    assert all(kind.startswith("application/papermill.record/")
               for kind in cells[0].outputs[0].data)
    (key, output), = extract_glue_data_cell(cells[0])
    assert key == "part"
    assert format_plain_text(output["data"]["text/plain"], "s") == "12\u00a0%"
    assert cells[0].outputs == []
