"""The line of a team: the recursion, the formulas that are known, and the rate read in it."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.queueing import (
    backlog_bound,
    busy_rate,
    lindley,
    mean_backlog,
    team_loads,
)
from veille.errors import VeilleError


def slow_lindley(arrivals, capacity):
    backlog, found = 0, []
    for came, could in zip(arrivals, capacity, strict=True):
        backlog = max(0, backlog + came - could)
        found.append(backlog)
    return found


def test_the_recursion_is_that_of_a_loop():
    rng = np.random.default_rng(1)
    arrivals, capacity = rng.poisson(9, (5, 80)), rng.poisson(10, (5, 80))
    expected = [slow_lindley(*pair) for pair in zip(arrivals, capacity, strict=True)]
    assert lindley(arrivals, capacity).tolist() == expected


@pytest.fixture(scope="module")
def poisson_line():
    """Poisson arrivals, one case a week: the discrete M/D/1 queue, in its steady state."""
    load = 0.7
    arrivals = np.random.default_rng(2).poisson(load, (4_000, 400))
    backlog = lindley(arrivals, np.ones_like(arrivals))
    steps, before = arrivals[:, -1] - 1, backlog[:, -2]
    unused = np.maximum(0, -(before + steps))
    return load, backlog[:, -1], steps, unused


def test_the_backlog_is_that_of_pollaczek_and_khinchine(poisson_line):
    """With one case a week the mean is ``load² / (2 (1 - load))``."""
    load, backlog, _, _ = poisson_line
    error = backlog.std(ddof=1) / np.sqrt(backlog.size)
    assert backlog.mean() == pytest.approx(load**2 / (2 * (1 - load)), abs=5 * error)


def test_marshall_s_identity_gives_the_same_mean(poisson_line):
    _, backlog, steps, unused = poisson_line
    error = backlog.std(ddof=1) / np.sqrt(backlog.size)
    assert mean_backlog(steps, unused) == pytest.approx(backlog.mean(), abs=8 * error)


def test_kingman_bounds_it_from_above(poisson_line):
    load, backlog, _, _ = poisson_line
    error = backlog.std(ddof=1) / np.sqrt(backlog.size)
    assert backlog_bound(load - 1, load) > backlog.mean() + 5 * error
    assert backlog_bound(0.0, 1.0) == float("inf")


def registers(rate, hours, arrivals):
    """Give the registers of one team that handles ``floor(rate * hours)`` cases a week."""
    capacity = np.floor(rate * hours).astype(int)
    backlog = lindley(arrivals, capacity)
    handled = arrivals - np.diff(backlog, prepend=0)
    weeks = pd.DataFrame({"team_id": "T0000001", "week": np.arange(len(hours)),
                          "arrivals": arrivals, "handled": handled, "backlog": backlog})
    return weeks, pd.Series(hours, index=pd.MultiIndex.from_frame(weeks[["team_id", "week"]]))


def test_the_rate_is_read_in_the_weeks_that_leave_somebody_waiting():
    rng = np.random.default_rng(3)
    weeks, hours = registers(4.0, rng.uniform(10, 30, 2_000), rng.poisson(78, 2_000))
    busy = (weeks["backlog"] > 0).sum()
    # what is rounded down each week is uniform, of standard deviation 1/sqrt(12)
    error = np.sqrt(busy / 12) / hours[weeks["backlog"].to_numpy() > 0].sum()
    assert busy > 100
    assert busy_rate(weeks, hours) == pytest.approx(4.0, abs=5 * error)


def test_without_any_waiting_the_rate_cannot_be_read():
    weeks, hours = registers(4.0, np.full(5, 20.0), np.full(5, 10))
    with pytest.raises(VeilleError, match="Aucune semaine ne laisse"):
        busy_rate(weeks, hours)


def test_a_team_is_described_by_its_own_weeks():
    weeks, hours = registers(1.0, np.array([4.0, 3, 4, 4]), np.array([5, 0, 9, 1]))
    line = team_loads(weeks, hours, 1.0).loc["T0000001"]
    assert line["load"] == pytest.approx(1.0)
    assert line["backlog"] == pytest.approx((1 + 0 + 5 + 2) / 4)
    assert line["waiting"] == pytest.approx(2.0 / 3.75)
    assert line["bound"] == float("inf")


def test_a_week_without_any_hour_counts_for_nothing_done():
    weeks, hours = registers(1.0, np.array([4.0, 4.0]), np.array([2, 2]))
    line = team_loads(weeks, hours.iloc[:1], 1.0).loc["T0000001"]
    assert line["load"] == pytest.approx(1.0)
