"""What the methods of drift find again in fresh worlds, where the answer is known."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from veille.analysis.expected_uses import expected_mass
from veille.analysis.filters import (
    ORDINARY,
    KeptList,
    frozen,
    precision,
    recall,
    updated,
)
from veille.analysis.language_recovery import Study
from veille.analysis.learning import learned
from veille.analysis.lifetimes import (
    Lives,
    constant_hazard_test,
    hazard,
    lives_between,
    read_lives,
    weighted_hazard,
)
from veille.analysis.renewals import Renewals
from veille.analysis.resampling import Estimate
from veille.analysis.survival import ARCHIVED, WAYS
from veille.analysis.uses import Uses, read_uses
from veille.synth import World

SCENARIOS = {days: days / 7 for days in (30, 90, 180)}


def weekly_uses(tables: Mapping[str, pd.DataFrame], n_weeks: int) -> np.ndarray:
    """Add up the uses of each variant in each week, shape ``(n_variants, n_weeks)``.

    Those of the family of ordinary use count for nothing: no list holds it.
    """
    counts, variants = tables["keyword_counts"], tables["keyword_variants"]
    token = pd.Index(variants["variant_id"]).get_indexer(counts["variant_id"])
    cell = token * n_weeks + counts["week"].to_numpy()
    weekly = np.bincount(cell, counts["count"], len(variants) * n_weeks)
    held = (variants["family_id"] != ORDINARY).to_numpy()
    return weekly.reshape(-1, n_weeks) * held[:, None]


def lives_as_read(weekly: np.ndarray) -> Lives:
    """Date lives by what was read: from the first week with a use to the last one.

    What a team without a dated lexicon would do; a variant never read does not exist, and one
    read for the last time before the end of the window passes for dead.
    """
    n_weeks = weekly.shape[1]
    some = weekly[weekly.any(axis=1)] > 0
    first, last = some.argmax(axis=1), n_weeks - some[:, ::-1].argmax(axis=1)
    return lives_between(np.where(first > 0, first, np.nan),
                         np.where(last < n_weeks, last, np.nan), n_weeks)


def half_lives(study: Study) -> pd.DataFrame:
    """Estimate the half-life in every world of a study, in four ways.

    ``hazard`` and ``complete`` as in `veille.analysis.survival.WAYS`; ``weighted`` counts each
    variant for its uses; ``read`` dates lives by what was read.

    Returns
    -------
    pandas.DataFrame
        ``seed, method, value, low, high, planted``, in weeks.
    """
    rows = []
    for seed, tables in study.worlds():
        lives = read_lives(tables["keyword_variants"], study.n_weeks)
        weekly = weekly_uses(tables, study.n_weeks)
        found = {"hazard": hazard(lives).half_life,
                 "weighted": weighted_hazard(lives, weekly).half_life,
                 "complete": WAYS["complete"](lives),
                 "read": hazard(lives_as_read(weekly)).half_life}
        rows += _lines(found, seed=seed)
    planted = float(study.catalogue.value("variant_half_life"))
    return pd.DataFrame(rows).assign(planted=planted)


def scenarios(study: Study) -> pd.DataFrame:
    """Estimate as `half_lives` in each of `SCENARIOS`, on the same seeds; adds ``days``."""
    parts = []
    for days, weeks in SCENARIOS.items():
        moved = study.catalogue.replace(variant_half_life=weeks)
        part = half_lives(Study(moved, study.seeds, study.n_servers, study.n_weeks))
        parts.append(part.assign(days=days))
    return pd.concat(parts, ignore_index=True)


def ways_under(law: Renewals, seeds: Iterable[int]) -> pd.DataFrame:
    """Try every way of saying a median life on lexicons of one law, and the test of its hazard.

    Returns
    -------
    pandas.DataFrame
        ``seed, method, value, low, high, planted, shape, p_value`` (of the constant hazard).
        For ``present`` the planted value is `lasting_median`: what is left to live to the
        variants in use at a given week.
    """
    rows = []
    for seed in seeds:
        seen, known = law.draw(np.random.default_rng(seed))
        found = ({name: way(seen) for name, way in WAYS.items()}
                 | {name: way(known) for name, way in ARCHIVED.items()})
        rows += _lines(found, seed=seed, p_value=constant_hazard_test(seen).p_value)
    frame = pd.DataFrame(rows).assign(planted=float(law.half_life), shape=law.shape)
    return frame.assign(planted=frame["planted"].mask(frame["method"] == "present",
                                                      lasting_median(law)))


def lasting_median(law: Renewals) -> float:
    """Give the median of what is left to live to the variants in use at a given week.

    In the stationary state, more than ``a`` weeks are left with probability
    ``sum(S(j) for j > a - 1) / sum(S(j))``, where ``S(j)`` is that of a life longer than ``j``.
    Given between two whole weeks, where the curve crosses one half.

    Examples
    --------
    >>> round(lasting_median(Renewals(13)), 6)
    13.0
    """
    weeks = np.arange(400 * law.half_life)
    longer = 2.0 ** -((weeks / law.half_life) ** law.shape)
    left = 1 - np.cumsum(longer) / longer.sum()  # more than 1, 2, 3… weeks left
    return float(np.interp(-0.5, -np.concatenate([[1.0], left]), np.arange(weeks.size + 1)))


@dataclass(frozen=True)
class Upkeep:
    """How lists are kept: weeks between updates, and what it takes to enter alone."""

    every: tuple[int, ...] = (4, 13)
    learned_every: int = 4
    threshold: float = 0.4

    def lists(self, uses: Uses, labelled: np.ndarray) -> dict[str, KeptList]:
        """Give every list, by name: ``frozen``, ``updated 4``…, ``learned``, ``drifting``.

        Parameters
        ----------
        labelled
            Servers that the watch calls at risk: where it looks for new tokens.
        """
        kept = {"frozen": frozen(uses)}
        kept |= {f"updated {weeks}": updated(uses, labelled, weeks) for weeks in self.every}
        for name in ("learned", "drifting"):
            kept[name] = learned(uses, labelled, self.learned_every, self.threshold,
                                 drifting=name == "drifting")
        return kept


def upkeep_over_worlds(study: Study, upkeep: Upkeep) -> pd.DataFrame:
    """Follow each list in fresh worlds: true recall and precision, week by week.

    Returns
    -------
    pandas.DataFrame
        ``seed, kept, week, recall, precision, reviewed`` (tokens looked at that week), ``size``
        (tokens in the list).
    """
    parts = []
    for seed in study.seeds:
        world = World(study.catalogue, seed, study.n_servers, study.n_weeks)
        tables = world.topics("language", "structure") | world.common_tables()
        uses = read_uses(tables["keyword_counts"], tables["keyword_variants"], study.n_weeks)
        mass = expected_mass(tables, uses)
        for name, kept in upkeep.lists(uses, labelled_servers(tables, uses)).items():
            parts.append(pd.DataFrame({
                "seed": seed, "kept": name, "week": np.arange(study.n_weeks),
                "recall": recall(mass, kept.listed), "precision": precision(mass, kept.listed),
                "reviewed": kept.reviewed, "size": kept.listed.sum(axis=0),
            }))
    return pd.concat(parts, ignore_index=True)


def labelled_servers(tables: Mapping[str, pd.DataFrame], uses: Uses) -> np.ndarray:
    """Say which servers of ``uses`` the watch calls at risk."""
    labels = tables["servers"].set_index("server_id")["observer_label"]
    return (labels.reindex(uses.servers) == "at_risk").to_numpy()


def _lines(found: dict[str, Estimate], **where: float) -> list[dict]:
    return [where | {"method": method} | asdict(estimate) for method, estimate in found.items()]
