"""Tables stay tables, notebooks stay notebooks, and both lose what notes lose."""

import csv
import io
import json

import guard_identifiers as make
import nbformat
import pytest
from redaction import still_reads
from volunteer_notes import Note

from veille.errors import VeilleError


def rows(text, delimiter=","):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_keeps_its_rows_cells_and_signs(out, random, delimiter):
    stream = io.StringIO()
    table = [["jour", "pseudo", "note"],
             ["2026-03-12", "tobenelune", f'dit "oui"{delimiter} {make.email(random)}\nsuite'],
             ["", "tobenelune", "rien"]]
    csv.writer(stream, delimiter=delimiter).writerows(table)
    done = rows(out(stream.getvalue(), "tsv" if delimiter == "\t" else "csv"), delimiter)
    assert done == [["jour", "pseudo", "note"],
                    ["[DATE mars 2026]", "[PSEUDO-1]",
                     f'dit "oui"{delimiter} [COURRIEL-1]\nsuite'],
                    ["", "[PSEUDO-1]", "rien"]]


def test_the_name_of_a_column_says_what_its_cells_are(out, random):
    number = "0" + make.digits(random, 9, "6")
    assert rows(out(f"contact,mobile\nlune,{number}\n", "csv"))[1] == ["lune", "[TÉLÉPHONE-1]"]


def test_a_value_over_two_cells_goes(out, random):
    lat, lon = f"{random.uniform(43, 49):.5f}", f"{random.uniform(1, 7):.5f}"
    done = rows(out(f"lieu,lat,lon\nx,{lat},{lon}\n", "csv"))
    assert done[1][0] == "x"
    assert lat not in done[1]
    assert lon not in done[1]


def test_a_name_of_column_may_identify_too(out, random):
    assert rows(out(f"{make.email(random)},b\n1,2\n", "csv"))[0] == ["[COURRIEL-1]", "b"]


@pytest.mark.parametrize("seed", [31, 32, 33])
def test_a_table_of_a_volunteer_loses_every_value_and_stays_itself_when_done_again(redact, seed):
    planted = Note(seed)
    stream = io.StringIO()
    table = csv.writer(stream, delimiter=";")
    table.writerow(["n", "note", "suite"])
    for number in range(0, len(planted.lines) - 1, 2):
        table.writerow([number, *planted.lines[number : number + 2]])
    done = redact(stream.getvalue(), "csv", planted.listed)
    for slot, value, _ in planted.values:
        if slot not in ("heure", "date", "moment"):
            assert not still_reads(value, done.data.decode()), slot
    sizes = [len(row) for row in rows(done.data.decode(), ";")]
    assert sizes == [3] * (len(planted.lines) // 2 + 1)
    assert redact(done.data, "csv", planted.listed).data == done.data


def test_a_broken_table_is_refused_by_its_line(redact):
    with pytest.raises(VeilleError, match="ligne 2"):
        redact('a,b\n"c,d', "csv")


def notebook(*cells, **metadata):
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [
        {"id": f"x{i}", "metadata": {"tags": ["secret"]}, **cell} for i, cell in enumerate(cells)]})


def test_a_notebook_stays_one_without_outputs_attachments_nor_metadata(redact, random):
    email, handle = make.email(random), make.handle(random)
    text = notebook(
        {"cell_type": "markdown", "source": ["# Vu @", handle + "\n", "fin"],
         "attachments": {"a.png": {"image/png": "AAAA"}}},
        {"cell_type": "code", "source": f"x = '{email}'\nprint(x)", "execution_count": 3,
         "outputs": [{"output_type": "stream", "name": "stdout", "text": email}]},
        kernelspec=dict.fromkeys(("name", "display_name"), email),
        language_info={"name": "python"},
    )
    done = redact(text, "ipynb")
    read = nbformat.reads(done.data.decode(), as_version=4)
    nbformat.validate(read)
    assert [cell.source for cell in read.cells] == [
        "# Vu [PSEUDO-1]\nfin", "x = '[COURRIEL-1]'\nprint(x)"]
    assert read.cells[1].outputs == []
    assert read.metadata == {"language_info": {"name": "python"}}
    assert email not in done.data.decode()
    assert "secret" not in done.data.decode()
    assert done.report.dropped == {"outputs": 1, "attachments": 1}
    assert redact(done.data, "ipynb").data == done.data


def test_a_notebook_on_standard_input_is_known_by_what_it_holds(out):
    done = out(notebook({"cell_type": "markdown", "source": "le 3 mars 2026"}), "")
    assert json.loads(done)["cells"][0]["source"] == ["le [DATE mars 2026]"]


@pytest.mark.parametrize("text", [
    "{", "[]", "{}", '{"nbformat": 3, "worksheets": []}', '{"nbformat": 4, "cells": [1]}',
    '{"nbformat": 4, "cells": [{"cell_type": "x", "source": ""}]}',
    '{"nbformat": 4, "cells": [{"cell_type": "raw", "source": [3]}]}', "[" * 100_000,
])
def test_what_is_no_notebook_is_refused(redact, text):
    with pytest.raises(VeilleError, match="carnet Jupyter de format 4"):
        redact(text, "ipynb")
