"""Every figure that is drawn from followed journeys, with its interval, in each way of making it.

Targets, by name: ``private``, ``departed``, ``reported`` (probability of each end within
`HORIZON` weeks of an arrival); ``short`` and ``long`` (of the private area within `AHEAD` weeks of
the step into participation, by the stay in reading before it); ``slow/0``… (relative change of
``private`` when a step forward is slowed); ``rate/0/forward``… (weekly intensity of each step).

The members who share a past are looked at alone (the landmark Aalen–Johansen estimator of Putter
and Spitoni, 2018), or followed by a chain to which their past says nothing.
"""

import numpy as np

from veille.analysis import absorption, multistate
from veille.analysis.coverage import wilson
from veille.analysis.jackknife import jackknife, without_each
from veille.analysis.journeys import BEFORE, ENDS, HORIZON, Journeys
from veille.analysis.resampling import Estimate
from veille.analysis.steps import WAYS
from veille.assumptions.vocabulary import TRANSIENT_STATES, french_name
from veille.errors import VeilleError

AHEAD = 13  # weeks since the step into participation
SLOWED = 0.5  # an obstacle halves the intensity of a step
Found = dict[str, Estimate]


def estimates(journeys: Journeys) -> dict[str, dict[str, Found]]:
    """Estimate, for every group, every target in every way.

    Returns
    -------
    dict
        By group, target and way: ``aalen_johansen``, ``markov``, and for ``private`` two naive
        shares of `naive_shares`.  Values are missing where a group says nothing.

    Raises
    ------
    VeilleError
        If nobody was followed at all.
    """
    if not journeys.spells.any():
        raise VeilleError("Aucun parcours suivi : au moins une ligne de journeys est attendue.")
    weekly = hazards_without_each(journeys)
    curve = occupied_without_each(journeys.since)[..., -1, BEFORE:]
    chain = multistate.markov_occupation(weekly, HORIZON)[..., -1, BEFORE:]
    ahead = occupied_without_each(journeys.after[..., :AHEAD, :, :], 1)[..., -1, BEFORE]
    blind = multistate.markov_occupation(weekly, AHEAD, start=1)[..., -1, BEFORE]
    slow = slowed(weekly)
    found = {}
    for place, group in enumerate(journeys.groups.value):
        ways = {name: _ways(curve[:, place, end], chain[:, place, end])
                for end, name in enumerate(("private", "departed", "reported"))}
        ways["private"] |= naive_shares(journeys.ends[place])
        ways |= {name: _ways(ahead[:, place, pace], blind[:, place])
                 for pace, name in enumerate(("short", "long"))}
        ways |= {f"slow/{state}": {"markov": jackknife(slow[:, place, state])}
                 for state in range(BEFORE)}
        found[group] = ways | rates(journeys.spells[:, place].sum(axis=(0, 1)))
    return found


def hazards_without_each(journeys: Journeys) -> np.ndarray:
    """Give the weekly hazards of each group, whole then without each replicate.

    Shape ``(1 + REPLICATES, groups, 3 states, 4 ways)``; everybody followed, gates together.
    """
    return multistate.hazards(without_each(journeys.spells.sum(axis=2)))[..., :BEFORE, :]


def occupied_without_each(counts: np.ndarray, start: int = 0) -> np.ndarray:
    """Give Aalen and Johansen's curves from counts by replicate, whole then without each.

    Shape ``(1 + REPLICATES, …, weeks + 1, 6)``.  The whole is missing from the week when nobody is
    at risk any more while some are still on their way: the follow-up says nothing beyond.
    """
    found = multistate.aalen_johansen(without_each(counts), start)
    silent = np.cumsum(counts[..., 0].sum(axis=(0, -1)) == 0, axis=-1) > 0
    onward = found[0, ..., 1:, :BEFORE].sum(axis=-1) > 1e-12
    found[0, ..., 1:, :][silent & onward] = np.nan
    return found


def slowed(weekly: np.ndarray) -> np.ndarray:
    """Give the relative change of ``private`` if each step forward is slowed; ``(..., 3)``."""
    forward = WAYS.index("forward")
    return np.stack([absorption.effect(weekly, state, forward, SLOWED, HORIZON)
                     for state in range(BEFORE)], axis=-1)


def naive_shares(ends: np.ndarray) -> Found:
    """Give the shares of members seen reaching the private area that a hurried count would give.

    ``closed`` looks only at witnessed arrivals whose end was seen; ``everybody`` takes members met
    on the way for arrivals, and an end that was not seen for a no.  ``ends`` is that of one group
    (see `Journeys`).
    """
    inside = ENDS.index("private_area")
    closed = ends[0, :ENDS.index("unknown")]
    return {"closed": _share(closed[inside], closed.sum()),
            "everybody": _share(ends[:, inside].sum(), ends.sum())}


def rates(spells: np.ndarray) -> dict[str, Found]:
    """Estimate the intensity of each step from trials and moves, shape ``(states, 5)``.

    The interval is Wilson's for the weekly probability, on the scale of intensities: some steps
    are too rare for a jackknife.  Members are held independent, given the state they are in.
    """
    weekly = multistate.hazards(spells)
    scale = multistate.intensities(weekly).sum(axis=-1) / np.maximum(weekly.sum(axis=-1), 1e-300)
    found: dict[str, Found] = {}
    for state, way in absorption.STEPS:
        trials, moves = int(spells[state, 0]), int(spells[state, 1 + way])
        bounds = np.array([weekly[state, way], *wilson(moves, trials)])
        ratio = scale[state] if moves else 1.0
        value = Estimate(*(bounds * ratio).tolist())
        found[f"rate/{state}/{WAYS[way]}"] = {"markov": value}
    return found


def step_name(target: str) -> str:
    """Name in French the step of a target such as ``slow/0``, or of ``rate/1/back``.

    Examples
    --------
    >>> step_name("slow/0"), step_name("rate/2/reported")
    ('lecture → participation', 'palier franchi → départ avec signalement')
    """
    _, state, way = (*target.split("/"), "forward")[:3]
    codes, place = list(TRANSIENT_STATES), int(state)
    after = {"forward": place + 1, "back": place - 1}.get(way)
    return f"{french_name(codes[place])} → {french_name(way if after is None else codes[after])}"


def _ways(own: np.ndarray, chain: np.ndarray) -> Found:
    """Give what members themselves show, and what the chain says."""
    return {"aalen_johansen": jackknife(own, "logit"), "markov": jackknife(chain, "logit")}


def _share(part: int, whole: int) -> Estimate:
    low, high = wilson(int(part), int(whole))
    return Estimate(float(part / whole) if whole else float("nan"), low, high)
