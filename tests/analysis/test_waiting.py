"""Sightings with their weeks: relays that end a wait, drawn with a hidden number that is known."""

import numpy as np
import pytest
from scipy.special import gammaln

from veille.analysis.waiting import OWN, TOLD, at_least_dated, dated

WEEKS = 40


def draw(rng, telling=0.0, spread=0.0, size=400):
    """Draw five watchers; each tells each other with a probability, and they go a week later."""
    rates = np.array([0.4, 0.35, 0.3, 0.2, 0.1]) / WEEKS
    ease = np.exp(spread * rng.standard_normal((size, 1)))
    own = rng.exponential(1 / (rates * ease), (size, 5))
    tells = (rng.random((size, 5, 5)) < telling) & ~np.eye(5, dtype=bool)
    told = np.where(tells & (own < WEEKS)[:, :, None], own[:, :, None] + 1, np.inf).min(axis=1)
    first = np.minimum(own, told)
    by_week = np.zeros((5, WEEKS, 2))
    server, watcher = np.nonzero(first < WEEKS)
    which = np.where(told < own, TOLD, OWN)[server, watcher]
    np.add.at(by_week, (watcher, first[server, watcher].astype(int), which), 1)
    seen = (first < WEEKS).any(axis=1).sum()
    return by_week, seen, size - seen


def many(n_tables, seed, **how):
    rng = np.random.default_rng(seed)
    return (np.array(part) for part in zip(*(draw(rng, **how) for _ in range(n_tables)),
                                           strict=True))


@pytest.mark.parametrize("telling", [0.0, 0.2, 0.6])
def test_intervals_hold_whatever_is_told(telling):
    """Over 1,000 draws, within five standard errors of 95 % and one point of approximation."""
    by_week, seen, hidden = many(1_000, seed=1, telling=telling)
    found = dated(by_week, seen)
    held = ((found.low <= hidden) & (hidden <= found.high)).mean()
    assert abs(held - 0.95) < 5 * np.sqrt(0.95 * 0.05 / 1_000) + 0.01


def test_telling_does_not_move_the_mean():
    by_week, seen, hidden = many(1_000, seed=2, telling=0.4)
    error = dated(by_week, seen).value - hidden
    assert abs(error.mean()) < 5 * error.std() / np.sqrt(error.size) + 0.01 * hidden.mean()


def test_servers_that_differ_make_it_fall_short_and_claims_stay_true():
    by_week, seen, hidden = many(500, seed=3, telling=0.2, spread=1.0)
    error = dated(by_week, seen).value - hidden
    assert error.mean() < -5 * error.std() / np.sqrt(error.size)
    assert (at_least_dated(by_week, seen) <= hidden).mean() > 0.99


def test_one_watcher_who_waits_with_known_rate():
    """One list: the value solves the equation of its profile, which a grid finds too."""
    by_week = np.zeros((1, 1, 10, 2))
    by_week[0, 0, :, OWN] = [30, 27, 24, 22, 20, 18, 16, 14, 13, 12]
    seen = by_week.sum()
    hidden = np.arange(1, 2_000)
    waited = (by_week[0, 0, :, OWN] * (np.arange(10) + 0.5)).sum()
    heights = (gammaln(seen + hidden + 1) - gammaln(hidden + 1)
               - seen * np.log(waited + 10 * hidden))
    found = dated(by_week, np.array([seen])).at(0)
    assert abs(found.value - hidden[heights.argmax()]) <= 1


def test_relays_that_nobody_followed_change_nothing_but_the_wait():
    """Two tables alike, but one watcher was told of ten servers in the last week."""
    by_week, seen, _ = (part[None] for part in map(np.asarray, draw(np.random.default_rng(4))))
    told = by_week.copy()
    told[0, 4, WEEKS - 1, TOLD] += 10
    assert dated(told, seen).value[0] == pytest.approx(dated(by_week, seen).value[0], rel=0.01)


def test_a_claim_is_one_sided():
    by_week, seen, _ = many(5, seed=6)
    assert np.array_equal(at_least_dated(by_week, seen), np.floor(dated(by_week, seen, 0.9).low))
