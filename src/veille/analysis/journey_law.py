"""What the assumptions imply for a member of a given type, before a given gate: no draw, no error.

Written from the catalogue's records and not from the generator.  The process depends on the past,
so it is made Markov again by keeping, beside the state, how long it has been held (up to the
threshold, then "longer") and whether the stay before was short: an enlarged chain whose powers
are exact.
"""

from dataclasses import dataclass

import numpy as np

from veille.analysis.journeys import BEFORE
from veille.analysis.multistate import ENDS, probabilities
from veille.analysis.planted import Values
from veille.assumptions.vocabulary import (
    ARCHETYPES,
    CLOSED_GATES,
    PROGRESSIONS,
    REGRESSIONS,
    class_of,
)

_PACES = 3  # the stay before: none, short, long
_FIRST, _SHORT, _LONG = range(_PACES)


@dataclass(frozen=True, eq=False)
class JourneyLaw:
    """Probabilities of each end, by type (first axis) and closed gate (second).

    Attributes
    ----------
    arrival
        Of the private area, departure, departure with a report, by week since arrival; shape
        ``(types, gates, weeks + 1, 3)``.
    entered
        The same from the step into participation after a short stay in reading, then after a long
        one; shape ``(types, gates, 2, weeks + 1, 3)``.
    """

    arrival: np.ndarray
    entered: np.ndarray

    def mean(self, weights: np.ndarray) -> np.ndarray:
        """Give the ends of arrivals spread as ``weights`` over types and gates: ``(weeks+1, 3)``.

        Examples
        --------
        >>> from veille.assumptions import load_catalogue
        >>> law = journey_law(load_catalogue(), weeks=4)
        >>> law.mean(np.ones(law.arrival.shape[:2])).shape
        (5, 3)
        """
        return np.einsum("ag,agwe->we", weights / weights.sum(), self.arrival)


def base_rates(catalogue: Values) -> np.ndarray:
    """Give the weekly intensities without momentum; shape ``(types, gates, 3 states, 4 ways)``.

    Ways are forward, back, departure, departure with a report.
    """
    found = np.zeros((len(ARCHETYPES), len(CLOSED_GATES), BEFORE, 4))
    gates = np.array([catalogue.value("gate_ratio")[gate] for gate in CLOSED_GATES])
    for kind, code in enumerate(ARCHETYPES):
        own = {name: catalogue.value(name)[class_of(code)] for name in
               ("progress_rate", "regress_rate", "departure_rate", "report_rate")}
        for state, name in enumerate(PROGRESSIONS):
            forward = own["progress_rate"][name] * catalogue.value("progress_ratio")[code]
            found[kind, :, state, 0] = forward * (gates if state else 1.0)
            found[kind, :, state, 1] = own["regress_rate"][name] if name in REGRESSIONS else 0
            found[kind, :, state, 2] = own["departure_rate"][name]
            found[kind, :, state, 3] = own["report_rate"][name]
    return found


def journey_law(
    catalogue: Values, weeks: int, scale: np.ndarray | None = None
) -> JourneyLaw:
    """Work out the law of journeys.

    Parameters
    ----------
    weeks
        How far to go.
    scale
        Multiplies the intensities of each state and way, shape ``(3, 4)``: an intervention.
    """
    rates = base_rates(catalogue) * (1.0 if scale is None else scale)
    quick = int(catalogue.value("journey_quick_weeks"))
    matrix = _enlarged(rates, float(catalogue.value("journey_momentum")), quick)
    starts = [_node(0, _FIRST, 1, quick), _node(1, _SHORT, 1, quick), _node(1, _LONG, 1, quick)]
    found = np.zeros((len(starts), weeks + 1, *rates.shape[:2], matrix.shape[-1]))
    for place, start in enumerate(starts):
        found[place, 0, ..., start] = 1.0
    for week in range(weeks):
        row = found[:, week, ..., None, :] @ matrix
        found[:, week + 1] = row[..., 0, :]
    ends = np.moveaxis(found[..., -ENDS:], 1, 3)
    return JourneyLaw(ends[0], np.stack([ends[1], ends[2]], axis=2))


def _node(state: int, pace: int, held: int, quick: int) -> int:
    """Give the place of a state held for so many weeks, this one included."""
    return (state * _PACES + pace) * (quick + 1) + held - 1


def _enlarged(rates: np.ndarray, momentum: float, quick: int) -> np.ndarray:
    """Give the matrix of one week of the enlarged chain, the three ends last."""
    size = BEFORE * _PACES * (quick + 1)
    found = np.zeros((*rates.shape[:2], size + ENDS, size + ENDS))
    found[..., range(size, size + ENDS), range(size, size + ENDS)] = 1.0
    factor = np.exp(np.array([0.0, momentum / 2, -momentum / 2]))
    for state in range(BEFORE):
        for pace in range(_PACES):
            own = rates[:, :, state].copy()
            own[..., 0] *= factor[pace]
            weekly = probabilities(own)
            for held in range(1, quick + 2):
                here = _node(state, pace, held, quick)
                found[..., here, _node(state, pace, min(held + 1, quick + 1), quick)] += (
                    1 - weekly.sum(axis=-1))
                after = _SHORT if held <= quick else _LONG
                _leave(found, here, state, weekly, (after, quick))
    return found


def _leave(
    found: np.ndarray, here: int, state: int, weekly: np.ndarray, memory: tuple[int, int]
) -> None:
    """Fill in where a state leads; ``memory`` is the pace of the stay, and the threshold."""
    pace, quick = memory
    size = found.shape[-1] - ENDS
    forward = _node(state + 1, pace, 1, quick) if state + 1 < BEFORE else size
    found[..., here, forward] += weekly[..., 0]
    if state:
        found[..., here, _node(state - 1, pace, 1, quick)] += weekly[..., 1]
    found[..., here, size + 1] += weekly[..., 2]
    found[..., here, size + 2] += weekly[..., 3]
