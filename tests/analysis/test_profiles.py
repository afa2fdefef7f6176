"""Profiles of functions: shares by hand, corrections, bounds and refusals."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.profiles import (
    family_profile,
    group_uses,
    planted_profile,
    profile_bounds,
    share_correlation,
)
from veille.analysis.uses import read_uses
from veille.errors import VeilleError

NAMES = ["F01·v001", "F01·v002", "F02·v001", "F02·v002"]
VARIANTS = pd.DataFrame({
    "family_id": ["F01", "F01", "F02", "F02"], "variant_id": NAMES,
    "birth_week": pd.array([None] * 4, dtype="Int64"),
    "death_week": pd.array([None] * 4, dtype="Int64"),
    "homonym": [False, True, False, True],
})


def group(rows, members):
    counts = pd.DataFrame([(server, 0, NAMES[token], count) for server, token, count in rows],
                          columns=["server_id", "week", "variant_id", "count"])
    return group_uses(read_uses(counts, VARIANTS), members)


FOUR = [("S1", 0, 30), ("S1", 1, 10), ("S1", 2, 40), ("S1", 3, 20), ("S2", 0, 900)]


def test_shares_by_hand():
    found = family_profile(group(FOUR, ["S1"]))
    assert found["value"].tolist() == pytest.approx([0.4, 0.6])


def test_shares_weigh_servers_by_their_uses():
    found = family_profile(group(FOUR, ["S1", "S2"]))
    assert found["value"].tolist() == pytest.approx([0.94, 0.06])
    assert (found["low"] < found["value"]).all()
    assert (found["value"] < found["high"]).all()


def test_stated_open_shares_are_undone():
    """40 / 0.5 = 80 and 60 / 1 = 60."""
    found = family_profile(group(FOUR, ["S1"]), np.array([0.5, 1.0]))
    assert found["value"].tolist() == pytest.approx([80 / 140, 60 / 140])


def test_bounds_take_homonyms_both_ways():
    """F01 holds 30 to 40 uses, F02 40 to 60."""
    found = profile_bounds(group(FOUR, ["S1"]))
    assert found["lower"].tolist() == pytest.approx([30 / 90, 40 / 80])
    assert found["upper"].tolist() == pytest.approx([40 / 80, 60 / 90])


def test_without_homonyms_the_bounds_are_the_share():
    rows = [("S1", 0, 3), ("S1", 2, 1), ("S2", 0, 2), ("S2", 2, 5)]
    made = group(rows, ["S1", "S2"])
    plain, bounds = family_profile(made), profile_bounds(made)
    for column in ("value", "low", "high"):
        assert bounds[column].tolist() == pytest.approx(plain[column].tolist())


def test_identical_servers_leave_no_spread():
    rows = [(f"S{server}", token, 5) for server in range(9) for token in (0, 2)]
    found = family_profile(group(rows, [f"S{server}" for server in range(9)]))
    assert found["low"].tolist() == pytest.approx([0.5, 0.5])
    assert found["high"].tolist() == pytest.approx([0.5, 0.5])


def test_a_family_never_read_has_a_share_of_zero():
    found = family_profile(group([("S1", 0, 4), ("S2", 0, 2)], ["S1", "S2"]))
    assert found["value"].tolist() == [1, 0]
    assert np.isfinite(found[["low", "high"]].to_numpy()).all()


def test_a_group_without_uses_is_refused_in_french():
    with pytest.raises(VeilleError, match="Aucun emploi lu dans ce groupe"):
        group(FOUR, ["S9"])


@pytest.mark.parametrize("share", [0.0, -0.1, 1.2, np.nan])
def test_an_impossible_open_share_is_refused(share):
    with pytest.raises(VeilleError, match="part d’emplois ouverts"):
        family_profile(group(FOUR, ["S1"]), np.array([share, 1.0]))


def test_planted_profiles_by_hand():
    truth = pd.DataFrame({"server_id": ["S1", "S1", "S2", "S2"],
                          "family_id": ["F01", "F02"] * 2, "share": [0.5, 0.5, 0.2, 0.8],
                          "expected_read": [10.0, 30.0, 99.0, 1.0]})
    servers = pd.Series(["S1"])
    assert planted_profile(truth, servers).tolist() == pytest.approx([0.25, 0.75])
    stated = pd.Series({"F01": 0.5, "F02": 1.0})
    assert planted_profile(truth, servers, stated).tolist() == pytest.approx([0.4, 0.6])
    assert share_correlation(truth, pd.Series(["S1", "S2"])).loc["F01", "F02"] == pytest.approx(-1)
