"""The planted parameters."""

from veille.assumptions.vocabulary import STATUSES, UNITS
from veille.schema.model import Column, Table

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
