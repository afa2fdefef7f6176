"""The weekly work of volunteer teams."""

from veille.schema.model import Column, ForeignKey, Table
from veille.schema.tables.common import WEEK

_TEAM = Column("team_id", "string", "Identifiant opaque de l’équipe, tiré pour ce seul monde.",
               pattern=r"T[0-9]{7}")
_VOLUNTEER = Column("volunteer_id", "string",
                    "Identifiant opaque de la personne, tiré pour ce seul monde.",
                    pattern=r"V[0-9]{9}")
_SCORE = "sans rapport avec un instrument existant ; le seuil de détresse est à 50."
_THE_TEAM = ForeignKey(("team_id",), "truth_teams", ("team_id",))
_THE_WEEK = ForeignKey(("team_id", "week"), "team_weeks", ("team_id", "week"))


def _count(name: str, description: str, unit: str) -> Column:
    return Column(name, "integer", description, unit, minimum=0)


TEAM_WEEKS = Table(
    "team_weeks", "Semaines d’équipe",
    "Une semaine du registre d’une équipe. Le registre est tenu par l’équipe : il ne dépend "
    "d’aucun serveur.",
    (
        _TEAM,
        WEEK,
        _count("volunteers", "Bénévoles présents, au moins quelques minutes.", "personnes"),
        _count("arrivals", "Dossiers arrivés pendant la semaine.", "dossiers"),
        _count("handled", "Dossiers traités pendant la semaine.", "dossiers"),
        _count("backlog", "Dossiers en attente à la fin de la semaine.", "dossiers"),
    ),
    ("team_id", "week"),
    not_modelled="La file est vide au début de la fenêtre. Ni saison, ni jours fériés, ni travail "
    "de nuit ; ni tri, ni priorité : un dossier en vaut un autre, aucun n’est abandonné, rouvert "
    "ou passé à une autre équipe. Le rythme ne dépend ni de la personne, ni de la fatigue, ni de "
    "l’attente, et l’attente ne décourage pas les arrivées.",
)

SHIFTS = Table(
    "shifts", "Semaines de bénévolat",
    "Une semaine d’une personne dans son équipe, absences comprises (0 heure). La première "
    "semaine de la fenêtre n’est pas la première de ceux et celles qui y sont déjà : leur dose "
    "antérieure n’est pas connue.",
    (
        _TEAM,
        _VOLUNTEER,
        WEEK,
        Column("hours", "number", "Heures données.", "heures", minimum=0, maximum=168),
        _count("cases", "Dossiers traités.", "dossiers"),
        _count("exposures", "Dossiers qui ont exposé à un contenu éprouvant.", "expositions"),
        Column("support", "boolean", "Un temps de soutien entre pairs a eu lieu cette semaine."),
        Column("distress_score", "integer",
               f"Score de détresse donné par la personne, {_SCORE} Vide s’il n’a pas été donné ; "
               "rien ne dit que ce soit au hasard.", "points", minimum=0, maximum=100,
               nullable=True),
    ),
    ("volunteer_id", "week"),
    (_THE_WEEK,),
    not_modelled="Ni contenu des dossiers, ni gravité, ni floutage. Le score n’est pas un "
    "diagnostic, n’imite aucun questionnaire et se remplit sans erreur, absence ou non. Ni état "
    "clinique, ni vie hors de l’équipe, ni histoire personnelle de violences, ni consommations ; "
    "les services de bien-être, qu’une étude trouve sans lien avec une détresse moindre, sont "
    "absents. Les conflits, parmi les raisons de partir publiées, ne paraissent que fondus dans un "
    "climat d’équipe constant. Le soutien dépend de la seule dose, agit la semaine même et vaut "
    "autant pour toutes et tous ; une pause, un départ ou un plafond d’exposition ne sont jamais "
    "décidés par l’équipe.",
)

TRUTH_TEAMS = Table(
    "truth_teams", "Vérité : équipes", "Une équipe, avec ce qui la distingue des autres.",
    (
        _TEAM,
        Column("places", "integer", "Bénévoles quand personne ne manque.", "personnes", minimum=1),
        Column("weekly_arrivals", "number", "Dossiers attendus dans une semaine ordinaire.",
               "dossiers", minimum=0),
        Column("load", "number",
               "Dossiers attendus sur capacité attendue de l’équipe au complet ; au-delà de 1, "
               "l’attente croît sans fin. 0 si la capacité attendue est nulle.", "rapport",
               minimum=0),
        Column("climate", "number", "Effet de l’équipe sur les scores de ses membres.", "points"),
    ),
    ("team_id",), observed=False,
)

TRUTH_TEAM_WEEKS = Table(
    "truth_team_weeks", "Vérité : semaines d’équipe",
    "Ce qu’une équipe devait attendre d’une semaine, et ce qu’elle pouvait y traiter.",
    (
        _TEAM,
        WEEK,
        Column("expected_arrivals", "number",
               "Dossiers attendus, le choc commun de la semaine compris.", "dossiers", minimum=0),
        _count("capacity", "Dossiers que les heures données permettaient de traiter.", "dossiers"),
    ),
    ("team_id", "week"), (_THE_WEEK, _THE_TEAM), observed=False,
)

TRUTH_VOLUNTEERS = Table(
    "truth_volunteers", "Vérité : bénévoles",
    "Une personne passée par une équipe pendant la fenêtre.",
    (
        _TEAM,
        _VOLUNTEER,
        Column("first_week", "integer",
               "Première semaine dans l’équipe ; 0 pour qui y était déjà.", "semaines", minimum=0),
        Column("end_week", "integer",
               "Première semaine sans la personne ; vide si elle est restée jusqu’au bout.",
               "semaines", minimum=1, nullable=True),
        Column("start_dose", "number",
               "Dose avant sa première semaine : celle d’un long travail dans l’équipe pour qui y "
               "était déjà, 0 pour les autres.", "expositions", minimum=0),
        Column("effect", "number", "Effet durable de la personne sur ses scores.", "points"),
        Column("usual_hours", "number", "Heures attendues d’une semaine de présence.", "heures",
               minimum=0),
    ),
    ("volunteer_id",), (_THE_TEAM,), observed=False,
)

TRUTH_SHIFTS = Table(
    "truth_shifts", "Vérité : semaines de bénévolat",
    "La dose et le score véritable d’une personne, une semaine.",
    (
        _VOLUNTEER,
        WEEK,
        Column("dose", "number",
               "Expositions passées et présentes, chacune comptant de moins en moins.",
               "expositions", minimum=0),
        Column("distress_score", "integer", f"Score véritable, {_SCORE}", "points", minimum=0,
               maximum=100),
    ),
    ("volunteer_id", "week"),
    (ForeignKey(("volunteer_id", "week"), "shifts", ("volunteer_id", "week")),
     ForeignKey(("volunteer_id",), "truth_volunteers", ("volunteer_id",))),
    observed=False,
)
