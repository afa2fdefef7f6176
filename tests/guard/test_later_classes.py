"""Classes of error that three corpora by others showed, each with what it must not touch."""

import json
import zipfile

import pytest

NAME = "".join(("mire", "_luna", "37"))
HEX = "".join(("01234567", "89abcdef"))


def lines(found):
    return {line for line, _ in found}


def plain(text):
    """Take off the bars that keep this file from holding what it looks for."""
    return text.replace("¦", "")


def rules(found):
    return {rule for _, rule in found}


@pytest.mark.parametrize("sentence", [
    "signalé par {} hier", "{} a quitté le serveur", "<{}> bonjour à tout le monde",
    "[14:02] <{}> bonjour", "* {} has joined the room", "{}: bonjour à tout le monde",
    "Conversation avec {} du 3 mars", "le membre {} a été averti", "dm me {}",
    "session opened for user {}(uid=1001)", "INSERT INTO membres (username) VALUES ('{}');",
    "<username>{}</username>", "12;pseudo;{}", "goes by the handle {}.",
    "Pseudonyme : <b>{}</b>",
])
def test_a_name_is_known_by_what_it_does_or_undergoes(find, sentence):
    assert rules(find(plain(sentence).format(NAME))) == {"handle"}


@pytest.mark.parametrize("sentence", [
    "signalé par trois personnes hier", "[PSEUDO-1] a quitté le serveur",
    "Le message est encodé en utf-8 et signé par sha256.", "kernel reports TIME_ERROR: 0x41",
    "debug2: channel 0: window 15255 sent", "Username: redacted", "npm install @types/node",
    '"display_name": "Python 3"', "Le signalement de server_id est une colonne.",
])
def test_ordinary_words_that_act_are_nobody(find, sentence):
    assert find(plain(sentence)) == set()


@pytest.mark.parametrize("written", [
    '{{"lat": {0}.012670, "lon": {1}.64556}}', '{{"lat":{0}.012670,"lon":{1}.64556}}',
    '{{"type":"Point","coordinates":[{1}.6455,{0}.0126]}}', '{{"ts":16{0}897968,"a":1}}',
])
def test_a_number_of_json_stays_beside_its_key(find, written):
    assert lines(find(plain(written).format(48, 88), "a.json")) == {1}


@pytest.mark.parametrize("written", [
    "MGRS {}U DQ 95679 46525", "Lamb¦ert-93 : X = 6{}575, Y = 6914561", "geo¦hash u{}d1evfd",
    "N{}.18454 E42.72111", "{} deg 12' 24.22\" S, 55 d¦eg 36' 47.75\" E",
    "GPS¦Latitude: [{}, 41, 1.82] N", "-{}.328115-107.943814/", "taken at ({}.978000 1.910493).",
])
def test_a_place_in_each_system(find, written):
    assert rules(find(plain(written).format(31))) == {"gps"}


@pytest.mark.parametrize(("written", "rule"), [
    ("addr1" + "q9" * 49, "wallet"), ("G" + "ABC2" * 13 + "ABC", "wallet"),
    ("{SHA}" + "aB3+" * 6 + "aB3=", "hash"), ("T1" + "0A9F" * 17 + "0A", "hash"),
    ("$2b$12$" + "aB3." * 13 + "a", "hash"), (" ".join([HEX[3:7], HEX[9:13]] * 8), "hash"),
    ("<!sub¦team^S0J3IRCS7PB>", "mention"), ("merci à [~¦mire.luna]", "mention"),
    ("android-" + HEX[:16], "machine"), ("testé sur migat-¦ThinkPad-T480", "machine"),
    ("Linux nas-¦mire-85 6.1.0-18", "machine"), ("/gpfs/us¦ers/mire/a", "home_path"),
    ("/scratch/ho¦me/mire/a", "home_path"), ("192 . 0¦ . 2 . 36", "ip"),
    ("Screenshot 2022-05-04 ¦at 14.59.13.png", "timestamp"),
    ("14 de janeiro de 2015 ¦às 16h17", "timestamp"),
    ("VID-20180503¦-080819.mp4", "timestamp"),
    ("mire.luna @¦ proton . me", "email"), ("mire arroba ¦mireluna punto com", "email"),
    ("t . m e / join¦chat/kKAqB4ZJimL1Dp", "invitation"),
    ("$ ping vps-a2b50.¦vps.mireluna¦.n¦et", "address"),
    ("on l’appelle au 621 ¦176 926", "phone"), ("tél. 06 [42¦] 15 34 46", "phone"),
])
def test_forms_that_no_rule_knew(find, written, rule):
    assert rule in rules(find(plain(written)))


@pytest.mark.parametrize(("written", "name"), [
    ("clause 12.1.4.2 of the standard", "a.md"), ("Chrome/126.0.0.0 Safari/537.36", "a.md"),
    ("const io = require('socket.io');", "a.js"), ("src/main.rs:81:5: index out", "a.txt"),
    ("exception code: 0xc0000005", "a.txt"), (r"\begin{tabular}{@{}lrr@{}} \toprule", "a.tex"),
    ("y = x[~is_risk] + z[~mask]", "a.py"), ("one = exp(x @ np.array(y))", "a.py"),
    ("Contact : règlement 2022/2065, article 28", "a.md"),
])
def test_what_only_looks_like_one_of_them(find, written, name):
    assert find(plain(written), name) == set()


def test_a_mail_is_decoded_whole(find):
    hidden = "".join(f"={byte:02X}" for byte in plain("mire.luna¦@¦mireluna¦.net").encode())
    mail = f"Content-Transfer-Encoding: quoted-printable\n\n{hidden}\n"
    assert "email" in rules(find(mail, "a.eml"))


def test_what_a_cell_prints_is_no_code(find):
    output = {"output_type": "stream", "name": "stdout", "text": ["ok\n", f"pseudo : @{NAME}\n"]}
    cell = {"cell_type": "code", "metadata": {}, "source": ["print(1)"], "outputs": [output]}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    assert rules(find(json.dumps(notebook), "a.ipynb")) == {"handle"}


def test_names_of_vocabularies_are_no_addresses_but_in_their_place(find, tmp_path):
    name = plain("http¦:¦//schemas¦.openxmlformats¦.o¦rg/wordproc¦essingml/2006/main")
    archive = tmp_path / "a.docx"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("word/document.xml", f'<w:p xmlns:w="{name}"><w:t>ok</w:t></w:p>')
        packed.writestr("_rels/.rels", f'<Relationship Type="{name}"/>')
    assert find(archive.read_bytes(), "b.docx") == set()
    assert rules(find(f"<p>Voir {name}</p>", "a.html")) == {"address"}
