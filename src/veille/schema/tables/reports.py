"""What the watch reported, and what came of it."""

from veille.assumptions.vocabulary import HOSTS, OUTCOMES, REPORT_ROUTES
from veille.schema.model import Column, ForeignKey, Table
from veille.schema.tables.common import SEEN, SERVER, WEEK, share

_REPORT = Column("report_id", "string", "Identifiant opaque, tiré pour ce seul monde.",
                 pattern=r"P[0-9]{9}")

REPORTS = Table(
    "reports", "Signalements de la veille",
    "Un signalement fait par la veille à propos d’un serveur qu’elle a vu, et ce qu’elle en sait "
    "à la fin de la fenêtre.",
    (
        _REPORT,
        SERVER,
        WEEK,
        Column("route", "string", "Voie du signalement.", categories=REPORT_ROUTES),
        Column("host", "string", "Hébergeur du contenu signalé.", categories=HOSTS),
        share("completeness", "Part des éléments utiles que contient le signalement."),
        Column("outcome", "string",
               "Issue ; vide si aucune décision n’est encore prise, ou si la décision est prise "
               "sans que la veille apprenne laquelle.", categories=OUTCOMES, nullable=True),
        Column("delay_days", "number",
               "Délai du signalement à la décision ; sans décision, du signalement à la fin de la "
               "fenêtre.", "jours", minimum=0.01),
        Column("censored", "boolean", "Aucune décision à la fin de la fenêtre."),
    ),
    ("report_id",), (SEEN,),
    not_modelled="Ni la personne qui signale, ni celle qui décide ; ni gravité, ni nature du "
    "contenu, ni priorité d’urgence. Chaque signalement est traité seul : plusieurs signalements "
    "d’un même contenu, transferts d’une voie à l’autre, files d’attente et recours n’existent "
    "pas. L’hébergeur est tiré pour chaque signalement, non pour chaque serveur. La veille "
    "signale au même rythme toute la fenêtre, quel que soit son propre classement du serveur. "
    "Un signalement ne ferme aucun serveur et la fin d’un serveur n’arrête aucun traitement : la "
    "table n’a aucun lien avec les fermetures, ni avec les départs suivis d’un signalement dans "
    "les parcours. Une décision sans réponse connue garde un délai exact, ce qu’une veille réelle "
    "ne sait pas toujours.",
)

TRUTH_REPORTS = Table(
    "truth_reports", "Vérité : signalements",
    "Le même signalement, avec ce que la veille ne sait pas et la décision qui viendra, fût-ce "
    "après la fenêtre.",
    (
        _REPORT,
        Column("founded", "boolean",
               "Le contenu signalé enfreint bien la règle ; jamais dans une communauté témoin."),
        Column("unanswered", "boolean", "Le signalement ne sera jamais traité."),
        Column("outcome", "string", "Issue véritable ; vide s’il n’est jamais traité.",
               categories=OUTCOMES, nullable=True),
        Column("decision_days", "number",
               "Délai véritable du signalement à la décision ; vide s’il n’est jamais traité.",
               "jours", minimum=0.01, nullable=True),
    ),
    ("report_id",), (ForeignKey(("report_id",), "reports", ("report_id",)),), observed=False,
)
