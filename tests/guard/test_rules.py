"""Each rule on made-up identifiers, plain and disguised; and what must stay silent."""

from random import Random

import guard_identifiers as make
import guard_templates as templates
import pytest

LINES = [templates.positive(Random(f"oui {i}"), "reglage") for i in range(400)]
SILENT = sorted({templates.negative(Random(f"non {i}"), "reglage") for i in range(300)})


@pytest.mark.parametrize("rule", sorted({rule for _, rule in LINES}))
def test_each_line_that_identifies_is_found_by_its_rule(find, rule):
    lines = [line for line, planted in LINES if planted == rule]
    found = find("\n".join(lines))
    assert {line for line, _ in found} == set(range(1, len(lines) + 1))
    named = {line for line, said in found if said == rule or rule == "invitation"}
    assert len(named) == len(lines)


def test_lines_that_only_look_like_it_are_silent(find):
    found = {SILENT[line - 1]: rule for line, rule in find("\n".join(SILENT))}
    assert found == {}


@pytest.mark.parametrize("rule", sorted(make.MAKERS))
def test_plain_identifiers_are_found_at_the_ends_of_a_text(find, rule):
    for seed in range(8):
        value = make.MAKERS[rule](Random(seed))
        assert {line for line, _ in find(value)} == {1}, value
        assert {line for line, _ in find(f"un\ndeux {value}")} == {2}, value


def test_reserved_ranges_and_domains_are_not_exempt(find):
    fiction = [
        "0" + "1 99 00 12 34",
        "+1 " + "212 555" + " 0123",
        "192.0" + ".2.17",
        "2001:" + "db8::17",
        "moi@" + "exemple.example",
        "http://" + "localhost/a",
        "127.0" + ".0.1",
        "salon." + "invalid",
    ]
    assert {line for line, _ in find("\n".join(fiction))} == set(range(1, 9))


def test_help_lines_are_silent_and_their_neighbours_are_not(find):
    numbers = templates.help_lines()
    assert find("\n".join(numbers)) == set()
    shifted = [
        number[:-1] + str((int(number[-1]) + 1) % 10)
        for number in numbers
        if len(number.replace(" ", "")) >= 10
    ]
    known = {"".join(filter(str.isdigit, number)) for number in numbers}
    shifted = [number for number in shifted if "".join(filter(str.isdigit, number)) not in known]
    assert {line for line, _ in find("\n".join(shifted))} == set(range(1, len(shifted) + 1))


def test_the_bibliography_is_allowed_exactly(find, allowed):
    published = sorted(allowed.addresses)
    assert find("\n".join(f"Voir https://{address}." for address in published)) == set()
    moved = find("\n".join(f"Voir https://{address}/autre" for address in published))
    assert {line for line, _ in moved} == set(range(1, len(published) + 1))


def test_the_same_value_in_each_disguise(find, random):
    address = make.email(random).replace("-", "")
    local, host = address.split("@")
    dotted = host.replace(".", " point ")
    forms = [
        f"{local} arobase {dotted}",
        f"{local}[at]{host.replace('.', '[dot]')}",
        f"{local} (at) {host.replace('.', ' (dot) ')}",
        f"{local}%40{host}",
        f"{local}%2540{host}",
        f"{local}&#64;{host}",
        f"{local}&amp;#x40;{host}",
        f"{local}\\u0040{host}",
        f"{local}\uff20{host}",
        f"{local}@{host[:2]}\u200b{host[2:]}",
        f"{local}@{host[:2]}\u00ad{host[2:]}",
        " ".join(address),
        f"{local}@**{host}**",
        f"{local}@<b>{host}</b>",
        address.replace("o", "\u043e").replace("a", "\u0430"),
        f"{local} @ {host}",
        f"{local}@{host}".upper(),
    ]
    assert {line for line, _ in find("\n".join(forms))} == set(range(1, len(forms) + 1))


def test_telephone_numbers_in_words_and_signs(find, random):
    forms = [
        "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
        "zero six 12 34 quatre-vingt-dix vingt",
        "O6 12 34 5" + "6 78",
        "0 6 1 2 3 4 5 6 7" + " 8",
        "06\u202f12\u202f34\u202f56" + "\u202f78",
        "(514) 555" + "-0199",
        "0470/12" + ".34.56",
        "079 123" + " 45 67",
        "00 33 6 12" + " 34 56 78",
        "+33 (0)6 12" + " 34 56 78",
        "tél. : 26 12" + " 34 56",
        "tel:+3361" + "2345678",
    ]
    assert {line for line, _ in find("\n".join(forms))} == set(range(1, len(forms) + 1))


def test_positions_in_files_do_not_move(find, random):
    text = "é\u200b&amp;%20 \n" * 40 + f"ici {make.snowflake(random)}\n" + "<b>x</b>y\n" * 9
    assert find(text) == {(41, "snowflake")}
