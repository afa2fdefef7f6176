import pandas as pd
import pytest

from veille.schema import TABLES, Column, ForeignKey, Table
from veille.schema.checks import SchemaError, check_keys, check_table, expectation, validate

TABLE = Table(
    "people", "Personnes", "Une ligne est inventée.",
    (
        Column("id", "string", "Identifiant.", pattern=r"P[0-9]"),
        Column("age", "integer", "Âge.", "années", minimum=0, maximum=120),
        Column("share", "number", "Part.", minimum=0, nullable=True),
        Column("kind", "string", "Genre.", categories={"a": "un", "b": "deux"}),
        Column("known", "boolean", "Connue."),
    ),
    ("id",),
)


def good():
    return pd.DataFrame({
        "id": ["P1", "P2", "P3"], "age": [0, 60, 120], "share": [0.0, None, 7.5],
        "kind": ["a", "b", "a"], "known": [True, False, True],
    })


def only(problems):
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


def test_a_good_table_has_no_fault():
    assert check_table(TABLE, good()) == []


FAULTS = {
    "below": ("age", [0, -1, 120], (2,), "une valeur de 0 à 120", "au-dessous"),
    "above": ("age", [0, 60, 121], (3,), "une valeur de 0 à 120", "au-dessus"),
    "below minimum": ("share", [0.0, -0.5, 1.0], (2,), "au moins 0", "au-dessous"),
    "unknown code": ("kind", ["a", "c", "d"], (2, 3), "une de ces valeurs : a, b", "autre texte"),
    "wrong form": ("id", ["P1", "P22", "P3"], (2,), "de la forme P[0-9]", "un autre texte"),
    "empty": ("age", pd.array([1, None, 3], dtype="Int64"), (2,), "une valeur", "une case vide"),
    "text in numbers": ("age", ["1", "two", "3"], (2,), "des entiers", "un autre texte"),
    "fraction": ("age", [1.0, 2.5, 3.0], (2,), "des entiers", "un nombre"),
    "not a boolean": ("known", ["True", "no", "False"], (2,), "True ou False", "écrit autrement"),
    "doubled key": ("id", ["P1", "P2", "P1"], (3,), "une clé par ligne", "déjà vue"),
}


@pytest.mark.parametrize(
    ("column", "values", "rows", "expected", "found"), FAULTS.values(), ids=FAULTS.keys()
)
def test_a_fault_is_told_with_its_rows(column, values, rows, expected, found):
    problem = only(check_table(TABLE, good().assign(**{column: values})))
    assert problem.column == column
    assert problem.rows == rows
    text = str(problem)
    assert expected in text
    assert found in text
    assert "people" in text


def test_every_fault_is_told_at_once():
    problems = check_table(TABLE, good().assign(age=[-1, 1, 1], kind=["a", "z", "a"]))
    assert {problem.column for problem in problems} == {"age", "kind"}


def test_missing_and_extra_columns_are_told():
    problems = check_table(TABLE, good().drop(columns="age").assign(colour="red"))
    assert {problem.column for problem in problems} == {"age", ""}
    assert not any("colour" in str(problem) or "red" in str(problem) for problem in problems)


def test_columns_in_another_order_are_told():
    problem = only(check_table(TABLE, good()[["age", "id", "share", "kind", "known"]]))
    assert "id, age, share" in str(problem)


def test_many_rows_are_summed_up():
    many = pd.concat([good()] * 4, ignore_index=True).assign(id=[f"Q{n}" for n in range(12)])
    assert "lignes 1, 2, 3 et 9 autres" in str(check_table(TABLE, many)[0])


def test_a_key_that_leads_nowhere_is_told():
    other = Table("cards", "Cartes", "Une carte.", (Column("holder", "string", "Qui."),),
                  ("holder",), (ForeignKey(("holder",), "people", ("id",)),))
    frames = {"people": good(), "cards": pd.DataFrame({"holder": ["P1", "P9"]})}
    problem = only(check_keys({"people": TABLE, "cards": other}, frames))
    assert problem.rows == (2,)
    assert "P9" not in str(problem)
    assert "une valeur présente dans « people »" in str(problem)
    assert check_keys({"cards": other}, {"cards": frames["cards"]}) == []


def test_validate_raises_with_every_line(small_world):
    servers = small_world["servers"].assign(members=0)
    with pytest.raises(SchemaError, match="colonne « members »"):
        validate(TABLES, small_world | {"servers": servers})


@pytest.mark.parametrize("name", TABLES)
def test_each_real_column_is_described_and_checkable(name):
    table = TABLES[name]
    assert table.description.endswith(".")
    assert table.observed != name.startswith("truth_")
    assert table.observed == bool(table.not_modelled)
    for column in table.columns:
        assert column.description.endswith(".")
        assert expectation(column)


@pytest.mark.parametrize("name", TABLES)
def test_a_damaged_column_of_a_real_table_is_found(small_world, name):
    """Each bound, code and form that a schema states refuses a value beyond it."""
    table, frame = TABLES[name], small_world[name]
    for column in table.columns:
        if column.minimum is not None:
            bad = frame[column.name].astype("float64").copy()
            bad.iloc[0] = column.minimum - 1
        elif column.categories or column.pattern:
            bad = frame[column.name].astype("object").copy()
            bad.iloc[0] = "nothing of the sort"
            bad = bad.astype("str")
        else:
            continue
        if column.dtype == "integer":
            bad = bad.astype("Int64")
        problems = check_table(table, frame.assign(**{column.name: bad}))
        assert any(p.column == column.name and 1 in p.rows for p in problems), column.name


def test_a_table_refuses_keys_it_does_not_have():
    with pytest.raises(ValueError, match="bad keys"):
        Table("t", "T", "Une ligne.", (Column("a", "string", "A."),), ("b",))
