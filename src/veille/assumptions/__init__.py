"""The catalogue of assumptions: where every number of the synthetic world comes from."""

from veille.assumptions.catalogue import (
    Assumption,
    AssumptionError,
    Catalogue,
    load_catalogue,
)
from veille.assumptions.vocabulary import french_name

__all__ = ["Assumption", "AssumptionError", "Catalogue", "french_name", "load_catalogue"]
