"""Values that a column, a word or a container gives away: what six blind corpora taught since."""

import json
import sqlite3

import pytest

NAME = "".join(("mire", "_luna", "37"))
WORD = "".join(("Mire", "luna"))
HEX = "".join(("01234567", "89abcdef"))


def plain(text):
    """Take off the bars that keep this file from holding what it looks for."""
    return text.replace("¦", "").format(name=NAME, word=WORD, hex=HEX)


def rules(found):
    return {rule for _, rule in found}


@pytest.mark.parametrize(("table", "line"), [
    ("| pseudo | messages |\n|---|---|\n| {word} | 41 |\n", 3),
    ("Avant.\n\nid | handle\n:-- | --:\n1 | {word}\n2 | \n", 5),
    ("<table>\n<tr><th>id</th><th>pseudo</th></tr>\n<tr><td>4</td><td>{word}</td></tr>\n", 3),
])
def test_a_cell_is_read_beside_the_name_of_its_column(find, table, line):
    name = "a.html" if "<" in table else "a.md"
    assert find(plain(table), name) == {(line, "handle")}
    harmless = plain(table).replace("pseudo", "règle").replace("handle", "règle")
    assert find(harmless, name) == set()


@pytest.mark.parametrize(("written", "rule"), [
    ("curl -u {name}:¦\"$MDP\" -O export.csv", "handle"),
    ("Pseudo Twitch de la modératrice : {word}.", "handle"), ("Alias connu : {name}", "handle"),
    ("Le compte Discord de Vexa ({name}) relance le groupe.", "handle"),
    ("Find them elsewhere as \"{name}\", same avatar.", "handle"),
    ("Message posté par {name}.", "handle"), ("Son Snapchat, c’est {name}.", "handle"),
    ("La personne se faisait appeler « {name} » sur le forum.", "handle"),
    ('<input type="hidden" name="nick¦name" value="{name}">', "handle"),
    ("Code ami : S¦W-8737-5675-8219", "handle"),
    ("bot replied to @¦mire¦luna1987 in a thread", "handle"),
    ('"permalink": "/r¦/Mire_37/comments/144xjuy/annonce/"', "invitation"),
    ("empreinte CE37 2FFC 4EEB E6C9 FAB4¦  CAB0 67F6 F552 D2E0 E711", "hash"),
    ("SHA-256 en base64 : tp6/f2GU0aelLe9CGYLsgcDU¦LwdO8uSSdyakHGeBPgQ=", "hash"),
    ("Empreinte perceptuelle (pHash) de l’image : {hex}", "hash"),
    ("vu le 4 novembre 2019 (22¦:41:30)", "timestamp"),
    ("audit(17318¦01283.593:30): op=login", "timestamp"),
    ("coordonnées (la¦t. 47¦.249260, long. 0.8¦813)", "gps"),
    ("Position : 40° 23¦.184′ N, 47¦° 34.060′ W", "gps"),
    ("écrire à mire@luna¦.example.net-SANS-SPAM", "email"),
    ("Espacé : " + "abcdefg2" * 7 + " . o n i o n", "onion"),
])
def test_a_word_beside_a_value_says_what_it_is(find, written, rule):
    assert rule in rules(find(plain(written)))


@pytest.mark.parametrize(("written", "name", "rule"), [
    ("carte = folium.Map(location=[44.3669¦5, -34.85100], zoom_start=14)", "a.py", "gps"),
    ("URL = f\"https¦://{{sous_domaine}}.mireluna.example/liste\"", "a.py", "address"),
    ("SITE = \"mire¦luna.info\"", "a.py", "address"),
    ("CHAT_ID = -100¦2666210259", "a.py", "snowflake"),
    (".fond {{ background: url(/¦/mireluna¦.com/f.png); }}", "a.css", "address"),
])
def test_a_program_says_what_it_keeps(find, written, name, rule):
    assert rule in rules(find(plain(written), name))


@pytest.mark.parametrize(("written", "name"), [
    ("Look at the dot in the middle.", "a.md"),
    ("Les variantes (at) et (dot) sont lues aussi.", "a.md"),
    ("@echo off", "a.txt"),
    ("le total mondial atteint 32 059 029 signalements", "a.md"),
    ('<td class="num">96 198 526</td><td class="num">1 682 957</td>', "a.html"),
    ("vogt2021early,10.18653/v1/2021.acl-long.386,2021", "a.csv"),
    ("URL = f\"https¦://{{host}}/liste\"", "a.py"), ("DELTA = -100¦2666210259", "a.py"),
    ("| mois | total |\n|---|---|\n| mars | 41 |\n", "a.md"), ("import numpy as \"np\"", "a.txt"),
])
def test_neighbours_that_give_nothing_away(find, written, name):
    assert find(plain(written), name) == set()


@pytest.mark.parametrize(("mime", "shown"), [
    ("application/vnd.plotly.v1+json", {"data": [{"name": "username={name}"}]}),
    ("image/svg+xml", ["<svg><text>@{name}</text></svg>\n"]), ("text/html", ["<b>@{name}</b>"]),
    ("text/markdown", ["merci @{name}"]),
])
def test_outputs_that_are_no_program_are_read_as_what_they_are(find, mime, shown):
    data = json.loads(json.dumps({mime: shown}).replace("{name}", NAME))
    output = {"output_type": "display_data", "metadata": {}, "data": data}
    cell = {"cell_type": "code", "metadata": {}, "source": ["fig"], "outputs": [output]}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    assert rules(find(json.dumps(notebook), "a.ipynb")) == {"handle"}


def base(tmp_path, *statements):
    path = tmp_path / "base.sqlite"
    with sqlite3.connect(path) as opened:
        for statement in statements:
            opened.execute(statement)
        opened.commit()
    opened.close()
    return path.read_bytes()


CREATE = "CREATE TABLE membres (id TEXT, pseudo TEXT, image BLOB)"
ROW = f"INSERT INTO membres VALUES ('S00000012', '{WORD}', NULL)"


def test_a_base_is_read_by_columns_and_its_bytes_as_files(find, tmp_path):
    clean = "INSERT INTO membres VALUES ('S00000012', NULL, x'00')"
    assert rules(find(base(tmp_path, CREATE, ROW), "a.sqlite")) == {"handle"}
    (tmp_path / "base.sqlite").unlink()
    assert find(base(tmp_path, CREATE, clean.replace("x'00'", "NULL")), "a.sqlite") == set()
    (tmp_path / "base.sqlite").unlink()
    zipped = "INSERT INTO membres VALUES ('S00000012', NULL, x'504b0304')"
    assert "damaged" in rules(find(base(tmp_path, CREATE, zipped), "a.sqlite"))


def test_deleted_rows_that_are_still_in_the_file_are_read(find, tmp_path):
    told = ROW.replace(WORD, f"son pseudo : {WORD}")
    deleted = base(tmp_path, "PRAGMA secure_delete = OFF", CREATE, told, "DELETE FROM membres")
    assert "handle" in rules(find(deleted, "a.sqlite"))


def test_a_base_cut_short_is_damaged(find, tmp_path):
    whole = base(tmp_path, CREATE, *[ROW] * 400)
    assert "damaged" in rules(find(whole[: len(whole) // 2], "a.sqlite"))
    assert rules(find(b"SQLite format 3\0" + b"\1" * 300, "a.sqlite")) == {"damaged"}
