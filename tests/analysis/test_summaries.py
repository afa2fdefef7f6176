"""Summaries add up to the same bits, whatever the cut and the order; and refuse a bad cut."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.exact import fixed, moments, products
from veille.analysis.profiles import FamilyUses
from veille.analysis.sample import ServerSample
from veille.analysis.shapes import Shapes
from veille.analysis.summaries import Servers, combine, identical, owner_column, server_marks
from veille.analysis.token_ties import TokenTies
from veille.analysis.token_uses import TokenUses
from veille.errors import VeilleError
from veille.synth import World

KINDS = {
    "shapes": (Shapes, {"visibilities": (0.3, 0.6, 1.0)}),
    "token_uses": (TokenUses, {}),
    "token_ties": (TokenTies, {}),
    "families": (FamilyUses, {}),
    "sample": (ServerSample, {"size": 40}),
}


@pytest.fixture(scope="module")
def world():
    return World(seed=21, n_servers=300, n_weeks=10).tables()


def tables_of(kind, world):
    names = (*kind.needs, *kind.welcomes) or ("servers", "truth_servers", "keyword_counts")
    return {name: world[name] for name in names}


def cut(tables, n_parts, rng):
    """Deal servers between parts at random; some parts may be empty."""
    ids = pd.unique(pd.concat([frame[owner_column(frame.columns)] for frame in tables.values()
                               if owner_column(frame.columns)]))
    place = pd.Series(rng.integers(0, n_parts, len(ids)), index=ids)
    for number in range(n_parts):
        yield {name: frame if owner_column(frame.columns) is None
               else frame[place.loc[frame[owner_column(frame.columns)]].to_numpy() == number]
               for name, frame in tables.items()}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", KINDS)
def test_any_cut_in_any_order_gives_the_same_bits(name, seed, world):
    kind, options = KINDS[name]
    tables, rng = tables_of(kind, world), np.random.default_rng(seed)
    whole = kind.from_tables(tables, **options)
    made = [kind.from_tables(part, **options)
            for part in cut(tables, int(rng.integers(2, 40)), rng)]
    shuffled = [made[place] for place in rng.permutation(len(made))]
    one_by_one = shuffled[0]
    for summary in shuffled[1:]:
        one_by_one = summary + one_by_one
    assert identical(combine(shuffled), whole)
    assert identical(one_by_one, whole)


def test_floating_sums_would_not_agree(world):
    """The reason of all this: the same cuts move the last bits of plain sums."""
    share = world["truth_servers"]["gated_propensity"].to_numpy() / 3
    rng = np.random.default_rng(3)
    sums = {sum(float(part.sum()) for part in np.array_split(rng.permutation(share), 9))
            for _ in range(20)}
    assert len(sums) > 1
    assert len({int(sum(fixed(rng.permutation(share)))) for _ in range(20)}) == 1


def test_a_change_of_one_use_is_seen(world):
    tables = tables_of(TokenUses, world)
    counts = tables["keyword_counts"]
    more = counts.assign(count=counts["count"] + (np.arange(len(counts)) == 17))
    one, two = (TokenUses.from_tables(tables | {"keyword_counts": frame})
                for frame in (counts, more))
    assert not identical(one, two)
    assert identical(one, one)


@pytest.mark.parametrize("name", KINDS)
def test_a_server_in_two_parts_is_refused(name, world):
    kind, options = KINDS[name]
    tables = tables_of(kind, world)
    one, two = cut(tables, 2, np.random.default_rng(0))
    stray = next(name for name, frame in tables.items() if owner_column(frame.columns))
    two[stray] = pd.concat([two[stray], one[stray].head(1)])
    with pytest.raises(VeilleError, match="dans deux parties"):
        combine(kind.from_tables(part, **options) for part in (one, two))


def test_another_lexicon_or_other_settings_are_refused(world):
    tables = tables_of(TokenUses, world)
    one, two = cut(tables, 2, np.random.default_rng(0))
    words = two["keyword_variants"]
    two["keyword_variants"] = words.assign(homonym=~words["homonym"])
    with pytest.raises(VeilleError, match="même table commune"):
        combine([TokenUses.from_tables(part) for part in (one, two)])
    one, two = cut(tables_of(Shapes, world), 2, np.random.default_rng(0))
    with pytest.raises(VeilleError, match="mêmes réglages"):
        combine([Shapes.from_tables(one, (0.5,)), Shapes.from_tables(two, (0.6,))])


def test_nothing_to_combine_is_refused():
    with pytest.raises(VeilleError, match="Aucune partie"):
        combine([])


def test_marks_depend_on_the_identifier_alone():
    ids = pd.Series(["S00000002", "S00000001"])
    assert server_marks(ids).tolist() == server_marks(ids[::-1]).tolist()[::-1]
    assert len(Servers.of({"a": pd.DataFrame({"server_id": ["x", "x"]}),
                           "b": pd.DataFrame({"source": ["y"]}),
                           "c": pd.DataFrame({"variant_id": ["z"]})})) == 2


@pytest.mark.parametrize("largest", [1.0, 300.0, 2.0**20])
def test_moments_are_those_of_exact_arithmetic(largest):
    """Values that are whole numbers of steps lose nothing, in small and in large sums."""
    values = np.rint(np.random.default_rng(1).uniform(-largest, largest, (50, 3)) * 2**16) / 2**16
    found = moments(values)
    steps = [[int(value * 2**16) for value in row] for row in values.tolist()]
    assert found.total.tolist() == [sum(column) for column in zip(*steps, strict=True)]
    assert found.cross[0, 2] == sum(row[0] * row[2] for row in steps)
    assert found.mean(1) == pytest.approx(values[:, 1].mean())
    assert found.variance(1) == pytest.approx(values[:, 1].var(ddof=1))


def test_rounding_moves_a_value_by_half_a_step_at_most():
    values = np.random.default_rng(2).uniform(-9, 9, 1000)
    assert np.abs(fixed(values) / 2**16 - values).max() <= 0.5 / 2**16


@pytest.mark.parametrize("value", [np.nan, np.inf, -1e15])
def test_a_value_that_cannot_be_held_is_refused(value):
    with pytest.raises(VeilleError, match="nombre fini"):
        fixed(np.array([1.0, value]))


@pytest.mark.parametrize("size", [2, 2**20, 2**26])
def test_products_of_matrices_make_no_error(size):
    """Against Python's integers, where one product of floats would already round."""
    rng = np.random.default_rng(size)
    one, two = (rng.integers(-size, size, (40, 3)).astype(float) for _ in range(2))
    expected = one.astype(np.int64).astype(object).T @ two.astype(np.int64).astype(object)
    assert products(one, two).tolist() == expected.tolist()


def test_a_sample_is_every_server_when_it_may_be(world):
    tables = tables_of(ServerSample, world)
    found = ServerSample.from_tables(tables, size=1_000)
    assert found.whole
    for name, frame in found.tables.items():
        keys = list(frame.columns)
        assert frame.sort_values(keys, ignore_index=True).equals(
            tables[name].sort_values(keys, ignore_index=True))


def test_a_sample_keeps_whole_servers_and_draws_them_evenly(world):
    """The share of at-risk servers among half of them: within five standard errors."""
    tables = tables_of(ServerSample, world)
    found = ServerSample.from_tables(tables, size=150)
    truth = found.tables["truth_servers"]
    assert len(truth) == 150
    assert not found.whole
    kept = tables["keyword_counts"]["server_id"].isin(truth["server_id"])
    assert len(found.tables["keyword_counts"]) == kept.sum()
    every = tables["truth_servers"]["at_risk"]
    error = np.sqrt(every.var() / 150 / 2)
    assert abs(truth["at_risk"].mean() - every.mean()) < 5 * error
