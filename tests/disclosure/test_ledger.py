"""The ledger holds what was published and no more, whole, and is never begun again in silence."""

import json
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from attacker import system
from scipy.optimize import linprog

from veille.disclosure import Ledger, Request, Rules, noisy_count, protect, set_budget
from veille.disclosure.asked import sensitive
from veille.disclosure.labels import coded
from veille.errors import VeilleError


@pytest.fixture
def frame():
    return pd.DataFrame({"voie": ["a"] * 40 + ["b"] * 7 + ["c"] * 23 + ["d"] * 51,
                         "note": np.arange(121) % 3})


def test_it_keeps_published_numbers_and_nothing_of_what_is_hidden(frame, tmp_path):
    ledger = Ledger(tmp_path)
    protect(frame, Request("voie"), ledger=ledger)
    content = json.loads(ledger.path.read_text(encoding="utf-8"))["contenu"]
    assert content["tableaux"]["lignes"][0]["cells"] == [[40.0], [None], [None], [51.0], [121.0]]
    assert "7.0" not in ledger.path.read_text(encoding="utf-8")
    assert os.stat(ledger.path).st_mode & 0o077 == 0


def test_the_same_request_gives_the_same_table_and_writes_nothing(frame, tmp_path):
    ledger = Ledger(tmp_path)
    first = protect(frame, Request("voie"), ledger=ledger)
    before = ledger.path.read_bytes()
    again = protect(frame, Request("voie"), ledger=ledger)
    assert again.frame().equals(first.frame())
    assert ledger.path.read_bytes() == before


def test_a_column_that_is_gone_rows_that_are_gone_and_sums_that_grow_are_refused(frame, tmp_path):
    ledger = Ledger(tmp_path)
    protect(frame, Request("voie"), ledger=ledger)
    protect(frame, Request("voie", value="note"), ledger=ledger)
    before = ledger.path.read_bytes()
    with pytest.raises(VeilleError, match="« voie », absente"):
        protect(frame.rename(columns={"voie": "route"}), Request("route"), ledger=ledger)
    with pytest.raises(VeilleError, match="ont disparu"):
        protect(frame.iloc[:-1], Request("voie"), ledger=ledger)
    with pytest.raises(VeilleError, match="ce qu’elles valent"):
        protect(pd.concat([frame, frame]), Request("voie", value="note"), ledger=ledger)
    assert ledger.path.read_bytes() == before


def test_two_populations_do_not_meet(frame, tmp_path):
    ledger = Ledger(tmp_path)
    protect(frame, Request("voie"), ledger=ledger)
    protect(frame.iloc[:60], Request("voie"), ledger=ledger, population="autre")
    assert set(ledger.read().tables) == {"lignes", "autre"}


@pytest.mark.parametrize("damage", [
    lambda text: text[: len(text) // 2],
    lambda text: text.replace("40.0", "41.0"),
    lambda text: "",
    lambda text: "[]",
    lambda text: '{"format": 1}',
    lambda text: "[" * 100_000,
    lambda text: text.replace('"format": 1', '"format": 2'),
])
def test_a_damaged_ledger_is_refused_and_left_as_it_is(damage, frame, tmp_path):
    ledger = Ledger(tmp_path)
    protect(frame, Request("voie"), ledger=ledger)
    ledger.path.write_text(damage(ledger.path.read_text(encoding="utf-8")), encoding="utf-8")
    before = ledger.path.read_bytes()
    for ask in (lambda: protect(frame, Request("voie"), ledger=ledger),
                lambda: set_budget(ledger, 1.0), lambda: noisy_count(frame, 0.1, ledger)):
        with pytest.raises(VeilleError, match=r"registre.*est abîmé"):
            ask()
    assert ledger.path.read_bytes() == before


def test_bytes_that_are_no_text_and_a_folder_that_is_not_there_are_refused(frame, tmp_path):
    ledger = Ledger(tmp_path)
    ledger.path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(VeilleError, match="illisible"):
        protect(frame, Request("voie"), ledger=ledger)
    with pytest.raises(VeilleError, match="n’existe pas"):
        Ledger(tmp_path / "absent" / "registre.json")


SPEND = """
import sys, pandas as pd
from veille.disclosure import Ledger, noisy_count
from veille.errors import VeilleError
ledger, rows, given = Ledger(sys.argv[1]), pd.DataFrame({"a": [1]}), 0
print("ready", flush=True)
sys.stdin.readline()
for _ in range(40):
    try:
        noisy_count(rows, 0.02, ledger)
        given += 1
    except VeilleError:
        pass
print(given)
"""


def test_two_processes_cannot_spend_the_same_budget_twice(tmp_path):
    set_budget(Ledger(tmp_path), 1.0)
    running = [subprocess.Popen([sys.executable, "-c", SPEND, str(tmp_path)], text=True,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    given = [int(process.communicate()[0]) for process in running]
    assert sum(given) == 50
    assert len(Ledger(tmp_path).read().budgets["lignes"].spent) == 50


def test_nothing_is_published_where_the_ledger_cannot_be_written(frame, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(VeilleError, match="rien n’est publié"):
        protect(frame, Request("voie"), ledger=Ledger(tmp_path))
    assert not [path for path in tmp_path.iterdir() if path.suffix in (".json", ".partiel")]


def test_sums_hide_what_few_hands_make_and_stay_unknown_on_both_sides():
    frame = pd.DataFrame({"équipe": ["a"] * 12 + ["b"] * 12 + ["c"] * 12 + ["d"] * 12,
                          "heures": [1.0] * 12 + [90.0] + [1.0] * 11 + [2.0] * 12 + [3.0] * 12})
    cells = protect(frame, Request("équipe", value="heures")).cells[:, 0]
    truth = np.array([12.0, 101.0, 24.0, 36.0])
    hidden = np.isnan(cells[:-1])
    assert hidden[1]
    assert hidden.sum() >= 2 or np.isnan(cells[-1])
    if not np.isnan(cells[-1]):  # a reader subtracts what is published from the total
        assert (cells[-1] - np.nansum(cells[:-1]) >= 1.1 * truth[hidden]).all()


def random_sums(seed):
    """A table of sums whose contributions are uneven, and its true values."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"a": rng.choice(list("uvw"), 200), "b": rng.choice(list("xyz"), 200),
                          "v": rng.pareto(1.2, 200)})
    truth = frame.pivot_table("v", "a", "b", "sum", margins=True).to_numpy()
    return protect(frame, Request("a", "b", value="v")), truth


def test_no_hidden_sum_is_known_to_within_the_margin():
    hidden = 0
    for seed in range(40):
        table, truth = random_sums(seed)
        flat = truth.ravel()
        equations = system(table).toarray()
        bounds = [(0, None) if np.isnan(shown) else (shown, shown)
                  for shown in table.cells.ravel()]
        for place in np.flatnonzero(np.isnan(table.cells.ravel())):
            cost = np.eye(flat.size)[place]
            low, high = (linprog(sign * cost, A_eq=equations, b_eq=np.zeros(len(equations)),
                                 bounds=bounds) for sign in (1, -1))
            assert low.x[place] <= 0.9 * flat[place] + 1e-6
            assert high.status == 3 or high.x[place] >= 1.1 * flat[place] - 1e-6
            hidden += 1
    assert hidden > 100


def test_people_of_one_row_each_are_judged_alike_by_both_ways():
    rng, found = np.random.default_rng(5), []
    for columns in ("b", None):
        for _ in range(20):
            frame = pd.DataFrame({"a": rng.choice(list("uvw"), 90), "b": rng.choice(list("xy"), 90),
                                  "v": rng.pareto(1.0, 90), "qui": np.arange(90)})
            alone, named = (sensitive(frame, request, {
                name: coded(frame, name) for name in request.names}, Rules(), frame["v"].to_numpy())
                for request in (Request("a", columns, "v"), Request("a", columns, "v", "qui")))
            assert (alone == named).all()
            found.append(alone.mean())
    assert 0.02 < np.mean(found) < 0.98


def test_a_sum_hides_what_the_count_of_the_same_cells_hides(tmp_path):
    """A column tells much of the count: what one hides to protect, the other hides too."""
    sizes, hours = {"u": 40, "v": 23, "w": 4, "x": 51}, {"u": 9.0, "v": 90.0, "w": 1.0, "x": 9.0}
    frame = pd.DataFrame({"a": [label for label, size in sizes.items() for _ in range(size)]})
    frame["h"] = frame["a"].map(hours)
    alone = protect(frame, Request("a", value="h"))
    assert np.isnan(alone.cells[:, 0]).tolist() == [True, False, True, True, False]
    ledger = Ledger(tmp_path)
    counts = protect(frame, Request("a"), ledger=ledger)
    assert np.isnan(counts.cells[:, 0]).tolist() == [False, True, True, False, False]
    sums = protect(frame, Request("a", value="h"), ledger=ledger)
    assert np.isnan(sums.cells[1:3, 0]).all()


def test_a_count_of_people_hides_rows_that_too_few_make():
    frame = pd.DataFrame({"voie": ["a"] * 60 + ["b"] * 60 + ["c"] * 60,
                          "qui": [*range(60), *([1, 2, 3] * 20), *range(60)]})
    table = protect(frame, Request("voie", unit="qui"))
    assert np.isnan(table.cells[1, 0])


@pytest.mark.parametrize("values", [{"minimum": 2}, {"minimum": 10.5}, {"rounding": 11},
                                    {"top": 0}, {"margin": 0}, {"top_share": 2},
                                    {"minimum": True}])
def test_rules_that_protect_nothing_are_refused(values):
    with pytest.raises(VeilleError, match=f"« {next(iter(values))} »"):
        Rules(**values)
