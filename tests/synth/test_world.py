from dataclasses import replace

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from veille.assumptions import Catalogue
from veille.errors import VeilleError
from veille.schema import TABLES
from veille.schema.checks import validate
from veille.synth import World, servers
from veille.synth.setting import BLOCK


def test_every_table_holds_what_its_schema_says(small_world, large_world):
    for world in (small_world, large_world):
        assert list(world) == list(TABLES)
        validate(TABLES, world)


def test_every_table_has_rows(small_world):
    assert all(len(frame) for frame in small_world.values())


def test_the_same_seed_gives_the_same_rows_and_another_gives_others(catalogue, small_world):
    again = World(catalogue, seed=7, n_servers=150, n_weeks=12).tables()
    other = World(catalogue, seed=8, n_servers=150, n_weeks=12).tables()
    for name, frame in small_world.items():
        assert_frame_equal(frame, again[name])
        if name != "truth_parameters":
            assert not frame.equals(other[name])


@pytest.mark.parametrize("of", [1, 2, 3])
def test_partitions_put_end_to_end_are_the_whole(catalogue, of):
    world = World(catalogue, seed=5, n_servers=2 * BLOCK + 300, n_weeks=8)
    parts = list(world.partitions(of))
    whole = world.partition(0, 1)
    for name, frame in whole.items():
        joined = pd.concat([part[name] for part in parts], ignore_index=True)
        assert_frame_equal(joined, frame)


def test_a_partition_made_alone_is_the_same_as_among_others(catalogue):
    alone = World(catalogue, seed=5, n_servers=2 * BLOCK + 300, n_weeks=8).partition(1, 3)
    among = list(World(catalogue, seed=5, n_servers=2 * BLOCK + 300, n_weeks=8).partitions(3))[1]
    for name, frame in alone.items():
        assert_frame_equal(frame, among[name])


def test_a_draw_more_moves_nothing_else(monkeypatch, catalogue, small_world):
    draw = servers.draw_servers

    def with_one_more(setting, streams, index):
        rows, watched = draw(setting, streams, index)
        extra = streams.open("truth_servers", "extra").random(index.size)
        return rows | {"extra": extra}, watched

    monkeypatch.setattr(servers, "draw_servers", with_one_more)
    again = World(catalogue, seed=7, n_servers=150, n_weeks=12).tables()
    for name, frame in small_world.items():
        assert_frame_equal(frame, again[name])


def test_parts_of_a_world_made_apart_are_those_of_the_whole(catalogue, small_world):
    world = World(catalogue, seed=7, n_servers=150, n_weeks=12)
    assert_frame_equal(world.truth_servers(), small_world["truth_servers"])
    parts = world.structure() | world.language() | world.topics("sightings", "ratings")
    for name, frame in parts.items():
        assert_frame_equal(frame, small_world[name])


def test_tables_asked_for_by_name_are_those_of_their_topics(catalogue, small_world):
    world = World(catalogue, seed=7, n_servers=150, n_weeks=12)
    found = world.topics("structure", "ratings", only=("ratings", "servers"))
    assert list(found) == ["ratings", "servers"]
    for name, frame in found.items():
        assert_frame_equal(frame, small_world[name])


def test_the_watch_sees_only_part_and_that_part_is_true(large_world):
    truth = large_world["truth_servers"].set_index("server_id")
    seen = large_world["servers"].set_index("server_id")
    assert set(seen.index) == set(truth.index[truth["observed"]])
    assert 0.3 < truth["observed"].mean() < 0.95
    assert (seen["members"] == truth["members"].reindex(seen.index)).all()

    channels = large_world["truth_channels"]
    listed = channels.loc[channels["visible"]].drop(columns="visible").reset_index(drop=True)
    assert_frame_equal(listed, large_world["channels"])
    on_seen = channels["server_id"].isin(seen.index)
    assert channels.loc[on_seen & (channels["depth"] == 0), "visible"].all()
    assert not channels.loc[~on_seen, "visible"].any()


def test_nothing_seen_gives_the_archetype_away(large_world):
    for name, frame in large_world.items():
        if TABLES[name].observed:
            assert not {"archetype", "at_risk", "slot", "weight"} & set(frame.columns)


@pytest.mark.parametrize("seed", range(12))
def test_the_smallest_worlds_hold_too(catalogue, seed):
    validate(TABLES, World(catalogue, seed=seed, n_servers=10, n_weeks=4).tables())


def test_extreme_assumptions_still_make_a_world(catalogue):
    """Shares planted at 0 or 1, nobody to invite, nothing to read, everything hidden."""
    records = []
    for record in catalogue.records:
        low, high = record.spec.low, record.spec.high
        changes = {"range": (low, min(high, 1e6))}
        if record.parameter in EXTREMES:
            value = EXTREMES[record.parameter]
            changes["value"] = _filled(record.value, value)
        records.append(replace(record, **changes))
    extreme = Catalogue(tuple(records))
    validate(TABLES, World(extreme, seed=3, n_servers=60, n_weeks=5).tables())


EXTREMES = {
    "reply_share": 0.0, "image_share": 1.0, "gated_share": 1.0, "token_rate": 0.0,
    "homonym_share": 1.0, "link_affinity": 0.0, "gated_visibility": 0.0, "sighting_effort": 1e6,
    "extra_roles_mean": 0.0, "next_gate_probability": 0.99, "variant_half_life": 0.5,
    "slots_per_family": 1, "moderators_per_1000": 0.0,
}


def _filled(value, number):
    if isinstance(value, dict):
        return {key: _filled(part, number) for key, part in value.items()}
    return number


def test_members_larger_than_the_largest_are_refused(catalogue):
    records = tuple(
        replace(record, value=900, range=(100, 1_000)) if record.id == "members_max" else record
        for record in catalogue.records
    )
    with pytest.raises(VeilleError, match="members_max"):
        World(Catalogue(records))


@pytest.mark.parametrize(("name", "value"), [
    ("seed", -1), ("seed", 2**63), ("n_servers", 9), ("n_servers", 10**8), ("n_weeks", 3),
    ("n_weeks", 5_000), ("seed", 1.5), ("n_servers", "many"),
])
def test_a_world_of_an_impossible_size_is_refused(catalogue, name, value):
    with pytest.raises(VeilleError, match="un entier de"):
        World(catalogue, **{name: value})
