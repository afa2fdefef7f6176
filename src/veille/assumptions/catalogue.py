"""The catalogue: every record, and the tables of numbers that the generator reads from them.

Several records may answer the same parameter for different members of its first axis: a value
measured in one kind of space, or on one route, does not become measured in the others.
"""

from dataclasses import dataclass, fields

from veille.assumptions.parameters import PARAMETERS
from veille.assumptions.record import Assumption, AssumptionError, Value
from veille.assumptions.vocabulary import AXES, CLASSES, class_of


@dataclass(frozen=True)
class Catalogue:
    """Every record, and the tables of numbers that the generator reads from them.

    Making one checks that each parameter is answered once, for every member of its axes.
    """

    records: tuple[Assumption, ...]

    def __post_init__(self) -> None:
        """Refuse a catalogue with a gap, an overlap or a doubled identifier."""
        seen: set[str] = set()
        for record in self.records:
            if record.id in seen:
                raise AssumptionError(
                    f"Deux hypothèses portent l’identifiant « {record.id} » : un seul attendu."
                )
            seen.add(record.id)
        for name in PARAMETERS:
            self.value(name)

    def value(self, name: str) -> Value:
        """Give a parameter's value: a number, or numbers by code (nested for two axes).

        Raises
        ------
        AssumptionError
            If the parameter is unknown, unanswered, or answered twice for the same member.
        """
        if name not in PARAMETERS:
            raise AssumptionError(f"Paramètre inconnu : « {name} ».")
        records = [record for record in self.records if record.parameter == name]
        if not records:
            raise AssumptionError(f"Aucune hypothèse ne donne le paramètre « {name} ».")
        axes = PARAMETERS[name].axes
        if not axes:
            if len(records) > 1:
                ids = ", ".join(record.id for record in records)
                raise AssumptionError(f"Paramètre « {name} » donné deux fois : {ids}.")
            return records[0].value
        return _assemble(name, axes[0], records)

    def replace(self, **values: Value) -> "Catalogue":
        """Give another catalogue where whole parameters hold other values, marked as assumed.

        This is what a sensitivity analysis moves; the range of the record must hold the value.
        """
        records = [record for record in self.records if record.parameter not in values]
        for name, value in values.items():
            first = next(record for record in self.records if record.parameter == name)
            changes = {"value": value, "applies_to": (), "status": "assumed", "source": None,
                       "place": None, "secondary": False, "range": _wide_range(self, name),
                       "reason": f"Valeur déplacée pour une étude de sensibilité : {first.reason}"}
            records.append(Assumption(**(_fields(first) | changes)))
        return Catalogue(tuple(records))


def _assemble(name: str, axis: str, records: list[Assumption]) -> dict:
    """Join the records that answer one parameter for different members of its first axis."""
    joined: dict = {}
    for record in records:
        part = record.value
        if not isinstance(part, dict):
            part = dict.fromkeys(record.applies_to, part)
        doubled = sorted(set(part) & set(joined))
        if doubled:
            raise AssumptionError(
                f"paramètre « {name} » : « {record.id} » redonne {', '.join(doubled)}."
            )
        joined |= part
    missing = [key for key in AXES[axis] if key not in joined]
    if missing:
        raise AssumptionError(f"paramètre « {name} » : rien pour {', '.join(missing)}.")
    if name == "archetype_mix":
        _check_mix(joined)
    return {key: joined[key] for key in AXES[axis]}


def _check_mix(mix: dict[str, float]) -> None:
    """Refuse shares of archetypes that do not sum to one within each class."""
    for kind, label in CLASSES.items():
        total = sum(share for code, share in mix.items() if class_of(code) == kind)
        if abs(total - 1) > 1e-9:
            raise AssumptionError(
                f"paramètre « archetype_mix » : les parts des types « {label} » somment à "
                f"{total:.6g}, 1 est attendu."
            )


def _fields(record: Assumption) -> dict:
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _wide_range(catalogue: Catalogue, name: str) -> tuple[float, float]:
    ranges = [record.range for record in catalogue.records if record.parameter == name]
    return min(low for low, _ in ranges), max(high for _, high in ranges)
