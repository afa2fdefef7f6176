"""Classes of error that a corpus written by another hand showed, each with its own mechanism."""

import base64
import json
import struct
import zlib
from random import Random

import guard_identifiers as make
import guard_templates as templates
import pytest


def lines(found):
    """Give the lines that anything was found on."""
    return {line for line, _ in found}


def test_items_of_a_list_are_read_one_by_one(find, random):
    items = ["bc" * 8, make.email(random), make.digits(random, 18), "0x12", "fin"]
    document = json.dumps({"a": items}, indent=1)
    assert lines(find(document, "a.json")) == {4, 5}
    output = {"output_type": "display_data", "data": {"application/json": items}, "metadata": {}}
    cell = {"cell_type": "code", "metadata": {}, "source": [], "outputs": [output]}
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    assert {rule for _, rule in find(notebook, "a.ipynb")} == {"email", "snowflake"}


@pytest.mark.parametrize(
    "sentence",
    [
        "username: {} ainsi que 14 captures",
        "mon pseudo c'est {}",
        "mon insta c’est {}, pas le sien",
        "(voir aka {})",
        "le pseudonyme « {} » revient",
        "Faut-il signaler pseudo : {} ?",
        "— pseudo Discord : {} —",
        "user {} joined the group",
        "l’utilisateur {} a été banni",
        "screen name {}98",
        "gamertag {}_20",
        "il se fait appeler {}37",
        "profil de {}_bo supprimé",
    ],
)
def test_a_lower_case_name_in_a_sentence_that_leaves_no_other_reading(find, sentence):
    assert lines(find(sentence.format("mireluna"))) == {1}
    assert lines(find(f"# {sentence.format('mireluna')}", "a.py")) <= {1}


def test_a_name_in_a_list_of_a_script_is_no_citation(find):
    name = "".join(("@", "mire_luna"))
    assert lines(find(f'<script>a = ["{name}"]</script>', "a.html")) == {1}
    assert find("Comme on l’a vu [@brown2001interval, p. 12].") == set()


def test_a_wallet_after_an_equals_sign(find):
    for seed in range(12):
        assert lines(find(f"key={make.wallet(Random(seed))}")) == {1}


def test_names_in_strings_of_programs(find):
    name = "mireluna"
    code = f'a = "nickname={name}"\nb = "handle = \\"{name}\\""\n"""Voir username: {name}."""\n'
    assert lines(find(code, "a.py")) == {1, 2, 3}
    assert lines(find(f'  a: "\\"user_name\\": \\"{name}22\\""', "a.yaml")) == {1}


@pytest.mark.parametrize(
    "sentence",
    [
        "Le pseudonyme est opaque.",
        "Son pseudo est masqué, son compte est supprimé.",
        "Un utilisateur récemment banni revient.",
        "Une membre qui a quitté le serveur n’est pas comptée.",
        "Pseudonyme : chacun choisit le sien.",
        "Un profil de risque, un profil de modération.",
        "Alias : relais, passerelle, entrée.",
        "Les nommés ci-dessous et la nommée plus haut.",
    ],
)
def test_sentences_about_names_are_silent(find, sentence):
    assert find(sentence) == set()


def test_a_number_followed_by_another_in_brackets(find, random):
    number = "+44 7904 " + make.digits(random, 6)
    assert lines(find(f"got {number} (12 ms)\n{number}\t3\n")) == {1, 2}


def test_the_call_that_builds_a_moment(find):
    moment = ", ".join(("2025", "5", "21", "3", "39"))
    assert lines(find(f"a = datetime({moment})\nb = pd.Timestamp({moment})\n", "a.py")) == {1, 2}
    day = ", ".join(("2025", "5", "21"))
    assert find(f"a = date({day})\n", "a.py") == set()


def test_a_dot_written_point_before_any_ending_and_a_path(find):
    for ending in ("me/abc12", "ee/abc", "ly/Abc"):
        assert lines(find(f"lune point {ending}")) == {1}
    assert find("Voir ce point de/vers la page, le point me concerne, le point com aussi.") == set()


def test_a_line_that_ends_before_an_address_is_not_its_host(find):
    address = ".".join(("www", "lune-claire", "example/a"))
    assert find(f"un biais de 0,02.\n{address}\n") == {(2, "address")}
    assert find(f"On ne sait pas les relier.\nhttps://{address}\n") == {(2, "address")}


def test_positions_as_well_known_text_strings_and_escaped_keys(find):
    north, east = "47." + "62264", "1." + "70874"
    assert lines(find(f"var a = 'POINT(-{east} {north})';", "a.js")) == {1}
    assert lines(find(f"à {north}, {east}.\n")) == {1}
    assert lines(find(f'f("{north}, {east}")\n# {north},{east}\n', "a.py")) == {1, 2}
    assert lines(find(f'  a: "\\"lat\\": {north}, \\"lng\\": {east}"', "a.yaml")) == {1}
    assert find("coords = [(0.794, 1.447), (2.302, -0.212)]", "a.py") == set()


def test_homes_by_their_tilde_and_shares_of_machines(find):
    share = "\\".join(("", "", "lune-nas", "partage", "a.csv"))
    page = "/".join(("~mireluna", "public_html"))
    assert lines(find(f"{page}\n{share}\n")) == {1, 2}
    assert lines(find("/".join(("", "media", "mireluna", "cle", "a.csv")))) == {1}
    assert find('<img src="/media/images/a.png">', "a.html") == set()
    assert find("Environ ~10/20, p.~12, \\\\hline\\\\multicolumn, voir ~/a.\n") == set()


def test_a_scheme_of_invitation_needs_no_host(find):
    assert find("/".join(("discord:", "", "-", "invite", "abcd12345"))) == {(1, "invitation")}


def test_colours_of_a_terminal_hide_nothing(find, random):
    home = make.home(random)
    assert lines(find(f"\x1b[0;31m{home}\x1b[0m\n", "a.log")) == {1}
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": [f"\x1b[31m{home}"]}
    cell = {"cell_type": "code", "metadata": {}, "source": [], "outputs": [error]}
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    assert {rule for _, rule in find(notebook, "a.ipynb")} == {"home_path"}


def test_a_number_whose_groups_are_cut_by_tags(find, random):
    first, second = "+33 6 12 3", "4 56 " + make.digits(random, 2)
    assert lines(find(f"<p>{first}<b>{second}</b></p>", "a.html")) == {1}
    assert lines(find(f"<p>{first}4 <i>56 </i>78</p>", "a.html")) == {1}


def test_base64_followed_by_a_word_on_the_next_line(find, random):
    hidden = base64.b64encode(f"un, deux, trois {make.email(random)} fin.\n".encode()).decode()
    assert lines(find(f"{hidden.rstrip('=')}\nmetadata\n")) == {1}


def png(*chunks):
    """Give a PNG of one pixel with more chunks."""
    def chunk(kind, body):
        tail = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + tail

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(*each) for each in chunks) + body


def test_chunks_that_no_standard_names(find, random):
    found = find(png((b"prVt", make.email(random).encode())), "a.png")
    assert {rule for _, rule in found} == {"unknown_format", "email"}
    assert find(png(), "a.png") == set()


def pdf(stream):
    """Give a PDF of one page without any font."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    data += b"xref\n0 5\n0000000000 65535 f \n" + table
    return data + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


@pytest.mark.parametrize("form", ["(%b) Tj", "[(%b) -20 (%b)] TJ", "<%b> Tj"])
def test_strings_of_a_page_that_names_no_font(find, random, form):
    value = make.email(random).encode()
    parts = (value.hex().encode(),) if "<" in form else (value,)
    if "TJ" in form:
        parts = value[:5], value[5:]
    assert {rule for _, rule in find(pdf(form.encode() % parts), "a.pdf")} == {"email"}


@pytest.mark.parametrize("name", ["a.md", "a.py", "a.html"])
def test_a_line_among_others_is_read_as_it_is_alone(find, name):
    """The cleaning looks at parts of a text: where they are cut must change nothing."""
    draws = [Random(f"seul {i}") for i in range(150)]
    written = [templates.positive(draw, "reglage")[0].replace("\n", " ") for draw in draws]
    alone = [{rule for _, rule in find(line, name)} for line in written]
    together = find("\n\nDeux jours plus tard, rien de neuf ;\n".join(written), name)
    for index, rules in enumerate(alone):
        assert {rule for line, rule in together if line == 1 + 3 * index} == rules, index


@pytest.mark.parametrize(
    "sentence",
    [
        "Elle a parlé sur son compte {}",
        "il se fait appeler {}, dit-on",
        "surnommé {} ; parti depuis",
        "ajoute {} sur snap",
        "contactez {} en MP",
        "sous le pseudo {}",
        "alias « {} »",
        "connue sous le nom de {}.",
        "son identifiant est {}",
        "mon compte c’est {}",
        "compte TikTok {}, signalé",
        "ajoutez-moi : {}",
        "Camera Owner Name: {}",
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.log", "a.html"])
def test_turns_of_phrase_that_only_a_name_ends(find, sentence, name):
    """Lower-case letters alone are a name where French leaves no other reading."""
    assert lines(find(sentence.format("mireluna"), name)) == {1}


@pytest.mark.parametrize(
    "sentence",
    [
        "Son compte est ouvert, leur compte ferme.",
        "Un compte Discord suffit.",
        "Sur son compte bancaire, rien.",
        "Contactez la personne en privé.",
        "Son identifiant est stable.",
        "Il écrit sous le nom de relais, puis part.",
        "Le nom de « serveur » désigne un espace.",
        "Ils vont faire appeler les parents.",
        "Le moteur tourne à 300 r/min.",
        "Numéro de série : inconnu.",
    ],
)
def test_the_same_turns_without_a_name_are_silent(find, sentence):
    """What announces a name may also end on an ordinary word."""
    assert find(sentence) == set()


def test_names_of_spaces_by_their_letter_and_bar(find):
    """A community written r/… is a space that can be found."""
    assert lines(find(f"Vu dans r/{'mire_luna'} hier.")) == {1}
    assert find("y = x/r/total\n", "a.py") == set()


@pytest.mark.parametrize(
    "label", ["Serial Number: {}", "Body Serial Number : {}", "numéro de série : {}", "IMEI: {}"]
)
def test_what_a_device_writes_of_itself(find, random, label):
    """The number of a device leads to whoever bought it."""
    assert lines(find(label.format(make.digits(random, 10)))) == {1}


def test_identifiers_in_groups_of_hexadecimal_digits(find, random):
    """Universal identifiers and perceptual hashes name one file or one account."""
    digits = "".join(f"{random.randrange(16):x}" for _ in range(32))
    parts = digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]
    assert find("-".join(parts)) == {(1, "hash")}
    assert find(f"pHash {digits[:16]}") == {(1, "hash")}
    assert find(f"version abcd{digits[:4]}") == set()


@pytest.mark.parametrize(
    "path",
    [
        "/System/Volumes/Data/Users/{}/x",
        "/srv/home/{}/x",
        "/var/mail/{}",
        "/var/spool/cron/crontabs/{}",
        r"\\wsl$\Ubuntu\home\{}",
        r"\\wsl.localhost\Debian\home\{}\x",
    ],
)
def test_homes_behind_other_folders(find, path):
    """Whatever stands before it, the folder of an account names the account."""
    assert lines(find(path.format("mireluna"))) == {1}
    assert find("cd /srv/home-page/index et /var/mailing") == set()


@pytest.mark.parametrize("end", ["veille]$ make", "~]# id", "~/a-b]$ ls"])
def test_a_prompt_in_brackets(find, end):
    """The prompt of most Linux systems stands in brackets."""
    name = "-".join(("srv", "luna"))
    assert find("[mire" + "@" + f"{name} {end}") == {(1, "machine")}


def test_disguises_that_prove_the_address(find):
    """Nobody writes a dot in brackets, or four numbers and three « dot », but to hide something."""
    assert lines(find(f"mireluna[.]{'me'}")) == {1}
    assert lines(find(f"mireluna(a){'lune'}.me")) == {1}
    assert lines(find(f"mireluna AT {'lune'} DOT me")) == {1}
    assert find(" dot ".join(("91", "159", "48", "131"))) == {(1, "ip")}
    assert find("Le groupe (a) et le groupe (b). On compte 3 point 4.") == set()
    assert find("The value at each point in the grid; one alias only: here.") == set()


def test_other_hidden_networks_than_the_best_known(find, random):
    """Addresses of hidden services end in more than one way."""
    name = "".join(random.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(52))
    assert find(f"{name}.b32.{'i2p'}") == {(1, "onion")}
    assert find(f"mireluna.{'loki'}") == {(1, "onion")}


def test_an_address_that_fills_a_string_of_a_program(find):
    """An ending that no attribute has is an address even in code."""
    assert lines(find('a = "mireluna.{}"\n'.format("club"), "a.py")) == {1}
    assert find('rc["figure.style"] = member.club(2)\n', "a.py") == set()


def test_positions_in_cells_and_in_brackets(find):
    """Positions fill a cell of a table, with or without brackets, points or commas."""
    north, east = "47." + "62264", "1." + "70874"
    table = f"a;({north}, {east})\nb\t{north}, {east}\t2\nc,{north} N, {east} E\n"
    assert lines(find(table, "a.csv")) == {1, 2, 3}
    comma = f"{north} ; {east}".replace(".", ",")
    assert lines(find(f'a = "{comma}"\nb("[{north}, {east}]")\n', "a.py")) == {1, 2}
    assert lines(find(json.dumps({"a": f"vu à {comma}"}), "a.json")) == {1}
    assert find(f"a,b\n{north},{east}\n", "a.csv") == set()


def test_a_moment_with_colons_in_its_date(find):
    """Cameras write the day with colons."""
    assert find(f"{2023}:12:12 03:23:51") == {(1, "timestamp")}


def test_an_account_cut_short_only_where_one_is_announced(find, random):
    """A bank account that lacks a figure leads to the same person."""
    short = "FR76" + make.digits(random, 21)
    assert find(f"IBAN : {short}") == {(1, "iban")}
    assert find(f"lot {short}") == set()


def test_bounds_of_integers_with_underscores(find):
    """The largest integer of a machine is nobody, however it is written."""
    assert find(f"n = {2**63 - 1:_}\n", "a.py") == set()


def test_a_sentence_before_a_key_is_no_host(find):
    """The end of a sentence and the key on the next line make no address."""
    assert find("reason: pour protéger une personne.\ncontact: [a]\n", "a.yaml") == set()


@pytest.mark.parametrize(
    "position", ["{} deg 12' 3.25\" N", "lat {}.62264 et lon 1", "latitude: {}.622"]
)
def test_positions_by_their_degrees_or_by_their_name(find, position):
    """The name of a coordinate calls the rule only where a number stands near it."""
    assert find(position.format(48)) == {(1, "gps")}
    assert find("Une latence longue, un lot géométrique.") == set()


def test_signs_that_open_the_lines_of_a_program(find):
    """A decorator opens its line; a name after something else on the line stays a name."""
    name = "".join(("@", "mire_luna"))
    assert find(f"{name}\ndef f():\n    return 1\n", "a.py") == set()
    assert lines(find(f"{name} a écrit\n")) == {1}
    assert lines(find(f"a = 1  # vu par {name}\n", "a.py")) == {1}


@pytest.mark.parametrize("word", ["vu", "cc", "ca", "re"])
def test_a_line_that_opens_by_a_word_is_not_the_end_of_an_address(find, word):
    assert find(f"rien depuis demain.\n{word} avec elle\n") == set()
    assert find(f"rien sur demain-soir.\n{word} avec elle\n") == {(1, "address")}
