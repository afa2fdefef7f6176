"""One table, one schema: what the files hold, and how to check that they do."""

from veille.schema.model import Column, ForeignKey, Table
from veille.schema.tables import TABLES

__all__ = ["TABLES", "Column", "ForeignKey", "Table"]
