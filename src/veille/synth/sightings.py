"""Who saw which server, when, and how: several watchers, unequal and not independent.

First-hand sightings of a server by a watcher through a route form a Poisson process over the
weeks when the server exists.  Whoever sees a server may tell the others, who then go and look:
that relay is the dependence which capture and recapture suppose away.  It never makes seen a
server that nobody saw first-hand.
"""

from dataclasses import dataclass

import numpy as np

from veille.assumptions.vocabulary import DISCOVERY_ROUTES, ROUTES, WATCHERS
from veille.synth import latent
from veille.synth.columns import Rows, Text
from veille.synth.laws import pick
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "sightings"
_NEVER = np.iinfo(np.int64).max
_RELAY = len(DISCOVERY_ROUTES)


@dataclass(frozen=True)
class Watch:
    """What the watchers of a block did.

    Attributes
    ----------
    rate
        Expected first-hand sightings over the window, shape ``(n_servers, n_watchers)``.
    first_hand, told
        Who saw by themselves, and who was told; same shape.
    week, route
        Week (``_NEVER`` if unseen) and route number of the first sighting; same shape.
    """

    rate: np.ndarray
    first_hand: np.ndarray
    told: np.ndarray
    week: np.ndarray
    route: np.ndarray

    @property
    def observed(self) -> np.ndarray:
        """Servers seen by somebody, shape ``(n_servers,)``."""
        return (self.week < _NEVER).any(axis=1)

    @property
    def probability(self) -> np.ndarray:
        """Probability that somebody sees each server, shape ``(n_servers,)``."""
        return -np.expm1(-self.rate.sum(axis=1))


def watch(setting: Setting, streams: Streams, servers: Rows) -> Watch:
    """Draw the first sighting of each server by each watcher."""
    by_route = _rates(setting, servers)
    rate = by_route.sum(axis=2)
    first, last = latent.first_week(servers["created_week"]), servers["closed_week"]
    waiting = streams.open(TABLE, "first_hand").standard_exponential(rate.shape)
    with np.errstate(divide="ignore"):
        position = waiting / rate
    seen = position < 1
    life = (last - first)[:, None]
    week = first[:, None] + np.floor(np.where(seen, position, 0) * life).astype(np.int64)
    week = np.where(seen, week, _NEVER)
    told, relayed = _relays(setting, streams, week, last)
    route = np.full(rate.shape, _RELAY)
    route[seen] = _routes(streams, by_route, seen)
    route[relayed < week] = _RELAY
    return Watch(rate, seen, told, np.minimum(week, relayed), route)


def _rates(setting: Setting, servers: Rows) -> np.ndarray:
    """Give expected first-hand sightings, shape ``(n_servers, n_watchers, n_routes)``."""
    exponent = np.array([
        setting.number("sighting_popularity_exponent") if route == "invitation" else 0.0
        for route in DISCOVERY_ROUTES
    ])
    pull = servers["popularity"][:, None] ** exponent * setting.array("sighting_effort")
    present = servers["closed_week"] - latent.first_week(servers["created_week"])
    exposure = servers["seeable"] * present / setting.n_weeks
    return (exposure[:, None] * pull)[:, None, :] * setting.array("watcher_share").T


def _relays(
    setting: Setting, streams: Streams, week: np.ndarray, last: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give who was told, and the week of the earliest visit that follows (shape of ``week``)."""
    n_watchers = week.shape[1]
    uniform = streams.open(TABLE, "relay").random((*week.shape, n_watchers))
    tells = (uniform < setting.number("relay_probability")) & (week < _NEVER)[:, :, None]
    tells[:, range(n_watchers), range(n_watchers)] = False
    place = np.flatnonzero(tells)  # by server, who tells, who hears
    delay = streams.open(TABLE, "relay_delay").geometric(
        1 / setting.number("relay_delay_mean"), place.size
    )
    teller, hearer = place // n_watchers, place // n_watchers**2 * n_watchers + place % n_watchers
    visit = np.full(week.size, _NEVER)
    np.minimum.at(visit, hearer, week.ravel()[teller] + delay)
    visit = visit.reshape(week.shape)
    return tells.any(axis=1), np.where(visit < last[:, None], visit, _NEVER)


def _routes(streams: Streams, by_route: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Give the route number of each first-hand sighting, in the order of ``seen``."""
    uniform = streams.open(TABLE, "route").random(seen.size).reshape(seen.shape)
    return pick(uniform[seen], by_route[seen])


def sighting_tables(servers: Rows, watched: Watch) -> dict[str, Rows]:
    """Give ``sightings`` (one row per server and watcher who saw it) and their truth."""
    server, watcher = np.nonzero(watched.week < _NEVER)
    watchers, routes = list(WATCHERS), list(ROUTES)
    everybody = np.tile(np.arange(len(watchers)), len(watched.week))
    return {
        "sightings": {
            "server_id": servers["server_id"][server],
            "watcher_id": Text(watcher, watchers),
            "week": watched.week[server, watcher],
            "route": Text(watched.route[server, watcher], routes),
        },
        "truth_sightings": {
            "server_id": servers["server_id"][np.repeat(
                np.arange(len(watched.week)), len(watchers))],
            "watcher_id": Text(everybody, watchers),
            "probability": -np.expm1(-watched.rate).ravel().round(6),
            "first_hand": watched.first_hand.ravel(),
            "told": watched.told.ravel(),
        },
    }
