"""What the methods on ends and successors find again in fresh worlds."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from veille.analysis.coverage import assess
from veille.analysis.lineages import Lineages, read_lineages
from veille.analysis.presence import completed_life, mean_life, planted_presence, presence_left
from veille.analysis.recreation import delay_estimates
from veille.analysis.reproduction import (
    found_in_follow_up,
    found_per_end,
    found_per_space,
    found_weighted,
    given_visibility,
)
from veille.analysis.resampling import Estimate
from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import REGIMES, SERVICE_REGIMES
from veille.synth import World

WITHIN = 7  # days: the share of successors that open within a week


@dataclass(frozen=True)
class Study:
    """Which fresh worlds are made, and for how many weeks an end is followed in them."""

    catalogue: Catalogue
    seeds: Iterable[int]
    n_servers: int
    n_weeks: int = 52
    short: int = 8
    long: int = 26

    def worlds(self) -> Iterator[tuple[int, Lineages, pd.DataFrame]]:
        """Yield each world's seed, what its watch knows of lineages, and their truth."""
        for seed in self.seeds:
            tables = World(self.catalogue, seed, self.n_servers, self.n_weeks).topics("closures")
            yield (seed, read_lineages(tables["closures"], tables["successions"], self.n_weeks),
                   tables["truth_lineages"])


def reproduction_estimates(
    lineages: Lineages, visibility: float, weeks: int
) -> pd.DataFrame:
    """Estimate the reproduction number of every regime in each of the ways compared.

    Methods: ``spaces``, ``ends`` (what is found, no correction), ``ends_given`` (over
    ``visibility``), ``followed`` and ``weighted`` (over ``visibility`` too, each with its own
    correction for the end of the window), ``weighted_ends`` (the same value as ``weighted``, its
    interval leaving ends out one at a time instead of lineages).

    Returns
    -------
    pandas.DataFrame
        ``regime, method, value, low, high``.
    """
    rows, apart = [], lineages.with_ends_apart()
    for regime in REGIMES:
        plain = found_per_end(lineages, regime)
        found = {
            "spaces": found_per_space(lineages, regime),
            "ends": plain,
            "ends_given": given_visibility(plain, visibility),
            "followed": given_visibility(found_in_follow_up(lineages, regime, weeks), visibility),
            "weighted": given_visibility(found_weighted(lineages, regime), visibility),
            "weighted_ends": given_visibility(found_weighted(apart, regime), visibility),
        }
        rows += _lines(found, regime=regime)
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Recovery:
    """Estimates in fresh worlds, one row each: ``seed, method, value, low, high, planted``.

    ``reproduction`` and ``lives`` have ``regime``; ``presence`` has ``regime`` and ``quantity``
    (``presence`` or ``opened``), its planted value being the mean over all worlds together;
    ``delays`` has ``quantity``.
    """

    reproduction: pd.DataFrame
    delays: pd.DataFrame
    lives: pd.DataFrame
    presence: pd.DataFrame


def recover(study: Study) -> Recovery:
    """Estimate everything in every world of a study, the chance of finding a successor stated."""
    visibility = float(study.catalogue.value("succession_visibility"))
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in (
        "reproduction", "delays", "lives", "presence")}
    truths: dict[str, list[pd.DataFrame]] = {regime: [] for regime in SERVICE_REGIMES}
    for seed, lineages, truth in study.worlds():
        found = {
            "reproduction": reproduction_estimates(lineages, visibility, study.short),
            "delays": delay_estimates(lineages.links, WITHIN),
            "lives": life_estimates(lineages),
            "presence": presence_estimates(lineages, study.long, visibility),
        }
        for name, frame in found.items():
            parts[name].append(frame.assign(seed=seed))
        for regime, planted in truths.items():
            planted.append(planted_presence(truth, regime, study.long, study.n_weeks))
    frames = {name: pd.concat(part, ignore_index=True) for name, part in parts.items()}
    return Recovery(**_with_planted(study, frames, truths))


def life_estimates(lineages: Lineages) -> pd.DataFrame:
    """Estimate the mean life of successors by regime: ``completed`` (naive) and ``corrected``."""
    rows = []
    for regime in SERVICE_REGIMES:
        naive = Estimate(completed_life(lineages, regime), float("nan"), float("nan"))
        rows += _lines({"completed": naive, "corrected": mean_life(lineages, regime)},
                       regime=regime)
    return pd.DataFrame(rows)


def presence_estimates(lineages: Lineages, weeks: int, visibility: float) -> pd.DataFrame:
    """Estimate presence left and successors opened by regime, ``found`` or ``corrected``."""
    rows = []
    for regime in SERVICE_REGIMES:
        for method, stated in (("found", 1.0), ("corrected", visibility)):
            both = presence_left(lineages, regime, weeks, stated)
            for quantity, estimate in zip(("presence", "opened"), both, strict=True):
                rows += _lines({method: estimate}, regime=regime, quantity=quantity)
    return pd.DataFrame(rows)


def planted_delays(catalogue: Catalogue, longest: int) -> dict[str, float]:
    """Give the planted mean delay and share within a week, among delays of at most ``longest``.

    Examples
    --------
    >>> from veille.assumptions import load_catalogue
    >>> planted = planted_delays(load_catalogue(), 357)
    >>> round(planted["within"], 2), round(planted["mean"], 2)
    (0.94, 2.75)
    """
    below = delay_law(catalogue, np.arange(longest + 1)) / delay_law(catalogue, longest)
    return {"mean": float((1 - below[:-1]).sum()), "within": float(below[min(WITHIN, longest)])}


def delay_law(catalogue: Catalogue, day: np.ndarray | float) -> np.ndarray:
    """Give the planted probability of a delay of at most ``day`` (days begun)."""
    with np.errstate(divide="ignore"):
        away = np.log(np.asarray(day, float) / float(catalogue.value("recreation_delay_median")))
    return norm.cdf(away / float(catalogue.value("recreation_delay_log_sd")))


def slow_delays(catalogue: Catalogue) -> Catalogue:
    """Give the same assumptions with the slowest successors that their ranges allow."""
    slowest = {record.parameter: record.range[1] for record in catalogue.records
               if record.parameter in ("recreation_delay_median", "recreation_delay_log_sd")}
    return catalogue.replace(**slowest)


def judged(found: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Give bias, spread and coverage by group of estimates; see `assess`.

    A group where fewer than two worlds gave a value is left out.
    """
    rows = []
    for key, group in found.groupby(by, sort=False):
        estimates = [Estimate(*line) for line in group[["value", "low", "high"]].to_numpy()]
        if sum(np.isfinite(one.value) for one in estimates) > 1:
            rows.append(dict(zip(by, key, strict=True))
                        | asdict(assess(estimates, group["planted"])))
    return pd.DataFrame(rows)


def _with_planted(
    study: Study, frames: dict[str, pd.DataFrame], truths: dict[str, list[pd.DataFrame]]
) -> dict[str, pd.DataFrame]:
    number, life = (study.catalogue.value(name)
                    for name in ("reproduction_number", "successor_lifespan"))
    delays = planted_delays(study.catalogue, 7 * (study.n_weeks - 1))
    left = pd.concat({regime: pd.concat(planted).mean() for regime, planted in truths.items()})
    presence = frames["presence"]
    keys = pd.MultiIndex.from_frame(presence[["regime", "quantity"]])
    planted = {
        "reproduction": frames["reproduction"]["regime"].map(number),
        "delays": frames["delays"]["quantity"].map(delays),
        "lives": frames["lives"]["regime"].map(life),
        "presence": left.reindex(keys).to_numpy(),
    }
    return {name: frame.assign(planted=np.asarray(planted[name], float))
            for name, frame in frames.items()}


def _lines(found: dict[str, Estimate], **where: str) -> list[dict]:
    return [where | {"method": method} | asdict(estimate) for method, estimate in found.items()]
