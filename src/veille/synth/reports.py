"""What becomes of the reports that the watch files about the servers it has seen.

The reports of a server form a Poisson process, from its first sighting to its end.  Each goes by
one route to one host, where two decisions compete.  Their cause-specific hazards share one
Weibull baseline, ``H(t) = (t / scale) ** shape``, and are proportional (Prentice et al., 1978):

- action at ``p exp(effect (completeness - reference)) H'(t)``,
- refusal at ``(1 - p) H'(t)``.

At the reference completeness the delay is Weibull and the share of actions is ``p``: published
delays and shares are parameters as they stand.  Some reports are never looked at, some decisions
are never told, and the window ends.  The end of a server stops nothing: what is judged is the
content reported, so that censoring stays independent of the decision.
"""

import numpy as np

from veille.assumptions.vocabulary import HOSTS, OUTCOMES, REPORT_ROUTES
from veille.synth.columns import Rows, Text, labelled, missing_where
from veille.synth.identifiers import OFFSPRING, offspring_ids
from veille.synth.laws import beta, pick
from veille.synth.setting import Setting, class_numbers
from veille.synth.streams import Streams

TABLE = "reports"
_ACTION, _REFUSAL = range(len(OUTCOMES))
_SHORTEST = 0.01  # days: what a delay of two decimals can hold


def report_tables(setting: Setting, streams: Streams, servers: Rows) -> dict[str, Rows]:
    """Give ``reports`` of one block, by server then in order of filing, and their truth."""
    filed = _filed(setting, streams, servers)
    filed |= _described(setting, streams, servers, filed["owner"])
    decided = _decided(setting, streams, filed)
    return {
        "reports": filed | _known(setting, streams, filed, decided),
        "truth_reports": {
            "report_id": filed["report_id"],
            "founded": filed["founded"],
            "unanswered": decided["unanswered"],
            "outcome": decided["outcome"].where(~decided["unanswered"]),
            "decision_days": missing_where(_rounded(decided["delay"]), decided["unanswered"]),
        },
    }


def _filed(setting: Setting, streams: Streams, servers: Rows) -> Rows:
    """Give which server each report is about (``owner``) and when, in weeks (``moment``).

    A server has `OFFSPRING` reports at most: at the highest rate a catalogue may hold, one in
    ten million is cut short over a year, and more over windows of several years.
    """
    seen = np.flatnonzero(servers["observed"])
    first, end = servers["seen_week"][seen], servers["closed_week"][seen]
    expected = setting.array("report_rate_watch")[servers["kind"][seen]] * (end - first)
    number = np.minimum(streams.open(TABLE, "number").poisson(expected), OFFSPRING)
    place = np.repeat(np.arange(seen.size), number)
    moment = first[place] + streams.open(TABLE, "moment").random(place.size) * (end - first)[place]
    moment = moment[np.lexsort((moment, place))]
    owner = seen[place]
    rank = np.arange(place.size) - np.repeat(np.cumsum(number) - number, number)
    return {
        "report_id": labelled(
            offspring_ids(setting.seed, "P", "report_identifiers", servers["index"][owner], rank)
        ),
        "server_id": servers["server_id"][owner],
        "week": np.minimum(moment.astype(np.int64), end[place] - 1),
        "owner": owner,
        "moment": moment,
    }


def _described(setting: Setting, streams: Streams, servers: Rows, owner: np.ndarray) -> Rows:
    """Give the route, host and completeness of each report, and whether it is founded."""
    mix = setting.array("report_route_mix")[class_numbers()[servers["kind"][owner]]]
    route = pick(streams.open(TABLE, "route").random(owner.size), mix)
    cooperative = setting.array("cooperative_share")[route]
    host = (streams.open(TABLE, "host").random(owner.size) >= cooperative).astype(np.int64)
    founded = streams.open(TABLE, "founded").random(owner.size)
    return {
        "route": Text(route, list(REPORT_ROUTES)),
        "host": Text(host, list(HOSTS)),
        "completeness": beta(
            streams.open(TABLE, "completeness"),
            setting.array("completeness_mean")[route],
            setting.number("completeness_concentration"),
        ).round(3),
        "founded": servers["at_risk"][owner] & (founded < setting.array("founded_share")[route]),
    }


def relative_hazards(setting: Setting, filed: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Give the hazards of action and of refusal of each report, as ratios to the baseline."""
    share = setting.array("report_action_share")[filed["route"].codes]
    share = share * setting.array("host_action_ratio")[filed["host"].codes]
    share = share * np.where(filed["founded"], 1.0, setting.number("unfounded_action_ratio"))
    distance = filed["completeness"] - setting.number("completeness_reference")
    return share * np.exp(setting.number("completeness_effect") * distance), 1 - share


def _decided(setting: Setting, streams: Streams, filed: Rows) -> Rows:
    """Give what is decided and after how many days, were the report looked at, and if it is."""
    route, host = filed["route"].codes, filed["host"].codes
    action, refusal = relative_hazards(setting, filed)
    waiting = streams.open(TABLE, "decision").standard_exponential(route.size) / (action + refusal)
    scale = setting.array("decision_scale")[host] * setting.array("route_delay_ratio")[route]
    acted = streams.open(TABLE, "outcome").random(route.size) * (action + refusal) < action
    unanswered = streams.open(TABLE, "unanswered").random(route.size)
    return {
        "delay": scale * waiting ** (1 / setting.array("decision_shape")[host]),
        "outcome": Text(np.where(acted, _ACTION, _REFUSAL), list(OUTCOMES)),
        "unanswered": unanswered < setting.array("unanswered_share")[route],
    }


def _known(setting: Setting, streams: Streams, filed: Rows, decided: Rows) -> Rows:
    """Give what the watch knows when the window ends: outcome, delay, censored."""
    left = 7 * (setting.n_weeks - filed["moment"])
    censored = decided["unanswered"] | (decided["delay"] > left)
    outcome = decided["outcome"]
    silence = setting.array("outcome_missing")[outcome.codes]
    told = streams.open(TABLE, "outcome_missing").random(left.size) >= silence
    return {
        "outcome": outcome.where(told & ~censored),
        "delay_days": _rounded(np.where(censored, left, decided["delay"])),
        "censored": censored,
    }


def _rounded(days: np.ndarray) -> np.ndarray:
    return np.maximum(days.round(2), _SHORTEST)
