"""What `veille check` says of a folder: every fault, at its place, and never a value."""

import json
import os
import re
import subprocess
import sys
import traceback
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from veille import data
from veille.check.folder import check_folder
from veille.check.needs import NEEDS, stopped
from veille.cli import main
from veille.errors import VeilleError
from veille.schema import TABLES

ROOT = Path(__file__).resolve().parents[2]
OBSERVED = [name for name, table in TABLES.items() if table.observed]


@pytest.fixture
def folder(tmp_path):
    """Give a small folder of observed tables that hold together, to be spoilt."""
    place = tmp_path / "mes_donnees"
    place.mkdir()
    servers = pd.read_csv(ROOT / "data_synthetic" / "servers.csv", dtype=str, nrows=40)
    servers.to_csv(place / "servers.csv", index=False)
    for name in ("channels", "reports"):
        rows = pd.read_csv(ROOT / "data_synthetic" / f"{name}.csv", dtype=str)
        rows[rows["server_id"].isin(servers["server_id"])].to_csv(place / f"{name}.csv",
                                                                  index=False)
    return place


def spoil(folder, name, change):
    path = folder / f"{name}.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def set_cell(folder, name, column, row, value):
    rows = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
    rows.loc[row, column] = value
    rows.to_csv(folder / f"{name}.csv", index=False)


def only(report):
    (fault,) = report.faults
    return fault


def test_a_sound_folder_has_no_fault(folder):
    report = check_folder(folder)
    assert (report.faults, report.warnings) == ((), ())
    assert report.rows["servers"] == 40
    assert "08" not in report.stopped
    assert report.stopped["07"] == ("ratings",)


@pytest.mark.parametrize(("column", "value", "expected", "found"), [
    ("members", "beaucoup", "des entiers", "un autre texte"),
    ("members", "-3", "au moins", "au-dessous"),
    ("members", "2024-05-06", "des entiers", "une date"),
    ("off_platform_share", "0,5", "des nombres", "virgule décimale"),
    ("off_platform_share", "1.5", "de 0 à 1", "au-dessus"),
    ("observer_label", "suspect", "une de ces valeurs : at_risk, contrast", "un autre texte"),
    ("rules_posted", "oui", "True ou False", "oui ou un non"),
    ("server_id", "9" * 18, "de la forme", "identifiant de plateforme"),
    ("members", "", "une valeur est attendue", "une case vide"),
])
def test_each_fault_is_told_at_its_line(folder, column, value, expected, found):
    (folder / "channels.csv").unlink()
    (folder / "reports.csv").unlink()
    set_cell(folder, "servers", column, 6, value)
    fault = only(check_folder(folder))
    assert (fault.file, fault.column, fault.rows, fault.count) == ("servers.csv", column, (8,), 1)
    assert expected in fault.expected
    assert found in fault.found


def test_lines_are_those_of_an_editor(folder):
    """Blank lines and cells on several lines move the rows that follow them."""
    (folder / "channels.csv").unlink()
    (folder / "reports.csv").unlink()
    set_cell(folder, "servers", "members", 5, "beaucoup")
    spoil(folder, "servers", lambda text: text.replace("\n", "\n\n\n", 1))
    lines = (folder / "servers.csv").read_text(encoding="utf-8").split("\n")
    fault = only(check_folder(folder))
    assert "beaucoup" in lines[fault.rows[0] - 1]


def test_a_thousand_bad_cells_are_one_fault(folder):
    rows = pd.read_csv(folder / "channels.csv", dtype=str)
    rows["depth"] = "x"
    rows.to_csv(folder / "channels.csv", index=False)
    fault = only(check_folder(folder))
    assert (fault.count, fault.rows) == (len(rows), (2, 3, 4, 5, 6))
    assert f"et {len(rows) - 5} autres" in str(fault)


def test_keys_are_checked_between_tables_and_within(folder):
    set_cell(folder, "channels", "server_id", 3, "S99999999")
    rows = pd.read_csv(folder / "reports.csv", dtype=str)
    pd.concat([rows, rows.tail(1)]).to_csv(folder / "reports.csv", index=False)
    found = {(fault.file, fault.column): fault for fault in check_folder(folder).faults}
    assert found["channels.csv", "server_id"].rows == (5,)
    assert "servers" in found["channels.csv", "server_id"].expected
    assert found["reports.csv", "report_id"].rows == (len(rows) + 2,)


def test_everything_is_told_at_once(folder):
    """Types, bounds, empty cells and keys, in one column, one table and several."""
    set_cell(folder, "servers", "members", 0, "x")
    set_cell(folder, "servers", "members", 1, "")
    set_cell(folder, "servers", "members", 2, "-4")
    set_cell(folder, "servers", "n_channels", 3, "-1")
    set_cell(folder, "reports", "delay_days", 4, "y")
    set_cell(folder, "reports", "server_id", 5, "S99999999")
    told = {(fault.file, fault.column, fault.rows) for fault in check_folder(folder).faults}
    assert told >= {("servers.csv", "members", (place,)) for place in (2, 3, 4)}
    assert told >= {("servers.csv", "n_channels", (5,)), ("reports.csv", "delay_days", (6,)),
                    ("reports.csv", "server_id", (7,))}


@pytest.mark.parametrize(("change", "found"), [
    (lambda text: text.replace(",", ";"), "points-virgules"),
    (lambda text: text.replace(",", "\t"), "tabulations"),
    (lambda text: text.split("\n", 1)[0].replace("members", "menbers") + "\n", "members"),
    (lambda text: "", "vide"),
    (lambda text: text + "S1,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19\n", "cases"),
    (lambda text: text.replace("members", "server_id", 1), "plusieurs"),
])
def test_a_file_of_another_form_is_told(folder, change, found):
    spoil(folder, "servers", change)
    report = check_folder(folder)
    said = " ".join(str(fault) for fault in report.faults if fault.file == "servers.csv")
    assert found in said
    assert "02" in report.stopped


@pytest.mark.parametrize("make", [
    lambda path: path.write_bytes("server_id;é\n".encode("utf-16")),
    lambda path: path.write_bytes("server_id,été\n".encode("latin-1")),
    lambda path: path.write_bytes(b"\0" * 4096),
    lambda path: path.mkdir(),
])
def test_an_unreadable_file_is_a_fault_like_another(folder, make):
    (folder / "servers.csv").unlink()
    make(folder / "servers.csv")
    assert any(fault.file == "servers.csv" for fault in check_folder(folder).faults)


def test_parquet_is_read_too_and_a_cut_one_is_told(folder):
    frame = data.load("servers").head(40)
    (folder / "servers.csv").unlink()
    frame[frame.columns[::-1]].to_parquet(folder / "servers.parquet")
    assert check_folder(folder).faults == ()
    whole = (folder / "servers.parquet").read_bytes()
    (folder / "servers.parquet").write_bytes(whole[: len(whole) // 2])
    assert only(check_folder(folder)).file == "servers.parquet"


def test_each_kind_of_thing_is_told_apart(folder):
    set_cell(folder, "servers", "members", 0, "2024-05-06")
    set_cell(folder, "servers", "members", 1, "beaucoup")
    set_cell(folder, "servers", "verification_level", 2, "-5")
    set_cell(folder, "servers", "verification_level", 3, "9")
    told = {(fault.column, fault.found, fault.rows) for fault in check_folder(folder).faults}
    assert told >= {("members", "une date", (2,)), ("members", "un autre texte", (3,)),
                    ("verification_level", "une valeur au-dessous", (4,)),
                    ("verification_level", "une valeur au-dessus", (5,))}


@pytest.mark.parametrize("make", [
    lambda place: (place / "ratings.csv").symlink_to(place / "ratings.csv"),
    lambda place: (place / "ratings").mkdir(),
])
def test_a_name_that_holds_no_table_is_told(folder, make):
    make(folder)
    assert only(check_folder(folder)).file.startswith("ratings")


def test_a_monstrous_header_is_a_fault(folder):
    spoil(folder, "servers", lambda text: "x" * 200_000 + text)
    assert any(fault.file == "servers.csv" for fault in check_folder(folder).faults)


def test_a_refusal_hides_what_the_library_said(folder, monkeypatch):
    """The cause of an error would be printed by a notebook, and may quote a cell."""
    spoil(folder, "servers", lambda text: text + "Zébulon,2,3,4,5,6,7,8,9,1,1,1,1,1,1,1,1,1,1,1\n")
    monkeypatch.setenv("VEILLE_DATA", str(folder))
    with pytest.raises(VeilleError) as refused:
        data.load("servers")
    told = "".join(traceback.format_exception(refused.value))
    assert "Zébulon" not in told.split("VeilleError")[-1]
    assert refused.value.__suppress_context__


def test_two_forms_of_one_table_are_told(folder):
    data.load("servers").to_parquet(folder / "servers.parquet")
    assert "une seule forme" in only(check_folder(folder)).expected


def test_another_order_a_mark_and_other_line_ends_do_not_matter(folder, monkeypatch):
    """And what the check accepts, the notebooks load."""
    for path in folder.glob("*.csv"):
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        rows[rows.columns[::-1]].to_csv(path, index=False, encoding="utf-8-sig",
                                        lineterminator="\r\n")
    assert check_folder(folder).faults == ()
    monkeypatch.setenv("VEILLE_DATA", str(folder))
    assert list(data.load("servers").columns) == TABLES["servers"].column_names


def test_what_the_check_refuses_the_notebooks_refuse(folder, monkeypatch):
    set_cell(folder, "servers", "members", 6, "beaucoup")
    monkeypatch.setenv("VEILLE_DATA", str(folder))
    with pytest.raises(VeilleError, match="colonne « members »") as refused:
        data.load("servers")
    assert "beaucoup" not in str(refused.value)


def test_an_empty_table_is_worth_a_look(folder, capsys):
    spoil(folder, "reports", lambda text: text.split("\n", 1)[0] + "\n")
    (warning,) = check_folder(folder).warnings
    assert warning.file == "reports"
    assert main(["check", str(folder)]) == 0
    assert "à regarder" in capsys.readouterr().out


def test_files_that_nothing_reads_are_counted_not_named(folder):
    (folder / "Zébulon_privé.csv").write_text("a\n", encoding="utf-8")
    (warning,) = check_folder(folder).warnings
    assert "Zébulon" not in str(warning)


@pytest.mark.parametrize("name", [name for name in OBSERVED
                                  if (ROOT / "data_synthetic" / f"{name}.csv").is_file()])
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_value_is_ever_repeated(tmp_path, capsys, monkeypatch, name, form):
    """A mark in every column of a table, in its header and in its name, is never printed."""
    mark = "Zébulon"
    rows = pd.read_csv(ROOT / "data_synthetic" / f"{name}.csv", dtype=str, nrows=30,
                       keep_default_na=False)
    for place, column in enumerate(rows.columns):
        rows.loc[place, column] = f"{mark}{place}"
    rows[f"{mark}_colonne"] = mark
    rows.to_csv(tmp_path / f"{name}.csv", index=False)
    cuts = (rows, rows.drop(columns=f"{mark}_colonne"))
    for cut, suffix in ((cut, suffix) for cut in cuts for suffix in ("csv", "parquet")):
        for old in tmp_path.iterdir():
            old.unlink()
        if suffix == "csv":
            cut.to_csv(tmp_path / f"{name}.csv", index=False)
        else:
            cut.to_parquet(tmp_path / f"{name}.parquet")
        assert main(["check", str(tmp_path), "--format", form]) == 1
        monkeypatch.setenv("VEILLE_DATA", str(tmp_path))
        with pytest.raises(VeilleError) as refused:
            data.load(name)
        said = capsys.readouterr()
        assert mark not in said.out + said.err + str(refused.value)
        assert said.out


def test_the_command_says_what_will_not_run(folder, capsys):
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "carnet 07" in said
    assert "aucune faute" in said


def test_the_report_in_json_holds_the_same(folder, capsys):
    set_cell(folder, "servers", "members", 6, "x")
    assert main(["check", str(folder), "--format", "json"]) == 1
    read = json.loads(capsys.readouterr().out)
    (fault,) = [one for one in read["faults"] if one["column"] == "members"]
    assert (fault["file"], fault["rows"], fault["count"]) == ("servers.csv", [8], 1)
    assert read["stopped"]["07"] == ["servers", "ratings"]


@pytest.mark.parametrize("make", [lambda place: None, lambda place: place.mkdir(),
                                  lambda place: place.write_text("x")])
def test_what_is_no_folder_of_tables_is_refused(tmp_path, capsys, make):
    make(tmp_path / "rien")
    assert main(["check", str(tmp_path / "rien")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "attendu" in said.err


def test_nothing_is_changed_nor_left(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    ended = subprocess.run([sys.executable, "-m", "veille.cli", "check", str(folder)],
                           cwd=folder, env=os.environ, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_pieces_add_up(folder, monkeypatch):
    """Read a few rows at a time, a file gives the same report."""
    set_cell(folder, "servers", "members", 30, "x")
    set_cell(folder, "reports", "server_id", 3, "S99999999")
    whole = check_folder(folder)
    monkeypatch.setattr("veille.check.reading.PIECE", 7)
    assert check_folder(folder) == whole


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")),
                         ids=lambda path: path.stem)
def test_each_notebook_says_what_it_needs(path):
    """Every table that a notebook names is among its needs, and every notebook has its line."""
    source = "\n".join(cell.source for cell in nbformat.read(path, 4).cells
                       if cell.cell_type == "code")
    named = set(re.findall(r"""data\.(?:load|sample)\(\(?["']([a-z_]+)["']""", source))
    assert {name for name in named if TABLES[name].observed} <= set(NEEDS[path.stem[:2]])
    assert len(NEEDS) == len(list((ROOT / "notebooks").glob("*.ipynb")))


def test_a_table_that_is_wrong_stops_the_notebooks_that_need_it():
    lacking = stopped(["servers"])
    assert lacking["08"] == ("reports",)
    assert "13" not in lacking
    assert stopped(OBSERVED) == {}


def test_the_published_world_passes():
    assert check_folder(ROOT / "data_synthetic").faults == ()
