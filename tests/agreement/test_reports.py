"""Published shares and delays of reports, as their sources print them, against a large world.

None is measured on the same thing as what is simulated (all are analogies), but each must be
found again where it was planted: in founded reports that are treated, at the completeness of
reference.  An effect of completeness planted at zero puts every report there.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from veille.synth import World

EXPECTED = pd.read_csv(Path(__file__).parent / "expected_reports.csv", keep_default_na=False)
STANDARD_ERRORS = 5


@pytest.fixture(scope="module")
def reports(catalogue):
    flat = catalogue.replace(completeness_effect=0)
    tables = World(flat, seed=1_414, n_servers=60_000).topics("reports")
    truth = tables["truth_reports"].rename(columns={"outcome": "decision"})
    servers = tables["truth_servers"][["server_id", "at_risk"]]
    return tables["reports"].merge(truth, on="report_id").merge(servers, on="server_id")


def events(reports, row):
    """Give, for each report that the source would count, whether it is what the source counts."""
    own = reports[reports["route"] == row.route]
    if row.quantity == "founded":
        return own.loc[own["at_risk"], "founded"]
    own = own[own["founded"] & ~own["unanswered"] & (own["host"] == row.host)]
    by_then = own["decision_days"] <= float(row.days)
    if row.quantity == "undecided_after":
        return ~by_then
    return by_then & (own["decision"] == "action")


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row.quantity}-{row.route}-{row.row}")
                                 for row in EXPECTED.itertuples()])
def test_a_published_value_is_recovered(reports, row):
    found = events(reports, row)
    assert len(found) > 1_000
    if row.quantity.endswith("_at_least"):
        assert found.mean() >= row.value
        return
    error = np.sqrt(row.value * (1 - row.value) / len(found))
    assert abs(found.mean() - row.value) <= STANDARD_ERRORS * error
