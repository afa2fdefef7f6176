"""The fast check sees what the slow one sees, on blocks as the generator draws them."""

import numpy as np
import pyarrow as pa
import pytest

from veille.schema import TABLES, Column, ForeignKey, Table
from veille.schema.arrow import from_frame
from veille.schema.checks import SchemaError, check_keys, check_table
from veille.schema.fast import Checker
from veille.schema.keys import Memo, distinct, leads_home, once_each, whole
from veille.synth import World
from veille.synth.columns import Text, missing_where, to_arrow, to_pandas

PEOPLE = Table(
    "people", "Personnes", "Une ligne est inventée.",
    (
        Column("id", "string", "Identifiant.", pattern=r"P[0-9]"),
        Column("rank", "integer", "Rang.", minimum=0),
        Column("age", "integer", "Âge.", "années", minimum=0, maximum=120, nullable=True),
        Column("share", "number", "Part.", minimum=0, maximum=1),
        Column("kind", "string", "Genre.", categories={"a": "un", "b": "deux"}, nullable=True),
        Column("known", "boolean", "Connue."),
    ),
    ("id", "rank"),
)
CARDS = Table(
    "cards", "Cartes", "Une carte.",
    (Column("holder", "string", "Qui.", nullable=True),
     Column("rank", "integer", "Rang.", nullable=True)),
    ("holder", "rank"), (ForeignKey(("holder", "rank"), "people", ("id", "rank")),),
)
SCHEMAS = {"people": PEOPLE, "cards": CARDS}


def people(**columns):
    good = {
        "id": Text(np.array([0, 0, 1]), ["P1", "P2", "never used"]),
        "rank": np.array([1, 2, 1]),
        "age": missing_where(np.array([0, 120, 999]), np.array([False, False, True])),
        "share": np.array([0.0, 1.0, 0.5]),
        "kind": Text(np.array([0, 1, -1]), ["a", "b"]),
        "known": np.array([True, False, True]),
    }
    return good | columns


def seen(rows):
    """Say whether each check finds a fault, the fast one first."""
    fast = Checker(SCHEMAS).is_sound("people", to_arrow(rows, PEOPLE))
    return not fast, bool(check_table(PEOPLE, to_pandas([rows], PEOPLE)))


def test_a_sound_block_is_sound_for_both():
    assert seen(people()) == (False, False)


FAULTS = {
    "below": {"rank": np.array([1, -1, 1])},
    "above": {"share": np.array([0.0, 1.1, 0.5])},
    "above, beside a missing one": {
        "age": missing_where(np.array([0, 121, 5]), np.array([False, False, True]))},
    "not a number": {"share": np.array([0.0, np.nan, 0.5])},
    "missing number": {"rank": missing_where(np.array([1, 2, 1]), np.array([False, True, False]))},
    "missing text": {"id": Text(np.array([0, -1, 1]), ["P1", "P2"])},
    "unknown code": {"kind": Text(np.array([0, 2, 1]), ["a", "b", "c"])},
    "wrong form": {"id": Text(np.array([0, 1, 1]), ["P1", "P22"])},
    "form within a longer text": {"id": Text(np.array([0, 1, 1]), ["P1", "xP2"])},
    "doubled key": {"rank": np.array([2, 2, 1])},
    "doubled key under two codes": {"id": Text(np.array([0, 1, 2]), ["P1", "P2", "P1"]),
                                    "rank": np.array([1, 2, 1])},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_both_checks_see_a_fault(fault):
    assert seen(people(**fault)) == (True, True)


def test_the_fast_check_speaks_with_the_words_of_the_slow_one():
    made = {"people": to_arrow(people(rank=np.array([1, -7, 1])), PEOPLE)}
    with pytest.raises(SchemaError, match=r"people, colonne « rank », ligne 2 : .* au-dessous"):
        Checker(SCHEMAS).validate(made, {})


@pytest.mark.parametrize("wrong", [pa.array([1.5, 2, 3]), pa.array(["x", "y", "z"])])
def test_a_column_of_another_type_is_seen(wrong):
    rows = to_arrow(people(), PEOPLE)
    place = PEOPLE.column_names.index("rank")
    with pytest.raises(SchemaError, match="people"):
        Checker(SCHEMAS).validate({"people": rows.set_column(place, "rank", wrong)}, {})


def cards(holders, ranks):
    return {"holder": Text(np.array(holders), ["P2", "P1", "P9"]),
            "rank": np.ma.masked_equal(np.array(ranks), -1)}


@pytest.mark.parametrize(("holders", "ranks", "lost"), [
    ([1, 1, 0], [1, 2, 1], False),
    ([1, 1, 0], [1, 2, 2], True),   # each part exists, the pair does not
    ([1, 2, 0], [1, 2, 1], True),   # no such person
    ([1, -1, 0], [1, 5, 1], False),  # a missing part leads nowhere, and may
    ([1, 1, 0], [1, 2, -1], False),
])
def test_both_checks_see_a_key_that_leads_nowhere(holders, ranks, lost):
    rows = {"people": people(), "cards": cards(holders, ranks)}
    arrow = {name: to_arrow(made, SCHEMAS[name]) for name, made in rows.items()}
    frames = {name: to_pandas([made], SCHEMAS[name]) for name, made in rows.items()}
    assert Checker(SCHEMAS).keys_hold("cards", arrow) is not lost
    assert bool(check_keys(SCHEMAS, frames)) is lost
    if lost:
        with pytest.raises(SchemaError, match="une valeur présente dans « people »"):
            Checker(SCHEMAS).validate({"cards": arrow["cards"]}, {"people": arrow["people"]})


def test_a_key_of_one_column_is_judged_on_the_labels_in_use():
    mine = [Text(np.array([0, 1]), ["a", "b", "z"]), Text(np.array([0, 2]), ["a", "b", "z"])]
    theirs = Text(np.array([1, 0, -1]), ["b", "a"])
    table = Table("t", "T", "Une.", (Column("k", "string", "K.", nullable=True),), ("k",))
    target = [whole(to_arrow({"k": theirs}, table)["k"])]
    held = [[whole(to_arrow({"k": column}, table)["k"])] for column in mine]
    assert [leads_home(columns, target, Memo()) for columns in held] == [True, False]


def test_keys_too_wide_for_one_number_are_still_told_apart():
    far = 2**61
    rows = pa.table({"a": [0, far, far, 5], "b": [far, 0, 1, -far]})
    assert distinct(rows, ("a", "b"), Memo())
    assert not distinct(pa.concat_tables([rows, rows.slice(2, 1)]), ("a", "b"), Memo())


def test_what_is_remembered_of_labels_does_not_outlive_them():
    """The same column, block after block: a new bad label is seen, an old good one is not lost."""
    checker = Checker(SCHEMAS)
    bad = people(**FAULTS["wrong form"])
    verdicts = [checker.is_sound("people", to_arrow(rows, PEOPLE))
                for rows in (people(), bad, people(), bad)]
    assert verdicts == [True, False, True, False]


def test_labels_written_twice_become_one_and_the_values_stay():
    twice = pa.DictionaryArray.from_arrays(pa.array([0, 2, None, 1], pa.int32()), ["a", "b", "a"])
    once = once_each(twice, Memo())
    assert once.to_pylist() == ["a", "a", None, "b"]
    assert once.dictionary.to_pylist() == ["a", "b"]
    assert once_each(once, Memo()) is once


def bent(rows, column):
    """Give the rows with one value out of what the column accepts."""
    values = rows[column.name]
    if isinstance(values, Text):
        codes = np.array(values.codes)
        codes[0] = len(values.labels)
        return rows | {column.name: Text(codes, [*values.labels, "nothing of the sort"])}
    bad = np.ma.getdata(values).copy()
    bad[0] = column.minimum - 1
    mask = np.ma.getmaskarray(values).copy()
    mask[0] = False
    return rows | {column.name: np.ma.masked_array(bad, mask)}


@pytest.fixture(scope="module")
def block(catalogue):
    return next(World(catalogue, seed=7, n_servers=150, n_weeks=12).blocks(0, 1))


@pytest.fixture(scope="module")
def common(catalogue):
    frames = World(catalogue, seed=7, n_servers=150, n_weeks=12).common_tables()
    return {name: from_frame(frame, TABLES[name]) for name, frame in frames.items()}


def test_a_drawn_block_is_sound(block, common):
    made = {name: to_arrow(rows, TABLES[name]) for name, rows in block.items()}
    Checker(TABLES).validate(common, {})
    Checker(TABLES).validate(made, common)


def test_every_bound_code_and_form_of_a_drawn_block_is_watched(block):
    checker = Checker(TABLES)
    for name, rows in block.items():
        for column in TABLES[name].columns:
            if column.minimum is None and not column.categories and not column.pattern:
                continue
            wrong = bent(rows, column)
            assert not checker.is_sound(name, to_arrow(wrong, TABLES[name])), (name, column.name)
            assert check_table(TABLES[name], to_pandas([wrong], TABLES[name])), (name, column.name)


def test_every_doubled_row_of_a_drawn_block_is_seen(block):
    checker = Checker(TABLES)
    for name, rows in block.items():
        whole_table = to_arrow(rows, TABLES[name])
        doubled = pa.concat_tables([whole_table, whole_table.slice(0, 1)])
        assert checker.is_sound(name, whole_table), name
        assert not checker.is_sound(name, doubled), name


def test_every_key_of_a_drawn_block_is_followed(block, common):
    """Without the row it leads to, a key that stays in the block is lost."""
    made = common | {name: to_arrow(rows, TABLES[name]) for name, rows in block.items()}
    checker = Checker(TABLES)
    for name in block:
        for key in TABLES[name].foreign_keys:
            if key.across:
                continue
            wanted = made[name][key.columns[0]][0]
            target = made[key.table]
            gone = target.filter(pa.array(
                [value != wanted.as_py() for value in target[key.references[0]].to_pylist()]))
            assert not checker.keys_hold(name, made | {key.table: gone}), (name, key)
