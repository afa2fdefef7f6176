"""Every table of a world: those a watch may know, and the planted truth that it may not."""

from dataclasses import replace

from veille.assumptions.vocabulary import (
    ARCHETYPES,
    CLASSES,
    FAMILIES,
    GATES,
    INVITATION_KINDS,
    KINDS,
    MUTATIONS,
    STATUSES,
    UNITS,
)
from veille.schema.model import Column, ForeignKey, Table

_SERVER = Column("server_id", "string", "Identifiant opaque, tiré pour ce seul monde.",
                 pattern=r"S[0-9]{8}")
_WEEK = Column("week", "integer", "Semaine, comptée depuis le début de la fenêtre.", "semaines",
               minimum=0)
_MESSAGES = Column("messages_per_week", "integer", "Messages écrits dans le salon.",
                   "messages par semaine", minimum=0)


def _share(name: str, description: str) -> Column:
    return Column(name, "number", description, "proportion", minimum=0, maximum=1)


_SEEN = ForeignKey(("server_id",), "servers", ("server_id",))
_ANY = ForeignKey(("server_id",), "truth_servers", ("server_id",))

SERVERS = Table(
    "servers", "Serveurs vus",
    "Un serveur tel que la veille le voit, sans y entrer plus loin que la partie ouverte.",
    (
        _SERVER,
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
        _share("off_platform_share",
               "Part des messages lus qui orientent vers un autre service."),
        _share("external_link_share", "Part des messages lus qui portent un lien externe."),
        _share("reply_share", "Part des réponses parmi les messages lus."),
        _share("image_share", "Part des messages lus avec image."),
        _share("video_share", "Part des messages lus avec vidéo."),
        Column("observer_label", "string",
               "Classement posé par la veille ; il peut être faux dans les deux sens.",
               categories=CLASSES),
    ),
    ("server_id",),
    not_modelled="Aucune évolution pendant la fenêtre : ni croissance, ni changement de règlement, "
    "ni fermeture. Le nombre de membres affiché est exact, sans comptes automatiques ni doublons.",
)

_CHANNEL_COLUMNS = (
    _SERVER,
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
    _CHANNEL_COLUMNS, ("server_id", "channel_id"), (_SEEN,),
    not_modelled="Ni nom, ni sujet, ni texte. Les salons ne naissent ni ne meurent ; l’activité "
    "est une moyenne hebdomadaire, sans heure ni saison.",
)

_ROLE_COLUMNS = (
    _SERVER,
    Column("role_id", "string", "Identifiant du rôle dans son serveur.", pattern=r"R[0-9]{2,3}"),
    Column("tier", "integer", "Rang du rôle, 0 à l’entrée.", "rang", minimum=0),
    Column("gate", "string", "Condition annoncée ; vide si elle ne l’est pas.", categories=GATES,
           nullable=True),
    Column("holders", "integer", "Membres qui tiennent ce rôle.", "membres", minimum=0),
)

ROLES = Table(
    "roles", "Rôles listés", "Un rôle affiché par un serveur.",
    _ROLE_COLUMNS, ("server_id", "role_id"), (_SEEN,),
    not_modelled="Ni nom de rôle, ni permission détaillée ; rien ne dit qui tient quel rôle.",
)

_INVITATION_COLUMNS = (
    Column("source", "string", "Serveur qui publie l’invitation.", pattern=r"S[0-9]{8}"),
    Column("target", "string", "Serveur vers lequel elle mène, vu ou non.", pattern=r"S[0-9]{8}"),
    _WEEK,
    Column("kind", "string", "Nature de l’invitation.", categories=INVITATION_KINDS),
)

INVITATIONS = Table(
    "invitations", "Invitations vues",
    "Une invitation publiée dans la partie ouverte d’un serveur vu. Elle peut mener vers un "
    "serveur que la veille n’a jamais vu.",
    _INVITATION_COLUMNS, ("source", "target", "week"),
    (ForeignKey(("source",), "servers", ("server_id",)),
     ForeignKey(("target",), "truth_servers", ("server_id",))),
    not_modelled="Aucune réaction du réseau à une fermeture, aucune communauté de serveurs au-delà "
    "des deux classes, aucun lien vers un autre service.",
)

_VARIANT = Column("variant_id", "string", "Jeton opaque : famille et numéro, sans aucun mot.",
                  pattern=r"F[0-9]{2}·v[0-9]{3,6}")
_FAMILY = Column("family_id", "string", "Fonction du jeton, telle que la veille la code.",
                 categories=FAMILIES)

KEYWORD_VARIANTS = Table(
    "keyword_variants", "Lexique de la veille",
    "Un jeton du lexique tenu par la veille. Naissances et morts ne sont connues que dans la "
    "fenêtre.",
    (
        _FAMILY,
        _VARIANT,
        Column("mutation", "string", "Classe de transformation.", categories=MUTATIONS),
        Column("birth_week", "integer", "Première semaine d’usage ; vide si antérieure.",
               "semaines", minimum=1, nullable=True),
        Column("death_week", "integer", "Première semaine sans usage ; vide si toujours en usage.",
               "semaines", minimum=1, nullable=True),
        Column("homonym", "boolean", "Le jeton est aussi un mot ordinaire."),
    ),
    ("variant_id",),
    not_modelled="Aucun mot, aucun sens précis. La veille connaît toutes les variantes et leur "
    "famille sans erreur de codage, ce qu’aucune veille réelle ne peut dire.",
)

KEYWORD_COUNTS = Table(
    "keyword_counts", "Emplois lus",
    "Un jeton lu dans la partie ouverte d’un serveur pendant une semaine. Chaque serveur vu est "
    "lu chaque semaine depuis sa création, toujours autant : une ligne absente vaut zéro.",
    (
        _SERVER,
        _WEEK,
        _VARIANT,
        Column("count", "integer", "Emplois lus.", "emplois", minimum=1),
    ),
    ("server_id", "week", "variant_id"),
    (_SEEN, ForeignKey(("variant_id",), "keyword_variants", ("variant_id",))),
    not_modelled="Aucune saison, aucune contagion d’un serveur à l’autre, aucune personne : les "
    "emplois d’un serveur sont indépendants d’une semaine à l’autre.",
)

TRUTH_SERVERS = Table(
    "truth_servers", "Vérité : serveurs",
    "Un serveur du monde, vu ou non, avec ce que la veille ignore.",
    (
        _SERVER,
        Column("archetype", "string", "Type planté.", categories=ARCHETYPES),
        Column("at_risk", "boolean", "Le type est à risque."),
        Column("created_week", "integer", "Semaine de création.", "semaines", minimum=-2_000),
        Column("popularity", "number", "Notoriété, dont dépendent les invitations reçues.",
               "rapport", minimum=0),
        _share("sighting_probability", "Probabilité d’être vu par la veille."),
        Column("observed", "boolean", "Le serveur a été vu."),
        Column("members", "integer", "Membres.", "membres", minimum=1),
        _share("active_share", "Part des membres qui s’expriment."),
        Column("messages_per_active_week", "number", "Débit de messages.",
               "messages par personne ayant écrit et par semaine", minimum=0),
        _share("gated_propensity", "Probabilité qu’un salon hors entrée soit fermé."),
        _share("off_platform_share", "Part des messages qui orientent vers un autre service."),
        _share("external_link_share", "Part des messages qui portent un lien externe."),
        _share("reply_share", "Part des réponses parmi les messages."),
        _share("image_share", "Part des messages avec image."),
        _share("video_share", "Part des messages avec vidéo."),
        Column("token_rate", "number", "Emplois de jetons, usages ordinaires d’homonymes exclus.",
               "pour 100 messages", minimum=0),
    ),
    ("server_id",), observed=False,
)

TRUTH_CHANNELS = Table(
    "truth_channels", "Vérité : salons", "Un salon d’un serveur, listé ou non, vu ou non.",
    (*_CHANNEL_COLUMNS,
     Column("visible", "boolean", "Le salon est listé par un serveur que la veille a vu.")),
    ("server_id", "channel_id"), (_ANY,), observed=False,
)

TRUTH_ROLES = Table(
    "truth_roles", "Vérité : rôles", "Un rôle d’un serveur, avec sa condition véritable.",
    tuple(replace(column, nullable=False, description="Condition véritable.")
          if column.name == "gate" else column for column in _ROLE_COLUMNS),
    ("server_id", "role_id"), (_ANY,), observed=False,
)

TRUTH_INVITATIONS = Table(
    "truth_invitations", "Vérité : invitations", "Une invitation, vue ou non.",
    (*_INVITATION_COLUMNS, Column("seen", "boolean", "La veille a pu la voir.")),
    ("source", "target", "week"),
    (ForeignKey(("source",), "truth_servers", ("server_id",)),
     ForeignKey(("target",), "truth_servers", ("server_id",))),
    observed=False,
)

TRUTH_KEYWORD_VARIANTS = Table(
    "truth_keyword_variants", "Vérité : variantes",
    "Une variante, avec sa place dans la loi de fréquence et sa vie entière.",
    (
        _FAMILY,
        _VARIANT,
        Column("slot", "integer", "Rang planté dans la famille, 1 pour la plus employée.", "rang",
               minimum=1),
        _share("weight", "Part plantée des emplois de la famille pendant sa vie."),
        Column("birth_week", "integer", "Première semaine d’usage.", "semaines"),
        Column("death_week", "integer", "Première semaine sans usage.", "semaines"),
    ),
    ("variant_id",),
    (ForeignKey(("variant_id",), "keyword_variants", ("variant_id",)),), observed=False,
)

TRUTH_KEYWORD_COUNTS = Table(
    "truth_keyword_counts", "Vérité : profils d’emploi",
    "La part d’une famille dans les emplois d’un serveur, parties ouverte et fermée ensemble, et "
    "les emplois que la veille devait s’attendre à lire.",
    (
        _SERVER,
        _FAMILY,
        _share("share", "Part de la famille dans les emplois du serveur."),
        Column("expected_read", "number",
               "Emplois attendus dans la lecture de toute la fenêtre, hors usages ordinaires.",
               "emplois", minimum=0),
    ),
    ("server_id", "family_id"), (_ANY,), observed=False,
)

TRUTH_PARAMETERS = Table(
    "truth_parameters", "Vérité : paramètres",
    "Un nombre planté par le catalogue des hypothèses.",
    (
        Column("parameter", "string", "Paramètre du générateur."),
        Column("key", "string", "Type, famille ou classe concernés ; « all » pour tous."),
        Column("value", "number", "Valeur plantée."),
        Column("unit", "string", "Unité.", categories=UNITS),
        Column("status", "string", "Origine.", categories=STATUSES),
    ),
    ("parameter", "key"), observed=False,
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        SERVERS, CHANNELS, ROLES, INVITATIONS, KEYWORD_VARIANTS, KEYWORD_COUNTS,
        TRUTH_SERVERS, TRUTH_CHANNELS, TRUTH_ROLES, TRUTH_INVITATIONS,
        TRUTH_KEYWORD_VARIANTS, TRUTH_KEYWORD_COUNTS, TRUTH_PARAMETERS,
    )
}
