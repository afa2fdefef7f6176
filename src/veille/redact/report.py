"""What was replaced, how many times, and what a person must still read; never a value."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from veille.french import number
from veille.redact.forms import NOTEBOOK, Form
from veille.redact.placeholders import KINDS, SHAPE
from veille.redact.session import Session, Wish

VERSION = 1
MOST_LINES = 200
LABELS = dict(zip(KINDS, (
    "pseudonymes et étiquettes",
    "liens, invitations et adresses",
    "identifiants de plateforme et mentions",
    "adresses électroniques",
    "numéros de téléphone",
    "noms de votre liste",
    "lieux de votre liste",
    "machines, adresses IP et dossiers personnels",
    "comptes et portefeuilles",
    "empreintes de fichiers",
    "positions",
    "contenus encodés",
    "dates généralisées",
    "heures",
    "lignes retirées entières",
), strict=True))
TO_READ = {
    "names": "les noms et les lieux qui ne sont pas dans votre liste : l’outil ne les cherche pas",
    "bare_names": "les pseudonymes écrits seuls, sans signe ni mot qui les annonce",
    "roles": "les fonctions, âges, métiers, écoles et liens entre personnes",
    "details": "les détails rares : un objet, une phrase, un événement que peu de gens connaissent",
    "events": "les événements qu’une date même générale, ou « la veille de… », fait retrouver",
    "style": "les citations et la façon d’écrire : remplacez une citation par ce qu’elle dit",
    "images": "les images et les fichiers joints, qui ne sont pas lus",
    "file_name": "le nom du fichier, qui n’est pas changé",
}
_INSIDE = re.compile(r"(?<=[^\W\d_][ ,’'])[A-ZÀÂÄÉÈÊËÎÏÔÖÙÛÜÇŒ][^\W\d_]+")
_NUMBERS = re.compile(r"(?<!\w)\d{4,}")
_AGES = re.compile(r"\b\d{1,2}\s?ans\b", re.I)
SUSPECTS = {
    "capitals": ("un mot à majuscule dans une phrase", _INSIDE),
    "numbers": ("un nombre de quatre chiffres ou plus", _NUMBERS),
    "ages": ("un âge ou une durée en années", _AGES),
}


@dataclass(frozen=True)
class Report:
    """Counts by kind, what was kept and dropped, lines of the output to look at first."""

    form: str
    replaced: dict[str, dict[str, int]]
    placeholders_kept: int
    names: dict[str, int]
    dropped: dict[str, int]
    lines_to_read: dict[str, list[int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Give the report as the JSON output writes it."""
        return {"version": VERSION} | asdict(self) | {"to_read": list(TO_READ)}

    def lines(self) -> Iterable[str]:
        """Give the report as a person reads it."""
        yield "Remplacé :" if self.replaced else "Rien n’a été remplacé."
        for kind, count in self.replaced.items():
            yield f"  {LABELS[kind]} : {_counted(kind, count)}"
        if self.placeholders_kept:
            yield f"Repères déjà présents, gardés : {number(self.placeholders_kept, 0)}."
        if self.names["listed"]:
            yield (f"Votre liste : {number(self.names['found'], 0)} noms trouvés sur "
                   f"{number(self.names['listed'], 0)}.")
        if self.form == NOTEBOOK:
            yield (f"Laissé de côté : {number(self.dropped['outputs'], 0)} sorties, "
                   f"{number(self.dropped['attachments'], 0)} pièces jointes, les métadonnées.")
        yield "À relire par une personne, car l’outil ne les voit pas :"
        yield from (f"  - {said}" for said in TO_READ.values())
        for name, (said, _) in SUSPECTS.items():
            if rows := self.lines_to_read.get(name):
                yield f"Lignes avec {said} : {_rows(rows)}."


def _counted(kind: str, count: dict[str, int]) -> str:
    times = f"{number(count['occurrences'], 0)} fois"
    if kind in ("HEURE", "PASSAGE"):
        return times
    different = "s" if count["values"] > 1 else ""
    return f"{number(count['values'], 0)} valeur{different}, {times}"


def _rows(rows: list[int]) -> str:
    shown = ", ".join(map(str, rows[:20]))
    return shown + (f" et {len(rows) - 20} autres" if len(rows) > 20 else "")


def report(form: Form, session: Session, wish: Wish, dropped: dict[str, int]) -> Report:
    """Sum up what a session did."""
    return Report(
        form.kind,
        session.counts(),
        session.placeholders.kept,
        {"listed": len(wish.names), "found": session.names_found},
        dropped,
        _suspects(form.written() if form.kind != NOTEBOOK else form.plain()),
    )


def _suspects(text: str) -> dict[str, list[int]]:
    lines = [SHAPE.sub("", line) for line in text.splitlines()]
    return {
        name: [row for row, line in enumerate(lines, 1) if pattern.search(line)][:MOST_LINES]
        for name, (_, pattern) in SUSPECTS.items()
    }
