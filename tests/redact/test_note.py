"""What must hold of any note: nothing left, nothing for the guard, the same when done again."""

from random import Random

import guard_identifiers as make
import guard_templates as templates
import make_guard_corpus as corpus
import pytest
from redaction import still_reads
from volunteer_notes import Note

from veille.errors import VeilleError
from veille.guard.readers.source import Budget, Source
from veille.guard.scan import Scan
from veille.redact import note
from veille.redact.placeholders import SHAPE

RULES = sorted(make.MAKERS)


def findings(data, name, allowed):
    from io import BytesIO

    source = Source(name, lambda: BytesIO(data), len(data), budget=Budget())
    return Scan(name, allowed).run(source).findings


@pytest.mark.parametrize("seed", range(1, 9))
def test_no_value_of_a_volunteer_s_note_can_be_read_afterwards(redact, seed):
    planted = Note(seed)
    done = redact(planted.text, names=planted.listed).data.decode()
    lines = done.split("\n")
    assert len(lines) == len(planted.lines) + 1
    for slot, value, line in planted.values:
        here = lines[line] if slot in ("heure", "date", "moment") else done
        assert not still_reads(value, here), (slot, line)


@pytest.mark.parametrize("rule", RULES)
def test_each_sort_of_value_goes_in_each_disguise_of_the_corpus(redact, rule):
    draws = Random(f"caviardage/{rule}")
    for which in ("reglage", "epreuve"):
        for disguise in templates.DISGUISES[which].get(rule, (str,)):
            for form in templates.PLAIN[which]:
                value = make.MAKERS[rule](draws)
                done = redact(form.format(disguise(value))).data.decode()
                assert SHAPE.search(done), form
                assert not still_reads(value, done), form


@pytest.mark.parametrize(("which", "seed"), [("reglage", 301), ("epreuve", 302)])
def test_nothing_the_guard_finds_in_a_fresh_corpus_is_left(redact, allowed, tmp_path, which, seed):
    corpus.corpus(tmp_path, which, seed, 800)
    for path in sorted(tmp_path.iterdir()):
        assert findings(path.read_bytes(), "note.md", allowed)
        assert findings(redact(path.read_bytes()).data, "note.md", allowed) == []


@pytest.mark.parametrize("dates", ["mois", "relatif"])
@pytest.mark.parametrize("seed", [11, 12])
def test_done_again_it_changes_nothing(redact, seed, dates):
    planted = Note(seed)
    once = redact(planted.text, names=planted.listed, dates=dates)
    again = redact(once.data, names=planted.listed, dates=dates)
    assert again.data == once.data
    assert again.report.replaced == {}


def test_the_same_value_has_the_same_placeholder_in_every_writing(out, random):
    email, id_ = make.email(random), make.snowflake(random)
    disguised = email.replace("@", " [at] ").replace(".", "[.]")
    assert out(f"{email} puis {disguised} ; {id_} et <@{id_}>") == (
        "[COURRIEL-1] puis [COURRIEL-1] ; [IDENTIFIANT-1] et [IDENTIFIANT-1]"
    )


def test_a_pseudonym_announced_once_goes_wherever_it_stands_alone(out):
    name = "tobenelune"
    assert out(f"{name} est là.\npseudo : {name}\n{name.upper()} repart.") == (
        "[PSEUDO-1] est là.\npseudo : [PSEUDO-1]\n[PSEUDO-1] repart."
    )


def test_a_handle_with_a_point_after_a_small_word_is_no_address(out):
    name = "tobene.lune"
    assert out(f"vu @{name} et @{name}") == "vu [PSEUDO-1] et [PSEUDO-1]"


def test_two_documents_share_nothing_but_the_order_of_appearance(out, random):
    one, other = make.email(random), make.email(random)
    assert out(f"{one} et {other}") == out(f"{other} et {one}") == "[COURRIEL-1] et [COURRIEL-2]"


def test_placeholders_that_are_there_keep_their_numbers(out, random):
    assert out(f"[PSEUDO-4] connaît @{make.handle(random)}") == "[PSEUDO-4] connaît [PSEUDO-5]"


@pytest.mark.parametrize("number", templates.help_lines())
def test_every_published_number_stays(out, number):
    assert out(f"Appelez le {number}.") == f"Appelez le {number}."


def test_exceptions_of_the_project_do_not_hold_for_a_note(allowed):
    assert allowed.values == allowed.forms == allowed.registries == ()
    assert not allowed.files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_every_encoding_the_guard_reads_is_given_back_in_utf_8(redact, random, encoding):
    text = f"Reçu hier, à vérifier : {make.email(random)}\n" * 3
    done = redact(text.encode(encoding)).data
    assert done.decode("utf-8") == "Reçu hier, à vérifier : [COURRIEL-1]\n" * 3


def test_lines_end_as_they_did(redact):
    assert redact(b"un\r\ndeux\r\n").data == b"un\r\ndeux\r\n"
    assert redact(b"un\ndeux").data == b"un\ndeux"


def test_what_encoded_text_hides_goes_with_it(out, random):
    import base64

    hidden = base64.b64encode(f"contact : {make.email(random)}".encode()).decode()
    assert out(f"voir {hidden} ici") == "voir [CONTENU-1] ici"


@pytest.mark.parametrize(("data", "suffix", "said"), [
    (b"%PDF-1.7 x", "md", "format que l’outil ne lit pas"),
    (b"\x89PNG\r\n\x1a\n", "txt", "format que l’outil ne lit pas"),
    (b"PK\x03\x04", "docx", "format que l’outil ne lit pas"),
    (b"{\\rtf1 x}", "txt", "format que l’outil ne lit pas"),
    (b"<p>x</p>", "html", "format que l’outil ne lit pas"),
    (b"\0\1\2\3" * 40, "md", "n’est pas du texte"),
    (b"a" * (note.LARGEST + 1), "md", "dépasse 2 Mo"),
])
def test_what_is_no_note_is_refused(redact, data, suffix, said):
    with pytest.raises(VeilleError, match=said):
        redact(data, suffix)


def test_when_the_guard_still_sees_something_nothing_is_given(redact, random, monkeypatch):
    value = make.email(random)
    monkeypatch.setattr(note, "_settled", lambda form, session: form)
    with pytest.raises(VeilleError, match="ligne 2") as refused:
        redact(f"un\n{value}\n")
    assert value not in str(refused.value)


def test_a_value_that_placeholders_do_not_undo_takes_its_line_away(out, random, monkeypatch):
    monkeypatch.setattr(note, "PATIENCE", 0)
    assert out(f"un\nvoir {make.email(random)} ici\ndeux\n") == "un\n[PASSAGE RETIRÉ]\ndeux\n"


def test_an_empty_note_stays_empty(redact):
    done = redact(b"")
    assert (done.data, done.report.replaced) == (b"", {})


def test_a_value_that_ends_its_line_takes_nothing_of_the_next(out, random):
    for value, kind in ((make.email(random), "COURRIEL"), (make.snowflake(random), "IDENTIFIANT"),
                        ("3/2/2026", None)):
        said = "[DATE février 2026]" if kind is None else f"[{kind}-1]"
        assert out(f"le {value}.\nvu hier\n") == f"le {said}.\nvu hier\n"


def test_a_link_cut_by_the_end_of_a_line_goes_whole(out, random):
    link, end = f"https://{make.host(random)}/2026/03/12/tobene-", "lunesa/revokima"
    done = out(f"voir {link}\n{end} hier\n", names="tobene")
    assert done == "voir [LIEN-1] hier\n"
