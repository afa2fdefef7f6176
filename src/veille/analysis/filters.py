"""What a list of tokens catches, week by week, and what keeping it up costs."""

from dataclasses import dataclass

import numpy as np

from veille.analysis.uses import Uses

ORDINARY = "F10"  # the family whose function is ordinary use: no list holds it


@dataclass(frozen=True, eq=False)
class Mass:
    """Uses of each token in each week, by what they are; shape ``(n_tokens, n_weeks)`` each.

    Attributes
    ----------
    wanted
        Coded uses in at-risk servers: what a filter is for.
    other
        Everything else that carries the same tokens.
    """

    wanted: np.ndarray
    other: np.ndarray


def recall(mass: Mass, listed: np.ndarray) -> np.ndarray:
    """Give, for each week, the share of wanted uses whose token is in the list.

    Parameters
    ----------
    listed
        Whether each token is in the list in each week, shape ``(n_tokens, n_weeks)``.
    """
    return _ratio((mass.wanted * listed).sum(axis=0), mass.wanted.sum(axis=0))


def precision(mass: Mass, listed: np.ndarray) -> np.ndarray:
    """Give, for each week, the share of wanted uses among those that the list catches."""
    caught = ((mass.wanted + mass.other) * listed).sum(axis=0)
    return _ratio((mass.wanted * listed).sum(axis=0), caught)


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)


def recall_by_lag(weekly: np.ndarray, birth: np.ndarray, lags: np.ndarray) -> np.ndarray:
    """Give the share of uses caught by a list that was complete some weeks before.

    Every week in turn is the one when the list was frozen, which uses the window far better
    than the first week alone.

    Parameters
    ----------
    weekly
        Uses of each token in each week.
    birth
        First week of use; 0 for the tokens already there.
    """
    weeks = np.arange(weekly.shape[1])
    return np.array([
        (weekly * (birth[:, None] <= weeks - lag))[:, lag:].sum() / weekly[:, lag:].sum()
        for lag in lags
    ])


def coded(uses: Uses) -> np.ndarray:
    """Say which tokens belong to a family whose function is not ordinary use."""
    return uses.families[uses.family] != ORDINARY


@dataclass(frozen=True, eq=False)
class KeptList:
    """A list over time.

    Attributes
    ----------
    listed
        Whether each token is in the list in each week, shape ``(n_tokens, n_weeks)``.
    reviewed
        Tokens that somebody had to look at in each week, shape ``(n_weeks,)``.
    """

    listed: np.ndarray
    reviewed: np.ndarray


def frozen(uses: Uses) -> KeptList:
    """Give the list of the coded tokens in use at week 0, never touched again."""
    start = coded(uses) & uses.alive()[:, 0]
    return KeptList(np.repeat(start[:, None], uses.n_weeks, axis=1), np.zeros(uses.n_weeks))


def updated(uses: Uses, watched: np.ndarray, every: int, least: int = 1) -> KeptList:
    """Give the list to which a team adds, every so often, the coded tokens it has read.

    Parameters
    ----------
    watched
        Which servers the team looks at for new tokens, shape ``(n_servers,)``.
    every
        Weeks between updates; at each, what was read since the last one is looked at.
    least
        Uses that a token needs to be looked at.

    Returns
    -------
    KeptList
        Each token is looked at once, whatever is then decided.
    """
    kept = frozen(uses)
    known = uses.alive()[:, 0].copy()
    for week in range(every, uses.n_weeks, every):
        recent = watched[uses.server] & (uses.week >= week - every) & (uses.week < week)
        read = np.bincount(uses.token[recent], uses.count[recent], uses.tokens.size) >= least
        new = read & ~known
        known |= new
        kept.reviewed[week] = new.sum()
        kept.listed[new & coded(uses), week:] = True
    return kept


def expected_recall(weekly: float, every: int) -> float:
    """Give the mean recall of a list made complete every so many weeks, at a constant hazard.

    The mean of ``(1 - weekly)**j`` over ``j`` from 0 to ``every - 1``.

    Examples
    --------
    >>> expected_recall(0.5, 1), expected_recall(0.5, 2)
    (1.0, 0.75)
    """
    return float((1 - (1 - weekly) ** every) / (every * weekly))


def expected_reviews(weekly: float, every: int, in_use: float) -> float:
    """Give the tokens to look at each week: those born since the last update and still there.

    Examples
    --------
    >>> expected_reviews(0.5, 1, 100), expected_reviews(0.5, 2, 100)
    (50.0, 37.5)
    """
    return float(in_use * (1 - (1 - weekly) ** every) / every)
