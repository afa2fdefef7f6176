"""The catalogue of assumptions: where every number of the synthetic world comes from."""

from veille.assumptions.catalogue import Catalogue
from veille.assumptions.loading import load_catalogue
from veille.assumptions.record import Assumption, AssumptionError
from veille.assumptions.vocabulary import french_name

__all__ = ["Assumption", "AssumptionError", "Catalogue", "french_name", "load_catalogue"]
