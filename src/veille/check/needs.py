"""Which notebooks need which tables: a folder without one runs the others."""

from collections.abc import Iterable

# The tables that each notebook reads of the data it is pointed at; the truth is never asked for.
NEEDS: dict[str, tuple[str, ...]] = {
    "01": ("servers", "channels", "roles", "invitations", "keyword_variants", "keyword_counts",
           "sightings", "ratings", "journeys", "reports", "closures", "successions", "team_weeks",
           "shifts"),
    "02": ("servers", "channels"),
    "03": ("servers", "channels", "roles", "invitations"),
    "04": ("servers", "keyword_variants", "keyword_counts"),
    "05": ("servers", "channels", "keyword_variants", "keyword_counts"),
    "06": ("servers", "journeys"),
    "07": ("servers", "ratings"),
    "08": ("reports",),
    "09": ("servers", "invitations", "closures", "successions"),
    "10": ("team_weeks", "shifts"),
    "11": ("servers", "sightings"),
    "12": ("servers",),
    "13": (),
}


def stopped(sound: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give the notebooks that cannot run, each with the tables that it lacks.

    Parameters
    ----------
    sound
        The tables that are present and hold what their schema says.
    """
    have = set(sound)
    lacking = {name: tuple(table for table in needed if table not in have)
               for name, needed in NEEDS.items()}
    return {name: tables for name, tables in lacking.items() if tables}
