"""Every table of a world: those a watch may know, and the planted truth that it may not."""

from veille.schema.model import Table
from veille.schema.tables.closures import CLOSURES, SUCCESSIONS, TRUTH_LINEAGES
from veille.schema.tables.journeys import JOURNEYS, TRUTH_JOURNEYS
from veille.schema.tables.language import (
    KEYWORD_COUNTS,
    KEYWORD_VARIANTS,
    TRUTH_KEYWORD_COUNTS,
    TRUTH_KEYWORD_VARIANTS,
)
from veille.schema.tables.load import (
    SHIFTS,
    TEAM_WEEKS,
    TRUTH_SHIFTS,
    TRUTH_TEAM_WEEKS,
    TRUTH_TEAMS,
    TRUTH_VOLUNTEERS,
)
from veille.schema.tables.planted import TRUTH_PARAMETERS
from veille.schema.tables.ratings import RATINGS, TRUTH_RATINGS
from veille.schema.tables.reports import REPORTS, TRUTH_REPORTS
from veille.schema.tables.sightings import SIGHTINGS, TRUTH_SIGHTINGS
from veille.schema.tables.structure import (
    CHANNELS,
    INVITATIONS,
    ROLES,
    SERVERS,
    TRUTH_CHANNELS,
    TRUTH_INVITATIONS,
    TRUTH_ROLES,
    TRUTH_SERVERS,
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        SERVERS, CHANNELS, ROLES, INVITATIONS, KEYWORD_VARIANTS, KEYWORD_COUNTS, SIGHTINGS,
        RATINGS, JOURNEYS, REPORTS, CLOSURES, SUCCESSIONS, TEAM_WEEKS, SHIFTS,
        TRUTH_SERVERS, TRUTH_CHANNELS, TRUTH_ROLES, TRUTH_INVITATIONS,
        TRUTH_KEYWORD_VARIANTS, TRUTH_KEYWORD_COUNTS, TRUTH_SIGHTINGS,
        TRUTH_RATINGS, TRUTH_JOURNEYS, TRUTH_REPORTS, TRUTH_LINEAGES,
        TRUTH_TEAMS, TRUTH_TEAM_WEEKS, TRUTH_VOLUNTEERS, TRUTH_SHIFTS, TRUTH_PARAMETERS,
    )
}
