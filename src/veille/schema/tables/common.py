"""Columns and keys that several tables share."""

from veille.schema.model import Column, ForeignKey

SERVER = Column("server_id", "string", "Identifiant opaque, tiré pour ce seul monde.",
                pattern=r"S[0-9]{8}")
WEEK = Column("week", "integer", "Semaine, comptée depuis le début de la fenêtre.", "semaines",
              minimum=0)
SEEN = ForeignKey(("server_id",), "servers", ("server_id",))
ANY = ForeignKey(("server_id",), "truth_servers", ("server_id",))


def share(name: str, description: str) -> Column:
    """Give a column that holds a proportion."""
    return Column(name, "number", description, "proportion", minimum=0, maximum=1)
