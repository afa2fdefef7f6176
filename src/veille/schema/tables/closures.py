"""Ends of spaces, what the watch found after them, and whole lineages."""

from veille.assumptions.vocabulary import CAUSES, REGIMES
from veille.schema.model import Column, ForeignKey, Table
from veille.schema.tables.common import share

_SPACE = r"S[0-9]{8}|R[0-9]{9}"

CLOSURES = Table(
    "closures", "Fins connues",
    "La fin d’un espace que la veille avait vu, ou retrouvé après une fin précédente.",
    (
        Column("server_id", "string", "Espace : serveur du monde (S) ou résurgence (R).",
               pattern=_SPACE),
        Column("week", "integer", "Semaine de la fin.", "semaines", minimum=0),
        Column("cause", "string", "Ce qui met fin à l’espace.", categories=CAUSES),
        Column("sustained", "boolean", "La fermeture fait partie d’une campagne soutenue du "
               "service ; toujours faux pour une fin volontaire."),
        Column("members", "integer", "Membres à la fin.", "membres", minimum=1),
    ),
    ("server_id",),
    (ForeignKey(("server_id",), "truth_lineages", ("server_id",)),),
    not_modelled="La veille apprend toute fin la semaine même, en connaît la cause et sait "
    "qu’une campagne est en cours, ce qu’une veille réelle devine au mieux. Ni recours, ni "
    "réouverture, ni fermeture partielle. Un service ne ferme pas davantage ce qui lui est "
    "signalé ; les campagnes ne se concentrent pas sur quelques semaines.",
)

SUCCESSIONS = Table(
    "successions", "Résurgences retrouvées",
    "Le lien entre un espace qui a pris fin et l’une de ses résurgences, quand la veille l’a "
    "trouvé. Une fin peut avoir plusieurs résurgences, trouvées ou non ; les suites d’une "
    "résurgence manquée lui échappent.",
    (
        Column("predecessor_id", "string", "Espace qui a pris fin.", pattern=_SPACE),
        Column("successor_id", "string", "Résurgence.", pattern=r"R[0-9]{9}"),
        Column("week", "integer", "Semaine d’ouverture de la résurgence.", "semaines", minimum=0),
        Column("delay_days", "integer", "Jours entamés entre la fin et l’ouverture.", "jours",
               minimum=1),
        share("members_carried_share", "Part des membres de l’espace qui a pris fin que retrouve "
              "cette résurgence."),
    ),
    ("successor_id",),
    (ForeignKey(("predecessor_id",), "closures", ("server_id",)),
     ForeignKey(("successor_id",), "truth_lineages", ("server_id",))),
    not_modelled="Une résurgence n’est connue que par son lien : elle n’a ni salons, ni rôles, ni "
    "langage, ni invitations, et personne ne la voit autrement. Le lien est trouvé dès "
    "l’ouverture, sans erreur ni fausse piste, avec la même chance pour toutes. Deux espaces ne "
    "fusionnent jamais ; une résurgence ne gagne aucun membre nouveau et n’en garde jamais moins "
    "de cinq.",
)

TRUTH_LINEAGES = Table(
    "truth_lineages", "Vérité : lignées",
    "Un espace d’une lignée : serveur du monde qui prend fin dans la fenêtre, ou résurgence "
    "ouverte dans la fenêtre. La semaine d’un jour est sa division entière par sept.",
    (
        Column("server_id", "string", "Espace : serveur du monde (S) ou résurgence (R).",
               pattern=_SPACE),
        Column("lineage_id", "string", "Serveur du monde dont part la lignée.",
               pattern=r"S[0-9]{8}"),
        Column("generation", "integer", "Nombre de fins qui séparent l’espace du premier.",
               "générations", minimum=0),
        Column("predecessor_id", "string", "Espace dont celui-ci est une résurgence ; vide pour "
               "le premier.", pattern=_SPACE, nullable=True),
        Column("opened_day", "integer", "Jour d’ouverture, compté depuis le début de la fenêtre ; "
               "vide pour le premier.", "jours", minimum=1, nullable=True),
        Column("end_day", "integer", "Premier jour sans l’espace ; vide s’il existe encore.",
               "jours", minimum=1, nullable=True),
        Column("cause", "string", "Ce qui met fin à l’espace ; vide s’il existe encore.",
               categories=CAUSES, nullable=True),
        Column("regime", "string", "Régime de la fin, dont dépendent ses résurgences ; vide si "
               "l’espace existe encore.", categories=REGIMES, nullable=True),
        Column("n_successors", "integer", "Résurgences tirées par la loi, celles qui ouvrent "
               "après la fenêtre comprises.", "résurgences", minimum=0),
        Column("n_opened", "integer", "Résurgences ouvertes dans la fenêtre.", "résurgences",
               minimum=0),
        Column("capped", "boolean", "Une résurgence au moins n’a pu ouvrir : la lignée en "
               "comptait déjà 63."),
        Column("members", "integer", "Membres.", "membres", minimum=1),
        Column("members_carried_share", "number", "Part des membres du prédécesseur ; vide pour "
               "le premier.", "proportion", minimum=0, maximum=1, nullable=True),
        Column("known", "boolean", "La veille connaît l’espace : elle a vu le premier, et trouvé "
               "chaque lien jusqu’ici."),
    ),
    ("server_id",),
    (ForeignKey(("lineage_id",), "truth_servers", ("server_id",)),),
    observed=False,
)
