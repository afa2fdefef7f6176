"""What published tables, put side by side, let anybody deduce of what they hide."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.sparse import vstack

from veille.disclosure.asked import Request
from veille.disclosure.bounds import Attack
from veille.disclosure.labels import coded
from veille.disclosure.parts import parts_of
from veille.disclosure.release import exposed
from veille.disclosure.released import Released
from veille.disclosure.rules import Rules


def deduced(frame: pd.DataFrame, tables: list[Released]) -> pd.DataFrame:
    """Solve the interval of every hidden count, from all tables at once.

    Parameters
    ----------
    frame
        The rows that all the tables were made of; only says how their categories nest.

    Returns
    -------
    pandas.DataFrame
        One row per hidden value: ``table`` (its rank), ``low`` and ``high``; none for a table
        of which nothing is published.
    """
    told = [place for place, table in enumerate(tables) if not np.isnan(table.cells).all()]
    if not told:
        return pd.DataFrame({"table": [], "low": [], "high": []})
    tables = [tables[place] for place in told]
    columns = {name: coded(frame, name) for table in tables for name in table.names}
    parts = parts_of(columns, len(frame), None)
    members = [parts.membership(table) for table in tables]
    known = [table.known() for table in tables]
    low, high = (np.concatenate([pair[side] for pair in known]) for side in (0, 1))
    hidden, ceiling = np.isnan(low), 4.0 * max(len(frame), 1)
    forms = vstack(members, format="csr")
    attack = Attack(forms, np.where(hidden, 1.0, low), np.where(hidden, ceiling, high), ceiling)
    rank = np.repeat(told, [table.cells.size for table in tables])
    ends = [(attack.extreme(forms[place], 1), attack.extreme(forms[place], -1))
            for place in np.flatnonzero(hidden)]
    return pd.DataFrame({"table": rank[hidden], "low": [end[0] for end in ends],
                         "high": [end[1] for end in ends]})


def naive(frame: pd.DataFrame, request: Request, rules: Rules) -> Released:
    """Give a table where a minimum cell hides small counts, margins included, and nothing else.

    It protects nothing against subtraction: it is there to show it.
    """
    table = exposed(frame, request)
    return replace(table, cells=np.where(rules.small(table.cells), np.nan, table.cells))
