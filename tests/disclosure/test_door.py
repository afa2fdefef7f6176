"""What a notebook shows of private data: blunt, and told."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from veille import report
from veille.disclosure import Request, door
from veille.errors import VeilleError


@pytest.fixture
def shown(monkeypatch, tmp_path):
    """What is displayed of a private folder."""
    bundles = []
    monkeypatch.setenv("VEILLE_DATA", str(tmp_path))
    monkeypatch.setattr(report, "display", lambda bundle, raw, **_: bundles.append(bundle))
    return bundles


@pytest.mark.parametrize(("said", "expected"), [
    ("On a vu 3 serveurs.", "On a vu moins de 10 serveurs."),
    ("On a vu 12\u202f347 serveurs.", "On a vu 12\u202f345 serveurs."),
    ("Aucun, soit 0 serveur.", "Aucun, soit 0 serveur."),
    ("Soit 33\u00a0% de 7 cas.", "Soit masqué de moins de 10 cas."),
    ("De 4 [2\u202f; 9], moyenne 1,5.",
     "De moins de 10 [moins de 10\u202f; moins de 10], moyenne masqué."),
    ("Soit 47\u00a0% [35\u202f; 60] de 42 cas.", "Soit 47\u00a0% [35\u202f; 60] de 40 cas."),
    ("En 2, 7 et 30 jours, pour 41 cas.", "En 2, 7 et 30 jours, pour 40 cas."),
    ("À 30 jours, 4 cas, à 95\u00a0%.", "À masqué jours, moins de 10 cas, à 95\u00a0%."),
    ("En 26 semaines, 0,25 à 95\u00a0%.", "En 26 semaines, 0,25 à 95\u00a0%."),
    ("Le serveur S12345678 compte.", "Le serveur masqué compte."),
    ("Le jeton F03 et la ligne C12.", "Le jeton F03 et la ligne C12."),
])
def test_a_sentence_loses_its_small_counts_and_what_rests_on_them(said, expected):
    assert door.sentence(said).content == expected


def test_a_row_with_a_small_count_loses_all_its_numbers_and_keeps_its_name():
    frame = pd.DataFrame({"type": ["a", "b", "c"], "n": [42, 7, 0], "moyenne": [1.5, 2.5, np.nan],
                          "détail": ["0,25 [0,10\u202f; 0,40]", "0,50 [0,1\u202f; 0,9]", "–"]})
    made = door.rows(frame)
    assert made.content.to_numpy().tolist()[0][:3] == ["a", 40, 1.5]
    assert made.content.to_numpy().tolist()[1] == ["b", "moins de 10", "masqué", "masqué"]
    assert made.content.to_numpy().tolist()[2][1] == 0
    assert "lignes masquées : 1" in made.done


@pytest.mark.parametrize("values", [
    [np.int64(7)], [7.0], [True], [None], [pd.NA], ["7 (dont 2)"], [-3]])
def test_every_kind_of_cell_is_read(values):
    shown = door.rows(pd.DataFrame({"nom": ["x"], "valeur": pd.Series(values, dtype=object)}))
    text = str(shown.content["valeur"].iloc[0])
    assert "7" not in text
    assert "3" not in text


def test_a_column_of_days_counts_nobody():
    frame = pd.DataFrame({"voie": ["a"], "jours": [7], "cas": [41]})
    assert door.rows(frame).content.to_numpy().tolist() == [["a", 7, 40]]


def test_rows_that_carry_an_identifier_are_not_shown_at_all():
    frame = pd.DataFrame({"serveur": ["S12345678"] * 20, "membres": [500] * 20})
    made = door.rows(frame)
    assert made.content.empty
    assert "identifiant" in made.done


def test_of_the_committed_data_nothing_is_touched(monkeypatch):
    bundles = []
    monkeypatch.delenv("VEILLE_DATA", raising=False)
    monkeypatch.setattr(report, "display", lambda bundle, raw: bundles.append(bundle))
    report.say("On a vu 3 serveurs.")
    assert bundles[0]["text/plain"] == "On a vu 3 serveurs."
    assert not report.protects()


def test_of_private_data_what_was_hidden_is_said(shown):
    report.say("On a vu 3 serveurs.")
    report.table(pd.DataFrame({"a": ["x", "y"], "n": [3, 712]}), "Légende")
    assert "effectifs de moins de 10 masqués" in shown[0]["text/plain"]
    assert "lignes masquées\u00a0: 1" in shown[1]["text/plain"]
    assert "710" in shown[1]["text/html"]
    assert "712" not in shown[1]["text/html"]


def test_a_figure_whose_text_form_holds_a_small_count_is_withheld_and_others_are_coarse(shown):
    drawn = Figure()
    drawn.subplots().plot([1, 2])
    report.figure(drawn, "Serveurs : 4 et 200")
    report.figure(drawn, "Serveurs : 401 et 200")
    assert "Figure retenue" in shown[0]["text/plain"]
    assert not any(kind.startswith("image/") for kind in shown[0])
    assert {"image/png", "text/plain"} == set(shown[1])


def test_a_number_kept_for_the_essays_is_protected_too(shown):
    report.keep("vus", "7")
    assert "moins de 10" in str(shown[0])


def test_a_planted_truth_does_not_lift_the_protection_and_an_answer_does(shown, monkeypatch,
                                                                        tmp_path):
    (tmp_path / "truth_servers.csv").write_text("server_id\n", encoding="utf-8")
    assert report.protects()
    monkeypatch.setenv("VEILLE_PROTECTION", "non")
    report.say("On a vu 3 serveurs.")
    assert shown[-1]["text/plain"] == "On a vu 3 serveurs."
    monkeypatch.setenv("VEILLE_PROTECTION", "peut-être")
    with pytest.raises(VeilleError, match="« oui » ou « non »"):
        report.say("On a vu 3 serveurs.")


def test_plain_counts_go_through_the_ledger_of_their_folder(shown, tmp_path):
    rows = pd.DataFrame({"voie": ["a"] * 41 + ["b"] * 7 + ["c"] * 23})
    report.counts(rows, Request("voie"), "Signalements par voie", "reports")
    assert "41" in shown[0]["text/html"]
    assert "masqué" in shown[0]["text/html"]
    assert (tmp_path / ".veille-registre.json").exists()


def test_plain_counts_of_the_committed_data_are_whole_and_leave_no_ledger(monkeypatch):
    bundles = []
    monkeypatch.delenv("VEILLE_DATA", raising=False)
    monkeypatch.setattr(report, "display", lambda bundle, raw: bundles.append(bundle))
    report.counts(pd.DataFrame({"voie": ["a"] * 3 + ["b"]}), Request("voie"), "Titre", "reports")
    assert "masqué" not in bundles[0]["text/html"]
    assert ">3<" in bundles[0]["text/html"]
    assert not (report.data.COMMITTED / ".veille-registre.json").exists()
