"""How long variants live, from a window that cuts lives at both ends.

Time is counted in weeks.  A variant in use in one week is at risk of being gone the next: each
such step is one trial.  The window cuts on the left (variants already there, whose age is
unknown) and on the right (variants still there).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from veille.analysis.resampling import LEVEL, Estimate
from veille.errors import VeilleError


@dataclass(frozen=True, eq=False)
class Lives:
    """What a window shows of some lives; arrays of shape ``(n_variants,)``.

    Attributes
    ----------
    birth
        First week of use, negative before the window; missing where it is unknown.
    start, stop
        Weeks of the window between which the variant is followed: ``stop - start`` trials.
    died
        Whether ``stop`` is the first week without it.
    """

    birth: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    died: np.ndarray

    def keep(self, kept: np.ndarray) -> "Lives":
        """Give some of these lives."""
        return Lives(self.birth[kept], self.start[kept], self.stop[kept], self.died[kept])

    def dated(self) -> "Lives":
        """Give the lives that began within the window, whose age is known."""
        return self.keep(self.birth > 0)


def lives_between(birth: np.ndarray, death: np.ndarray, n_weeks: int) -> Lives:
    """Cut lives to a window of ``n_weeks``; missing ends are those that fall outside it.

    Examples
    --------
    >>> seen = lives_between(np.array([np.nan, 2.0]), np.array([3.0, np.nan]), 10)
    >>> (seen.stop - seen.start).tolist(), seen.died.tolist()
    ([3, 7], [True, False])
    """
    birth, death = np.asarray(birth, dtype=float), np.asarray(death, dtype=float)
    start = np.nan_to_num(np.maximum(birth, 0)).astype(int)
    died = death < n_weeks
    stop = np.where(died, np.nan_to_num(death), n_weeks - 1).astype(int)
    return Lives(birth, start, stop, died)


def read_lives(variants: pd.DataFrame, n_weeks: int) -> Lives:
    """Give the lives told by ``keyword_variants`` (or by its truth, where ages are known)."""
    ends = (variants[name].to_numpy(dtype=float, na_value=np.nan)
            for name in ("birth_week", "death_week"))
    return lives_between(*ends, n_weeks)


@dataclass(frozen=True)
class Hazard:
    """A weekly probability of dying, and the half-life it means if it never changes.

    Attributes
    ----------
    deaths, exposure
        Deaths and trials; weighted ones are brought back to an effective number of trials.
    weekly
        Deaths per trial.
    half_life
        In weeks: ``log 2 / -log(1 - weekly)``, with its interval.
    """

    deaths: float
    exposure: float
    weekly: float
    half_life: Estimate


def hazard(lives: Lives) -> Hazard:
    """Estimate a constant hazard: deaths over trials, whatever the ages.

    The maximum of the likelihood of discrete-time histories (Allison, 1982) when the hazard is
    the same for all and at every age; ages are then not needed.  When it is not, the ratio is
    still the turnover (deaths a week per variant in use), but no longer says a half-life.

    Raises
    ------
    VeilleError
        If nobody died, or nobody outlived a trial.

    Examples
    --------
    >>> found = hazard(lives_between(np.full(8, np.nan), np.array([1.0] * 4 + [np.nan] * 4), 2))
    >>> found.weekly, found.half_life.value
    (0.5, 1.0)
    """
    return half_life_from(float(lives.died.sum()), float((lives.stop - lives.start).sum()))


def half_life_from(deaths: float, exposure: float, level: float = LEVEL) -> Hazard:
    """Turn deaths and trials into a half-life; its interval is normal on the log scale.

    With ``h = deaths / exposure`` the delta method gives the logarithm of the half-life the
    standard error ``sqrt(h / (exposure (1 - h))) / -log(1 - h)``.
    """
    if not 0 < deaths < exposure:
        raise VeilleError(
            f"{deaths:g} disparition(s) pour {exposure:g} semaine(s) d’exposition : au moins une "
            "disparition, et une semaine sans disparition, sont attendues."
        )
    weekly = deaths / exposure
    decay = -np.log1p(-weekly)
    error = np.sqrt(weekly / (exposure * (1 - weekly))) / decay
    value = np.log(2) / decay
    spread = np.exp(norm.ppf((1 + level) / 2) * error)
    return Hazard(deaths, exposure, weekly,
                  Estimate(float(value), float(value / spread), float(value * spread)))


def weighted_hazard(lives: Lives, weekly: np.ndarray) -> Hazard:
    """Estimate the hazard that a filter feels: each trial weighs what the variant was used.

    The weight of a trial is known before its outcome, so that the variance of the weighted
    deaths is ``h (1 - h) sum(m**2)``: that of ``sum(m)**2 / sum(m**2)`` trials of equal weight.

    Parameters
    ----------
    weekly
        Uses ``m`` of each variant in each week, shape ``(n_variants, n_weeks)``.
    """
    weeks = np.arange(weekly.shape[1])
    followed = (lives.start[:, None] <= weeks) & (weeks < lives.stop[:, None])
    mass = np.where(followed, weekly, 0.0)
    last = lives.died & (lives.stop > lives.start)
    lost = mass[last, lives.stop[last] - 1].sum()
    total, squares = mass.sum(), (mass**2).sum()
    if total == 0:
        raise VeilleError("Aucun emploi des variantes suivies : au moins un est attendu.")
    trials = total**2 / squares
    return half_life_from(float(lost / total * trials), float(trials))


@dataclass(frozen=True)
class AgeTest:
    """A test that the hazard does not change with age.

    Attributes
    ----------
    z
        Negative when old variants last longer, positive when they wear out.
    p_value
        Two-sided.
    deaths
        Among the variants whose age is known.
    """

    z: float
    p_value: float
    deaths: int


def constant_hazard_test(lives: Lives) -> AgeTest:
    """Test a constant hazard by its score against a trend in the logarithm of age.

    Only lives of known birth count; those that began before the window enter at their age.

    Raises
    ------
    VeilleError
        If no life of known birth can say anything.
    """
    table = risk_table(*ages(lives.keep(~np.isnan(lives.birth))))
    trials, deaths = table["at_risk"].to_numpy(), table["deaths"].to_numpy()
    if deaths.sum() in (0, trials.sum()):
        raise VeilleError("Aucune variante de naissance connue n’a disparu : le risque selon l’âge "
                          "ne se juge pas.")
    trend = np.log(table["age"].to_numpy())
    common = deaths.sum() / trials.sum()
    score = ((deaths - common * trials) * trend).sum()
    spread = trials @ trend**2 - (trials @ trend) ** 2 / trials.sum()
    z = float(score / np.sqrt(common * (1 - common) * spread)) if spread > 0 else 0.0
    return AgeTest(z, float(2 * norm.sf(abs(z))), int(deaths.sum()))


def ages(lives: Lives) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the age at entry, the age at the end of follow-up, and whether it is a death."""
    return lives.start - lives.birth, lives.stop - lives.birth, lives.died


def risk_table(entry: np.ndarray, leave: np.ndarray, died: np.ndarray) -> pd.DataFrame:
    """Count, age by age, who is at risk of dying at that age, and who does.

    Somebody who enters at age ``a`` is at risk from age ``a + 1``, and until the age when they
    leave.

    Returns
    -------
    pandas.DataFrame
        ``age`` (ages at which somebody is at risk), ``at_risk``, ``deaths``.
    """
    size = int(max(leave.max(initial=0), 0)) + 2
    enters = np.bincount(entry.astype(int) + 1, minlength=size)[:size]
    leaves = np.bincount(leave.astype(int) + 1, minlength=size)[:size]
    at_risk = np.cumsum(enters - leaves)
    deaths = np.bincount(leave[died & (leave > entry)].astype(int), minlength=size)[:size]
    age = np.flatnonzero(at_risk > 0)
    return pd.DataFrame({"age": age, "at_risk": at_risk[age], "deaths": deaths[age]})
