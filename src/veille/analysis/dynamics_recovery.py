"""What the methods for journeys find again in fresh worlds, where the answer is known.

A study draws one large world and cuts it into many small ones, server after server: servers are
drawn independently of one another as far as journeys go, so that the pieces are worlds of their
own, at a fraction of the price.  Planted targets are averages over the arrivals witnessed in all
the pieces together: what a world of any size would tend to.
"""

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from scipy.special import logit

from veille.analysis.coverage import assess, wilson
from veille.analysis.jackknife import standard_error, without_each
from veille.analysis.journey_estimates import estimates
from veille.analysis.journey_targets import targets, true_gates, witnessed
from veille.analysis.journeys import BEFORE, Journeys, pace_counts, since_counts
from veille.analysis.markov_test import markov_test
from veille.analysis.multistate import aalen_johansen
from veille.analysis.resampling import Estimate
from veille.analysis.steps import read_steps
from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import ARCHETYPES, AT_RISK, CLOSED_GATES
from veille.synth import World

TESTS = ("length", "landmark", "types")


@dataclass(frozen=True)
class Study:
    """Which fresh worlds are made.

    Attributes
    ----------
    n_servers
        Of each world.
    sure
        Whether the watch labels every server rightly.
    """

    catalogue: Catalogue
    seed: int
    n_worlds: int
    n_servers: int
    n_weeks: int = 52
    sure: bool = False

    def tables(self) -> dict[str, pd.DataFrame]:
        """Give the journeys of all the worlds, and the servers seen.

        ``servers`` has ``archetype``, ``world`` (a number) and ``at_risk``, which is how the watch
        labels them: drawn here by the planted probability of each type, since the watch's own
        labels belong to the structure of servers, which this study does not need.
        """
        size = self.n_worlds * self.n_servers
        tables = World(self.catalogue, self.seed, size, self.n_weeks).topics("journeys")
        truth = tables["truth_servers"]
        chance = truth["archetype"].map(self.catalogue.value("label_at_risk")).to_numpy(float)
        called = np.random.default_rng(self.seed).random(size) < chance
        servers = truth[["server_id", "archetype", "at_risk", "observed"]].assign(
            world=np.arange(size) // self.n_servers)
        if not self.sure:
            servers["at_risk"] = called
        return tables | {"servers": servers[truth["observed"].to_numpy(bool)]}


@dataclass(frozen=True)
class Recovery:
    """What a study gives.

    Attributes
    ----------
    estimates
        One row each: ``world, target, method, value, low, high, planted``.
    tests
        One row a world: the p-values of `TESTS`, and ``ratio`` of the last.
    """

    estimates: pd.DataFrame
    tests: pd.DataFrame


def one_pace(catalogue: Catalogue) -> Catalogue:
    """Give the same assumptions with one pace a class and no momentum: the model is then right."""
    return catalogue.replace(
        journey_momentum=0.0,
        progress_ratio=dict.fromkeys(ARCHETYPES, 1.0),
        gate_ratio=dict.fromkeys(CLOSED_GATES, 1.0),
    )


def recover(study: Study) -> Recovery:
    """Estimate every target in every world, for servers labelled at risk, and test each world."""
    tables = study.tables()
    journeys = summed_by_world(study, tables)
    rows = [{"world": world, "target": target, "method": method} | asdict(found)
            for world, targeted in estimates(journeys).items()
            for target, ways in targeted.items()
            for method, found in ways.items()]
    members = witnessed(tables["journeys"], tables["truth_journeys"], tables["servers"])
    kept = tables["servers"].loc[tables["servers"]["at_risk"], "server_id"]
    planted = targets(study.catalogue, members[members["server_id"].isin(kept)])
    frame = pd.DataFrame(rows)
    return Recovery(frame.assign(planted=frame["target"].map(planted)), _tests(journeys, tables))


def width_of_forgetting(study: Study) -> float:
    """Say how much wider the interval is, on average, when servers and not members are drawn.

    Of the private area reached, on the logit scale: the root of the ratio of mean variances.
    """
    tables, variance = study.tables(), []
    worlds = [str(world) for world in range(study.n_worlds)]
    for unit in ("server_id", "member_id"):
        steps = read_steps(tables["journeys"], by_world(tables["servers"]), worlds, unit)
        curve = aalen_johansen(without_each(since_counts(steps)))[..., -1, BEFORE]
        inside = logit(curve[:, ((curve > 0) & (curve < 1)).all(axis=0)])
        variance.append(np.mean([standard_error(values) ** 2 for values in inside.T]))
    return float(np.sqrt(variance[0] / variance[1]))


def by_world(servers: pd.DataFrame) -> pd.DataFrame:
    """Give each server labelled at risk the number of its world for label; others have none."""
    label = servers["world"].astype(str).where(servers["at_risk"], "")
    return servers.assign(observer_label=label)


def markov_tests(study: Study) -> pd.DataFrame:
    """Give the Markov tests of each world alone (see `Recovery.tests`)."""
    tables = study.tables()
    return _tests(summed_by_world(study, tables), tables)


def summed_by_world(study: Study, tables: dict[str, pd.DataFrame]) -> Journeys:
    """Sum up the journeys of each world, its number being the group."""
    worlds = [str(world) for world in range(study.n_worlds)]
    return Journeys.from_tables({"journeys": tables["journeys"],
                                 "servers": by_world(tables["servers"])}, worlds)


def _tests(journeys: Journeys, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Test at the labels, then within the true types and gates, where intensities are constant."""
    within = _within_types(tables, len(journeys.groups.value))
    rows = []
    for place in range(len(within)):
        own = markov_test(within[place])
        rows.append({"length": markov_test(journeys.pace[place]).p_value,
                     "landmark": markov_test(journeys.past[place]).p_value,
                     "types": own.p_value, "ratio": own.ratio.value})
    return pd.DataFrame(rows)


def _within_types(tables: dict[str, pd.DataFrame], n_worlds: int) -> np.ndarray:
    """Count by true type and gate in each world, as `pace_counts` does; worlds come first."""
    servers, types = tables["servers"], list(AT_RISK)
    cells = [f"{world}/{code}" for world in range(n_worlds) for code in types]
    label = servers["world"].astype(str) + "/" + servers["archetype"].astype(str)
    rows = tables["journeys"]
    gates = rows["member_id"].map(true_gates(tables["truth_journeys"]))
    steps = read_steps(rows.assign(gate=gates), servers.assign(observer_label=label), cells)
    found = pace_counts(steps, anew=True)
    return found.reshape(n_worlds, len(types), *found.shape[1:])


def coverage_table(recovery: Recovery) -> pd.DataFrame:
    """Give bias, spread and coverage by target and method (see `assess`)."""
    rows = []
    for key, group in recovery.estimates.groupby(["target", "method"], sort=False):
        tried = [Estimate(*line) for line in group[["value", "low", "high"]].to_numpy()]
        rows.append(dict(zip(("target", "method"), key, strict=True))
                    | asdict(assess(tried, group["planted"])))
    return pd.DataFrame(rows)


def rejected(tests: pd.DataFrame, level: float = 0.05) -> pd.DataFrame:
    """Give how often each test rejects, with Wilson's interval: ``test, value, low, high``."""
    rows = []
    for name in TESTS:
        held = int((tests[name] < level).sum())
        rows.append((name, held / len(tests), *wilson(held, len(tests))))
    return pd.DataFrame(rows, columns=["test", "value", "low", "high"])
