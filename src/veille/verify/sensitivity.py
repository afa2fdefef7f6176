"""Move the assumptions, and see which conclusions hold: what is run, and the tables of it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from veille.analysis.coverage import wilson
from veille.analysis.robustness.conclusions import GROUPS, Group
from veille.analysis.robustness.factors import Factor, factors, moved
from veille.analysis.robustness.screening import Effects, effects, trajectories
from veille.assumptions import Catalogue
from veille.spread import spread
from veille.synth.write.plan import fingerprint
from veille.verify.plan import made_with
from veille.verify.store import Store

HALF = 0.5  # where the catalogue stands
END_WORLDS = 3  # worlds at each end: a flip must be seen in all of them
TOP = 5
SCANS = ("first", "second")  # the same design from two seeds


@dataclass(frozen=True)
class Piece:
    """Some catalogues to read the conclusions of a group in.

    Attributes
    ----------
    places
        One row per catalogue: the places of the factors.
    seeds
        Of the world of each catalogue.
    """

    group: str
    scan: str
    number: int
    places: tuple[tuple[float, ...], ...]
    seeds: tuple[int, ...]
    key: str


@dataclass(frozen=True)
class Plan:
    """What a study of sensitivity runs.

    Attributes
    ----------
    number
        Trajectories of each scan.
    """

    catalogue: Catalogue
    seed: int
    number: int
    groups: tuple[Group, ...] = GROUPS

    def factors(self, group: Group) -> list[Factor]:
        """Give what can move the conclusions of a group."""
        return factors(self.catalogue, group.topics)

    def pieces(self) -> list[Piece]:
        """Cut the study: one piece per trajectory, and one per factor for its two ends."""
        return [piece for place, group in enumerate(self.groups)
                for piece in (*self._scans(group, place), *self._ends(group))]

    def _scans(self, group: Group, place: int) -> list[Piece]:
        found = []
        for turn, scan in enumerate(SCANS):
            seed = int(np.random.SeedSequence([self.seed, place, turn]).generate_state(1)[0])
            drawn = trajectories(len(self.factors(group)), self.number, seed)
            for number, path in enumerate(drawn):
                found.append(self._piece(group, scan, number, path,
                                         [self.world(turn * self.number + number)] * len(path)))
        return found

    def _ends(self, group: Group) -> list[Piece]:
        known = self.factors(group)
        still = np.full(len(known), HALF)
        worlds = [self.world(-1 - place) for place in range(END_WORLDS)]
        found = [self._piece(group, "default", 0, [still] * END_WORLDS, worlds)]
        for number in range(len(known)):
            low, high = still.copy(), still.copy()
            low[number], high[number] = 0.0, 1.0
            found.append(self._piece(group, "ends", number,
                                     [low] * END_WORLDS + [high] * END_WORLDS, worlds * 2))
        return found

    def world(self, place: int) -> int:
        """Give the seed of a world: of a trajectory from 0 on, of the ends below 0."""
        return int(np.random.SeedSequence([self.seed, place % 2**32, 13]).generate_state(1)[0])

    def _piece(self, group: Group, scan: str, number: int, places: Sequence,
               seeds: Sequence[int]) -> Piece:
        rows = tuple(tuple(float(one) for one in row) for row in places)
        said = repr((group.name, rows, seeds, fingerprint(self.catalogue), made_with()))
        key = f"{group.name}-{scan}-{number:04d}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
        return Piece(group.name, scan, number, rows, tuple(seeds), key)


def run(
    plan: Plan, store: Store, *, workers: int = 1, scheduler: str | None = None,
    advanced: Callable[[int], object] = lambda worlds: None,
) -> pd.DataFrame:
    """Run the pieces that the store does not hold, and give the margins of all.

    Returns
    -------
    pandas.DataFrame
        ``group, scan, number, step, conclusion, margin``.
    """
    wanted = plan.pieces()
    left = store.missing(wanted)
    advanced(sum(len(one.seeds) for one in wanted) - sum(len(one.seeds) for one in left))
    for piece, rows in spread(partial(read_piece, plan), left, workers, scheduler):
        store.keep(piece, rows)
        advanced(len(piece.seeds))
    return store.rows(wanted)


def read_piece(plan: Plan, piece: Piece) -> tuple[Piece, pd.DataFrame]:
    """Read the conclusions in each catalogue of a piece."""
    group = next(one for one in plan.groups if one.name == piece.group)
    known, rows = plan.factors(group), []
    for step, (places, seed) in enumerate(zip(piece.places, piece.seeds, strict=True)):
        away = {factor: place for factor, place in zip(known, places, strict=True)
                if place != HALF}
        margins = group.read(moved(plan.catalogue, away), seed)
        rows += [(group.name, piece.scan, piece.number, step, name, margin)
                 for name, margin in margins.items()]
    return piece, pd.DataFrame(
        rows, columns=["group", "scan", "number", "step", "conclusion", "margin"])


def by_factor(plan: Plan, rows: pd.DataFrame) -> pd.DataFrame:
    """Give, for each conclusion and factor, what moving it does.

    Returns
    -------
    pandas.DataFrame
        ``conclusion, factor, label, topic, default`` (margin where nothing moves), ``low`` and
        ``high`` (mean margin at each end), ``flips_low`` and ``flips_high`` (whether the
        conclusion, which held in every world, fails in every world there), ``mean``, ``strength``,
        ``spread`` (elementary effects of the first scan) and ``strength_again`` (of the second),
        ``number`` (effects of the first).
    """
    return pd.concat([_of_conclusion(plan, group, name, own)
                      for group in plan.groups
                      for name, own in _by_conclusion(group, rows)], ignore_index=True)


def by_conclusion(plan: Plan, rows: pd.DataFrame, per_factor: pd.DataFrame) -> pd.DataFrame:
    """Give, for each conclusion, how often it holds when everything moves at once.

    Returns
    -------
    pandas.DataFrame
        ``conclusion, said, notebook, default, holds_by_default, tried`` (catalogues of both
        scans), ``too_poor`` (share of them where nothing can be concluded), ``holds`` (share of
        the others), ``low`` and ``high`` (Wilson, taking trajectories as the units), ``flipped_by``
        (factors that alone overturn it), ``rank_agreement`` (Spearman, between the two scans),
        ``found_again`` (of the `TOP` strongest factors of the first scan, how many are among the
        twice as many strongest of the second).
    """
    found = []
    for group in plan.groups:
        for name, own in _by_conclusion(group, rows):
            scans = own[own["scan"].isin(SCANS)]
            given = scans.dropna(subset="margin")
            factor = per_factor[per_factor["conclusion"] == name]
            default = own.loc[own["scan"] == "default", "margin"]
            holds = float((given["margin"] > 0).mean()) if len(given) else float("nan")
            units = given[["scan", "number"]].drop_duplicates().shape[0]
            low, high = wilson(round(holds * units), units) if units else (0.0, 1.0)
            found.append({
                "conclusion": name, "said": group.said[name], "notebook": name[:2],
                "default": float(default.mean()),
                "holds_by_default": bool((default > 0).all()), "tried": len(scans),
                "too_poor": 1 - len(given) / len(scans), "holds": holds, "low": low, "high": high,
                "flipped_by": int((factor["flips_low"] | factor["flips_high"]).sum()),
                "rank_agreement": _agreement(factor), "found_again": _found_again(factor),
            })
    return pd.DataFrame(found).assign(seed=plan.seed)


def _by_conclusion(group: Group, rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    own = rows[rows["group"] == group.name]
    return [(name, own[own["conclusion"] == name]) for name in group.said]


def _of_conclusion(plan: Plan, group: Group, name: str, own: pd.DataFrame) -> pd.DataFrame:
    known = plan.factors(group)
    default = own.loc[own["scan"] == "default", "margin"]
    held = bool((default > 0).all())
    ends = own[own["scan"] == "ends"].assign(high=lambda frame: frame["step"] >= END_WORLDS)
    means, best = (ends.pivot_table(index="number", columns="high", values="margin",
                                    aggfunc=one, dropna=False) for one in ("mean", "max"))
    best = best.fillna(np.inf)  # too poor to conclude: not a flip
    pieces = {(piece.scan, piece.number): piece for piece in plan.pieces()
              if piece.group == group.name and piece.scan in SCANS}
    scans = {scan: _effects(own[own["scan"] == scan], pieces, scan) for scan in SCANS}
    first, second = scans["first"], scans["second"]
    return pd.DataFrame({
        "conclusion": name, "factor": [one.name for one in known],
        "label": [one.label for one in known], "topic": [one.topic for one in known],
        "default": float(default.mean()),
        "low": means[False].to_numpy(), "high": means[True].to_numpy(),
        "flips_low": held & (best[False] <= 0).to_numpy(),
        "flips_high": held & (best[True] <= 0).to_numpy(),
        "mean": first.mean, "strength": first.strength, "spread": first.spread,
        "strength_again": second.strength, "number": first.number,
    })


def _effects(
    own: pd.DataFrame, pieces: dict[tuple[str, int], Piece], scan: str
) -> Effects:
    values = own.pivot_table(index="number", columns="step", values="margin", dropna=False)
    places = np.array([pieces[scan, number].places for number in values.index])
    return effects(places, values.to_numpy())


def _agreement(factor: pd.DataFrame) -> float:
    """Give the rank correlation of the two scans, over factors that move something in one."""
    given = factor.dropna(subset=["strength", "strength_again"])
    given = given[(given["strength"] > 0) | (given["strength_again"] > 0)]
    if len(given) < 3:
        return float("nan")
    return float(spearmanr(given["strength"], given["strength_again"]).statistic)


def _found_again(factor: pd.DataFrame) -> int:
    strongest = factor.nlargest(TOP, "strength")["factor"]
    again = factor.nlargest(2 * TOP, "strength_again")["factor"]
    return int(strongest.isin(again).sum())
