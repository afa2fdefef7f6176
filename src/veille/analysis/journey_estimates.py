"""Every figure that is drawn from followed journeys, with its interval, in each way of making it.

Targets, by name: ``private``, ``departed``, ``reported`` (probability of each end within
`HORIZON` weeks of an arrival); ``short`` and ``long`` (of the private area within `AHEAD` weeks of
the step into participation, by the stay in reading before it); ``slow/0``… (relative change of
``private`` when a step forward is slowed); ``rate/0/forward``… (weekly intensity of each step).
"""

import numpy as np

from veille.analysis import absorption, multistate
from veille.analysis.coverage import wilson
from veille.analysis.jackknife import jackknife, without_each
from veille.analysis.journeys import BEFORE, ENDS, HORIZON, Journeys
from veille.analysis.resampling import Estimate
from veille.analysis.steps import WAYS
from veille.assumptions.vocabulary import TRANSIENT_STATES, french_name

AHEAD = 13  # weeks since the step into participation
SLOWED = 0.5  # an obstacle halves the intensity of a step
Found = dict[str, Estimate]


def estimates(journeys: Journeys, group: str) -> dict[str, Found]:
    """Estimate, for one label, every target in every way.

    Returns
    -------
    dict
        By target, then by way: ``aalen_johansen``, ``markov``, and for ``private`` two naive
        shares of `naive_shares`.
    """
    place = journeys.place(group)
    weekly = hazards_without_each(journeys, group)
    curve = multistate.aalen_johansen(without_each(journeys.since[:, place]))[:, -1]
    chain = multistate.markov_occupation(weekly, HORIZON)[:, -1]
    found: dict[str, Found] = {
        name: {"aalen_johansen": jackknife(curve[:, BEFORE + end], "logit"),
               "markov": jackknife(chain[:, BEFORE + end], "logit")}
        for end, name in enumerate(("private", "departed", "reported"))
    }
    found["private"] |= naive_shares(journeys, group)
    found |= landmarks(journeys, group)
    found |= {f"slow/{state}": {"markov": slowed(weekly, state)} for state in range(BEFORE)}
    return found | rates(journeys.spells[:, place].sum(axis=(0, 1)))


def hazards_without_each(journeys: Journeys, group: str) -> np.ndarray:
    """Give the weekly hazards of one label, whole then without each group of servers.

    Shape ``(1 + REPLICATES, 3 states, 4 ways)``; everybody followed, gates together.
    """
    spells = journeys.spells[:, journeys.place(group)].sum(axis=1)
    return multistate.hazards(without_each(spells))[:, :BEFORE]


def naive_shares(journeys: Journeys, group: str) -> Found:
    """Give the shares of members seen reaching the private area that a hurried count would give.

    ``closed`` looks only at witnessed arrivals whose end was seen; ``everybody`` takes members met
    on the way for arrivals, and an end that was not seen for a no.
    """
    ends = journeys.ends[journeys.place(group)]
    inside = ENDS.index("private_area")
    closed = ends[0, :ENDS.index("unknown")]
    return {"closed": _share(closed[inside], closed.sum()),
            "everybody": _share(ends[:, inside].sum(), ends.sum())}


def landmarks(journeys: Journeys, group: str) -> dict[str, Found]:
    """Predict from the step into participation, after a short then a long stay in reading.

    ``aalen_johansen`` looks at those members alone (the landmark estimator of Putter and Spitoni,
    2018); ``markov`` believes that the stay before says nothing.
    """
    own = without_each(journeys.after[:, journeys.place(group)])
    curves = multistate.aalen_johansen(own, start=1)[..., AHEAD, BEFORE]
    weekly = hazards_without_each(journeys, group)
    chain = multistate.markov_occupation(weekly, AHEAD, start=1)[:, -1, BEFORE]
    return {name: {"aalen_johansen": jackknife(curves[:, pace], "logit"),
                   "markov": jackknife(chain, "logit")}
            for pace, name in enumerate(("short", "long"))}


def slowed(weekly: np.ndarray, state: int) -> Estimate:
    """Estimate the relative change of ``private`` if one step forward is slowed."""
    return jackknife(absorption.effect(weekly, state, WAYS.index("forward"), SLOWED, HORIZON))


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


def _share(part: int, whole: int) -> Estimate:
    low, high = wilson(int(part), int(whole))
    return Estimate(float(part / whole) if whole else float("nan"), low, high)
