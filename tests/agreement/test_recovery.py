"""Expected values, typed a second time from their sources, against a large world.

`expected_values.csv` was written from the sources by somebody who had not seen the catalogue:
a slip in either is caught here.
"""

from pathlib import Path

import pandas as pd
import pytest

from veille.assumptions.vocabulary import ARCHETYPES
from veille.synth import World

EXPECTED = pd.read_csv(Path(__file__).parent / "expected_values.csv")
COLUMN = {"members_mean": "members", "members_max": "members"}
STANDARD_ERRORS = 5


@pytest.fixture(scope="module")
def servers(catalogue):
    return World(catalogue, seed=2_718, n_servers=300_000).truth_servers()


def cases():
    return [_case(row) for row in EXPECTED.itertuples()]


def _case(row):
    codes = list(ARCHETYPES) if row.applies_to == "all" else row.applies_to.split(";")
    bound = row.quantity.endswith("_max") or row.arithmetic.startswith("borne haute")
    return pytest.param(row.quantity, codes, row.value, bound, id=f"{row.quantity}-{row.row}")


@pytest.mark.parametrize(("quantity", "codes", "value", "bound"), cases())
def test_a_sourced_value_is_recovered(servers, quantity, codes, value, bound):
    column = COLUMN.get(quantity, quantity)
    values = servers.loc[servers["archetype"].isin(codes), column]
    assert len(values) > 1_000
    if bound:
        measured = values.max() if quantity.endswith("_max") else values.mean()
        assert measured <= value
        return
    error = values.std() / len(values) ** 0.5
    assert abs(values.mean() - value) < STANDARD_ERRORS * error


@pytest.mark.parametrize(("quantity", "codes", "value", "bound"), cases())
def test_the_catalogue_says_the_same(catalogue, quantity, codes, value, bound):
    planted = catalogue.value(quantity)
    for code in codes:
        found = planted[code] if isinstance(planted, dict) else planted
        if bound:
            assert found <= value
        else:
            assert found == pytest.approx(value, rel=1e-8)


def test_every_measured_or_derived_record_was_typed_again(catalogue):
    typed = {
        (row.quantity, code)
        for row in EXPECTED.itertuples()
        for code in row.applies_to.split(";")
    }
    for record in catalogue.records:
        if record.status in ("measured", "derived"):
            for code in record.applies_to or ("all",):
                assert (record.parameter, code) in typed
