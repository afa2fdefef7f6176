"""Names of the list, in every writing, and nothing that only looks like them."""

import pytest

from veille.errors import VeilleError
from veille.redact.names import parse_names

LIST = "# équipe\nnom: Mélisa-Rose Tobène\nlieu : Saint-Torec\nLanoke\npseudo: lune_bleue\n"


@pytest.mark.parametrize("written", [
    "Mélisa-Rose Tobène", "melisa rose tobene", "MÉLISA ROSE TOBÈNE", "Mélisa Rose\nTobène",
    "MélisaRose-Tobène", "Me\u0301lisa-Rose Tobe\u0300ne", "Méli\u200bsa-Rose Tobène",
    "M é l i s a - R o s e T o b è n e", "Mé**lisa**-Rose Tobène", "Mélisa-Rose&nbsp;Tobène",
    "M%C3%A9lisa-Rose%20Tobène", "Ｍélisa-Rose Tobène",
])
def test_a_name_goes_in_every_writing(out, written):
    assert out(f"vu {written}, hier", names=LIST) == "vu [NOM-1], hier"


def test_elision_plural_of_places_and_types(out):
    assert out("de Lanoke, d’Lanoke, à saint torec", names=LIST) == (
        "de [NOM-1], d’[NOM-1], à [LIEU-1]")


@pytest.mark.parametrize("text", ["Lanokette", "aLanoke", "Saint Torecois", "Mélisa", "Tobène"])
def test_only_whole_words_and_whole_entries_go(out, text):
    assert out(text, names=LIST) == text


def test_letters_spaced_out_go_before_a_word_of_one_letter(out):
    assert out("L a n o k e m’a dit ; à L a n o k e : rien", names=LIST) == (
        "[NOM-1] m’a dit ; à [NOM-1] : rien")


def test_two_names_side_by_side_both_go(out):
    assert out("Lanoke Lanoke/Lanoke", names=LIST) == "[NOM-1] [NOM-1]/[NOM-1]"


def test_a_listed_pseudonym_and_one_that_is_announced_are_the_same(out):
    name = "lune_bleue"
    done = out(f"{name} ; pseudo : {name.title()}", names=LIST)
    assert done == "[PSEUDO-1] ; pseudo : [PSEUDO-1]"


def test_ligatures_and_other_scripts(out):
    names = "nom: Cœurane\nnom: Жыщэ\n"
    assert out("Coeurane, cœurane, жыщэ", names=names) == "[NOM-1], [NOM-1], [NOM-2]"


def test_a_name_that_is_a_word_of_ours_leaves_placeholders_alone(redact):
    names = "nom: pseudo\nnom: mars\n"
    once = redact(f"le 3 mars 2026, {chr(64)}lune_bleue4", names=names)
    assert once.data.decode() == "le [DATE mars 2026], [PSEUDO-1]"
    assert redact(once.data, names=names).data == once.data


def test_the_report_says_how_many_names_were_found_not_which(redact):
    report = redact("Lanoke", names=LIST).report
    assert report.names == {"listed": 4, "found": 1}


@pytest.mark.parametrize(("text", "said"), [
    ("nom: a", "ligne 1 : nom de moins de 2 lettres"),
    ("\n\nville: Kerlano", "ligne 3 : type inconnu"),
    ("nom:", "ligne 1"),
])
def test_a_wrong_line_is_told_by_its_number_alone(text, said):
    with pytest.raises(VeilleError, match=said) as refused:
        parse_names(text)
    assert "Kerlano" not in str(refused.value)
