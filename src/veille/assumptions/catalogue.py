"""The catalogue of assumptions: records with an origin, validated when they are made.

A record is one number, or one table of numbers, with its unit, its status, its source and the
place in it, the reason for the choice, and a plausible range.  Several records may answer the
same parameter for different archetypes: a value measured in one kind of space does not become
measured in the others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import yaml
from pybtex.database import parse_file
from pybtex.exceptions import PybtexError

from veille.assumptions.parameters import PARAMETERS, Parameter
from veille.assumptions.vocabulary import ARCHETYPES, AXES, CLASSES, STATUSES, UNITS, class_of
from veille.errors import VeilleError

RECORDS = Path(__file__).parent / "records"
BIBLIOGRAPHY = Path(__file__).parents[3] / "book" / "references.bib"
_FIELDS = {"id", "parameter", "applies_to", "label", "value", "unit", "law", "status", "source",
           "place", "reason", "range", "secondary"}
_REQUIRED = ("id", "parameter", "label", "value", "unit", "status", "reason", "range")

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


def load_catalogue(folder: Path | str | None = None) -> Catalogue:
    """Read every ``*.yaml`` of a folder (by default, the project's own) into a `Catalogue`.

    Source keys are looked up in ``references.bib`` of that folder if there is one, otherwise in
    the book's bibliography.

    Raises
    ------
    AssumptionError
        With the file and the record, for anything that cannot be used.
    """
    folder = Path(folder) if folder is not None else RECORDS
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if not files:
        raise AssumptionError(
            f"Aucun fichier d’hypothèses (*.yaml) dans « {folder} » : "
            "un dossier de fichiers YAML est attendu."
        )
    bibliography = folder / "references.bib"
    keys = _bibliography_keys(bibliography if bibliography.exists() else BIBLIOGRAPHY)
    return Catalogue(tuple(record for file in files for record in _read(file, keys)))


def _bibliography_keys(path: Path) -> set[str]:
    try:
        return set(parse_file(str(path)).entries)
    except (OSError, PybtexError, UnicodeDecodeError) as error:
        raise AssumptionError(
            f"Bibliographie illisible : « {path} », un fichier BibTeX est attendu."
        ) from error


def _read(path: Path, keys: set[str]) -> Iterator[Assumption]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" ligne {mark.line + 1}" if mark else ""
        raise AssumptionError(f"{path.name}{where} : du YAML bien formé est attendu.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise AssumptionError(f"{path.name} : un fichier lisible en UTF-8 est attendu.") from error
    if not isinstance(document, Mapping) or not isinstance(document.get("records"), list):
        raise AssumptionError(f"{path.name} : « topic » et une liste « records » sont attendus.")
    for number, raw in enumerate(document["records"], start=1):
        name = raw.get("id", f"n° {number}") if isinstance(raw, Mapping) else f"n° {number}"
        try:
            yield _record(raw, path.stem, str(document.get("topic", path.stem)), keys)
        except AssumptionError as error:
            raise AssumptionError(f"{path.name}, hypothèse « {name} » : {error}") from error


def _record(raw: object, topic: str, topic_label: str, keys: set[str]) -> Assumption:
    if not isinstance(raw, Mapping):
        raise AssumptionError(f"trouvé « {raw} », un enregistrement à champs nommés est attendu.")
    unknown = sorted(set(raw) - _FIELDS)
    if unknown:
        raise AssumptionError(f"champ inconnu : {', '.join(unknown)}.")
    for field in _REQUIRED:
        if raw.get(field) in (None, "", []):
            raise AssumptionError(f"le champ « {field} » manque.")
    fields = dict(raw) | {"topic": topic, "topic_label": topic_label}
    fields["applies_to"] = tuple(raw.get("applies_to") or ())
    fields["range"] = _range(raw["range"])
    fields["reason"] = " ".join(str(raw["reason"]).split())
    source = raw.get("source")
    if source is not None and source not in keys:
        raise AssumptionError(f"source « {source} » absente de la bibliographie.")
    return Assumption(**fields)


def _range(raw: object) -> tuple[float, float]:
    if not (isinstance(raw, list | tuple) and len(raw) == 2 and all(map(_is_number, raw))):
        raise AssumptionError(f"plage « {raw} » : deux nombres [bas, haut] sont attendus.")
    return float(raw[0]), float(raw[1])


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
    unknown = [code for code in record.applies_to if code not in ARCHETYPES]
    if unknown or (record.applies_to and "archetype" not in record.spec.axes):
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
        if not _is_number(number):
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
        return  # one value said once for several archetypes
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


def _cells(value: object, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _cells(part, (*keys, str(key)))
    else:
        yield keys, value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _fields(record: Assumption) -> dict:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def _wide_range(catalogue: Catalogue, name: str) -> tuple[float, float]:
    ranges = [record.range for record in catalogue.records if record.parameter == name]
    return min(low for low, _ in ranges), max(high for _, high in ranges)
