r"""The paths of followed members through the states of a server.

The process lives on whole weeks, with one transition a week at most.  A member who is in state
``r`` in week ``t`` has, from the cause-specific weekly intensities ``q_rs``,

    P(still in r in week t + 1) = exp(-Q_r),        with Q_r the sum of q_rs over s,
    P(in s in week t + 1)       = (q_rs / Q_r) (1 - exp(-Q_r)).

This is grouped survival data with intensities that are constant within a week (Prentice and
Gloeckler, 1978), with several causes.  With ``W`` weeks at risk in ``r`` (differences between
the weeks of successive rows) and ``N_s`` transitions to ``s``, ``N`` in all, the maximum
likelihood estimator is occurrence over exposure, put back on the scale of intensities:

    Q_r = -log(1 - N / W),        q_rs = Q_r N_s / N.

The plain ratio ``N_s / W`` is a probability, smaller than the intensity.  Both hold within a
stratum where the intensities are the same: class, archetype, and gate for the steps that pass
one.  Pooled over archetypes that progress at different paces, members who have stayed long are
the slow ones, and the intensity seems to fall with time although no member's does.

Departure from the Markov property: after a first move, the intensity of going forward depends on
how long the member stayed in the state just left.  After at most ``journey_quick_weeks`` weeks it
is multiplied by ``exp(journey_momentum / 2)``, after a longer stay by ``exp(-journey_momentum /
2)``.  Nothing else depends on the past.  So, within a stratum, a test that adds "left the previous
state quickly" as a covariate of the forward intensities must find the log ratio
``journey_momentum`` there and zero for going back, leaving and reporting.  A landmark test, which
compares members in one state by what they did before (Titman and Putter, 2022), must reject where
the next step is forward, and not reject at momentum zero.  The Markov model's probability of
reaching the private area is then too low for those who were quick and too high for the others.
"""

import numpy as np

from veille.assumptions.vocabulary import (
    CLASSES,
    FOLLOW_UP_STATES,
    PROGRESSIONS,
    TRANSIENT_STATES,
)
from veille.synth.columns import Rows, take
from veille.synth.laws import pick
from veille.synth.setting import Setting, class_numbers
from veille.synth.streams import Streams

TABLE = "truth_journeys"
STATE_CODES = list(FOLLOW_UP_STATES)
N_TRANSIENT = len(TRANSIENT_STATES)
_DEPARTED, _REPORTED, _CENSORED = (
    STATE_CODES.index(code) for code in ("departed", "reported", "censored")
)
_FORWARD, _BACK, _LEAVE, _REPORT = range(4)
_TO = np.array([(state + 1, state - 1, _DEPARTED, _REPORTED) for state in range(N_TRANSIENT)])


def intensities(setting: Setting, members: Rows) -> np.ndarray:
    """Give the weekly intensities of each member before any momentum.

    Shape ``(n_members, 4 transient states, 4 ways)``; the ways are forward, back, departure and
    departure with a report.  The last state has no way forward; it and the first have none back.
    """
    kind, gate = members["kind"], members["gate"].codes
    by_class = np.zeros((len(CLASSES), N_TRANSIENT, 4))
    by_class[:, :len(PROGRESSIONS), _FORWARD] = setting.array("progress_rate")
    by_class[:, 1:-1, _BACK] = setting.array("regress_rate")
    by_class[:, :, _LEAVE] = setting.array("departure_rate")
    by_class[:, :, _REPORT] = setting.array("report_rate")
    rates = by_class[class_numbers()[kind]]
    rates[:, :, _FORWARD] *= setting.array("progress_ratio")[kind][:, None]
    rates[:, 1:, _FORWARD] *= setting.array("gate_ratio")[gate][:, None]
    return rates


def draw_paths(setting: Setting, streams: Streams, members: Rows) -> Rows:
    """Give every state that members enter until their server or the window ends.

    Columns: ``member`` (place in ``members``), ``step`` from 1, ``week`` of entry and ``state``
    (number in ``STATE_CODES``); by member, then by step.  The work grows with moves, not weeks.
    """
    rates = intensities(setting, members)
    waiting, turning = streams.open(TABLE, "stay"), streams.open(TABLE, "way")
    number = members["entry"].size
    now: Rows = {
        "member": np.arange(number),
        "step": np.ones(number, np.int64),
        "week": members["entry"],
        "state": np.zeros(number, np.int64),
        "stay": np.zeros(number, np.int64),
    }
    entered = [now]
    for _ in range(setting.n_weeks):  # a move takes a week at least
        now = take(now, now["state"] < N_TRANSIENT)
        if not now["member"].size:
            break
        rate = rates[now["member"], now["state"]]
        rate[:, _FORWARD] *= _momentum(setting, now)
        stay = _stays(setting, waiting, rate)
        moved = now["week"] + stay <= members["last"][now["member"]]
        now = _move(turning, take(now, moved), stay[moved], rate[moved])
        entered.append(now)
    joined = {name: np.concatenate([rows[name] for rows in entered])
              for name in ("member", "step", "week", "state")}
    return take(joined, np.argsort(joined["member"], kind="stable"))


def _momentum(setting: Setting, now: Rows) -> np.ndarray:
    """Give what the stay in the state just left does to the way forward; 1 before any move."""
    half = setting.number("journey_momentum") / 2
    quick = now["stay"] <= setting.number("journey_quick_weeks")
    return np.where(now["step"] == 1, 1.0, np.exp(np.where(quick, half, -half)))


def _stays(setting: Setting, rng: np.random.Generator, rate: np.ndarray) -> np.ndarray:
    """Draw stays in whole weeks: geometric, of weekly probability ``1 - exp(-rate)``."""
    with np.errstate(divide="ignore"):
        waited = rng.standard_exponential(len(rate)) / rate.sum(axis=1)
    return 1 + np.floor(np.minimum(waited, setting.n_weeks)).astype(np.int64)


def _move(rng: np.random.Generator, left: Rows, stay: np.ndarray, rate: np.ndarray) -> Rows:
    """Give the states entered by those who move; ``rate`` says where they may go."""
    way = pick(rng.random(stay.size), rate)
    return left | {
        "step": left["step"] + 1,
        "week": left["week"] + stay,
        "state": _TO[left["state"], way],
        "stay": stay,
    }


def close_paths(paths: Rows, last: np.ndarray) -> Rows:
    """Add a ``censored`` row, in each member's ``last`` known week, to paths left open."""
    member = paths["member"]
    final = np.append(np.diff(member) != 0, True)[:member.size]
    still = take(paths, final & (paths["state"] < N_TRANSIENT))
    ends = still | {
        "step": still["step"] + 1,
        "week": last[still["member"]],
        "state": np.full(still["state"].size, _CENSORED),
    }
    joined = {name: np.concatenate([paths[name], ends[name]]) for name in ends}
    return take(joined, np.argsort(joined["member"], kind="stable"))
