"""Lineages of spaces: what opens after an end, generation after generation.

A lineage is an age-dependent branching process.  It starts with a server of the world that ends
inside the window; each end leaves a negative binomial number of successors, whose mean depends
on how the space ended.  Time is in whole days from the start of the window.
"""

from dataclasses import dataclass, field

import numpy as np

from veille.assumptions.vocabulary import REGIMES
from veille.synth import latent
from veille.synth.columns import Rows, take
from veille.synth.identifiers import OFFSPRING
from veille.synth.laws import beta
from veille.synth.servers import SMALLEST
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "truth_lineages"
ISOLATED, SUSTAINED, VOLUNTARY = (list(REGIMES).index(code)
                                  for code in ("isolated", "sustained", "voluntary"))
CAPACITY = OFFSPRING - 1  # successors that have an identifier; rank 0 is the first server's


@dataclass(frozen=True)
class Draws:
    """The setting, and each stream opened once: generations read it one after another."""

    setting: Setting
    streams: Streams
    opened: dict[str, np.random.Generator] = field(default_factory=dict)

    def __getitem__(self, purpose: str) -> np.random.Generator:
        """Give the stream of a purpose."""
        if purpose not in self.opened:
            self.opened[purpose] = self.streams.open(TABLE, purpose)
        return self.opened[purpose]

    @property
    def horizon(self) -> int:
        """The first day after the window."""
        return 7 * self.setting.n_weeks


def draw_lineages(setting: Setting, streams: Streams, servers: Rows) -> Rows:
    """Give every space of every lineage of a block, a predecessor always before its successors.

    Returns
    -------
    Rows
        ``lineage`` (row of the first server in ``servers``), ``rank`` in the lineage, ``parent``
        (row here; -1 for a first server), ``generation``, ``opened_day``, ``end_day`` (not below
        the window's length if still there), ``service`` and ``regime`` (of the end, if any),
        ``members``, ``carried`` (their share of the predecessor's), ``known``, ``offspring``
        (of the end; 0 without one) and ``capped`` (a successor lacked room).

    Notes
    -----
    Every generation holds at least one of the successors that a lineage has room for, so the
    loop is bounded.
    """
    draws = Draws(setting, streams)
    spaces = _first_servers(draws, servers)
    kind, generations, before = servers["kind"], [], 0
    room = np.full(kind.size, CAPACITY)
    while spaces["lineage"].size:
        spaces |= _ended(draws, servers["index"], spaces)
        successors = _successors(draws, spaces)
        order, kept = _find_room(successors["lineage"], room)
        lacking = np.unique(successors["parent"][~kept])
        spaces["capped"][lacking] = True
        generations.append(spaces)
        successors = take(successors | {"rank": order}, kept)
        room -= np.bincount(successors["lineage"], minlength=kind.size)
        spaces = _opened(draws, kind, spaces, successors) | {
            "parent": successors["parent"] + before}
        before += generations[-1]["lineage"].size
    return _stacked(generations or [spaces | _ended(draws, servers["index"], spaces)])


def _first_servers(draws: Draws, servers: Rows) -> Rows:
    """Give the servers of the world that end inside the window; the day is even in the week."""
    lineage = np.flatnonzero(servers["closed_week"] < draws.setting.n_weeks)
    index, kind = servers["index"][lineage], servers["kind"][lineage]
    return {
        "lineage": lineage,
        "rank": np.zeros(lineage.size, dtype=np.int64),
        "parent": np.full(lineage.size, -1),
        "generation": np.zeros(lineage.size, dtype=np.int64),
        "opened_day": 7 * servers["created_week"][lineage],
        "end_day": 7 * servers["closed_week"][lineage] + draws["first_end_day"].integers(
            0, 7, lineage.size),
        "service": latent.closed_by_service(draws.setting, index, kind),
        "members": servers["members"][lineage],
        "carried": np.ones(lineage.size),
        "known": servers["observed"][lineage],
    }


def _ended(draws: Draws, index: np.ndarray, spaces: Rows) -> Rows:
    """Draw the regime of each end and how many successors it leaves."""
    setting, lineage = draws.setting, spaces["lineage"]
    campaign = np.where(latent.sustained(setting, index[lineage]), SUSTAINED, ISOLATED)
    regime = np.where(spaces["service"], campaign, VOLUNTARY)
    shape = setting.number("offspring_shape")
    heterogeneity = draws["heterogeneity"].standard_gamma(shape, lineage.size) / shape
    number = draws["offspring"].poisson(setting.array("reproduction_number")[regime]
                                        * heterogeneity)
    return {
        "regime": regime,
        "offspring": np.where(spaces["end_day"] < draws.horizon, number, 0),
        "capped": np.zeros(lineage.size, dtype=bool),
    }


def _successors(draws: Draws, spaces: Rows) -> Rows:
    """Give the successors that open inside the window, with their share of the members.

    The share that all successors of an end find again is split among them, those that open
    after the window included.
    """
    setting, number = draws.setting, spaces["offspring"]
    parent = np.repeat(np.arange(number.size), number)
    days = draws["delay"].lognormal(
        np.log(setting.number("recreation_delay_median")),
        setting.number("recreation_delay_log_sd"), parent.size,
    )
    opened = spaces["end_day"][parent] + np.ceil(np.minimum(days, draws.horizon)).astype(np.int64)
    successors = {
        "parent": parent,
        "lineage": spaces["lineage"][parent],
        "opened_day": opened,
        "carried": _carried(draws, spaces["regime"])[parent] * _split(draws, parent, number.size),
    }
    return take(successors, opened < draws.horizon)


def _carried(draws: Draws, regime: np.ndarray) -> np.ndarray:
    setting = draws.setting
    mean = np.append(setting.array("members_carried_share"),
                     setting.number("members_carried_voluntary"))
    return beta(draws["carried"], mean[regime], setting.number("members_carried_concentration"))


def _split(draws: Draws, parent: np.ndarray, size: int) -> np.ndarray:
    """Give each successor's part of what the successors of its predecessor share."""
    shape = draws.setting.number("members_split_shape")
    weight = np.maximum(draws["split"].standard_gamma(shape, parent.size), 1e-300)
    return weight / np.bincount(parent, weight, size)[parent]


def _find_room(lineage: np.ndarray, room: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give each successor's rank in its lineage, and say which still have room there.

    The successors of a lineage come one after another.
    """
    first = np.searchsorted(lineage, lineage, side="left")
    place = np.arange(lineage.size) - first
    return CAPACITY - room[lineage] + place + 1, place < room[lineage]


def _opened(draws: Draws, kind: np.ndarray, parents: Rows, successors: Rows) -> Rows:
    """Draw the lives of the successors that open, and whether the watch finds them."""
    setting, parent = draws.setting, successors["parent"]
    life, service = _lives(draws, kind[successors["lineage"]], parents["regime"][parent])
    members = np.rint(successors["carried"] * parents["members"][parent]).astype(np.int64)
    found = draws["found"].random(parent.size) < setting.number("succession_visibility")
    return successors | {
        "generation": parents["generation"][parent] + 1,
        "end_day": successors["opened_day"] + life,
        "service": service,
        "members": np.maximum(members, SMALLEST),
        "known": found & parents["known"][parent],
    }


def _lives(
    draws: Draws, kind: np.ndarray, born_under: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give lives in days, at least one, and whether the service will end them.

    A successor of a space that the service closed is closed by it again.  That of a voluntary
    end lives as any server of its archetype.
    """
    service, voluntary = latent.end_rates(draws.setting, kind)
    pressed = born_under != VOLUNTARY
    with np.errstate(divide="ignore"):  # a mean of one day is a certain end, a rate of 0 none
        closing = -np.log1p(-1 / draws.setting.array("successor_lifespan"))
        rate = np.where(pressed, np.append(closing, 0)[born_under], (service + voluntary) / 7)
        days = draws["life"].standard_exponential(kind.size) / rate
    chosen = draws["cause"].random(kind.size) * (service + voluntary) < service
    return 1 + np.minimum(days, draws.horizon).astype(np.int64), pressed | chosen


def _stacked(generations: list[Rows]) -> Rows:
    return {name: np.concatenate([spaces[name] for spaces in generations])
            for name in generations[0]}
