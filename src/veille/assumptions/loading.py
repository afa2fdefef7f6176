"""Read the catalogue from a folder of YAML files, one per topic."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml
from pybtex.database import parse_file
from pybtex.exceptions import PybtexError

from veille.assumptions.catalogue import Catalogue
from veille.assumptions.record import Assumption, AssumptionError, is_number

RECORDS = Path(__file__).parent / "records"
BIBLIOGRAPHY = Path(__file__).parents[3] / "book" / "references.bib"
_TEXTS = ("id", "parameter", "label", "unit", "law", "status", "source", "place", "reason")
_FIELDS = {*_TEXTS, "applies_to", "value", "range", "secondary"}
_REQUIRED = ("id", "parameter", "label", "value", "unit", "status", "reason", "range")


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
    for field in _TEXTS:
        if not isinstance(raw.get(field, ""), str):
            raise AssumptionError(f"« {field} » vaut « {raw[field]} », du texte est attendu.")
    if not isinstance(raw.get("secondary", False), bool):
        raise AssumptionError(f"« secondary » vaut « {raw['secondary']} », true ou false attendu.")
    fields = dict(raw) | {"topic": topic, "topic_label": topic_label}
    fields["applies_to"] = tuple(raw.get("applies_to") or ())
    fields["range"] = _range(raw["range"])
    fields["reason"] = " ".join(str(raw["reason"]).split())
    source = raw.get("source")
    if source is not None and source not in keys:
        raise AssumptionError(f"source « {source} » absente de la bibliographie.")
    return Assumption(**fields)


def _range(raw: object) -> tuple[float, float]:
    if not (isinstance(raw, list | tuple) and len(raw) == 2 and all(map(is_number, raw))):
        raise AssumptionError(f"plage « {raw} » : deux nombres [bas, haut] sont attendus.")
    return float(raw[0]), float(raw[1])
