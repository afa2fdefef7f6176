"""The journeys of followed members."""

from dataclasses import replace

from veille.assumptions.vocabulary import CLOSED_GATES, FOLLOW_UP_STATES
from veille.schema.model import Column, Table
from veille.schema.tables.common import ANY, SEEN, SERVER, WEEK

_MEMBER = Column("member_id", "string", "Identifiant opaque d’un membre fictif, tiré pour ce seul "
                 "monde.", pattern=r"M[0-9]{9}")
_STATE = Column("state", "string", "État où le membre entre cette semaine-là ; « censored » porte "
                "la dernière semaine connue d’un parcours sans fin observée.",
                categories=FOLLOW_UP_STATES)
_GATE = Column("gate", "string", "Palier qui se trouve devant ce membre ; vide s’il n’est pas "
               "annoncé.", categories=CLOSED_GATES, nullable=True)

JOURNEYS = Table(
    "journeys", "Parcours suivis",
    "Une étape du parcours d’un membre suivi dans un serveur vu. Le suivi commence quand la veille "
    "connaît le serveur ; un membre déjà là est rencontré dans l’état où il se trouve, sans que "
    "son passé soit connu. Le temps passé dans un état est l’écart entre les semaines de deux "
    "étapes.",
    (
        _MEMBER,
        SERVER,
        Column("step", "integer", "Rang de l’étape : 1 pour une arrivée observée, 0 pour l’état "
               "d’un membre déjà là.", "rang", minimum=0),
        WEEK,
        _STATE,
        _GATE,
    ),
    ("member_id", "step"), (SEEN,),
    not_modelled="Les états sont lus sans erreur, ce qu’aucune veille ne peut dire : elle n’entre "
    "nulle part, et l’espace privé n’est reconnu qu’à un rôle affiché. Les membres suivis sont "
    "choisis sans égard à ce qu’ils font ; ceux qui étaient là avant la fenêtre n’y sont pas. Rien "
    "n’est connu des personnes : ni comptes multiples, ni retour après un départ, ni passage d’un "
    "serveur à l’autre, ni influence d’un membre sur un autre. Une seule transition par semaine, "
    "et des taux qui ne changent pas pendant la fenêtre. Les départs avec signalement ne "
    "correspondent à aucune ligne d’une autre table.",
)

TRUTH_JOURNEYS = Table(
    "truth_journeys", "Vérité : parcours",
    "Une étape du parcours entier d’un membre qui pouvait être suivi, dans un serveur vu ou non, "
    "de son arrivée à son départ, à la fin du serveur ou à la fin de la fenêtre.",
    (
        _MEMBER,
        SERVER,
        Column("step", "integer", "Rang de l’étape, 1 pour l’arrivée.", "rang", minimum=1),
        WEEK,
        _STATE,
        replace(_GATE, nullable=False, description="Palier qui se trouve devant ce membre."),
    ),
    ("member_id", "step"), (ANY,), observed=False,
)
