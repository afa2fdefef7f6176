"""The warning signs that two people noted in each seen server."""

from veille.assumptions.vocabulary import RATERS, SIGNS
from veille.schema.model import Column, Table
from veille.schema.tables.common import SEEN, SERVER

_MEANINGS = {
    "fine_segmentation": "les sujets sont finement séparés en salons thématiques",
    "absent_moderation": "presque personne n’encadre",
    "off_platform_push": "les messages poussent vers un autre service",
    "private_roles": "des rôles sélectifs mènent à des espaces privés",
    "unverified_links": "des liens externes circulent sans contrôle",
    "ambiguous_language": "le langage cache ce dont on parle",
    "pressure": "on presse les membres de participer",
}


def _signs(lead: str) -> tuple[Column, ...]:
    return tuple(Column(code, "boolean", f"{lead} « {name} » : {_MEANINGS[code]}.")
                 for code, name in SIGNS.items())


RATINGS = Table(
    "ratings", "Signes relevés, par personne",
    "Les signes d’alerte qu’une personne relève dans un serveur vu. Deux personnes évaluent "
    "chaque serveur, chacune de son côté.",
    (
        SERVER,
        Column("rater_id", "string", "Personne qui évalue.", categories=RATERS),
        *_signs("Signe relevé"),
    ),
    ("server_id", "rater_id"), (SEEN,),
    not_modelled="Les deux mêmes personnes évaluent tous les serveurs, une seule fois, sans se "
    "parler, sans apprendre ni se fatiguer, et ne disent jamais « je ne sais pas ». Leurs erreurs "
    "dépendent du signe et de la difficulté du serveur, jamais de son type : aucun préjugé contre "
    "une communauté. Un signe est présent ou absent, sans degré ni gravité, et ce qu’elles voient "
    "du serveur n’entre que par leurs erreurs.",
)

TRUTH_RATINGS = Table(
    "truth_ratings", "Vérité : signes",
    "Les signes d’alerte que porte vraiment un serveur évalué, et sa difficulté.",
    (
        SERVER,
        Column("difficulty", "number", "Difficulté du serveur, normale centrée réduite : plus "
               "elle est grande, plus les deux personnes se trompent, sur tous les signes.",
               "écarts-types"),
        *_signs("Signe présent"),
    ),
    ("server_id",), (SEEN,), observed=False,
)
