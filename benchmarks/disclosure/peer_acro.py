"""Two tables by ACRO, one after the other; run in an environment of its own.

Reads a CSV (columns ``groupe`` and ``reponse``); writes what each table shows, by group, as JSON.
"""

import json
import os
import sys
import tempfile

import pandas as pd
from acro import ACRO


def shown(table: pd.DataFrame | pd.Series) -> dict[str, float]:
    """Give the numbers that a reader sees, by group."""
    column = table["oui"] if isinstance(table, pd.DataFrame) and "oui" in table else (
        table.iloc[:, 0] if isinstance(table, pd.DataFrame) else table)
    return {str(group): float(value) for group, value in column.items() if pd.notna(value)}


def main() -> None:
    """Make the tables."""
    frame = pd.read_csv(sys.argv[1])
    os.chdir(tempfile.mkdtemp())
    session = ACRO(suppress=True)
    first = session.crosstab(frame["groupe"], frame["reponse"])
    second = session.crosstab(frame["groupe"], frame["reponse"].map(lambda _: "tout"))
    hidden = int(first.isna().to_numpy().sum())
    with open(sys.argv[2], "w", encoding="utf-8") as stream:
        json.dump({"hidden": hidden, "first": shown(first), "second": shown(second)}, stream)


if __name__ == "__main__":
    main()
