"""Nothing that is hidden can be found again, by somebody who solves for it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from attacker import intervals, joint, possible, read
from scipy.optimize import linprog

from veille.disclosure import Ledger, Request, Rules, protect
from veille.errors import VeilleError

MINIMUM = 10


def rows_of(counts):
    """Give microdata that count as a matrix does, with columns ``a`` and ``b``."""
    places = np.argwhere(np.asarray(counts) >= 0)
    repeated = np.repeat(places, np.asarray(counts).ravel(), axis=0)
    return pd.DataFrame({"a": [f"a{i:02d}" for i in repeated[:, 0]],
                         "b": [f"b{i:02d}" for i in repeated[:, 1]]})


def with_margins(counts):
    """Give a matrix without its empty lines, and with its margins."""
    counts = np.asarray(counts)[np.asarray(counts).any(axis=1)]
    counts = counts[:, counts.any(axis=0)]
    counts = np.vstack([counts, counts.sum(axis=0)])
    return np.column_stack([counts, counts.sum(axis=1)])


def random_counts(rng, shape):
    kind = rng.integers(4)
    if kind == 0:
        return rng.poisson(rng.uniform(1, 6), shape)
    if kind == 1:
        return rng.poisson(rng.lognormal(2.5, 1.5, shape))
    if kind == 2:
        return rng.integers(0, 25, shape)
    return rng.choice([0, 1, 2, 9, 10, 11, 60], shape)


@pytest.fixture(scope="module")
def tables():
    """Tables of one way and of two, and their true values."""
    rng = np.random.default_rng(2026)
    made, truths = [], []
    for number in range(1_200):
        shape = ((rng.integers(1, 9), 1) if number % 2
                 else (rng.integers(2, 5), rng.integers(2, 5)))
        counts = random_counts(rng, shape)
        if counts.any():
            made.append(protect(rows_of(counts), Request("a", None if number % 2 else "b")))
            truths.append(with_margins(counts)[:, -made[-1].cells.shape[1]:])
    return made, truths


def test_published_values_are_true_and_hidden_ones_are_at_least_the_small_ones(tables):
    hidden = 0
    for table, truth in zip(*tables, strict=True):
        shown = ~np.isnan(table.cells)
        assert (table.cells[shown] == truth[shown]).all()
        assert not shown[(truth > 0) & (truth < MINIMUM)].any()
        assert shown[truth == 0].all() or not shown.any()
        hidden += table.hidden
    assert hidden > 4_000


def test_no_hidden_value_of_a_thousand_tables_is_solved(tables):
    made, _ = tables
    widths = np.concatenate([np.diff(found)[:, 0] for found in intervals(made)])
    assert widths.size > 4_000
    assert widths.min() >= MINIMUM - 1 - 1e-6


def test_knowing_which_values_are_small_does_not_solve_them_either(tables):
    made, truths = tables
    found = intervals(made[:400], truths[:400], MINIMUM)
    widths = np.concatenate([np.diff(one)[:, 0] for one in found])
    assert widths.min() >= MINIMUM // 2 - 1e-6


def test_the_attacker_solves_what_a_minimum_cell_alone_hides(tables):
    """The attack is not a straw man: small cells hidden alone are given back by their margins."""
    made, truths = tables
    naive = [replace(table, cells=np.where((truth > 0) & (truth < MINIMUM), np.nan, truth))
             for table, truth in zip(made[:400], truths[:400], strict=True)]
    widths = np.concatenate([np.diff(found)[:, 0] for found in intervals(naive)])
    assert (widths < 0.5).mean() > 0.2


def pair(kind):
    """Two tables of the same people whose difference is thirty small counts."""
    groups = [f"g{i:02d}" for i in range(30)]
    frame = pd.DataFrame(
        [(group, "oui" if i < 40 else "rare") for number, group in enumerate(groups)
         for i in range(41 + number % 9)], columns=["groupe", "réponse"])
    if kind == "merged":
        return (frame, Request("groupe", "réponse")), (frame, Request("groupe"))
    if kind == "subset":
        return (frame, Request("groupe")), (frame, Request("groupe", where={"réponse": "oui"}))
    if kind == "split":
        fine = frame.assign(détail=frame["groupe"] + " " + frame["réponse"])
        return (fine, Request("groupe")), (fine, Request("détail"))
    fewer = frame[frame["réponse"] == "oui"]
    return (fewer, Request("groupe")), (frame, Request("groupe"))


def naive(frame, request):
    """A minimum cell alone, as if nothing else were ever published: what is read, by label."""
    for name, wanted in request.where.items():
        frame = frame[frame[name].isin(wanted)]
    crossed = [request.rows, *([request.columns] if request.columns else [])]
    counts = frame.value_counts(crossed)
    return {" ".join(label): count for label, count in counts.items() if count >= MINIMUM}


def published(table):
    """What a reader of a table knows, by label, without its margins."""
    across = [f" {label}" for label in table.column_labels] if table.columns else [""]
    return {f"{row}{column}": table.cells[i, j] for i, row in enumerate(table.row_labels)
            for j, column in enumerate(across) if not np.isnan(table.cells[i, j])}


def given_back(one, two):
    """Subtract what two tables publish of each group, as a reader would."""
    gaps = []
    for i in range(30):
        values = [found[label] for found in (one, two) for label in (f"g{i:02d}", f"g{i:02d} oui")
                  if label in found]
        gaps += [abs(values[0] - values[1])] if len(values) == 2 else []
    return [gap for gap in gaps if 0 < gap < MINIMUM]


@pytest.mark.parametrize("kind", ["merged", "subset", "split", "more"])
def test_thirty_counts_that_differencing_gives_back_are_given_back_no_more(kind, tmp_path):
    first, second = pair(kind)
    assert len(given_back(naive(*first), naive(*second))) == 30
    ledger = Ledger(tmp_path)
    one, two = protect(*first, ledger=ledger), protect(*second, ledger=ledger)
    assert given_back(published(one), published(two)) == []
    assert (~np.isnan(one.cells)).sum() >= 30


def sequence(seed):
    """Three releases of the same people, whose categories split or who grow in number."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(30, 160))
    frame = pd.DataFrame({"a": rng.choice(["a1", "a2", "a3"], size, p=[0.6, 0.3, 0.1]),
                          "b": rng.choice(["b1", "b2"], size, p=[0.8, 0.2])})
    frame["c"] = frame["a"] + np.where(rng.random(size) < 0.15, "x", "y")
    grown = pd.concat([frame, frame.sample(int(rng.integers(1, 25)), random_state=seed)])
    requests = [Request("a"), Request("b"), Request("c"), Request("a", "b"), Request("c", "b"),
                Request("a", where={"b": "b1"}), Request("b", where={"a": ["a1", "a2"]})]
    order = rng.permutation(len(requests))[:3]
    frames = [frame, frame if rng.random() < 0.5 else grown, grown]
    return frames, [requests[place] for place in order]


@pytest.mark.parametrize("seed", range(60))
def test_nothing_is_solved_from_a_sequence_of_releases(seed, tmp_path):
    frames, requests = sequence(seed)
    ledger, out, of = Ledger(tmp_path), [], []
    for frame, request in zip(frames, requests, strict=True):
        table = protect(frame, request, ledger=ledger)
        if not np.isnan(table.cells).all():
            out.append(table)
            of.append(frame)
    found = joint(out, of, ["a", "b", "c"]) if out else []
    for what, low, high, true in found:
        assert low - 1e-6 <= true <= high + 1e-6
        assert high - low >= MINIMUM // 2 - 1e-6 or (what == "group" and low < 1 - 1e-6)


def test_three_tables_do_not_tell_a_small_group_that_none_of_them_shows(tmp_path):
    """Found by attack: nine people of two categories, alone in the difference of three tables."""
    frames, requests = sequence(2_070)
    ledger = Ledger(tmp_path)
    tables = [protect(frames[0], request, ledger=ledger) for request in requests]
    told = [table for table in tables if not np.isnan(table.cells).all()]
    found = joint(told, [frames[0]] * len(told), ["a", "b", "c"])
    assert all(high - low >= MINIMUM // 2 - 1e-6 or (what == "group" and low < 1 - 1e-6)
               for what, low, high, _ in found)


def test_sequences_still_publish_something(tmp_path):
    shown = whole = 0
    for seed in range(20):
        ledger = Ledger(tmp_path / f"{seed}.json")
        for frame, request in zip(*sequence(seed), strict=True):
            table = protect(frame, request, ledger=ledger)
            shown += int((table.cells > 0).sum())
            whole += table.cells.size
    assert shown > 0.25 * whole


@pytest.mark.parametrize("seed", range(12))
def test_no_hidden_sum_is_known_to_within_the_margin_after_a_sequence(seed, tmp_path):
    frames, requests = sequence(seed)
    frame = frames[0].assign(v=np.random.default_rng(seed).pareto(1.5, len(frames[0])) + 0.1)
    names, ledger = ["a", "b", "c"], Ledger(tmp_path)
    tables = [protect(frame, replace(request, value="v"), ledger=ledger) for request in requests]
    atoms = possible(frame, names)
    held = frame.groupby(names)["v"].agg(["sum", "size"]).reindex(
        pd.MultiIndex.from_tuples([tuple(atom.values()) for atom in atoms]), fill_value=0)
    lines, values = [], []
    asked = list(np.eye(len(atoms))[held["size"].between(1, MINIMUM - 1).to_numpy()])
    for table in tables:
        for test, value in read(table) if not np.isnan(table.cells).all() else ():
            line = np.array([float(test(atom)) for atom in atoms])
            if np.isnan(value):
                asked.append(line)
            else:
                lines.append(line)
                values.append(value)
    for line in asked if lines else ():
        true = line @ held["sum"].to_numpy()
        low, high = (sign * linprog(sign * line, A_eq=np.array(lines), b_eq=values,
                                    bounds=(0, 1e6)).fun for sign in (1, -1))
        assert low <= 0.9 * true + 1e-5
        assert high >= 1.1 * true - 1e-5


def test_rounding_is_told_and_keeps_hidden_values_hidden():
    frame = rows_of([[33, 4, 21], [12, 47, 3]])
    table = protect(frame, Request("a", "b"), Rules(rounding=5))
    shown = table.cells[~np.isnan(table.cells)]
    assert (shown % 5 == 0).all()
    assert np.isnan(table.cells[0, 1])


def test_an_empty_frame_gives_an_empty_table():
    table = protect(pd.DataFrame({"a": pd.Series([], dtype=object)}), Request("a"))
    assert table.frame().to_dict("list") == {"a": ["Ensemble"], "effectif": [0]}


@pytest.mark.parametrize("counts", [[[1]], [[1], [1]], [[3, 4], [2, 1]], [[9], [9], [9]]])
def test_where_everything_is_small_small_values_and_totals_are_hidden(counts):
    table = protect(rows_of(counts), Request("a", "b"))
    assert np.isnan(table.cells[:-1, :-1]).all()


def test_labels_of_any_kind_are_read_and_a_missing_one_is_named():
    frame = pd.DataFrame({"a": [1.0] * 20 + [2.5] * 20 + [None] * 20, "b": [True, False] * 30})
    table = protect(frame, Request("a", "b"))
    assert table.row_labels == ("1", "2.5", "(vide)")
    assert table.column_labels == ("False", "True")


@pytest.mark.parametrize("values", [
    pd.Categorical(["u", "v"] * 20, categories=["v", "u", "jamais"]),
    pd.to_datetime(["2020-01-01", "2020-02-01"] * 20),
    pd.array([1, None] * 20, dtype="Int64"),
    pd.array(["x", None] * 20, dtype="string"),
    [1, "x"] * 20,
    [0.5, float("nan")] * 20,
])
def test_columns_of_every_type_make_a_table(values):
    table = protect(pd.DataFrame({"a": values}), Request("a"))
    assert table.cells[:, 0].tolist() == [20, 20, 40]
    assert len(set(table.row_labels)) == 2


def test_rows_may_be_kept_by_the_column_that_is_crossed():
    frame = rows_of([[20, 30], [15, 25]])
    table = protect(frame, Request("a", "b", where={"a": "a01"}))
    assert table.cells.tolist() == [[0, 0, 0], [15, 25, 40], [15, 25, 40]]


@pytest.mark.parametrize(("values", "said"), [
    ([1, "1"], "de la même façon"),
    (["(vide)", None], "de la même façon"),
    (["Ensemble", "x"], "nomme les totaux"),
    ([[1], [2]], "des catégories"),
])
def test_labels_that_would_mislead_are_refused(values, said):
    frame = pd.DataFrame({"a": pd.Series(values, dtype=object)})
    with pytest.raises(VeilleError, match=said):
        protect(frame, Request("a"))


def test_three_ways_a_column_twice_and_one_that_is_missing_are_refused():
    frame = rows_of([[20, 20]])
    with pytest.raises(VeilleError, match="une ou deux colonnes"):
        Request(["a", "b", "c"])
    for request in ({"rows": 0}, {"rows": None}, {"rows": "a", "value": 3}):
        with pytest.raises(VeilleError, match="un texte"):
            Request(**request)
    with pytest.raises(VeilleError, match="croisée avec elle-même"):
        Request("a", "a")
    with pytest.raises(VeilleError, match="« z » manque"):
        protect(frame, Request("z"))
    with pytest.raises(VeilleError, match="en double"):
        protect(pd.concat([frame, frame[["a"]]], axis=1), Request("a"))


@pytest.mark.parametrize("values", [[-1.0], [np.nan], [np.inf], ["x"]])
def test_a_sum_of_anything_but_positive_numbers_is_refused_without_its_values(values):
    frame = rows_of([[20, 20]])
    frame["v"] = pd.Series(values * len(frame), dtype=object)
    with pytest.raises(VeilleError, match="40 valeurs"):
        protect(frame, Request("a", value="v"))


def test_huge_tables_are_refused_and_large_ones_end():
    rng = np.random.default_rng(1)
    wide = pd.DataFrame({"a": rng.integers(0, 900, 20_000), "b": rng.integers(0, 900, 20_000)})
    with pytest.raises(VeilleError, match="Trop de cases"):
        protect(wide, Request("a", "b"))
    large = pd.DataFrame({"a": rng.integers(0, 40, 20_000), "b": rng.integers(0, 40, 20_000)})
    assert protect(large, Request("a", "b")).hidden > 0
