"""What clustering finds again in fresh worlds, where the types of servers are known."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from veille.analysis.features import filled, structural_features
from veille.analysis.mixture import Rule, choose
from veille.analysis.rand import crossed, rand_bootstrap, rand_index, rand_jackknife
from veille.analysis.resampling import Estimate
from veille.analysis.swallowed import action
from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import AT_RISK
from veille.synth import World

POPULATION = 4_000  # servers that stand for all those of a world law
LARGEST = 20  # classes at most


@dataclass(frozen=True, eq=False)
class Pool:
    """Servers seen in many worlds of one law.

    Attributes
    ----------
    features
        One row per server, one column per `veille.analysis.features.FEATURES`.
    types, worlds
        Its planted type, and the seed of its world.
    """

    features: np.ndarray
    types: np.ndarray
    worlds: np.ndarray

    def __len__(self) -> int:
        return len(self.types)

    def where(self, kept: np.ndarray) -> "Pool":
        """Give the servers of a mask or an index."""
        return Pool(self.features[kept], self.types[kept],
                    self.worlds[kept])

    def population(self, aside: int = -1) -> "Pool":
        """Give at most `POPULATION` servers of the other worlds, taken evenly."""
        others = np.flatnonzero(self.worlds != aside)
        return self.where(others[::-(-others.size // POPULATION)])

    def agreement(self, rule: Rule) -> np.ndarray:
        """Cross the planted types with the classes of a rule."""
        return crossed(self.types, rule.classes(self.features))


def draw_pool(catalogue: Catalogue, seeds: Iterable[int], n_servers: int) -> Pool:
    """Make one world per seed, and describe the servers that its watch saw."""
    frames, types, worlds = [], [], []
    for seed in seeds:
        tables = World(catalogue, seed, n_servers).structure()
        frame = structural_features(tables)
        frames.append(frame.to_numpy())
        known = tables["truth_servers"].set_index("server_id")["archetype"]
        types.append(known.loc[frame.index].to_numpy(dtype=object))
        worlds.append(np.full(len(frame), seed))
    return Pool(*map(np.concatenate, (frames, types, worlds)))


@dataclass(frozen=True, eq=False)
class Verdict:
    """What clustering each world of a pool by itself gives.

    Attributes
    ----------
    indices
        One row per world and method: ``world, method, n_classes, value, low, high, planted``.
    actions
        One row per world: ``world, n_classes``, what acting on the classes that are mostly at
        risk does (``at_risk_hit, contrast_hit, wrongly``), and the share of each type that is
        hit, missing where the world has no such server.
    """

    indices: pd.DataFrame
    actions: pd.DataFrame


def judge(pool: Pool, shape: str, n_draws: int) -> Verdict:
    """Cluster each world by itself, and compare what it says of its rule with the truth.

    What is planted is the index of the fitted rule over servers of the other worlds: how well
    this very rule does on the law that its servers come from.  Three estimates from the world
    alone: ``jackknife`` and ``bootstrap``, on the servers of the fit; ``split``, where half of
    the servers make the rule and the other half judge it (its planted value is that of its own
    rule).  At least two worlds.
    """
    rows, actions = [], []
    for seed in np.unique(pool.worlds):
        own, rng = pool.where(pool.worlds == seed), np.random.default_rng([seed, 3])
        population = pool.population(seed)
        rule = choose(own.features, LARGEST, shape, starts=1)
        half, halved = _halved(own, shape, rng)
        table = own.agreement(rule)
        planted = {id(one): float(rand_index(population.agreement(one))) for one in (rule, half)}
        found = (("jackknife", rule, rand_jackknife(table)), ("split", half, halved),
                 ("bootstrap", rule, rand_bootstrap(table, n_draws, rng)))
        rows += [{"world": seed, "method": method, "n_classes": one.n_classes} | asdict(estimate)
                 | {"planted": planted[id(one)]} for method, one, estimate in found]
        done = action(own.types, rule.classes(own.features))
        actions.append({"world": seed, "n_classes": rule.n_classes} | done.summary())
    return Verdict(pd.DataFrame(rows), pd.DataFrame(actions))


def actions_by_base_rate(
    catalogue: Catalogue, base_rates: Iterable[float], seeds: Iterable[int], n_servers: int,
    shape: str,
) -> pd.DataFrame:
    """Act on the classes that are mostly at risk, in worlds where at-risk spaces are rarer or not.

    Returns
    -------
    pandas.DataFrame
        One row per base rate and world: ``base_rate`` (of all servers, seen or not), and the
        columns of `Verdict.actions`.
    """
    rows, seeds = [], list(seeds)
    for rate in base_rates:
        for seed in seeds:
            own = draw_pool(catalogue.replace(at_risk_share=rate), [seed], n_servers)
            rule = choose(own.features, LARGEST, shape, starts=1)
            done = action(own.types, rule.classes(own.features))
            rows.append({"base_rate": rate, "world": seed, "n_classes": rule.n_classes}
                        | done.summary())
    return pd.DataFrame(rows)


def numbers_by_size(pool: Pool, sizes: Iterable[int], shape: str) -> pd.DataFrame:
    """Give the number of classes by BIC, and the index, as servers of one law are added.

    Returns
    -------
    pandas.DataFrame
        ``servers, n_classes, agreement, two_classes`` (agreement with at risk or not).
    """
    order = np.random.default_rng(len(pool)).permutation(len(pool))
    rows = []
    for size in sorted({min(size, len(pool)) for size in sizes}):
        chosen = pool.where(order[:size])
        rule = choose(chosen.features, LARGEST, shape, starts=1)
        classes = rule.classes(chosen.features)
        at_risk = np.isin(chosen.types, list(AT_RISK))
        rows.append({"servers": len(chosen), "n_classes": rule.n_classes,
                     "agreement": float(rand_index(crossed(chosen.types, classes))),
                     "two_classes": float(rand_index(crossed(at_risk, classes)))})
    return pd.DataFrame(rows)


def one_type_alone(pool: Pool, archetype: str, sizes: Iterable[int], shape: str) -> pd.DataFrame:
    """Count the classes found among servers of one single type, and among Gaussian look-alikes.

    The look-alikes have the same means and the same variances, each column by itself: for them
    the mixture is the right model, and the right number is one.

    Returns
    -------
    pandas.DataFrame
        ``servers, planted`` (number of classes among the servers) and ``gaussian``.
    """
    alone = filled(pool.where(pool.types == archetype).features)
    rng = np.random.default_rng(len(alone))
    rows = []
    for size in sorted({min(size, len(alone)) for size in sizes}):
        real = alone[rng.permutation(len(alone))[:size]]
        twin = rng.normal(real.mean(axis=0), real.std(axis=0), real.shape)
        rows.append({"servers": size} | {
            name: choose(frame, LARGEST, shape, starts=1).n_classes
            for name, frame in (("planted", real), ("gaussian", twin))
        })
    return pd.DataFrame(rows)


def _halved(own: Pool, shape: str, rng: np.random.Generator) -> tuple[Rule, Estimate]:
    """Make a rule on half of the servers, and judge it on the other half."""
    shuffled = rng.permutation(len(own))
    making, judging = own.where(shuffled[::2]), own.where(shuffled[1::2])
    rule = choose(making.features, LARGEST, shape, starts=1)
    return rule, rand_jackknife(judging.agreement(rule))
