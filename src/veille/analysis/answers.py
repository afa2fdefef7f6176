"""What a watch may say of its reports: what it learns, what it does not, and what lies between.

Three ends compete: an action it learns of, a refusal it learns of, and a decision whose outcome is
never told.  Each of their incidences is estimated without any assumption on the untold outcomes.
The probability of an action, told or not, is then only bounded (Manski, 2003): untold
decisions were all refusals, or all actions.  Supposing outcomes untold at random gives one value
inside the bounds, and is an assumption that the data cannot check.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from veille.analysis.competing import CENSORED, Incidence, Waits, incidence_on, probability
from veille.analysis.coverage import wilson
from veille.analysis.resampling import MISSING, Estimate
from veille.assumptions.vocabulary import OUTCOMES

ACTION, REFUSAL, UNTOLD = 1, 2, 3


def outcome_codes(outcomes: pd.Series, missing: int) -> np.ndarray:
    """Give outcomes as causes, and ``missing`` where there is none.

    Examples
    --------
    >>> outcome_codes(pd.Series(["refusal", "action", None]), UNTOLD).tolist()
    [2, 1, 3]
    """
    place = pd.Index(list(OUTCOMES)).get_indexer(outcomes)
    return np.where(place < 0, missing, place + ACTION)


def read_waits(reports: pd.DataFrame) -> Waits:
    """Read the table ``reports``; one wait per row, in its order, grouped by server.

    Examples
    --------
    >>> table = pd.DataFrame({"server_id": ["S1", "S1", "S2"], "outcome": ["action", None, None],
    ...                       "delay_days": [1.0, 2, 9], "censored": [False, False, True]})
    >>> read_waits(table).cause.tolist()
    [1, 3, 0]
    """
    cause = outcome_codes(reports["outcome"], UNTOLD)
    cause[reports["censored"].to_numpy(dtype=bool)] = CENSORED
    return Waits(reports["delay_days"].to_numpy(dtype=float), cause,
                 pd.factorize(reports["server_id"])[0], UNTOLD)


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a probability may be, each with its own interval."""

    lower: Estimate
    upper: Estimate

    def outer(self) -> Estimate:
        """Give the middle, from the low end of the lower bound to the high end of the upper.

        Each end is missed with a probability of 2.5 %: together they hold both bounds at least
        95 % of the time, hence the probability itself at least as often.
        """
        middle = (self.lower.value + self.upper.value) / 2
        return Estimate(middle, self.lower.low, self.upper.high)


def bounds(found: Incidence, outcome: int) -> Bounds:
    """Bound the probability of an outcome within the days of ``found``, told or not."""
    return Bounds(found.of(outcome), found.of(outcome, UNTOLD))


def news_curves(waits: Waits, days: np.ndarray) -> pd.DataFrame:
    """Give, on each of some days, what may be said of the reports by then.

    Returns
    -------
    pandas.DataFrame
        ``days, lower, upper`` (bounds of an action), ``silence`` (no news) and ``naive`` (one
        minus Kaplan–Meier of the actions told).
    """
    action, refusal, untold = incidence_on(waits, days).T
    naive = incidence_on(waits.censoring_others(ACTION), days)[:, 0]
    return pd.DataFrame({"days": days, "lower": action, "upper": action + untold,
                         "silence": 1 - action - refusal, "naive": naive})


def told_at_random(found: Incidence, outcome: int) -> Estimate:
    """Estimate the probability of an outcome as if it were untold at random.

    Untold decisions are shared out as the told ones were by then: the assumption is that, on a
    route, an action and a refusal are told equally often.

    Without any told outcome by then nothing says how to share: the estimate is missing.
    """
    told = found.value[[ACTION - 1, REFUSAL - 1]].sum()
    if told <= 0:
        return MISSING
    own, untold = found.value[outcome - 1], found.value[UNTOLD - 1]
    share = own / told
    gradient = np.full(found.value.size, -share * untold / told)
    gradient[outcome - 1] += 1 + untold / told
    gradient[UNTOLD - 1] = share
    return probability(float(own + untold * share), found.influence @ gradient, found.followed)


def answered_share(waits: Waits, outcome: int, days: float) -> Estimate:
    """Give the share of an outcome among those told within ``days``, as is often quoted.

    It forgets the reports without news, and is no probability of an outcome.  Wilson's interval;
    without any told outcome it is missing.

    Examples
    --------
    >>> four = Waits(np.array([1.0, 2, 3, 9]), np.array([1, 2, 3, 0]), np.arange(4), 3)
    >>> answered_share(four, ACTION, 7).value
    0.5
    """
    told = waits.cause[np.isin(waits.cause, (ACTION, REFUSAL)) & (waits.days <= days)]
    hits = int((told == outcome).sum())
    value = hits / told.size if told.size else float("nan")
    return Estimate(value, *wilson(hits, told.size))
