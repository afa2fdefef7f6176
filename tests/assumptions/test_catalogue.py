import shutil

import pytest
import yaml

from veille.assumptions import AssumptionError, load_catalogue
from veille.assumptions.loading import BIBLIOGRAPHY, RECORDS
from veille.assumptions.parameters import PARAMETERS
from veille.assumptions.vocabulary import ARCHETYPES


@pytest.fixture
def folder(tmp_path):
    """A copy of the project's records, to be damaged."""
    for path in RECORDS.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def change(folder, record_id, **changes):
    """Change fields of one record in its file; None removes the field."""
    for path in folder.glob("*.yaml"):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        for record in document["records"]:
            if record["id"] == record_id:
                record.update(changes)
                for name in [name for name, value in changes.items() if value is None]:
                    del record[name]
                path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
                return path.name
    raise AssertionError(record_id)


def test_every_parameter_has_a_value(catalogue):
    for name in PARAMETERS:
        assert catalogue.value(name) is not None


def test_every_sourced_record_says_where(catalogue):
    keys = BIBLIOGRAPHY.read_text(encoding="utf-8")
    for record in catalogue.records:
        if record.status != "assumed":
            assert f"{{{record.source}," in keys
            assert record.place


FAULTS = {
    "unknown source": ("reply_share_organised", {"source": "nobody1900"}, "nobody1900"),
    "missing reason": ("reply_share_organised", {"reason": None}, "reason"),
    "empty reason": ("reply_share_organised", {"reason": "  "}, "reason"),
    "outside its range": ("reply_share_organised", {"value": 0.9}, "0.9 hors de sa plage"),
    "wrong unit": ("reply_share_organised", {"unit": "weeks"}, "« proportion » est attendue"),
    "unknown unit": ("reply_share_organised", {"unit": "parsecs"}, "parsecs"),
    "range upside down": ("reply_share_organised", {"range": [0.8, 0.2]}, "croissantes"),
    "impossible range": ("reply_share_organised", {"range": [0.2, 1.8]}, "entre 0 et 1"),
    "no place": ("reply_share_organised", {"place": None}, "place"),
    "unknown status": ("reply_share_organised", {"status": "certain"}, "certain"),
    "unknown parameter": ("reply_share_organised", {"parameter": "charm"}, "charm"),
    "unknown field": ("reply_share_organised", {"colour": "red"}, "colour"),
    "unknown archetype": ("reply_share_organised", {"applies_to": ["choir"]}, "choir"),
    "code of another axis": ("decision_shape_other", {"applies_to": ["in_app"]}, "in_app"),
    "codes for a scalar": ("read_quota", {"applies_to": ["general_gaming"]}, "applies_to"),
    "list for a text": ("reply_share_organised", {"status": ["measured"]}, "du texte"),
    "number for a text": ("reply_share_organised", {"source": 2025}, "du texte"),
    "word for a truth value": ("members_max", {"secondary": "perhaps"}, "true ou false"),
    "text for a list": ("reply_share_organised", {"applies_to": "figure_leaks"}, "applies_to"),
    "text for a number": ("reply_share_organised", {"value": "half"}, "half"),
    "boolean for a number": ("reply_share_organised", {"value": True}, "nombre"),
    "infinite number": ("members_log_sd", {"value": float("inf")}, "nombre"),
    "assumed with a source": ("at_risk_share", {"source": "gebru2021datasheets"}, "assumed"),
    "mix off one": ("mutation_mix", {"value": {
        "spelling": 0.3, "shortening": 0.3, "substitution": 0.3, "symbol": 0.3,
        "recombination": 0.3}}, "1.5"),
    "missing key": ("rules_posted", {"value": {"figure_leaks": 0.5}}, "general_gaming"),
    "fraction of a slot": ("slots_per_family", {"value": {
        f"F{n:02d}": 12.5 for n in range(1, 11)}}, "entier"),
    "beyond the generator": ("channels_dispersion", {"value": 0, "range": [0, 9]}, "entre 0.01"),
    "table for a scalar": ("at_risk_share", {"value": {"a": 0.1}}, "un seul nombre"),
}


@pytest.mark.parametrize(("record", "changes", "found"), FAULTS.values(), ids=FAULTS.keys())
def test_a_faulty_record_is_named_with_its_file(folder, record, changes, found):
    file = change(folder, record, **changes)
    with pytest.raises(AssumptionError) as error:
        load_catalogue(folder)
    assert file in str(error.value)
    assert f"« {record} »" in str(error.value)
    assert found in str(error.value)


def test_two_records_for_one_archetype_are_refused(folder):
    change(folder, "reply_share_organised", applies_to=["organised_sexualisation", "figure_leaks"])
    with pytest.raises(AssumptionError, match="redonne figure_leaks"):
        load_catalogue(folder)


def test_a_record_may_answer_for_some_members_of_any_first_axis(catalogue):
    records = [r for r in catalogue.records if r.parameter == "report_action_share"]
    assert {r.status for r in records} == {"analogue", "assumed"}
    (sourced,) = [r for r in records if r.applies_to == ("hotline",)]
    assert catalogue.value("report_action_share")["hotline"] == sourced.value


def test_an_unanswered_archetype_is_refused(folder):
    path = folder / "02_size_activity.yaml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    document["records"] = [r for r in document["records"] if r["id"] != "reply_share_organised"]
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    with pytest.raises(AssumptionError, match=r"reply_share.*organised_sexualisation"):
        load_catalogue(folder)


def test_a_doubled_identifier_is_refused(folder):
    change(folder, "read_quota", id="at_risk_share")
    with pytest.raises(AssumptionError, match="at_risk_share"):
        load_catalogue(folder)


def test_archetype_shares_must_sum_to_one_in_each_class(folder):
    mix = dict.fromkeys(ARCHETYPES, 0.2)
    change(folder, "archetype_mix", value=mix)
    with pytest.raises(AssumptionError, match="archetype_mix"):
        load_catalogue(folder)


def test_broken_yaml_is_named_with_its_line(folder):
    (folder / "03_structure.yaml").write_text("topic: x\nrecords: [a: b: c]\n", encoding="utf-8")
    with pytest.raises(AssumptionError, match=r"03_structure\.yaml ligne 2"):
        load_catalogue(folder)


def test_a_file_that_is_not_text_is_named(folder):
    (folder / "03_structure.yaml").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(AssumptionError, match=r"03_structure\.yaml"):
        load_catalogue(folder)


@pytest.mark.parametrize("content", ["", "topic: x\n", "- a\n"])
def test_a_file_without_records_is_named(folder, content):
    (folder / "03_structure.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(AssumptionError, match=r"03_structure\.yaml.*records"):
        load_catalogue(folder)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(AssumptionError, match="Aucun fichier"):
        load_catalogue(tmp_path)


def test_a_folder_may_bring_its_own_bibliography(folder):
    (folder / "references.bib").write_text("@misc{mine, title={T}, year={2026}}\n")
    with pytest.raises(AssumptionError, match="absente de la bibliographie"):
        load_catalogue(folder)


def test_replace_moves_a_whole_parameter_and_marks_it(catalogue):
    moved = catalogue.replace(variant_half_life=4)
    assert moved.value("variant_half_life") == 4
    assert catalogue.value("variant_half_life") == 13
    (record,) = [r for r in moved.records if r.parameter == "variant_half_life"]
    assert record.status == "assumed"


def test_replace_refuses_a_value_outside_the_range(catalogue):
    with pytest.raises(AssumptionError, match="plage"):
        catalogue.replace(variant_half_life=400)
