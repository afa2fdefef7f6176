"""What the methods on closures find again in fresh worlds, where the answer is known."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from veille.analysis import closing, percolation, presence, recreation, reproduction
from veille.analysis.coverage import Coverage, assess
from veille.analysis.lineages import Lineages, read_lineages
from veille.analysis.resampling import Estimate
from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import REGIMES
from veille.synth import World

SERVICE = tuple(REGIMES)[:2]  # closed by the service, alone or in a campaign
RANKINGS = {
    "chance": closing.Closing(percolation.by_chance),
    "hubs": closing.Closing(percolation.by_links),
    "bridges": closing.Closing(percolation.by_bridges),
    "together": closing.Closing(percolation.by_clusters, at_once=True),
}


def reproduction_numbers(
    lineages: Lineages, regime: str, weeks: int, visibility: float
) -> dict[str, Estimate]:
    """Estimate the reproduction number of a regime in each of the ways compared.

    Keys, each repairing what the one before leaves: ``spaces`` (links over all spaces known),
    ``ends`` (over known ends), ``follow_up`` (ends followed for ``weeks``), ``weighted`` (ends
    weighted by the chance of having seen a successor open); and ``visibility``, the last one
    with the chance of finding a successor stated.
    """
    weighted = reproduction.found_weighted(lineages, regime)
    return {
        "spaces": reproduction.found_per_space(lineages, regime),
        "ends": reproduction.found_per_end(lineages, regime),
        "follow_up": reproduction.found_in_follow_up(lineages, regime, weeks),
        "weighted": weighted,
        "visibility": reproduction.given_visibility(weighted, visibility),
    }


def recover(
    catalogue: Catalogue, seeds: Iterable[int], n_servers: int, weeks: int, n_weeks: int = 52
) -> pd.DataFrame:
    """Measure bias and coverage over one fresh world per seed.

    What is planted is the reproduction number, whichever the method: those that leave out the
    chance of finding a successor are judged on it too, and miss it.  Lives are planted means.

    Returns
    -------
    pandas.DataFrame
        One row per regime and method (the keys of `reproduction_numbers`, ``life`` and
        ``completed``, the mean of lives that have ended): the fields of `Coverage`.
    """
    visibility = float(catalogue.value("succession_visibility"))
    found: dict[tuple[str, str], list[Estimate]] = {}
    for seed in seeds:
        tables = World(catalogue, seed, n_servers, n_weeks).topics("closures")
        lineages = read_lineages(tables["closures"], tables["successions"], n_weeks)
        for regime in SERVICE:
            tried = reproduction_numbers(lineages, regime, weeks, visibility) | {
                "life": presence.mean_life(lineages, regime),
                "completed": _without_interval(presence.completed_life(lineages, regime)),
            }
            for method, estimate in tried.items():
                found.setdefault((regime, method), []).append(_finite(estimate))
    return pd.DataFrame([
        {"regime": regime, "method": method, **vars(_judged(catalogue, regime, method, tried))}
        for (regime, method), tried in found.items()
    ])


def delays(
    catalogue: Catalogue, seeds: Iterable[int], n_servers: int, within: int, n_weeks: int
) -> pd.DataFrame:
    """Give the mean over worlds of each estimate of the delay, beside the planted law.

    Returns
    -------
    pandas.DataFrame
        ``method``, ``quantity``, ``value`` (mean over worlds) and ``planted``: over whole days,
        of the delays that are at most the window, which is all that a window can show.
    """
    rows, drawn = [], []
    for seed in seeds:
        tables = World(catalogue, seed, n_servers, n_weeks).topics("closures")
        lineages = read_lineages(tables["closures"], tables["successions"], n_weeks)
        if len(lineages.links):
            rows.append(recreation.delay_estimates(lineages.links, within))
    law = delay_law(catalogue, 7 * n_weeks)
    drawn = {"mean": float(law @ np.arange(1, law.size + 1)), "within": float(law[:within].sum())}
    table = pd.concat(rows).groupby(["method", "quantity"], as_index=False)["value"].mean()
    return table.assign(planted=table["quantity"].map(drawn))


def delay_law(catalogue: Catalogue, longest: int) -> np.ndarray:
    """Give the planted probability of each delay from 1 to ``longest`` days, scaled to one."""
    from scipy.stats import lognorm

    law = lognorm(float(catalogue.value("recreation_delay_log_sd")),
                  scale=float(catalogue.value("recreation_delay_median")))
    mass = np.diff(law.cdf(np.arange(longest + 1)))
    return mass / mass.sum()


def network_of(
    truth: pd.DataFrame, invitations: pd.DataFrame, *, at_risk: bool = True
) -> percolation.Network:
    """Give the network of one class of servers, and the pull of the rest of the world.

    Parameters
    ----------
    truth
        ``truth_servers``, or some of its rows.
    invitations
        Rows of ``truth_invitations`` or of ``invitations``.
    """
    inside = truth["at_risk"] == at_risk
    pull = truth["popularity"].to_numpy()
    return percolation.read_network(truth.loc[inside, "server_id"], invitations,
                                    pull[inside.to_numpy()], float(pull[~inside.to_numpy()].sum()))


def percolate(
    catalogue: Catalogue, seeds: Iterable[int], n_servers: int, shares: np.ndarray
) -> pd.DataFrame:
    """Close a growing share of the at-risk servers of fresh worlds, in each way.

    Servers are ranked on the true network, or (``seen``) on the invitations that the watch read,
    and removed from the true one.  ``adapting`` lets sources replace what they lose.

    Returns
    -------
    pandas.DataFrame
        ``seed``, ``ranking``, ``network`` (``true``, ``adapting`` or ``seen``), ``share``,
        ``largest`` (servers in the largest connected part, over all at the start).
    """
    reacts = closing.Reaction(float(catalogue.value("adaptation")),
                              float(catalogue.value("rewiring")))
    frames = []
    for seed in seeds:
        tables = World(catalogue, seed, n_servers).topics("structure")
        true = network_of(tables["truth_servers"], tables["truth_invitations"])
        seen = network_of(tables["truth_servers"], tables["invitations"])
        for number, (ranking, way) in enumerate(RANKINGS.items()):
            for name, reaction in (("true", closing.STATIC), ("adapting", reacts)):
                rng = np.random.default_rng([seed, number])
                frames.append(_curve(seed, ranking, name, shares,
                                     closing.close(true, way, shares, reaction, rng)))
            if ranking != "chance":
                rng = np.random.default_rng([seed, number])
                frames.append(_curve(seed, ranking, "seen", shares,
                                     _ranked_elsewhere(true, seen, way, shares, rng)))
    return pd.concat(frames, ignore_index=True)


def _ranked_elsewhere(
    true: percolation.Network, seen: percolation.Network, way: closing.Closing,
    shares: np.ndarray, rng: np.random.Generator,
) -> np.ndarray:
    """Close in the true network what is ranked, once and for all, on the one that was seen."""
    ranked = np.argsort(-way.score(seen, np.ones(seen.size, bool), rng))
    sizes = []
    for share in shares:
        alive = np.ones(true.size, bool)
        alive[ranked[:round(share * true.size)]] = False
        sizes.append(percolation.largest(true, alive))
    return np.array(sizes) / max(true.size, 1)


def _curve(seed: int, ranking: str, network: str, shares: np.ndarray,
           largest: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"seed": seed, "ranking": ranking, "network": network, "share": shares,
                         "largest": largest})


def _judged(catalogue: Catalogue, regime: str, method: str, tried: list[Estimate]) -> Coverage:
    name = "successor_lifespan" if method in ("life", "completed") else "reproduction_number"
    planted = float(catalogue.value(name)[regime])
    return assess(tried, [planted] * len(tried))


def _without_interval(value: float) -> Estimate:
    return Estimate(value, float("nan"), float("nan"))


def _finite(estimate: Estimate) -> Estimate:
    """Set aside a mean life of which no end was seen: it has a lower bound and no value."""
    return estimate if np.isfinite(estimate.value) else Estimate(float("nan"), estimate.low,
                                                                 estimate.high)
