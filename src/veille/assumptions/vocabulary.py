"""Closed vocabularies of the synthetic world, and their French names.

The codes are English and stand in the data; the names are French and stand on the pages.
Keyword families are *functions*: no word of any real vocabulary is written anywhere.
"""

AT_RISK = {
    "figure_leaks": "fuites visant des personnalités",
    "organised_sexualisation": "sexualisation organisée",
    "acquaintance_targeting": "ciblage de l’entourage",
    "synthetic_media": "contenus de synthèse",
    "minor_endangerment": "mise en danger de personnes mineures",
    "uncontrolled_hub": "carrefour sans contrôle",
}
CONTRAST = {
    "general_gaming": "jeu et discussion générale",
    "study_mutual_aid": "études et entraide",
    "consensual_adult": "espace adulte consenti",
    "fan_community": "communauté de fans",
}
ARCHETYPES = AT_RISK | CONTRAST
CLASSES = {"at_risk": "à risque", "contrast": "témoin"}

FAMILIES = {
    "F01": "demande",
    "F02": "offre",
    "F03": "façade",
    "F04": "départ vers un autre service",
    "F05": "accès et rang",
    "F06": "catégorie de cible",
    "F07": "fabrication",
    "F08": "monétisation",
    "F09": "minimisation",
    "F10": "usage ordinaire",
}
MUTATIONS = {
    "spelling": "graphie",
    "shortening": "abrègement",
    "substitution": "substitution",
    "symbol": "symbole",
    "recombination": "recomposition",
}

OPEN_KINDS = {
    "facade_general": "général de façade",
    "requests": "demandes",
    "media": "médias",
    "thematic": "thématique",
    "external_links": "liens externes",
    "moderation": "modération",
    "voice": "vocal",
    "bots": "robots",
}
GATED_KINDS = {
    "requests": "demandes",
    "media": "médias",
    "thematic": "thématique",
    "private": "privé",
    "trade": "échanges",
    "voice": "vocal",
}
ENTRANCE_KINDS = {"welcome": "accueil", "rules": "règlement"}
KINDS = ENTRANCE_KINDS | OPEN_KINDS | GATED_KINDS

CLOSED_GATES = {
    "reaction_role": "rôle par réaction",
    "activity": "seuil d’activité",
    "approval": "approbation",
    "payment": "paiement",
}
GATES = {"open": "ouvert"} | CLOSED_GATES
INVITATION_KINDS = {
    "cross_promotion": "promotion croisée",
    "partnership": "partenariat",
    "migration": "migration",
}

WATCHERS = {f"W{number}": f"{rank} personne" for number, rank in enumerate(
    ("première", "deuxième", "troisième", "quatrième", "cinquième"), start=1)}
DISCOVERY_ROUTES = {
    "invitation": "invitation suivie",
    "directory": "annuaire public",
    "tip": "alerte reçue",
}
ROUTES = DISCOVERY_ROUTES | {"relay": "relais d’une autre personne"}

SIGNS = {
    "fine_segmentation": "segmentation fine",
    "absent_moderation": "modération absente",
    "off_platform_push": "départ vers un autre service encouragé",
    "private_roles": "rôles menant à des espaces privés",
    "unverified_links": "liens externes non vérifiés",
    "ambiguous_language": "langage ambigu",
    "pressure": "pression à participer",
}
RATERS = {"R1": "première personne qui évalue", "R2": "seconde personne qui évalue"}

PROGRESSIONS = {
    "reading": "lecture",
    "participating": "participation",
    "gated": "palier franchi",
}
REGRESSIONS = {code: PROGRESSIONS[code] for code in ("participating", "gated")}
TRANSIENT_STATES = PROGRESSIONS | {"private_area": "espace privé"}
STATES = TRANSIENT_STATES | {"departed": "départ", "reported": "départ avec signalement"}
FOLLOW_UP_STATES = STATES | {"censored": "suivi interrompu"}

REPORT_ROUTES = {
    "in_app": "formulaire du service",
    "copyright_form": "formulaire de droit d’auteur",
    "hotline": "ligne de signalement",
    "authority": "autorité",
    "trusted_flagger": "signaleur de confiance",
}
HOSTS = {"cooperative": "hébergeur coopératif", "other": "autre hébergeur"}
OUTCOMES = {"action": "retrait ou mesure", "refusal": "refus"}

SERVICE_REGIMES = {"isolated": "fermeture isolée", "sustained": "campagne soutenue"}
REGIMES = SERVICE_REGIMES | {"voluntary": "fin volontaire"}
CAUSES = {"service": "décision du service", "voluntary": "fin volontaire"}
REACTIONS = {
    "none": "aucune réaction",
    "hidden": "passée derrière un palier après une fermeture",
    "replacement": "publiée à la place d’une autre après une fermeture",
}

STATUSES = {
    "measured": "mesurée",
    "derived": "calculée",
    "analogue": "par analogie",
    "assumed": "supposée",
}
UNITS = {
    "proportion": "proportion, de 0 à 1",
    "count": "nombre",
    "members": "membres",
    "weeks": "semaines",
    "messages": "messages par serveur et par semaine",
    "messages_per_active_week": "messages par personne ayant écrit et par semaine",
    "per_1000_members": "pour 1 000 membres",
    "per_100_messages": "pour 100 messages lus",
    "ratio": "rapport",
    "shape": "paramètre de forme",
    "exponent": "exposant",
    "per_week": "par semaine",
    "days": "jours",
    "hours": "heures",
    "cases": "dossiers",
    "exposures": "expositions",
    "cases_per_hour": "dossiers par heure",
    "points": "points de score",
    "log_ratio": "logarithme d’un rapport",
}

AXES = {
    "archetype": ARCHETYPES,
    "class": CLASSES,
    "family": FAMILIES,
    "mutation": MUTATIONS,
    "open_kind": OPEN_KINDS,
    "gated_kind": GATED_KINDS,
    "closed_gate": CLOSED_GATES,
    "invitation_kind": INVITATION_KINDS,
    "discovery_route": DISCOVERY_ROUTES,
    "watcher": WATCHERS,
    "rater": RATERS,
    "sign": SIGNS,
    "progression": PROGRESSIONS,
    "regression": REGRESSIONS,
    "transient": TRANSIENT_STATES,
    "report_route": REPORT_ROUTES,
    "host": HOSTS,
    "outcome": OUTCOMES,
    "service_regime": SERVICE_REGIMES,
    "regime": REGIMES,
}

_NAMES = {
    code: name
    for axis in (*AXES.values(), KINDS, GATES, ROUTES, FOLLOW_UP_STATES, CAUSES, REACTIONS,
                 STATUSES, UNITS)
    for code, name in axis.items()
}


def french_name(code: str) -> str:
    """Give the French name of a code of any vocabulary, or the code itself if it has none."""
    return _NAMES.get(code, code)


def class_of(archetype: str) -> str:
    """Say whether an archetype is ``at_risk`` or ``contrast``."""
    return "at_risk" if archetype in AT_RISK else "contrast"
