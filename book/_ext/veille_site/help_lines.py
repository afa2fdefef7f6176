"""Help and reporting lines: data first, the page is rendered from it."""

import datetime
import os
from pathlib import Path

import yaml
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from veille_site.blocks import as_node, bullet_list, paragraph, section

DATA = Path(__file__).parents[2] / "_data" / "aide.yml"
TERRITORIES = {
    "france": "France",
    "belgique": "Belgique",
    "suisse": "Suisse",
    "luxembourg": "Luxembourg",
    "canada": "Québec et Canada",
    "international": "International",
}
STATUSES = ("V", "V2")
TO_CHECK = "à vérifier"
UNKNOWN = "non précisé"  # the data say that we looked; the page does not print it
FIELDS = {
    "id", "name", "contact", "audience", "hours", "cost", "anonymity", "territory",
    "source", "status", "checked", "urgent", "note", "situations",
}  # fmt: skip
REQUIRED = FIELDS - {"urgent", "note", "situations"}
SITUATIONS = ("danger", "chantage", "mineur", "contenu", "acte", "epuise")
FRESH = datetime.timedelta(days=180)
STALE = "à revérifier"
FACTS = {
    "audience": "Pour qui",
    "hours": "Quand",
    "cost": "Coût",
    "anonymity": "Anonymat",
    "note": "À savoir",
}
SCHEMES = {"tel": "tel:{}", "sms": "sms:{}", "web": "https://{}", "text": ""}
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
    "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def problems(entry):
    """Give what is wrong with one entry, in French; nothing when it may be printed."""
    found = [f"champ manquant : {name}" for name in sorted(REQUIRED - entry.keys())]
    found += [f"champ inconnu : {name}" for name in sorted(entry.keys() - FIELDS)]
    found += [f"champ vide : {name}" for name in sorted(entry) if entry[name] in (None, "", [])]
    return found or [*status_problems(entry), *place_problems(entry)]


def status_problems(entry):
    """Give what is wrong with the status and the date of the check."""
    if entry["status"] not in STATUSES:
        yield f"statut inconnu : {entry['status']!r} ; attendu : {' ou '.join(STATUSES)}"
    elif entry["status"] == "V2" and entry["checked"] != TO_CHECK:
        yield f"statut V2 sans « {TO_CHECK} » : {entry['checked']!r}"
    elif entry["status"] == "V" and not hasattr(entry["checked"], "isoformat"):
        yield f"statut V sans date de vérification : {entry['checked']!r}"


def place_problems(entry):
    """Give what is wrong with the territory, the source and the ways of contact."""
    if entry["territory"] not in TERRITORIES:
        yield f"territoire inconnu : {entry['territory']!r} ; attendu : {', '.join(TERRITORIES)}"
    for name in entry.get("situations", []):
        if name not in SITUATIONS:
            yield f"situation inconnue : {name!r} ; attendu : {', '.join(SITUATIONS)}"
    source = entry["source"]
    if not isinstance(source, dict) or not (source.get("organisation") and source.get("document")):
        yield "source sans organisation ou sans document"
    for way in entry["contact"]:
        if len(way) != 1 or not way.keys() <= SCHEMES.keys():
            yield f"contact inconnu : {way!r} ; attendu : {', '.join(SCHEMES)}"


def load(path=DATA):
    """Give the entries of the data file; refuse the file if one of them may not be printed."""
    entries = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    faults = [f"{e.get('name', '?')} : {fault}" for e in entries for fault in problems(e)]
    if faults:
        raise ExtensionError(f"{path} : " + " ; ".join(faults))
    return entries


def french_date(day):
    """Give a date in French words."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def contact_node(way):
    """Give a link for a telephone number or a site, plain text for the rest."""
    ((kind, value),) = way.items()
    label = f"SMS {value}" if kind == "sms" else str(value)
    if kind == "text":
        return nodes.inline("", label)
    address = SCHEMES[kind].format(str(value).replace(" ", ""))
    return nodes.reference("", label, refuri=address, internal=False)


def contact_line(entry):
    """Give the ways of contact on one line, in the order of the data."""
    children = []
    for position, way in enumerate(entry["contact"]):
        children += ([" ou "] if position else []) + [contact_node(way)]
    return paragraph(nodes.strong("", "", *map(as_node, children)), classes=["contact"])


def check_line(entry):
    """Say where the entry was read and when, or that it remains to be checked."""
    source = entry["source"]
    where = f"Source : {source['organisation']}, {source['document']}. "
    if entry["status"] == "V2":
        mark = nodes.strong("", "À vérifier")
        rest = " : lu dans une source secondaire (presse ou copie)."
        return paragraph(mark, f"{rest} {where}", classes=["source"])
    if is_stale(entry):
        mark = nodes.strong("", "À revérifier")
        return paragraph(mark, f" : vu pour la dernière fois le {french_date(entry['checked'])}. "
                         f"{where}", classes=["source"])
    return paragraph(f"{where}Vérifié le {french_date(entry['checked'])}.", classes=["source"])


def today():
    """Give the day of the build: that of ``SOURCE_DATE_EPOCH`` where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.date.today()


def is_stale(entry):
    """Say whether an entry was read too long ago to be printed as checked."""
    return entry["status"] == "V" and today() - entry["checked"] > FRESH


def mark_of(entry):
    """Give the warning that stands beside a name in a short list, or nothing."""
    return TO_CHECK if entry["status"] == "V2" else STALE if is_stale(entry) else ""


def facts(entry):
    """Give the facts of one entry, one per line."""
    known = {name: entry[name] for name in FACTS if entry.get(name, UNKNOWN) != UNKNOWN}
    return [[f"{FACTS[name]} : {value}"] for name, value in known.items()]


def entry_section(document, entry, prefix=""):
    """Give the section of one entry."""
    return section(
        document,
        f"{prefix}{entry['id']}",
        [entry["name"]],
        contact_line(entry),
        bullet_list(facts(entry)),
        check_line(entry),
        classes=["ligne-aide"],
    )


def urgent_list(entries):
    """Give the emergency numbers, one territory per line."""
    lines = []
    for entry in entries:
        everywhere = entry["territory"] == "international"  # the name says where it answers
        place = entry["name"] if everywhere else TERRITORIES[entry["territory"]]
        ways = [way.deepcopy() for way in contact_line(entry).children[0].children]
        line = [nodes.strong("", f"{place} : "), *ways, f", {entry['audience']}"]
        lines.append(line + warning(entry))
    return bullet_list(lines, classes=["urgences"])


def warning(entry):
    """Give the nodes of the warning beside a name."""
    mark = mark_of(entry)
    return [" ", nodes.inline("", f"({mark})", classes=["a-verifier"])] if mark else []


def short_list(entries):
    """Give the lines that fit a situation, by territory, each with a link to its details."""
    items = []
    for territory, place in TERRITORIES.items():
        for entry in (one for one in entries if one["territory"] == territory):
            ways = [way.deepcopy() for way in contact_line(entry).children[0].children]
            where = "partout" if territory == "international" else place
            more = nodes.reference("", "détails", refid=entry["id"], internal=True)
            more["aria-label"] = f"détails sur {entry['name']}"
            items.append([nodes.strong("", f"{where} : "), f"{entry['name']}, ", *ways,
                          *warning(entry), " (", more, ")"])
    return bullet_list(items, classes=["situation"])


class HelpLines(SphinxDirective):
    """Show the lines of one territory, the emergency numbers of all, or those of a situation."""

    optional_arguments = 1
    option_spec = {  # noqa: RUF012 (docutils' own convention)
        "urgence": directives.flag, "situation": directives.unchanged_required}

    def run(self):
        """Give one section per line, or the list of emergency numbers."""
        self.env.note_dependency(str(DATA))
        entries = load(DATA)
        if "urgence" in self.options:
            return [urgent_list([e for e in entries if e.get("urgent")])]
        if "situation" in self.options:
            asked = self.options["situation"]
            if asked not in SITUATIONS:
                raise self.error(f"situation inconnue : {asked!r}")
            return [short_list([e for e in entries if asked in e.get("situations", [])])]
        territory = self.arguments[0] if self.arguments else None
        if territory not in TERRITORIES:
            raise self.error(f"territoire inconnu : {territory!r}")
        chosen = [e for e in entries if e["territory"] == territory]
        return [entry_section(self.state.document, entry) for entry in chosen]


def register(app):
    """Add the directive."""
    app.add_directive("lignes-aide", HelpLines)
