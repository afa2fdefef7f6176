"""The exponent without ranks: by hand, against brute force, and where it is planted."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq

from veille.analysis.pairs import (
    count_pairs,
    match_probability,
    pair_exponent,
    pair_exponent_over_servers,
    summed_pairs,
)
from veille.analysis.token_uses import TokenUses
from veille.analysis.uses import read_uses
from veille.errors import VeilleError


def tables(rows, homonym=(False,) * 4, families=("F01",) * 4):
    names = [f"{family}·v{number:03d}" for number, family in enumerate(families, start=1)]
    missing = pd.array([None] * len(names), dtype="Int64")
    variants = pd.DataFrame({"family_id": families, "variant_id": names, "birth_week": missing,
                             "death_week": missing, "homonym": homonym})
    counts = pd.DataFrame([(f"S{s}", w, names[t], c) for s, w, t, c in rows],
                          columns=["server_id", "week", "variant_id", "count"])
    return {"keyword_counts": counts, "keyword_variants": variants}


def make(*arguments, **options):
    made = tables(*arguments, **options)
    return read_uses(made["keyword_counts"], made["keyword_variants"])


def estimated(uses):
    return pair_exponent(count_pairs(uses, np.ones((uses.servers.size, 1))))


def lawful(exponent, size, n_servers, rng, families=1, habits=None):
    """Draw uses of a Zipf law, with gamma habits of a given shape in each server."""
    weights = np.arange(1, size + 1.0) ** -exponent
    weights /= weights.sum()
    rows = []
    for server, family in product(range(n_servers), range(families)):
        own = weights * (rng.gamma(habits, 1 / habits, size) if habits else 1)
        uses = rng.poisson(8 * own)
        rows += [(server, 0, family * size + token, int(uses[token]))
                 for token in np.flatnonzero(uses)]
    codes = [f"F{1 + family:02d}" for family in range(families) for _ in range(size)]
    return make(rows, [False] * len(codes), codes)


def test_pairs_by_hand():
    """Two servers, one week: 2 × 1 + 1 × 3 matching pairs of 3 × 4, each counted both ways."""
    uses = make([(1, 0, 0, 2), (1, 0, 1, 1), (2, 0, 0, 1), (2, 0, 1, 3)])
    counted = count_pairs(uses, np.ones((2, 1)))
    assert counted.matched[0, 0] / counted.pairs[0].sum() == pytest.approx(5 / 12)


@pytest.mark.parametrize("aside", [False, True])
def test_a_summary_gives_the_pairs_of_its_servers(aside):
    """Against the count over every server, with homonyms and several families and weeks."""
    rng = np.random.default_rng(5)
    rows = [(s, w, t, int(rng.integers(1, 5))) for s in range(12) for w in range(3)
            for t in rng.choice(6, 3, replace=False).tolist()]
    homonym = (False, True, False, False, False, True)
    made = tables(rows, homonym, ("F01", "F01", "F01", "F02", "F02", "F02"))
    uses = read_uses(made["keyword_counts"], made["keyword_variants"])
    expected = count_pairs(uses.without_homonyms() if aside else uses, np.ones((12, 1)))
    found = summed_pairs(TokenUses.from_tables(made), aside=aside)
    assert found.matched == pytest.approx(expected.matched)
    assert found.pairs == pytest.approx(expected.pairs)
    assert pair_exponent(found).value == pytest.approx(pair_exponent(expected).value)


def test_uses_of_one_server_or_of_two_weeks_make_no_pair():
    with pytest.raises(VeilleError, match="Aucune paire"):
        estimated(make([(1, 0, 0, 5), (1, 0, 1, 2), (2, 1, 0, 5)]))


def test_copies_of_a_server_make_no_pair_together():
    uses = make([(1, 0, 0, 2), (2, 0, 0, 1), (2, 0, 1, 1)])
    once, twice = (count_pairs(uses, np.array([[n], [1.0]])) for n in (1.0, 2.0))
    assert twice.pairs.sum() == pytest.approx(2 * once.pairs.sum())


def test_only_one_token_kept_is_refused():
    uses = make([(1, 0, 0, 3), (2, 0, 0, 3)], homonym=(False, True, True, True))
    with pytest.raises(VeilleError, match="Aucune paire"):
        estimated(uses.without_homonyms())


@pytest.mark.parametrize("exponent", [0.4, 1.05, 1.8])
def test_exact_shares_give_back_the_exponent(exponent):
    """Servers with exactly the shares of the law, however large: no noise is left."""
    weights = np.arange(1, 5.0) ** -exponent
    shares = np.round(1e7 * weights / weights.sum())
    uses = make([(server, 0, token, int(shares[token])) for server in (1, 2) for token in range(4)])
    assert estimated(uses).value == pytest.approx(exponent, abs=1e-3)


def test_the_solution_is_that_of_scipy():
    uses = make([(1, 0, 0, 4), (1, 0, 1, 1), (2, 0, 0, 3), (2, 0, 2, 2), (3, 0, 1, 2)])
    counted = count_pairs(uses, np.ones((3, 1)))
    ratio = counted.matched.sum() / counted.pairs.sum()
    ranks = np.arange(1, 5.0)
    expected = brentq(
        lambda s: (ranks ** (-2 * s)).sum() / (ranks**-s).sum() ** 2 - ratio, 0.01, 5)
    assert estimated(uses).value == pytest.approx(expected, abs=1e-4)


def test_match_probability_after_setting_tokens_aside():
    """Against every way of keeping three tokens out of five."""
    weights = np.arange(1, 6.0) ** -1.05
    weights /= weights.sum()
    kept = [np.array(c) for c in product([0, 1], repeat=5) if sum(c) == 3]
    same = np.mean([(k * weights**2).sum() for k in kept])
    both = np.mean([(k * weights).sum() ** 2 for k in kept])
    assert match_probability(np.array([1.05]), 5, 3)[0] == pytest.approx(same / both, rel=1e-9)


def test_one_family_has_no_bounds():
    found = estimated(lawful(1.0, 6, 20, np.random.default_rng(0)))
    assert np.isfinite(found.value)
    assert np.isnan(found.low)


@pytest.mark.parametrize("habits", [None, 1.0])
def test_a_planted_exponent_is_recovered_within_five_standard_errors(habits):
    rng = np.random.default_rng(7)
    found = np.array([estimated(lawful(1.05, 10, 60, rng, 4, habits)).value
                      for _ in range(40)])
    assert abs(found.mean() - 1.05) < 5 * found.std(ddof=1) / np.sqrt(found.size)


def test_the_bootstrap_over_servers_surrounds_the_value():
    uses = lawful(1.05, 10, 80, np.random.default_rng(3), 3)
    found = pair_exponent_over_servers(uses, np.random.default_rng(4), 100)
    assert found.value == pytest.approx(estimated(uses).value)
    assert found.low < found.value < found.high
