"""Dose and distress: what a volunteer went through, and how the score moves with it.

The dose of a week is what is left of the dose of the week before, plus the exposures of the week.
The score is compared with the dose within one person: what makes somebody feel worse all year
long, for reasons of their own or of their team, is set aside.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import expit, logit
from scipy.stats import chi2, norm, t

from veille.analysis.resampling import LEVEL, Estimate
from veille.errors import VeilleError

THRESHOLD = 50  # the score from which a week counts as one of distress


def doses(shifts: pd.DataFrame, retention: float) -> pd.Series:
    """Give the dose of each row, for people followed week after week.

    Whoever is there in the first week is taken to have worked at the same pace for long:
    their dose starts at their own mean exposures over ``1 - retention``.  Others start from 0.

    Parameters
    ----------
    shifts
        ``volunteer_id``, ``week``, ``exposures``.
    retention
        Share of the dose that is left a week later, from 0 (included) to 1 (excluded).
    """
    if not 0 <= retention < 1:
        raise VeilleError(f"La part restante vaut {retention:g} : de 0 à moins de 1 attendu.")
    grid = shifts.pivot_table(index="volunteer_id", columns="week", values="exposures")
    there = grid.notna().to_numpy()
    exposures = grid.fillna(0).to_numpy()
    mean = exposures.sum(axis=1) / there.sum(axis=1)
    dose = np.empty_like(exposures)
    left = np.where(there[:, 0], mean / (1 - retention), 0.0)
    for week in range(exposures.shape[1]):
        left = np.where(there[:, week], retention * left + exposures[:, week], 0.0)
        dose[:, week] = left
    rows = grid.index.get_indexer(shifts["volunteer_id"])
    return pd.Series(dose[rows, grid.columns.get_indexer(shifts["week"])], index=shifts.index)


@dataclass(frozen=True)
class WithinFit:
    """A linear fit within groups.

    Attributes
    ----------
    effects
        By column, the effect of one unit.
    residual
        Weighted sum of squares that the fit leaves.
    """

    effects: dict[str, Estimate]
    residual: float


def within_fit(
    outcome: np.ndarray, columns: dict[str, np.ndarray], groups: np.ndarray,
    weights: np.ndarray | None = None,
) -> WithinFit:
    """Fit the outcome by least squares, each group having a level of its own.

    Intervals allow rows of a group to depend on one another in any way (Liang and Zeger, 1986),
    with Student's law on the number of groups minus one.

    Parameters
    ----------
    outcome
        Shape ``(n,)``.
    columns
        Named regressors, each of shape ``(n,)``.
    groups
        Group of each row, shape ``(n,)``.
    weights
        Positive, shape ``(n,)``; ones by default.
    """
    names, owner = np.unique(groups, return_inverse=True)
    weight = np.ones(len(outcome)) if weights is None else weights
    design = np.column_stack(list(columns.values())).astype(float)
    y, x = (_centred(values, owner, weight) for values in (outcome, design))
    bread = np.linalg.inv(x.T @ (weight[:, None] * x))
    beta = bread @ (x.T @ (weight * y))
    left = y - x @ beta
    scores = np.zeros((names.size, x.shape[1]))
    np.add.at(scores, owner, (weight * left)[:, None] * x)
    scale = names.size / (names.size - 1)
    error = np.sqrt(np.diag(bread @ (scores.T @ scores) @ bread) * scale)
    half = t.ppf((1 + LEVEL) / 2, names.size - 1) * error
    effects = {name: Estimate(float(b), float(b - h), float(b + h))
               for name, b, h in zip(columns, beta, half, strict=True)}
    return WithinFit(effects, float((weight * left**2).sum()))


def _centred(values: np.ndarray, owner: np.ndarray, weight: np.ndarray) -> np.ndarray:
    values = np.asarray(values, dtype=float).reshape(len(owner), -1)
    total = np.bincount(owner, weight)
    mean = np.column_stack([np.bincount(owner, weight * column) / total for column in values.T])
    return (values - mean[owner]).squeeze()


def response_weights(score: pd.Series, ratio: float) -> np.ndarray:
    """Weight each score that was given for those that were not, if high ones are given less.

    A score of `THRESHOLD` or more is supposed to be withheld ``ratio`` times as often as a lower
    one; the two probabilities are then those that agree with how many are missing.  Each score
    given counts for the inverse of its probability (Horvitz and Thompson, 1952).

    Parameters
    ----------
    score
        Missing where it was not given.
    ratio
        Not less than 0; at 1, all count the same.

    Returns
    -------
    numpy.ndarray
        One weight per score given, in order.
    """
    high = (score.dropna() >= THRESHOLD).to_numpy()
    missing = int(score.isna().sum())

    def excess(low: float) -> float:
        chance = np.where(high, ratio * low, low)
        return float((chance / (1 - chance)).sum() - missing)

    most = (1 - 1e-9) / max(ratio, 1.0)
    low = brentq(excess, 0, most) if missing else 0.0
    return 1 / (1 - np.where(high, ratio * low, low))


def distress_share(shifts: pd.DataFrame, ratio: float = 1.0) -> Estimate:
    """Estimate the share of weeks of distress, missing scores being counted as by the weights.

    A ratio of totals between teams, with Student's interval on the logit scale: scores of one
    team share its climate, and are not independent.

    Parameters
    ----------
    shifts
        ``team_id`` and ``distress_score``.
    ratio
        See `response_weights`.
    """
    given = shifts[shifts["distress_score"].notna()]
    weights = pd.Series(response_weights(shifts["distress_score"], ratio), index=given.index)
    high = weights * (given["distress_score"] >= THRESHOLD).astype(float)
    sums = pd.DataFrame({"high": high, "all": weights}).groupby(given["team_id"]).sum()
    share = sums["high"].sum() / sums["all"].sum()
    if len(sums) < 2 or not 0 < share < 1:
        return Estimate(float(share), 0.0, 1.0)
    left = sums["high"] - share * sums["all"]
    error = np.sqrt(len(sums) / (len(sums) - 1) * (left**2).sum()) / sums["all"].sum()
    half = t.ppf((1 + LEVEL) / 2, len(sums) - 1) * error / (share * (1 - share))
    return Estimate(float(share), *expit(logit(share) + half * np.array([-1, 1])).tolist())


def distress_bounds(score: pd.Series) -> tuple[float, float]:
    """Bound the share of weeks of distress, whatever the missing scores are (Manski, 2003).

    Examples
    --------
    >>> distress_bounds(pd.Series([60, 40, None, 30], dtype="Int64"))
    (0.25, 0.5)
    """
    high = int((score >= THRESHOLD).sum())
    return high / len(score), (high + int(score.isna().sum())) / len(score)


@dataclass(frozen=True)
class ScoredWeeks:
    """The weeks whose score was given, ready to be fitted; arrays of shape ``(n,)``."""

    score: np.ndarray
    dose: np.ndarray
    support: np.ndarray
    person: np.ndarray
    weight: np.ndarray


def scored_weeks(
    shifts: pd.DataFrame, retention: float, ratio: float = 1.0, skip: int = 13
) -> ScoredWeeks:
    """Give the weeks whose score was given, with their dose and weight.

    Parameters
    ----------
    shifts
        The table of that name, or its columns of the same names.
    retention
        See `doses`; nobody reads it in one week's exposures.
    ratio
        See `response_weights`.
    skip
        First weeks of the window, left out: the dose from before the window fades meanwhile.
    """
    dose = doses(shifts, retention)
    rows = shifts[shifts["week"] >= skip]
    if rows.empty:
        raise VeilleError(f"La fenêtre compte {shifts['week'].max() + 1} semaines : plus de {skip} "
                          "attendues, car les premières ne servent qu’à oublier la dose passée.")
    weight = response_weights(rows["distress_score"], ratio)
    rows = rows[rows["distress_score"].notna()]
    return ScoredWeeks(
        score=rows["distress_score"].to_numpy(dtype=float),
        dose=dose[rows.index].to_numpy(),
        support=rows["support"].to_numpy(dtype=float),
        person=rows["volunteer_id"].to_numpy(),
        weight=weight,
    )


def dose_effects(weeks: ScoredWeeks) -> WithinFit:
    """Estimate, within people, the points of score for ten units of dose and for a support.

    Keys of ``effects``: ``dose`` (ten units) and ``support`` (one week of it).
    """
    columns = {"dose": weeks.dose / 10, "support": weeks.support}
    return within_fit(weeks.score, columns, weeks.person, weeks.weight)


def dose_steps(weeks: ScoredWeeks, n_steps: int = 8) -> pd.DataFrame:
    """Give the mean score for growing doses, both counted from each person's own mean.

    What support takes off is put back, at its estimated effect.

    Returns
    -------
    pandas.DataFrame
        One row per step of as many weeks: ``dose``, ``score``, and ``low`` and ``high``, its
        interval with weeks as independent within people.
    """
    owner = np.unique(weeks.person, return_inverse=True)[1]
    effect = dose_effects(weeks).effects["support"].value
    score = _centred(weeks.score - effect * weeks.support, owner, weeks.weight)
    dose = _centred(weeks.dose, owner, weeks.weight)
    step = pd.qcut(dose, n_steps, labels=False, duplicates="drop")
    frame = pd.DataFrame({"dose": dose, "score": score}).groupby(step)
    half = norm.ppf((1 + LEVEL) / 2) * frame["score"].sem()
    means = frame.mean()
    return means.assign(low=means["score"] - half, high=means["score"] + half)


def retentions(shifts: pd.DataFrame, grid: list[float], ratio: float = 1.0) -> pd.DataFrame:
    """Fit the dose under several retentions, and say how well each agrees with the scores.

    Two retentions are told apart by the ratio of their likelihoods, weeks of a person being
    taken as independent (Wilks, 1938).

    Returns
    -------
    pandas.DataFrame
        One row per retention: ``retention``, ``effect`` (points for ten units of dose), ``lasting``
        (points for one more exposure each week, in the long run), ``agrees`` (whether it is within
        a likelihood interval around the best).
    """
    rows = []
    for retention in grid:
        weeks = scored_weeks(shifts, retention, ratio)
        fit = dose_effects(weeks)
        value = fit.effects["dose"].value
        rows.append({"retention": retention, "effect": value,
                     "lasting": value / 10 / (1 - retention),
                     "deviance": len(weeks.score) * np.log(fit.residual)})
    table = pd.DataFrame(rows)
    beyond = table.pop("deviance")
    return table.assign(agrees=beyond - beyond.min() < chi2.ppf(LEVEL, 1))
