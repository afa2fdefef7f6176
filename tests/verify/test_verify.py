"""``veille verify``: what it runs, keeps, judges and says."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from veille import cli
from veille.analysis.trials import chosen
from veille.analysis.trials.trial import Estimator
from veille.errors import VeilleError
from veille.verify import run as run_module
from veille.verify.judge import HOLDS, MISSES, NOT_CLAIMED, judge
from veille.verify.plan import Batch, batches, world_seeds
from veille.verify.run import run
from veille.verify.store import Store

CLAIMED = Estimator("99.juste", "une moyenne", "la moyenne")
NAIVE = Estimator("99.naif", "une moyenne", "autre chose", valid=False, note="montré pour écarter")


def draws(n_worlds, *, shift=0.0, width=1.96, name=CLAIMED.name, seed=1):
    """Estimates of 10 with a known normal error of 1: an interval of 1.96 holds at 95 %."""
    value = 10 + shift + np.random.default_rng(seed).normal(size=n_worlds)
    return pd.DataFrame({"name": name, "seed": range(n_worlds), "value": value,
                         "low": value - width, "high": value + width, "planted": 10.0,
                         "seconds": 0.5})


def test_a_right_estimator_holds_and_a_narrow_or_shifted_one_is_contradicted():
    right, = judge([CLAIMED], draws(2_000))
    assert (right.verdict, right.faults) == (HOLDS, [])
    narrow, = judge([CLAIMED], draws(2_000, width=1.5))  # holds 87 % of the time
    assert (narrow.verdict, narrow.faults) == (MISSES, ["couverture"])
    wide, = judge([CLAIMED], draws(2_000, width=3.0))  # 99.7 %
    assert wide.faults == ["couverture"]
    shifted, = judge([CLAIMED], draws(2_000, shift=0.35))  # 3.5 % of what is planted
    assert "biais" in shifted.faults


def test_a_cautious_estimator_may_hold_more_often_than_it_says_but_not_less():
    cautious = replace(CLAIMED, conservative=True)
    assert judge([cautious], draws(2_000, width=3.0))[0].verdict == HOLDS
    assert judge([cautious], draws(2_000, width=1.5))[0].verdict == MISSES


def test_a_stated_bias_and_an_estimator_that_claims_nothing_are_not_contradicted():
    stated = replace(CLAIMED, note="penche vers le haut")
    assert judge([stated], draws(2_000, shift=0.25, width=2.2))[0].faults == []
    naive, = judge([NAIVE], draws(200, shift=4, name=NAIVE.name))
    assert (naive.verdict, naive.faults) == (NOT_CLAIMED, [])


def test_few_worlds_contradict_nobody_by_chance():
    """Over many tables of forty right estimators, at most 5 % contradict one (5 errors)."""
    rng, n_tables, contradicted = np.random.default_rng(3), 400, 0
    ones = [replace(CLAIMED, name=f"99.e{place}", note="x") for place in range(40)]
    for _ in range(n_tables):
        rows = pd.concat([draws(60, name=one.name, seed=rng.integers(1 << 40)) for one in ones])
        contradicted += any(line.faults for line in judge(ones, rows))
    assert contradicted / n_tables <= 0.05 + 5 * (0.05 * 0.95 / n_tables) ** 0.5


def test_worlds_without_a_value_are_failures():
    rows = draws(100)
    rows.loc[:9, ["value", "low", "high"]] = np.nan
    found, = judge([CLAIMED], rows)
    assert (found.found.n_worlds, found.found.failures) == (90, 10)
    rows[["value", "low", "high"]] = np.nan
    nothing, = judge([CLAIMED], rows)
    assert (nothing.found.n_worlds, nothing.found.failures, nothing.faults) == (0, 100, [])


def test_a_planted_mean_is_taken_over_all_batches():
    rows = pd.concat([draws(50).assign(planted=9.0), draws(150, seed=2).assign(planted=11.0)])
    found, = judge([replace(CLAIMED, pooled=True)], rows)
    assert found.found.mean_planted == pytest.approx(10.5)
    assert found.found.bias == pytest.approx(rows["value"].mean() - 10.5)


def test_seeds_of_two_trials_or_two_runs_share_nothing():
    sets = [set(world_seeds(name, seed, 500)) for name in ("load", "drift") for seed in (1, 2)]
    assert all(len(one) == 500 for one in sets)
    assert len(set.union(*sets)) == 2_000


def test_batches_hold_every_world_once_and_are_named_by_what_made_them(catalogue):
    trials = chosen(["10"])
    cut = batches(trials, catalogue, 5, 120)
    assert [len(batch.seeds) for batch in cut] == [40, 40, 40]
    assert [one for batch in cut for one in batch.seeds] == world_seeds("load", 5, 120)
    moved = batches(trials, catalogue.replace(dose_effect=4.0), 5, 120)
    assert not {batch.key for batch in cut} & {batch.key for batch in moved}
    with pytest.raises(VeilleError, match="au moins 10"):
        batches(trials, catalogue, 5, 9)


def test_a_run_that_stops_goes_on_where_it_was(catalogue, tmp_path, monkeypatch):
    wanted, store = batches(chosen(["10"]), catalogue, 5, 60), Store.at(tmp_path / "work")
    whole = run(wanted, catalogue, Store.at(tmp_path / "whole"))
    ran, real = [], run_module.one_batch

    def stop_at_second(known, batch):
        if ran:
            raise KeyboardInterrupt
        ran.append(batch)
        return real(known, batch)

    monkeypatch.setattr(run_module, "one_batch", stop_at_second)
    with pytest.raises(KeyboardInterrupt):
        run(wanted, catalogue, store)
    assert store.missing(wanted) == wanted[1:]
    heard = []
    monkeypatch.setattr(run_module, "one_batch", real)
    again = run(wanted, catalogue, store, advanced=heard.append)
    assert heard == [30, 30]
    pd.testing.assert_frame_equal(again.drop(columns="seconds"), whole.drop(columns="seconds"))


def test_a_damaged_batch_is_made_again(catalogue, tmp_path):
    wanted, store = batches(chosen(["10.dose"]), catalogue, 5, 10), Store.at(tmp_path / "work")
    run(wanted, catalogue, store)
    (tmp_path / "work" / f"{wanted[0].key}.parquet").write_bytes(b"PAR1 cut")
    assert store.missing(wanted) == wanted


def test_two_processes_give_the_same_numbers_as_one(catalogue, tmp_path):
    wanted = batches(chosen(["05"]), catalogue, 5, 60)
    one, two = (run(wanted, catalogue, Store.at(tmp_path / str(workers)), workers=workers)
                for workers in (1, 2))
    pd.testing.assert_frame_equal(one.drop(columns="seconds"), two.drop(columns="seconds"))


def test_the_store_refuses_a_folder_of_something_else_and_leaves_others_batches(tmp_path):
    (tmp_path / "thesis.md").write_text("mine")
    with pytest.raises(VeilleError, match="contient autre chose"):
        Store.at(tmp_path)
    store = Store.at(tmp_path / "work")
    mine, theirs = Batch("load", (1,), "load-a"), Batch("load", (2,), "load-b")
    for batch in (mine, theirs):
        store.keep(batch, draws(2))
    store.clear([mine])
    assert store.missing([mine, theirs]) == [mine]
    store.clear([theirs])
    assert not store.folder.exists()


def verify(capsys, *arguments):
    status = cli.main(["verify", *arguments])
    return status, capsys.readouterr()


def test_the_command_gives_a_line_per_estimator_and_leaves_nothing(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, shown = verify(capsys, "--worlds", "10", "--seed", "3", "--estimator", "10",
                           "--format", "json")
    rows = json.loads(shown.out)
    assert status == 0
    assert [row["estimator"] for row in rows] == [
        one.name for trial in chosen(["10"]) for one in trial.estimators]
    assert {row["worlds"] + row["failures"] for row in rows} == {10}
    assert not list(tmp_path.iterdir())


def test_the_command_writes_a_file_whole_and_the_same_twice(tmp_path, capsys):
    tables = []
    for name in ("a.json", "b.json"):
        status, _ = verify(capsys, "--worlds", "10", "--estimator", "05.demi_vie", "--out",
                           str(tmp_path / name), "--format", "json",
                           "--work", str(tmp_path / "work"))
        assert status == 0
        row, = json.loads((tmp_path / name).read_text(encoding="utf-8"))
        tables.append(row | {"seconds": None})
    assert tables[0] == tables[1]
    assert {path.name for path in tmp_path.iterdir()} == {"a.json", "b.json"}


def test_an_estimator_that_claims_too_much_makes_the_command_fail(tmp_path, capsys, monkeypatch):
    trial, = chosen(["10"])
    boasting = tuple(replace(one, valid=True) for one in trial.estimators)
    monkeypatch.setattr("veille.analysis.trials.chosen",
                        lambda names: [replace(trial, estimators=boasting)])
    status, shown = verify(capsys, "--worlds", "40", "--work", str(tmp_path / "work"))
    assert status == 1
    assert "10.soutien_brut (couverture" in shown.out


@pytest.mark.parametrize(("arguments", "said"), [
    (("--worlds", "3"), "un entier de 10"),
    (("--scheduler", "pas une adresse"), "ordonnanceur"),
    (("--format", "xml"), "xml"),
])
def test_misuse_is_told_in_french(arguments, said, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(["verify", *arguments])
    assert stop.value.code == 2
    assert said in capsys.readouterr().err


def test_what_cannot_be_written_is_refused_before_the_work(tmp_path, capsys):
    status, shown = verify(capsys, "--out", str(tmp_path / "absent" / "a.json"))
    assert status == 1
    assert "ne peut pas être écrit" in shown.err
    assert "Traceback" not in shown.err
