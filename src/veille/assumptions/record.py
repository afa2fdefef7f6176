"""One record of the catalogue: a number, or a table of numbers, with its origin.

It carries its unit, its status, its source and the place in it, the reason for the choice, and a
plausible range, and is checked when it is made.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from veille.assumptions.parameters import PARAMETERS, Parameter
from veille.assumptions.vocabulary import AXES, STATUSES, UNITS
from veille.errors import VeilleError

Value = float | dict


class AssumptionError(VeilleError):
    """A record, or the catalogue as a whole, that cannot be used."""


@dataclass(frozen=True)
class Assumption:
    """One record of the catalogue; making an invalid one raises `AssumptionError`."""

    id: str
    topic: str
    topic_label: str
    parameter: str
    label: str
    value: Value
    unit: str
    status: str
    reason: str
    range: tuple[float, float]
    law: str | None = None
    source: str | None = None
    place: str | None = None
    applies_to: tuple[str, ...] = ()
    secondary: bool = False

    def __post_init__(self) -> None:
        """Refuse what a reader or the generator could not rely on."""
        _check_words(self)
        _check_origin(self)
        _check_numbers(self)

    @property
    def unit_label(self) -> str:
        """The unit as a reader sees it, in French."""
        return UNITS[self.unit]

    @property
    def spec(self) -> Parameter:
        """What the generator asks of this record's parameter."""
        return PARAMETERS[self.parameter]

    def cells(self) -> Iterator[tuple[tuple[str, ...], float]]:
        """Yield each number of the value with its keys, in the order of the file."""
        yield from _cells(self.value)


def _check_words(record: Assumption) -> None:
    if record.parameter not in PARAMETERS:
        raise AssumptionError(f"paramètre « {record.parameter} » inconnu du générateur.")
    if record.unit not in UNITS:
        raise AssumptionError(f"unité « {record.unit} » inconnue ; une de : {', '.join(UNITS)}.")
    if record.unit != record.spec.unit:
        raise AssumptionError(
            f"unité « {record.unit} » ; « {record.spec.unit} » est attendue "
            f"pour le paramètre « {record.parameter} »."
        )
    if record.status not in STATUSES:
        raise AssumptionError(
            f"statut « {record.status} » inconnu ; un de : {', '.join(STATUSES)}."
        )
    if not record.reason.strip():
        raise AssumptionError("le champ « reason » manque.")
    first = AXES[record.spec.axes[0]] if record.spec.axes else ()
    if any(code not in first for code in record.applies_to):
        raise AssumptionError(f"« applies_to » ne convient pas : {', '.join(record.applies_to)}.")


def _check_origin(record: Assumption) -> None:
    sourced = record.status != "assumed"
    if sourced and not (record.source and record.place):
        raise AssumptionError(
            f"statut « {record.status} » : une source et une place dans la source sont attendues."
        )
    if not sourced and record.source:
        raise AssumptionError("une hypothèse « assumed » ne se réclame d’aucune source.")


def _check_numbers(record: Assumption) -> None:
    low, high = record.range
    floor, ceiling = record.spec.low, record.spec.high
    if not floor <= low <= high <= ceiling:
        raise AssumptionError(
            f"plage [{low:g}, {high:g}] : deux bornes croissantes entre {floor:g} et "
            f"{ceiling:g} sont attendues."
        )
    _check_shape(record)
    for keys, number in record.cells():
        where = f" ({', '.join(keys)})" if keys else ""
        if not is_number(number):
            raise AssumptionError(f"valeur « {number} »{where} : un nombre est attendu.")
        if record.spec.whole and number != int(number):
            raise AssumptionError(f"valeur {number:g}{where} : un nombre entier est attendu.")
        if not low <= number <= high:
            raise AssumptionError(
                f"valeur {number:g}{where} hors de sa plage [{low:g}, {high:g}]."
            )


def _check_shape(record: Assumption) -> None:
    """Refuse keys that are not those of the axes, and mixes that do not sum to one."""
    axes = record.spec.axes
    if record.applies_to and not isinstance(record.value, dict):
        return  # one value said once for several members of the first axis
    expected = [tuple(AXES[axis]) for axis in axes]
    if axes and record.applies_to:
        expected[0] = record.applies_to
    _check_axes(record.value, expected)
    if record.spec.sums_to_one:
        rows = record.value.values() if len(axes) == 2 else [record.value]
        for row in rows:
            total = sum(row.values())
            if abs(total - 1) > 1e-9:
                raise AssumptionError(f"les parts somment à {total:.6g}, 1 est attendu.")


def _check_axes(value: object, axes: list[tuple[str, ...]]) -> None:
    if not axes:
        if isinstance(value, dict):
            raise AssumptionError("un seul nombre est attendu, trouvé un tableau.")
        return
    if not isinstance(value, dict):
        raise AssumptionError(f"un tableau par clé est attendu, trouvé « {value} ».")
    missing = [key for key in axes[0] if key not in value]
    extra = [str(key) for key in value if key not in axes[0]]
    if missing or extra:
        raise AssumptionError(
            f"clés manquantes : {', '.join(missing) or 'aucune'} ; "
            f"en trop : {', '.join(extra) or 'aucune'}."
        )
    for row in value.values():
        _check_axes(row, axes[1:])


def _cells(value: object, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _cells(part, (*keys, str(key)))
    else:
        yield keys, value


def is_number(value: object) -> bool:
    """Say whether a value read from a file is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
