"""Servers, channels, roles and invitations."""

from dataclasses import replace

from veille.assumptions.vocabulary import (
    ARCHETYPES,
    CLASSES,
    GATES,
    INVITATION_KINDS,
    KINDS,
    REACTIONS,
)
from veille.schema.model import Column, ForeignKey, Table
from veille.schema.tables.common import ANY, SEEN, SERVER, WEEK, share

_MESSAGES = Column("messages_per_week", "integer", "Messages écrits dans le salon.",
                   "messages par semaine", minimum=0)


SERVERS = Table(
    "servers", "Serveurs vus",
    "Un serveur tel que la veille le voit, sans y entrer plus loin que la partie ouverte.",
    (
        SERVER,
        Column("created_week", "integer", "Semaine de création ; négative avant la fenêtre.",
               "semaines", minimum=-2_000),
        Column("members", "integer", "Membres affichés.", "membres", minimum=1),
        Column("n_channels", "integer", "Salons listés, fermés compris s’ils le sont.", "salons",
               minimum=1),
        Column("n_roles", "integer", "Rôles listés.", "rôles", minimum=1),
        Column("rules_posted", "boolean", "Un règlement est affiché."),
        Column("moderators_per_1000", "number", "Modératrices et modérateurs affichés.",
               "pour 1 000 membres", minimum=0),
        Column("verification_level", "integer", "Niveau de vérification à l’entrée.", "niveau",
               minimum=0, maximum=4),
        share("off_platform_share",
               "Part des messages lus qui orientent vers un autre service."),
        share("external_link_share", "Part des messages lus qui portent un lien externe."),
        share("reply_share", "Part des réponses parmi les messages lus."),
        share("image_share", "Part des messages lus avec image."),
        share("video_share", "Part des messages lus avec vidéo."),
        Column("observer_label", "string",
               "Classement posé par la veille ; il peut être faux dans les deux sens.",
               categories=CLASSES),
    ),
    ("server_id",),
    not_modelled="Aucune évolution pendant la fenêtre : ni croissance, ni changement de règlement. "
    "Un serveur peut prendre fin, avec la même chance chaque semaine de sa vie, quoi que la veille "
    "en ait vu ; ce qui le suit n’est que dans « successions ». Le nombre de membres affiché est "
    "exact, sans comptes automatiques ni doublons.",
)

_CHANNEL_COLUMNS = (
    SERVER,
    Column("channel_id", "string", "Identifiant opaque du salon dans son serveur.",
           pattern=r"C[0-9]{4}"),
    Column("category", "string", "Rubrique sous laquelle le salon est rangé.",
           pattern=r"(entrance|community|exchange|staff|private|topics-[0-9]{1,3})"),
    Column("kind", "string", "Usage du salon.", categories=KINDS),
    Column("gate", "string", "Palier qui ouvre le salon.", categories=GATES),
    Column("depth", "integer", "Nombre de paliers depuis l’entrée.", "paliers", minimum=0,
           maximum=4),
    _MESSAGES,
)

CHANNELS = Table(
    "channels", "Salons listés",
    "Un salon qui paraît dans la liste du serveur. Les salons ouverts y sont tous, les fermés "
    "seulement s’ils sont listés avec un verrou.",
    _CHANNEL_COLUMNS, ("server_id", "channel_id"), (SEEN,),
    not_modelled="Ni nom, ni sujet, ni texte. Les salons ne naissent ni ne meurent ; l’activité "
    "est une moyenne hebdomadaire, sans heure ni saison.",
)

_ROLE_COLUMNS = (
    SERVER,
    Column("role_id", "string", "Identifiant du rôle dans son serveur.", pattern=r"R[0-9]{2,3}"),
    Column("tier", "integer", "Rang du rôle, 0 à l’entrée.", "rang", minimum=0),
    Column("gate", "string", "Condition annoncée ; vide si elle ne l’est pas.", categories=GATES,
           nullable=True),
    Column("holders", "integer", "Membres qui tiennent ce rôle.", "membres", minimum=0),
)

ROLES = Table(
    "roles", "Rôles listés", "Un rôle affiché par un serveur.",
    _ROLE_COLUMNS, ("server_id", "role_id"), (SEEN,),
    not_modelled="Ni nom de rôle, ni permission détaillée ; rien ne dit qui tient quel rôle.",
)

_INVITATION_COLUMNS = (
    Column("source", "string", "Serveur qui publie l’invitation.", pattern=r"S[0-9]{8}"),
    Column("target", "string", "Serveur vers lequel elle mène, vu ou non.", pattern=r"S[0-9]{8}"),
    WEEK,
    Column("kind", "string", "Nature de l’invitation.", categories=INVITATION_KINDS),
)

INVITATIONS = Table(
    "invitations", "Invitations vues",
    "Une invitation publiée dans la partie ouverte d’un serveur vu. Elle peut mener vers un "
    "serveur que la veille n’a jamais vu.",
    _INVITATION_COLUMNS, ("source", "target", "week"),
    (ForeignKey(("source",), "servers", ("server_id",)),
     ForeignKey(("target",), "truth_servers", ("server_id",), across=True)),
    not_modelled="Le réseau ne réagit qu’aux fermetures par le service, et seulement aux serveurs "
    "vers lesquels une source invitait : elle se referme pour toujours, ou remplace une "
    "invitation, et rien ne se propage plus loin. Aucune invitation vers une résurgence, aucune "
    "communauté de serveurs au-delà des deux classes, aucun lien vers un autre service.",
)

TRUTH_SERVERS = Table(
    "truth_servers", "Vérité : serveurs",
    "Un serveur du monde, vu ou non, avec ce que la veille ignore.",
    (
        SERVER,
        Column("archetype", "string", "Type planté.", categories=ARCHETYPES),
        Column("at_risk", "boolean", "Le type est à risque."),
        Column("created_week", "integer", "Semaine de création.", "semaines", minimum=-2_000),
        Column("end_week", "integer", "Première semaine sans le serveur ; vide s’il existe encore.",
               "semaines", minimum=1, nullable=True),
        Column("popularity", "number", "Notoriété, dont dépendent les invitations reçues.",
               "rapport", minimum=0),
        Column("seeable", "boolean", "Le serveur a une entrée qu’une veille peut trouver."),
        share("sighting_probability", "Probabilité d’être vu, toutes personnes ensemble."),
        Column("observed", "boolean", "Le serveur a été vu."),
        Column("members", "integer", "Membres.", "membres", minimum=1),
        share("active_share", "Part des membres qui s’expriment."),
        Column("messages_per_active_week", "number", "Débit de messages.",
               "messages par personne ayant écrit et par semaine", minimum=0),
        share("gated_propensity", "Probabilité qu’un salon hors entrée soit fermé."),
        share("off_platform_share", "Part des messages qui orientent vers un autre service."),
        share("external_link_share", "Part des messages qui portent un lien externe."),
        share("reply_share", "Part des réponses parmi les messages."),
        share("image_share", "Part des messages avec image."),
        share("video_share", "Part des messages avec vidéo."),
        Column("token_rate", "number", "Emplois de jetons, usages ordinaires d’homonymes exclus.",
               "pour 100 messages", minimum=0),
    ),
    ("server_id",), observed=False,
)

TRUTH_CHANNELS = Table(
    "truth_channels", "Vérité : salons", "Un salon d’un serveur, listé ou non, vu ou non.",
    (*_CHANNEL_COLUMNS,
     Column("visible", "boolean", "Le salon est listé par un serveur que la veille a vu.")),
    ("server_id", "channel_id"), (ANY,), observed=False,
)

TRUTH_ROLES = Table(
    "truth_roles", "Vérité : rôles", "Un rôle d’un serveur, avec sa condition véritable.",
    tuple(replace(column, nullable=False, description="Condition véritable.")
          if column.name == "gate" else column for column in _ROLE_COLUMNS),
    ("server_id", "role_id"), (ANY,), observed=False,
)

TRUTH_INVITATIONS = Table(
    "truth_invitations", "Vérité : invitations", "Une invitation, vue ou non.",
    (*_INVITATION_COLUMNS,
     Column("seen", "boolean", "La veille a pu la voir."),
     Column("reaction", "string", "Ce que l’invitation doit à une fermeture.",
            categories=REACTIONS)),
    ("source", "target", "week"),
    (ForeignKey(("source",), "truth_servers", ("server_id",)),
     ForeignKey(("target",), "truth_servers", ("server_id",), across=True)),
    observed=False,
)
