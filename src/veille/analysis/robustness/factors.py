"""The ways in which an assumption can move within its range, each led by one number.

Half way (0.5) is where the catalogue has it; 0 and 1 are the ends of its range.  A single number
goes from one end to the other.  A table of numbers moves in two ways: its *level*, all its numbers
together until the first meets an end of the range; and its *spread*, from no difference between
them to twice the differences, or as much as the range allows.  Shares of a whole have no level:
their spread goes from equal shares to sharper ones.  Ranges of more than one order of magnitude
are gone through by ratios.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from veille.assumptions import Catalogue
from veille.assumptions.record import Assumption, Value
from veille.assumptions.vocabulary import class_of

VALUE, LEVEL, SPREAD = "value", "level", "spread"
MOVES = {VALUE: "", LEVEL: "niveau", SPREAD: "écarts"}
TYPES = "archetype_mix"  # shares that sum to one within each class
MOVED = ("assumed", "analogue")  # statuses of what was not measured


@dataclass(frozen=True)
class Factor:
    """One way of moving one record; it is led by a number from 0 to 1.

    Attributes
    ----------
    record
        Identifier of the record.
    move
        One of `MOVES`.
    label
        In French.
    topic
        File of the record, such as ``08_closures``.
    """

    record: str
    move: str
    label: str
    topic: str

    @property
    def name(self) -> str:
        """Identifier of the factor."""
        return self.record if self.move == VALUE else f"{self.record}/{self.move}"


def factors(catalogue: Catalogue, topics: Iterable[str] | None = None) -> list[Factor]:
    """Give every way of moving what was not measured, in the order of the catalogue.

    Parameters
    ----------
    topics
        Two digits each, such as ``08``; by default all.

    Examples
    --------
    >>> from veille.assumptions import load_catalogue
    >>> [one.name for one in factors(load_catalogue(), ["01"])]
    ['at_risk_share', 'archetype_mix/spread', 'age_weeks_mean']
    """
    kept = None if topics is None else set(topics)
    return [Factor(record.id, move, _label(record, move), record.topic)
            for record in catalogue.records
            if record.status in MOVED and record.range[0] < record.range[1]
            and (kept is None or record.topic[:2] in kept)
            for move in _moves(record)]


def moved(catalogue: Catalogue, places: Mapping[Factor, float]) -> Catalogue:
    """Give the catalogue with each factor at its place, from 0 to 1; others stand still.

    A level is moved after a spread where both are given.

    Examples
    --------
    >>> from veille.assumptions import load_catalogue
    >>> catalogue = load_catalogue()
    >>> share = factors(catalogue, ["01"])[0]
    >>> float(moved(catalogue, {share: 1.0}).value("at_risk_share"))
    0.5
    """
    by_record: dict[str, dict[str, float]] = {}
    for factor, place in places.items():
        by_record.setdefault(factor.record, {})[factor.move] = place
    return Catalogue(tuple(_moved(record, by_record.get(record.id, {}))
                           for record in catalogue.records))


def _moves(record: Assumption) -> tuple[str, ...]:
    if not isinstance(record.value, dict):
        return (VALUE,)
    if _is_whole(record):
        return (SPREAD,)
    values = np.array([number for _, number in record.cells()])
    return (LEVEL, SPREAD) if np.ptp(values) > 0 else (LEVEL,)


def _label(record: Assumption, move: str) -> str:
    return f"{record.label}, {MOVES[move]}" if MOVES[move] else record.label


def _moved(record: Assumption, places: Mapping[str, float]) -> Assumption:
    value = record.value
    if VALUE in places:
        value = _levelled(record, value, places[VALUE])
    if SPREAD in places:
        value = _spread(record, value, places[SPREAD])
    if LEVEL in places:
        value = _levelled(record, value, places[LEVEL])
    return record if value is record.value else replace(record, value=value)


def _levelled(record: Assumption, value: Value, place: float) -> Value:
    scale = _Scale.of(record)
    cells = scale.there(np.array(_flat(value), float))
    down, up = scale.low - cells.min(), scale.high - cells.max()
    shift = (1 - 2 * place) * down if place < 0.5 else (2 * place - 1) * up
    return _rebuilt(value, iter(_inside(record, scale.back(cells + shift))))


def _spread(record: Assumption, value: dict, place: float) -> dict:
    if _is_whole(record):
        return _sharpened(record, value, 2 * place)
    scale = _Scale.of(record)
    cells = scale.there(np.array(_flat(value), float))
    middle = cells.mean()
    apart = cells - middle
    room = np.where(apart > 0, scale.high - middle, scale.low - middle)
    widest = min(2.0, float((room[apart != 0] / apart[apart != 0]).min()))
    factor = 2 * place if place <= 0.5 else 1 + (2 * place - 1) * (max(widest, 1.0) - 1)
    return _rebuilt(value, iter(_inside(record, scale.back(middle + factor * apart))))


@dataclass(frozen=True)
class _Scale:
    """The scale on which a record is moved: its own, or that of logarithms."""

    low: float
    high: float
    ratios: bool

    @classmethod
    def of(cls, record: Assumption) -> "_Scale":
        low, high = record.range
        ratios = low > 0 and high / low > 10
        return cls(*(np.log((low, high)) if ratios else (low, high)), ratios)

    def there(self, values: np.ndarray) -> np.ndarray:
        return np.log(values) if self.ratios else values

    def back(self, values: np.ndarray) -> np.ndarray:
        return np.exp(values) if self.ratios else values


def _sharpened(record: Assumption, value: dict, power: float) -> dict:
    """Raise shares to a power and make them sum to one again; 0 makes them equal.

    Shares of nothing stay nothing.  A power that leads out of the range is brought nearer to 1.
    """
    if isinstance(next(iter(value.values())), dict):
        return {key: _sharpened(record, inner, power) for key, inner in value.items()}
    shares = np.array(list(value.values()))
    groups = _groups(record, list(value))
    for nearer in np.linspace(0, 1, 21):
        raised = np.where(shares > 0, np.maximum(shares, 1e-300) ** (power + nearer * (1 - power)),
                          0.0)
        found = raised / np.array([raised[groups == one].sum() for one in groups])
        found *= np.array([shares[groups == one].sum() for one in groups])
        if (found >= record.range[0] - 1e-12).all() and (found <= record.range[1] + 1e-12).all():
            break
    return dict(zip(value, _inside(record, found), strict=True))


def _is_whole(record: Assumption) -> bool:
    """Say whether the numbers are shares of a whole."""
    return record.spec.sums_to_one or record.parameter == TYPES


def _groups(record: Assumption, keys: list[str]) -> np.ndarray:
    """Say which shares sum to one together: by class for types, otherwise all."""
    return np.array([class_of(key) if record.parameter == TYPES else "all" for key in keys])


def _inside(record: Assumption, cells: np.ndarray) -> list[float]:
    return [_whole(record, cell) for cell in np.clip(cells, *record.range)]


def _whole(record: Assumption, number: float) -> float:
    return round(number) if record.spec.whole else float(number)


def _flat(value: Value) -> list[float]:
    if not isinstance(value, dict):
        return [value]
    return [number for inner in value.values() for number in _flat(inner)]


def _rebuilt(value: Value, numbers: Iterable[float]) -> Value:
    if not isinstance(value, dict):
        return next(numbers)
    return {key: _rebuilt(inner, numbers) for key, inner in value.items()}
