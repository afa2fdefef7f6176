"""Expected uses: they add up to the truth, and the uses read scatter around them."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.expected_uses import expected_mass, weeks_there
from veille.analysis.filters import ORDINARY
from veille.analysis.uses import read_uses
from veille.synth import World


@pytest.fixture(scope="module")
def world(catalogue):
    drawn = World(catalogue, seed=8, n_servers=2_000, n_weeks=20)
    return drawn.topics("language") | drawn.common_tables()


@pytest.fixture(scope="module")
def uses(world):
    return read_uses(world["keyword_counts"], world["keyword_variants"], 20)


def test_a_server_exists_from_its_creation_to_its_end():
    servers = pd.DataFrame({"created_week": [-4, 2], "end_week": pd.array([3, None], "Int64")})
    assert weeks_there(servers, 5).astype(int).tolist() == [[1, 1, 1, 0, 0], [0, 0, 1, 1, 1]]


def test_wanted_uses_add_up_to_those_planted_in_at_risk_servers(world, uses):
    seen = world["truth_servers"].query("observed and at_risk")["server_id"]
    truth = world["truth_keyword_counts"]
    planted = truth[truth["server_id"].isin(seen) & (truth["family_id"] != ORDINARY)]
    found = expected_mass(world, uses).wanted.sum()
    assert found == pytest.approx(planted["expected_read"].sum(), rel=1e-4)


def test_what_was_read_scatters_around_what_was_expected(world, uses):
    """Family by family, within five standard errors of the sum over servers."""
    mass = expected_mass(world, uses)
    expected = mass.wanted + mass.other
    for family in range(uses.families.size):
        tokens = uses.family == family
        by_server = np.bincount(uses.server, uses.count * tokens[uses.token], uses.servers.size)
        error = by_server.std() * np.sqrt(by_server.size)
        assert abs(by_server.sum() - expected[tokens].sum()) < 5 * error
    total = uses.count.sum()
    assert total == pytest.approx(expected.sum(), rel=0.05)


def test_the_family_of_ordinary_use_is_never_wanted(world, uses):
    ordinary = uses.families[uses.family] == ORDINARY
    assert expected_mass(world, uses).wanted[ordinary].sum() == 0


def test_ordinary_uses_fall_on_homonyms_in_use(world, uses):
    """Where no server is at risk and nothing is coded, they are all that is left."""
    empty = world["truth_keyword_counts"].assign(expected_read=0.0)
    mass = expected_mass(world | {"truth_keyword_counts": empty}, uses)
    assert mass.wanted.sum() == 0
    assert mass.other[~uses.homonym].sum() == 0
    assert mass.other[~uses.alive()].sum() == 0
    assert mass.other.sum() > 0
