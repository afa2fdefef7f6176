"""The page of performances: every sentence follows from the table, whichever way it falls."""

import json

import pytest
from sphinx.errors import ExtensionError
from veille_site import performances

from veille.french import typeset

HEADER = ("part,name,runs,rows,all_rows,rows_per_second,slowest,fastest,ours_over_this,lowest,"
          "highest,write_share,peak_mb,bytes_per_row,fit_seconds\n")
LINES = """\
contender,floor,5,100,100,4000000,3900000,4100000,0.5,0.4,0.6,0.9,170,3.5,
contender,veille,5,100,100,2000000,1900000,2100000,1,1,1,0.3,190,1.8,
contender,faker,5,100,100,50000,49000,51000,40,38,42,0.05,200,3.5,
contender,faker_weighted,5,100,100,16000,15000,17000,125,120,130,0.02,180,3.5,
contender,mimesis,5,100,100,40000,39000,41000,50,48,52,0.04,199,3.5,
contender,sdv,5,100,100,200000,190000,210000,10,9,11,0.1,388,3.2,2.5
size,10000,1,10020,23000,400000,400000,400000,,,,,374,12,
size,1000,3,1002,2300,500000,400000,600000,,,,,240,14,
"""
ABOUT = {
    "day": "2026-11-01", "processors": 2, "processor": "Modèle", "memory_gb": 8,
    "system": "Linux", "python": "3.11.7", "numpy": "2.4", "pyarrow": "26",
    "peers": {"faker": "40", "sdv": "2.0"},
    "sdv": {"licence": "BUSL-1.1", "three_levels": "refused"},
}


@pytest.fixture
def folder(tmp_path):
    """Give a folder that holds small results."""
    (tmp_path / "generation.csv").write_text(HEADER + LINES, encoding="utf-8")
    (tmp_path / "generation.json").write_text(json.dumps(ABOUT), encoding="utf-8")
    return tmp_path


@pytest.fixture
def rows(folder):
    return performances.load(folder)[0]


def changed(rows, name, **values):
    return [row | values if row["name"] == name else row for row in rows]


def test_promises_that_hold(rows):
    """Two times the floor, 125 times Faker, a quarter dearer at most, 374 Mo."""
    said = performances.verdicts(rows)
    assert [line.endswith(" Cible tenue.") for line in said] == [True] * 4
    found = [line.split("mesuré : ")[1].split(". ")[0] for line in said]
    assert found == ["2,0", "125", "1,25", "374 Mo"]


@pytest.mark.parametrize(
    ("place", "name", "values"),
    [
        (0, "floor", {"ours_over_this": 0.39}),
        (1, "faker_weighted", {"ours_over_this": 99.0}),
        (2, 1000.0, {"rows_per_second": 801_000.0}),
        (3, 10_000.0, {"peak_mb": 500.0}),
    ],
)
def test_a_promise_that_does_not_hold_is_said_not_to(rows, place, name, values):
    """Each promise can fail alone."""
    said = performances.verdicts(changed(rows, name, **values))
    assert [line.endswith(" Cible non tenue.") for line in said] == [n == place for n in range(4)]


def test_a_world_made_once_has_no_range(rows):
    """The table of sizes starts with the smallest; a range needs several runs."""
    small, large = map(performances.sizes_row, performances.sizes(rows))
    assert small[2] == "2,00 (de 1,67 à 2,50)"
    assert large[2] == "2,50"


def test_sdv_is_described_as_the_run_found_it(rows):
    """Refusal and licence are read from the run."""
    assert "refuse trois tables" in performances.about_sdv(rows, ABOUT)
    assert "pas une licence libre" in performances.about_sdv(rows, ABOUT)
    free = {"sdv": {"licence": "MIT", "three_levels": "accepted"}}
    assert "accepte trois tables" in performances.about_sdv(rows, free)
    assert "libre" not in performances.about_sdv(rows, free)


def test_missing_results_stop_the_build(tmp_path):
    """The error names the file and the command that writes it."""
    with pytest.raises(ExtensionError, match=r"generation\.csv manque : « make bench »"):
        performances.load(tmp_path)


def test_every_part_is_printed(build, folder, monkeypatch):
    """A page with each part builds without a warning, and shows every contender."""
    monkeypatch.setattr(performances, "RESULTS", folder)
    soup, warnings = build("# Titre\n\n" + "".join(
        f"## {part}\n\n```{{performances}} {part}\n```\n\n" for part in performances.PARTS))
    assert warnings == ""
    assert [len(table.tbody.find_all("tr")) for table in soup.find_all("table")] == [6, 2]
    text = soup.get_text()
    for words in (*performances.NAMES.values(), "1er novembre 2026", "Faker 40, SDV 2.0",
                  "40 fois plus vite, et le plancher 80 fois"):
        assert typeset(words) in text


def test_an_unknown_part_is_an_error(build):
    """A misspelt part stops the build instead of printing nothing."""
    _soup, warnings = build("# Titre\n\n```{performances} vitese\n```\n")
    assert "partie inconnue : 'vitese'" in warnings
