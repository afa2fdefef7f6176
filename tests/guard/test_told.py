"""Values that a column, a word or a container gives away: what blind corpora taught since."""

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
    ("bot replied to @¦mireluna¦1987 in a thread", "handle"),
    ('"permalink": "/r¦/Mire_37/comments/144xjuy/annonce/"', "invitation"),
    ("empreinte CE37 2FFC 4EEB E6C9 FAB4¦  CAB0 67F6 F552 D2E0 E711", "hash"),
    ("SHA-256 en base64 : tp6/f2GU0aelLe9CGYLsgcDU¦LwdO8uSSdyakHGeBPgQ=", "hash"),
    ("Empreinte perceptuelle (pHash) de l’image : {hex}", "hash"),
    ("vu le 4 novembre 2019 (22¦:41:30)", "timestamp"),
    ("audit(17318¦01283.593:30): op=login", "timestamp"),
    ("coordonnées (la¦t. 47¦.249260, long. 0.8¦813)", "gps"),
    ("Position : 40° 23¦.184′ N, 47¦° 34.060′ W", "gps"),
    ("The moderator known as `{name}` closed the ticket.", "handle"),
    ("his username on the forum was mireluna¦704", "handle"),
    ("gh api users/mire_luna¦7", "handle"),
    ("Compte déjà averti, voir mireluna¦704 plus haut.", "handle"),
    ("OR¦CID 0000-0002-5990-4819", "handle"), ("export FORGE_US¦ER=mireluna_19", "handle"),
    ("*** mireluna_¦38 (~a@b) has joined #veille", "handle"),
    ("XMP:Creator : {word} Moradière", "handle"), ("Camera¦OwnerName: {word} Zander", "handle"),
    ("<dc:creator><rdf:Seq><rdf:li>{word} Zander</rdf:li></rdf:Seq></dc:creator>", "handle"),
    ("code d’invitation du serveur : yWkG3¦ZXU", "invitation"),
    ("Réunion tenue le 03/07/2023, de 08¦:48 à 23:15.", "timestamp"),
    ("map pin -> 45¦.0818,7.294010,17z", "gps"), ("LIEU = (lat := 42¦.966295, lon := 6.64)", "gps"),
    ("Exif.GPSInfo.GPS¦Latitude  Rational  3  45/1 31/1 5775/100", "gps"),
    ("Body serial number in the metadata: 6091¦362923", "machine"),
    ("generated on host mire40-m¦int", "machine"), ("Built on srv-¦mireluna by hand.", "machine"),
    ("(venv) mire@SRV-¦MEKUTEK projets %", "machine"),
    ("Traceback on PC-¦ULVAKO: disk full", "machine"),
    ("Le calcul tourne sur la machine `pc-¦mirelun`.", "machine"),
    ("mire@pc-¦lunaz: sudo: command not allowed", "machine"),
    ("Métadonnées de la photo : propriétaire ¦{word} Zander", "handle"),
    ("Champ Artist de l’image : ¦{word} Zander", "handle"),
    ("exif_art¦ist = \"{word} Zander\"", "handle"),
    ("| Owner N¦ame | {word} Zander |", "handle"),
    ("Copyright: (¦c) {word} Zander, chez elle", "handle"),
    ("Le membre signalé s’appelle mire¦_luna sur le serveur.", "handle"),
    ("Exclusion de mire¦_luna prononcée.", "handle"), ("son @ c’est mireluna¦27", "handle"),
    ("Le compte Insta est ¦mireluna, public.", "handle"),
    ("Psn « mireluna¦4412 », même voix", "handle"),
    ("gamertag ¦mireluna, puis rien", "handle"), ("numéro : tel06399¦82485", "phone"),
    ("INSERT INTO users VALUES (1, '¦mire_luna');", "handle"),
    ("chown ¦mireluna:staff a", "handle"),
    ("TODO(¦mireluna): relire", "handle"), ("Signed-off-by: ¦{word} Zander", "handle"),
    ("profil Roblo¦x n° 123456789", "handle"), ("rejoindre avec le code aBcD¦12xY", "invitation"),
    ("réunion Zoom 812 3456¦ 7890", "invitation"), ("carte #map=15/48¦.8566/2.3522", "gps"),
    ("| 49.19¦7462 | 4.303410 | entrée |", "gps"),
    ("capture PXL_2024¦0303_140509123.jpg", "timestamp"),
    ("GPSDateStamp 2020:11:18 GPSTime¦Stamp 06:34:08", "timestamp"),
    ("le 21 novembre 2022 à dix-sept heu¦res et quart", "timestamp"),
    ("f.mire **chez** lunaz¦ **point** io", "email"),
    ("Condensé : vdV06ielHbW8ZB3E3D2Pz3E¦0xzgI1fNkRJR7hsTS1Ac=", "hash"),
    ("Linux vps¦570624 5.15.0-91-generic x86_64", "machine"),
    ("Skype : live¦:.cid.a0f673efc0e7", "handle"),
    ("mire — aro¦base — lunaz — poi¦nt — org", "email"), ("mire /a¦t/ lunaz /d¦ot/ org", "email"),
    ("- note: \"50° 37' 52.4¦\\\" N, 3° 31' 07.2\\\" E\"", "gps"),
    ("@ Mire¦Luna sur le salon", "handle"),
    ("Kik x_¦mireluna / rien", "handle"),
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
    ("x = 1  # le membre signalé s’appelle {name}¦", "a.py", "handle"),
    ("GABARIT = r\"\\+33 ?6 ?39 ?98 ?¦30 ?20\"", "a.py", "phone"),
    ("if nom() == \"pc-¦mirelun\":", "a.py", "machine"),
    ("ADM¦INS = [\"mire_luna\", \"x\"]", "a.py", "handle"),
    ("a,b\n1,\"Auteur du message : mireluna¦77, deux fois\"", "a.csv", "handle"),
    ("pos = (45.2078¦2, 3.82232)", "a.py", "gps"), ("github = \"Mire¦Luna\"", "a.toml", "handle"),
    ("[{{\"author\": {{\"id\": 1, \"name\": \"¦mireluna\"}}}}]", "a.json", "handle"),
    ("<!-- built on pc-¦lunaz by hand -->", "a.html", "machine"),
    ("# pseudo du testeur : mire.luna¦09", "a.py", "handle"),
    ("PSEU¦DOS = [\"mire.luna14\", \"x\"]", "a.py", "handle"),
    ("PATTERN = r\"(?i)\\bmireluna¦591\\b\"  # pseudo à masquer", "a.py", "handle"),
    ("user = reddit.redditor(\"mireluna¦19\")", "a.py", "handle"),
    ("<script>const u = 'disc¦ord' + '.g¦g/' + 'y2M¦fpPa2';</script>", "a.html", "invitation"),
    ("<script>f(String.fromCharCode(97,64,98,98,46¦,111,114,103))</script>", "a.html", "email"),
    ("{{\"invite_code\": \"zpUuj¦0Iz\"}}", "a.json", "invitation"),
    ("point;coordonnees\nP74;48¦.045636 3.988753", "a.csv", "gps"),
    ("Make,SerialNumber\nZorix,26145¦8413", "a.csv", "machine"),
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
    ("colonnes = [\"pseudo\", \"email\", \"rang_70\"]", "a.py"), ("SET @total = 38;", "a.txt"),
    ("Le compte du tableau 3 et de la figure2 est dans le lot_12 des membres.", "a.md"),
    ("Chaque compte a un identifiant opaque, comme S00000012.", "a.md"),
    ("Creator                         : Adobe Photoshop", "a.txt"),
    ("En ligne : https://www.pointdecontact.net/rapport-annuel-2016/\nnumpy==3.13.0", "a.txt"),
    ("<div class=\"pc-header\">Sur un pc-portable</div>", "a.html"),
    ("La constante vaut environ 2,718281828459045235.", "a.md"),
    ("(0.883055, 0.935466) est un point du graphe de f", "a.md"),
    ("The username column was dropped in step 5.", "a.md"),
    ("table = mesures.query(\"method in @BOTH and left\")", "a.py"),
    ("ERREUR = f\"le fichier {{path.name}} de {{self.site}} manque\"", "a.py"),
    ("- juin 2019 : 21 relectures", "a.md"),
    ("Le produit X @ beta donne la prédiction.\nfit done", "a.log"),
    ("part = trouvés / at_risk.sum()", "a.py"),
    ("1,\"La valeur vaut 0,78901880026410022 ici.\"", "a.csv"),
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
