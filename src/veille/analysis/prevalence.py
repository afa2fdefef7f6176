"""A share among servers, from those that were seen."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.stats import norm

from veille.analysis.coverage import Coverage, assess, wilson
from veille.analysis.resampling import LEVEL, Estimate
from veille.assumptions.vocabulary import class_of
from veille.errors import VeilleError


def share_among_seen(flag: np.ndarray) -> Estimate:
    """Give the plain share, with Wilson's interval; right only if being seen is blind to it.

    Parameters
    ----------
    flag
        Booleans, one per seen server.
    """
    _check(flag)
    return Estimate(float(flag.mean()), *wilson(int(flag.sum()), flag.size))


def share_weighted(
    flag: np.ndarray, seen_probability: np.ndarray, level: float = LEVEL
) -> Estimate:
    """Give the share among the servers that can be seen, each seen one standing for several.

    Inverse-probability weighting (Horvitz and Thompson, 1952) in its ratio form, with the
    linearised variance for independently seen units.  Servers whose probability is zero are
    never seen and have no weight: what is estimated leaves them out.

    Parameters
    ----------
    flag
        Booleans, one per seen server.
    seen_probability
        Its probability of being seen, in (0, 1]; no real watch knows it.

    Raises
    ------
    VeilleError
        If there is no server, or a probability outside (0, 1].
    """
    _check(flag)
    if not ((seen_probability > 0) & (seen_probability <= 1)).all():
        raise VeilleError("Probabilités d’être vu : des valeurs entre 0 exclu et 1 sont attendues.")
    weight = 1 / seen_probability
    share = float((weight * flag).sum() / weight.sum())
    error = np.sqrt(((weight * (flag - share)) ** 2).sum()) / weight.sum()
    half = norm.ppf((1 + level) / 2) * error
    return Estimate(share, float(max(0, share - half)), float(min(1, share + half)))


def _check(flag: np.ndarray) -> None:
    if flag.size == 0:
        raise VeilleError("Aucun serveur vu : au moins un est attendu pour estimer une part.")


def seen_by_archetype(truth_servers: pd.DataFrame) -> pd.DataFrame:
    """Give the share of servers seen in each archetype, with Wilson's interval.

    Returns
    -------
    pandas.DataFrame
        ``archetype``, ``at_risk``, ``n_servers``, ``value``, ``low``, ``high``; least seen first.
    """
    rows = []
    for (archetype, at_risk), group in truth_servers.groupby(["archetype", "at_risk"]):
        estimate = share_among_seen(group["observed"].to_numpy())
        rows.append((archetype, at_risk, len(group), estimate.value, estimate.low, estimate.high))
    columns = ["archetype", "at_risk", "n_servers", "value", "low", "high"]
    return pd.DataFrame(rows, columns=columns).sort_values("value", ignore_index=True)


def both_shares(truth_servers: pd.DataFrame) -> tuple[Estimate, Estimate]:
    """Give the plain and the weighted share of at-risk servers, from the seen ones only."""
    seen = truth_servers[truth_servers["observed"]]
    flag = seen["at_risk"].to_numpy()
    return share_among_seen(flag), share_weighted(flag, seen["sighting_probability"].to_numpy())


def seeable_by_class(truth_servers: pd.DataFrame) -> dict[str, float]:
    """Give the share of the servers of each class that a watch could find."""
    share = truth_servers.groupby("at_risk")["seeable"].mean()
    return {"at_risk": float(share[True]), "contrast": float(share[False])}


def planted_shares(parameters: pd.DataFrame) -> dict[str, float]:
    """Give the planted share of at-risk servers among all (``all``) and among ``seeable`` ones.

    The first is what a watch would like to know.  The second is all that weights can aim at: a
    server without any entrance is seen with probability zero, and has no inverse.

    Parameters
    ----------
    parameters
        ``truth_parameters`` of the world.
    """
    table = parameters.set_index(["parameter", "key"])["value"]
    share = float(table["at_risk_share"].iloc[0])
    found = table["archetype_mix"] * (1 - table["unseeable_share"])
    seen = found.groupby([class_of(code) for code in found.index]).sum()
    one, two = share * seen["at_risk"], (1 - share) * seen["contrast"]
    return {"all": share, "seeable": float(one / (one + two))}


def trials(
    worlds: Iterable[pd.DataFrame], planted: dict[str, float]
) -> dict[str, Coverage]:
    """Try both shares on many worlds, each given by its ``truth_servers``.

    Parameters
    ----------
    planted
        From `planted_shares`.

    Returns
    -------
    dict
        ``plain`` and ``weighted``, judged on all servers; ``seeable``, the weighted share judged
        on those that can be seen.
    """
    pairs = [both_shares(servers) for servers in worlds]
    plain, weighted = zip(*pairs, strict=True)
    every, seeable = ([planted[name]] * len(pairs) for name in ("all", "seeable"))
    return {"plain": assess(plain, every), "weighted": assess(weighted, every),
            "seeable": assess(weighted, seeable)}
