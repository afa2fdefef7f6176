"""What several tables tell of what each hides."""

import numpy as np
import pandas as pd

from veille.disclosure import Request, Rules, deduced, exposed, means, naive, protect, together


def frame():
    return pd.DataFrame({"a": ["u"] * 45 + ["v"] * 37 + ["w"] * 52,
                         "b": (["x"] * 40 + ["y"] * 5) + (["x"] * 30 + ["y"] * 7) + ["x"] * 52})


def test_a_minimum_alone_is_solved_by_its_own_margins():
    found = deduced(frame(), [naive(frame(), Request("a", "b"), Rules())])
    assert sorted(found["low"]) == sorted(found["high"]) == [5, 7]


def test_two_tables_solve_what_neither_does():
    rows = frame()
    one = naive(rows, Request("b"), Rules())
    alone = exposed(rows, Request("a", "b"))
    hollow = alone.cells.copy()
    hollow[:2, 1:] = np.nan
    hollow[-1, 1] = np.nan
    first = type(alone)(**{**vars(alone), "cells": hollow})
    before = deduced(rows, [first])
    after = deduced(rows, [first, exposed(rows, Request("a"))])
    assert (before["high"] - before["low"]).max() > 5
    assert (after["high"] - after["low"]).max() == 0
    assert one.hidden == 0


def test_tables_made_together_leave_everything_unknown():
    rows = frame()
    made = together(rows, [Request("a", "b"), Request("a"), Request("b"),
                           Request("a", where={"b": "x"})])
    found = deduced(rows, made)
    assert (found["high"] - found["low"]).min() >= Rules().width_later[0]


def test_of_nothing_published_nothing_is_deduced():
    rows = pd.DataFrame({"a": ["u", "v"]})
    assert deduced(rows, [protect(rows, Request("a"))]).empty


def test_means_are_those_of_published_sums_and_counts():
    rows = frame().assign(h=2.0)
    counts = exposed(rows, Request("a"))
    sums = exposed(rows, Request("a", value="h"))
    assert means(sums, counts).iloc[:, 1].tolist() == [2.0] * 4
