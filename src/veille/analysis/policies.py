"""What a team covers and what it costs its members, under rules that a team may give itself.

What the rules do is stated in `veille.analysis.team_rules`, not drawn from any source; the two
opposite studies of blurring are two values.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from veille.analysis.team_rules import Rule, Team
from veille.analysis.team_years import simulate


def compare(
    team: Team, rules: dict[str, Rule], n_years: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Give the mean of each measure of `simulate` under each rule, and the spread over years.

    Rules meet the same years as far as their draws allow: each starts from the same generator.

    Returns
    -------
    pandas.DataFrame
        One row per rule, indexed by its name: each measure, and ``covered_low``/``covered_high``,
        ``distress_low``/``distress_high``, the 5th and 95th percentiles over years.
    """
    seed = int(rng.integers(2**32))
    rows = {}
    for name, rule in rules.items():
        years = simulate(team, rule, n_years, np.random.default_rng(seed))
        rows[name] = years.mean().to_dict()
        for measure in ("covered", "distress"):
            low, high = years[measure].quantile([0.05, 0.95])
            rows[name] |= {f"{measure}_low": low, f"{measure}_high": high}
    return pd.DataFrame.from_dict(rows, orient="index")


def front(table: pd.DataFrame) -> pd.Series:
    """Say which rules no other beats on both coverage and distress.

    Examples
    --------
    >>> table = pd.DataFrame({"covered": [0.9, 0.8, 0.7], "distress": [0.3, 0.3, 0.1]})
    >>> front(table).to_list()
    [True, False, True]
    """
    covered, distress = table["covered"].to_numpy(), table["distress"].to_numpy()
    better = (covered >= covered[:, None]) & (distress <= distress[:, None])
    strictly = (covered > covered[:, None]) | (distress < distress[:, None])
    return pd.Series(~(better & strictly).any(axis=1), index=table.index)


def carried(
    team: Team, rule: Rule, arrivals: list[float], n_years: int, rng: np.random.Generator,
) -> pd.DataFrame:
    """Give, for growing arrivals, what waits at the end of the year.

    Returns
    -------
    pandas.DataFrame
        ``arrivals`` (cases a week), ``kept_up`` (share of years that end with at most a week of
        arrivals waiting), ``waiting`` (median, in weeks of arrivals).
    """
    rows = []
    for expected in arrivals:
        years = simulate(replace(team, arrivals=expected), rule, n_years, rng)
        rows.append({"arrivals": expected, "kept_up": float((years["waiting"] <= 1).mean()),
                     "waiting": float(years["waiting"].median())})
    return pd.DataFrame(rows)
