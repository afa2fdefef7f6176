"""Stretches of a text to replace, and what becomes of those that overlap."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from veille.redact.stretches import Stretches

VALUE, DAY, CLOCK, MOMENT = range(4)  # whose reading wins: a link may hold a date, not the reverse


@dataclass(frozen=True)
class Spot:
    """A stretch of a text: its bounds, the kind of value, its plain form, what replaces it.

    Without ``written``, a numbered placeholder of the kind is given to ``key``.
    """

    start: int
    end: int
    kind: str
    key: str
    written: str | None = None
    rank: int = VALUE


def settle(spots: Iterable[Spot], shields: list[tuple[int, int]]) -> list[Spot]:
    """Give spots that do not overlap, in order: values are united, the rest gives way to them.

    What lies inside a placeholder is left alone; what goes over the edge of one takes it all. A
    name that is also a month is part of the date it stands in.
    """
    kept_out = Stretches(shields)
    wanted = [
        _beyond(spot, kept_out) for spot in spots if not kept_out.hold(spot.start, spot.end)
    ]
    days = Stretches((spot.start, spot.end) for spot in wanted if spot.rank == DAY)
    values = (spot for spot in wanted if spot.rank == VALUE)
    kept = _united(spot for spot in values if not days.hold(spot.start, spot.end))
    for rank in (DAY, CLOCK, MOMENT):
        taken = Stretches((spot.start, spot.end) for spot in kept)
        # what is left of one that gives way, if anything, shows at the next reading
        free = (
            spot for spot in wanted
            if spot.rank == rank and not taken.touching(spot.start, spot.end)
        )
        kept = sorted([*kept, *_apart(free)], key=lambda spot: spot.start)
    return kept


def _beyond(spot: Spot, shields: Stretches) -> Spot:
    over = shields.touching(spot.start, spot.end)
    if not over:
        return spot
    return replace(spot, start=min(spot.start, over[0][0]), end=max(spot.end, over[-1][1]))


def _in_order(spots: Iterable[Spot]) -> list[Spot]:
    return sorted(spots, key=lambda spot: (spot.start, -spot.end))


def _united(spots: Iterable[Spot]) -> list[Spot]:
    kept: list[Spot] = []
    for spot in _in_order(spots):
        if kept and spot.start < kept[-1].end:
            kept[-1] = replace(kept[-1], end=max(kept[-1].end, spot.end))
        else:
            kept.append(spot)
    return kept


def _apart(spots: Iterable[Spot]) -> list[Spot]:
    kept: list[Spot] = []
    for spot in _in_order(spots):
        if not kept or spot.start >= kept[-1].end:
            kept.append(spot)
    return kept
