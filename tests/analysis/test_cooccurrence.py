"""Communities of tokens: hand-made blocks, what is left out, and refusals."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from veille.analysis.cooccurrence import (
    agreement,
    communities,
    composition,
    merged_against_all,
    merged_families,
    over_halves,
    ppmi_network,
    raw_network,
    residual_network,
)
from veille.analysis.summaries import identical
from veille.analysis.token_ties import ties
from veille.analysis.uses import read_uses
from veille.errors import VeilleError

FAMILIES = ("F01", "F02", "F03")
NETWORKS = (raw_network, ppmi_network, residual_network)


def blocks(n_servers=30, size=4, uses=5, common=0):
    """Give servers that each use one family, and ``common`` uses of one token of the last."""
    names = [f"{family}·v{number:03d}" for family in FAMILIES for number in range(size)]
    missing = pd.array([None] * len(names), dtype="Int64")
    variants = pd.DataFrame({"family_id": [name[:3] for name in names], "variant_id": names,
                             "birth_week": missing, "death_week": missing, "homonym": False})
    rows = [(f"S{server:02d}", 0, names[(server % 3) * size + token], uses)
            for server in range(n_servers) for token in range(size)]
    rows += [(f"S{server:02d}", 1, names[-1], common) for server in range(n_servers) if common]
    return read_uses(
        pd.DataFrame(rows, columns=["server_id", "week", "variant_id", "count"]), variants)


def codes(uses):
    return uses.families[uses.family]


@pytest.mark.parametrize("build", NETWORKS)
def test_blocks_are_found_exactly(build):
    uses = blocks()
    network = build(ties(uses), 1)
    label = communities(network, seed=0)
    assert agreement(codes(uses), network, label) == 1
    assert merged_families(composition(codes(uses), network, label)) == []


@pytest.mark.parametrize("build", NETWORKS)
def test_family_codes_do_not_enter_the_detection(build):
    uses = blocks()
    shuffled = read_uses(*_relabelled(uses))
    one, two = build(ties(uses), 1), build(ties(shuffled), 1)
    assert np.array_equal(one.weight, two.weight)


def _relabelled(uses):
    variants = pd.DataFrame({
        "family_id": np.tile(FAMILIES, uses.tokens.size // 3), "variant_id": uses.tokens,
        "birth_week": pd.array(uses.birth, dtype="Int64"),
        "death_week": pd.array(uses.death, dtype="Int64"), "homonym": False})
    counts = pd.DataFrame({"server_id": uses.servers[uses.server], "week": uses.week,
                           "variant_id": uses.tokens[uses.token], "count": uses.count})
    return counts, variants


def test_what_is_left_out_is_counted():
    """Eleven tokens of 50 uses and one of 50 + 30: two of twelve stay above a bound of 60."""
    uses = blocks(common=1)
    extra = uses.token == 0
    more = replace(uses, count=np.where(extra, 2 * uses.count, uses.count))
    network = raw_network(ties(more), 60)
    assert network.token.tolist() == [0, 11]
    assert network.tokens_out == pytest.approx(10 / 12)
    assert network.uses_out == pytest.approx(10 * 50 / (10 * 50 + 100 + 80))


def test_an_agreed_seed_gives_the_same_communities():
    network = residual_network(ties(blocks(common=2)), 1)
    assert np.array_equal(communities(network, 3), communities(network, 3))


def test_residual_correlations_are_those_of_numpy():
    """Against residuals computed server by server: roots rounded to 2**-14 leave under 1e-3."""
    rng = np.random.default_rng(8)
    uses = blocks(common=3)
    uses = replace(uses, count=rng.poisson(4, uses.count.size) + 1.0)
    table = uses.by_server(uses.token, uses.tokens.size)
    read = uses.by_server(uses.week, uses.n_weeks).sum(axis=1, keepdims=True)
    expected = read * table.sum(axis=0) / read.sum()
    residual = (table - expected) / np.sqrt(expected)
    found = ties(uses).residual_correlation(np.arange(uses.tokens.size))
    assert found == pytest.approx(np.corrcoef(residual.T), abs=1e-3)


def test_few_servers_at_a_time_make_no_difference(monkeypatch):
    whole = ties(blocks(common=3))
    monkeypatch.setattr("veille.analysis.token_ties.TOGETHER", 7)
    assert identical(ties(blocks(common=3)), whole)


def test_sums_too_large_to_be_exact_are_refused():
    found = ties(blocks())
    many = replace(found, uses=found.uses * 2**30)
    with pytest.raises(VeilleError, match="restent exactes"):
        raw_network(many, 1)


def test_a_token_everywhere_ties_nothing_in_residuals():
    uses = blocks(common=5)
    network = residual_network(ties(uses), 1)
    raw = raw_network(ties(uses), 1)
    everywhere = network.token == uses.tokens.size - 1
    assert (raw.weight[everywhere] > 0).sum() == uses.tokens.size - 1
    assert (network.weight[everywhere] > 0).sum() < uses.tokens.size - 1


def test_tokens_that_never_lived_together_can_be_tied():
    """Token 2 replaces token 1 in the same servers: only expected uses by life tie them."""
    names = ["F01·v001", "F01·v002", "F02·v001"]
    variants = pd.DataFrame({
        "family_id": ["F01", "F01", "F02"], "variant_id": names,
        "birth_week": pd.array([None, 5, None], dtype="Int64"),
        "death_week": pd.array([5, None, None], dtype="Int64"), "homonym": False})
    rows = []
    for server in range(20):
        for week in range(10):
            token = (names[0] if week < 5 else names[1]) if server < 10 else names[2]
            rows.append((f"S{server:02d}", week, token, 2))
    uses = read_uses(
        pd.DataFrame(rows, columns=["server_id", "week", "variant_id", "count"]), variants)
    weight = residual_network(ties(uses), 1).weight
    assert weight[0, 1] > 0.9
    assert weight[0, 2] == weight[1, 2] == 0


def test_tokens_of_one_season_are_not_tied_by_the_season():
    """Servers open early read the early tokens, all alike: nothing beyond their dates ties them."""
    names = ["F01·v001", "F01·v002", "F02·v001", "F02·v002"]
    variants = pd.DataFrame({
        "family_id": ["F01", "F01", "F02", "F02"], "variant_id": names,
        "birth_week": pd.array([None, 5, None, 5], dtype="Int64"),
        "death_week": pd.array([5, None, 5, None], dtype="Int64"), "homonym": False})
    rows = [(f"S{server:02d}", 5 * (server % 2), names[token + server % 2], 3)
            for server in range(20) for token in (0, 2)]
    uses = read_uses(
        pd.DataFrame(rows, columns=["server_id", "week", "variant_id", "count"]), variants)
    assert raw_network(ties(uses), 1).weight.any()
    assert not residual_network(ties(uses), 1).weight.any()


def test_too_few_tokens_are_refused_in_french():
    with pytest.raises(VeilleError, match="MIN_USES"):
        residual_network(ties(blocks()), 10_000)


def test_merged_families_are_named():
    table = pd.DataFrame({0: [5, 4, 0], 1: [0, 1, 6]}, index=list(FAMILIES))
    assert merged_families(table) == [("F01", "F02")]


def test_merged_pairs_are_compared_with_all():
    likeness = pd.DataFrame([[1, 0.6, 0], [0.6, 1, -0.3], [0, -0.3, 1]], FAMILIES, FAMILIES)
    alike, every = merged_against_all([[("F01", "F02")], [], [("F01", "F02")]], likeness)
    assert (alike, every) == pytest.approx((0.6, 0.1))
    assert np.isnan(merged_against_all([[]], likeness)[0])


def test_halves_give_one_agreement_each():
    found = over_halves(blocks(), 2, 4, np.random.default_rng(0))
    assert found.shape == (4,)
    assert found.max() <= 1
