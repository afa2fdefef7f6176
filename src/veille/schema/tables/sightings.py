"""Who saw which server."""

from veille.assumptions.vocabulary import ROUTES, WATCHERS
from veille.schema.model import Column, Table
from veille.schema.tables.common import ANY, SEEN, SERVER, WEEK, share

_WATCHER = Column("watcher_id", "string", "Membre de l’équipe de veille.", categories=WATCHERS)

SIGHTINGS = Table(
    "sightings", "Serveurs vus, par personne",
    "La première fois qu’une personne de la veille a vu un serveur.",
    (
        SERVER,
        _WATCHER,
        WEEK,
        Column("route", "string", "Voie de découverte.", categories=ROUTES),
    ),
    ("server_id", "watcher_id"), (SEEN,),
    not_modelled="Une seule équipe, dont l’effort ne change pas pendant la fenêtre ; ni fatigue, "
    "ni apprentissage, ni erreur d’identification d’un serveur. Le relais ne dépend ni du serveur "
    "ni de l’entente entre deux personnes.",
)

TRUTH_SIGHTINGS = Table(
    "truth_sightings", "Vérité : serveurs vus, par personne",
    "Ce qu’une personne pouvait voir d’un serveur, vu ou non.",
    (
        SERVER,
        _WATCHER,
        share("probability", "Probabilité de voir le serveur par soi-même pendant la fenêtre."),
        Column("first_hand", "boolean", "La personne l’a vu par elle-même."),
        Column("told", "boolean", "Une autre personne lui en a parlé."),
    ),
    ("server_id", "watcher_id"), (ANY,), observed=False,
)
