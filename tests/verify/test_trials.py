"""The list of estimators, and its bond with the notebooks."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest

from veille.analysis.trials import chosen, estimators, trials
from veille.analysis.trials.trial import COLUMNS
from veille.errors import VeilleError

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
DESCRIBED = "descriptif"  # tag of a cell that shows what was counted, and estimates nothing
TAG = "estimateur:"
RESULT = "## Le résultat"


def result_cells(notebook):
    """Code cells of the section of results that show something."""
    inside = False
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and re.search("^## ", cell.source, re.M):
            inside = RESULT in cell.source
        elif inside and cell.cell_type == "code" and cell.outputs:
            yield cell


def rows_named(cell):
    return [tag.removeprefix(TAG) for tag in cell.metadata.get("tags", []) if tag.startswith(TAG)]


def matching(name):
    """A tag names a row, or the rows that begin like it: ``08.silence`` for every route."""
    return [one for one in estimators() if one == name or one.startswith(f"{name}.")]


@pytest.fixture(params=[path for path in NOTEBOOKS if path.stem[:2] not in ("01", "13")],
                ids=lambda path: path.stem)
def notebook(request):
    return request.param.stem[:2], nbformat.read(request.param, as_version=4)


def test_each_result_of_a_notebook_names_its_row_or_says_that_it_only_describes(notebook):
    number, content = notebook
    shown = list(result_cells(content))
    assert shown
    for cell in shown:
        named = rows_named(cell)
        described = DESCRIBED in cell.metadata.tags
        assert bool(named) != described, cell.source[:200]
        for name in named:
            assert name[:2] == number
            assert matching(name), name


def test_each_notebook_but_the_first_has_an_estimator_and_each_claim_is_in_its_notebook(notebook):
    number, content = notebook
    own = {name for name, one in estimators().items() if one.notebook == number}
    named = {row for cell in content.cells if cell.cell_type == "code"
             for name in rows_named(cell) for row in matching(name)}
    assert own
    assert named == own


def test_names_are_unique_and_what_is_not_claimed_says_why():
    names = [one.name for trial in trials() for one in trial.estimators]
    assert len(names) == len(set(names))
    for name, one in estimators().items():
        assert re.fullmatch(r"\d\d\.[a-z0-9_]+(\.[a-z0-9_]+)?", name)
        assert one.estimand
        assert one.method
        assert one.valid or one.note


def test_estimators_are_chosen_by_name_or_by_notebook():
    assert [one.name for trial in chosen(["10.dose"]) for one in trial.estimators] == ["10.dose"]
    by_notebook = {one.name for trial in chosen(["11"]) for one in trial.estimators}
    assert by_notebook == {name for name in estimators() if name.startswith("11.")}
    with pytest.raises(VeilleError, match=r"« 10\.doze ».*10\.dose"):
        chosen(["10.doze"])


@pytest.mark.parametrize("trial", trials(), ids=lambda trial: trial.name)
def test_a_trial_gives_one_row_per_world_and_estimator(trial, catalogue):
    seeds = [41, 42, 43]
    rows = trial.rows(catalogue, seeds)
    assert list(rows.columns) == COLUMNS
    assert rows.groupby("name")["seed"].agg(sorted).map(tuple).to_dict() == {
        one.name: tuple(seeds) for one in trial.estimators}
    given = rows.dropna(subset=["low", "high"])
    assert (given["low"] <= given["high"]).all()
    assert np.isfinite(rows["planted"]).all()


@pytest.mark.parametrize("name", ["load", "drift", "blind_spots_right", "closures"])
def test_a_world_gives_the_same_estimates_alone_or_among_others(name, catalogue):
    """Planted values may be means over the worlds of a batch; estimates are of one world."""
    trial = next(one for one in trials() if one.name == name)
    together = trial.rows(catalogue, [7, 8]).query("seed == 8")
    alone = trial.rows(catalogue, [8])
    columns = ["name", "value", "low", "high"]
    pd.testing.assert_frame_equal(together[columns].reset_index(drop=True),
                                  alone[columns].reset_index(drop=True))
