"""The help lines: nothing without a source, a status and a known territory."""

import datetime

import pytest
import yaml
from docutils import nodes
from sphinx.errors import ExtensionError
from veille_site import help_lines

ENTRIES = yaml.safe_load(help_lines.DATA.read_text(encoding="utf-8"))


def entry(**changes):
    base = {
        "id": "essai",
        "name": "Ligne d’essai",
        "contact": [{"tel": "1"}],
        "audience": "tout le monde",
        "hours": "toujours",
        "cost": "gratuit",
        "anonymity": "anonyme",
        "territory": "france",
        "source": {"organisation": "Organisme", "document": "page d’essai"},
        "status": "V",
        "checked": datetime.date(2026, 11, 22),
    }
    return {key: value for key, value in (base | changes).items() if value is not None}


def test_good_entry_has_no_problem():
    """A complete entry may be printed."""
    assert help_lines.problems(entry()) == []


@pytest.mark.parametrize("field", sorted(help_lines.REQUIRED))
def test_missing_field(field):
    """An entry without a required field is refused, and the field is named."""
    assert help_lines.problems(entry(**{field: None})) == [f"champ manquant : {field}"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "U"}, "statut inconnu"),
        ({"status": "V2"}, "sans « à vérifier »"),
        ({"checked": "à vérifier"}, "sans date"),
        ({"territory": "ailleurs"}, "territoire inconnu"),
        ({"source": {"organisation": "Organisme"}}, "source sans"),
        ({"source": "Organisme"}, "source sans"),
        ({"contact": [{"pigeon": "1"}]}, "contact inconnu"),
        ({"surprise": 1}, "champ inconnu"),
        ({"name": ""}, "champ vide"),
    ],
)
def test_bad_entry(changes, words):
    """An entry that may not be printed says why."""
    found = help_lines.problems(entry(**changes))
    assert any(words in problem for problem in found), found


def test_the_published_file_is_good():
    """Every published line may be printed, and identifiers are unique."""
    entries = help_lines.load()
    assert len({e["id"] for e in entries}) == len(entries) > 20


def test_every_territory_has_lines_and_a_place_on_the_page():
    """No territory is forgotten by the data or by the page."""
    page = (help_lines.DATA.parents[1] / "aide.md").read_text(encoding="utf-8")
    for code, name in help_lines.TERRITORIES.items():
        assert any(e["territory"] == code for e in ENTRIES), code
        assert f"```{{lignes-aide}} {code}\n" in page
        assert f"\n## {name}\n" in page


def test_verified_lines_carry_the_date_of_the_reading():
    """Only a line seen at its source carries a date, and it is the day of that reading."""
    days = {e["checked"] for e in ENTRIES if e["status"] == "V"}
    assert days == {datetime.date(2026, 11, 22)}


def test_no_copy_is_cited():
    """A source is an organisation and a document, never an address."""
    for e in ENTRIES:
        words = " ".join(e["source"].values())
        assert "://" not in words, e["id"]
        assert "www." not in words, e["id"]


def test_no_point_median_on_the_help_page():
    """The help page is in plain language."""
    page = (help_lines.DATA.parents[1] / "aide.md").read_text(encoding="utf-8")
    assert "·" not in page + help_lines.DATA.read_text(encoding="utf-8")


def test_bad_file_is_refused(tmp_path):
    """A file with one bad line is refused as a whole, by name."""
    path = tmp_path / "aide.yml"
    path.write_text(yaml.safe_dump([entry(), entry(status="U")]), encoding="utf-8")
    with pytest.raises(ExtensionError, match=r"aide\.yml.*Ligne d’essai : statut inconnu"):
        help_lines.load(path)


@pytest.mark.parametrize(("status", "marked"), [("V2", True), ("V", False)])
def test_v2_is_printed_with_its_warning(status, marked):
    """A V2 line carries « à vérifier » in its section and among the emergency numbers."""
    checked = "à vérifier" if status == "V2" else datetime.date(2026, 11, 1)
    item = entry(status=status, checked=checked)
    for printed in (help_lines.check_line(item), help_lines.urgent_list([item])):
        assert ("à vérifier" in printed.astext().lower()) is marked
    if not marked:
        assert "1er novembre 2026" in help_lines.check_line(item).astext()


def test_unknown_facts_are_not_printed():
    """What nobody knows takes no room on the page."""
    printed = [line[0] for line in help_lines.facts(entry(cost="non précisé"))]
    assert printed == [
        "Pour qui : tout le monde",
        "Quand : toujours",
        "Anonymat : anonyme",
    ]


@pytest.mark.parametrize(
    ("way", "address"),
    [
        ({"tel": "116 006"}, "tel:116006"),
        ({"sms": "114"}, "sms:114"),
        ({"web": "3018.fr"}, "https://3018.fr"),
        ({"text": "le centre"}, None),
    ],
)
def test_contact(way, address):
    """A number or a site is a link; anything else is text."""
    node = help_lines.contact_node(way)
    assert node.get("refuri") == address
    assert isinstance(node, nodes.reference) is (address is not None)


@pytest.mark.parametrize("situation", help_lines.SITUATIONS)
def test_each_situation_has_a_line(situation):
    """A reader who recognises a situation finds somebody to call or to write to."""
    chosen = [one for one in ENTRIES if situation in one.get("situations", [])]
    assert chosen
    shown = help_lines.short_list(chosen).astext()
    for one in chosen:
        assert one["name"] in shown


def test_unknown_situation_is_refused():
    """A slip in the data cannot hide a line."""
    assert any("situation inconnue" in fault
               for fault in help_lines.problems(entry(situations=["fatigue"])))


@pytest.mark.parametrize(("day", "stale"), [
    (datetime.date(2027, 5, 21), False),  # 180 days after the check
    (datetime.date(2027, 5, 22), True),
])
def test_an_old_check_shows_as_to_be_checked_again(monkeypatch, day, stale):
    """A line read more than 180 days before the build does not pass for checked."""
    noon = datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))
    assert help_lines.today() == day
    shown = help_lines.check_line(entry()).astext()
    assert ("À revérifier" in shown) == stale
    assert ("Vérifié le 22 novembre 2026" in shown) == (not stale)
    assert help_lines.mark_of(entry()) == ("à revérifier" if stale else "")


def test_the_day_of_the_build_is_today_without_the_variable(monkeypatch):
    """The clock is used where no day was given."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert abs((help_lines.today() - datetime.date.today()).days) <= 1
