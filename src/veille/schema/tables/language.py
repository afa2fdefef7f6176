"""The lexicon and the tokens read."""

from veille.assumptions.vocabulary import FAMILIES, MUTATIONS
from veille.schema.model import Column, ForeignKey, Table
from veille.schema.tables.common import ANY, SEEN, SERVER, WEEK, share

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
        SERVER,
        WEEK,
        _VARIANT,
        Column("count", "integer", "Emplois lus.", "emplois", minimum=1),
    ),
    ("server_id", "week", "variant_id"),
    (SEEN, ForeignKey(("variant_id",), "keyword_variants", ("variant_id",))),
    not_modelled="Aucune saison, aucune contagion d’un serveur à l’autre, aucune personne : les "
    "emplois d’un serveur sont indépendants d’une semaine à l’autre.",
)

TRUTH_KEYWORD_VARIANTS = Table(
    "truth_keyword_variants", "Vérité : variantes",
    "Une variante, avec sa place dans la loi de fréquence et sa vie entière.",
    (
        _FAMILY,
        _VARIANT,
        Column("slot", "integer", "Rang planté dans la famille, 1 pour la plus employée.", "rang",
               minimum=1),
        share("weight", "Part plantée des emplois de la famille pendant sa vie."),
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
        SERVER,
        _FAMILY,
        share("share", "Part de la famille dans les emplois du serveur."),
        Column("expected_read", "number",
               "Emplois attendus dans la lecture de toute la fenêtre, hors usages ordinaires.",
               "emplois", minimum=0),
    ),
    ("server_id", "family_id"), (ANY,), observed=False,
)
