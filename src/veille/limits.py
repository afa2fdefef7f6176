"""What may be asked of a world: kept apart, so that the command answers before pandas is loaded."""

OFFSPRING = 64  # rows that hang on one server: its followed members, or its lineage
LONG_CAPACITY = 999_999_937  # the largest prime below 10**9: identifiers of nine digits
MAX_SERVERS = LONG_CAPACITY // OFFSPRING
MAX_WEEKS = 1_040
MAX_SEED = 2**63 - 1
DEFAULT_SEED = 2026
DEFAULT_SERVERS = 1_200
DEFAULT_WEEKS = 52
FORMATS = ("csv", "parquet")
