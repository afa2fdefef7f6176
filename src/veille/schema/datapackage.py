"""Describe a folder of tables as a Frictionless Data Package."""

from collections.abc import Mapping
from pathlib import Path

from veille.schema.model import Column, Table

_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def describe(
    tables: Mapping[str, Table], files: Mapping[str, list[Path]], origin: Mapping[str, object]
) -> dict:
    """Give the content of ``datapackage.json``.

    Parameters
    ----------
    files
        For each table, its files, relative to the folder.
    origin
        What made the data: seed, sizes, assumptions; kept under the key ``veille``.
    """
    return {
        "name": "veille-monde-synthetique",
        "title": "Monde synthétique de serveurs et de familles de mots-clés",
        "description": "Données entièrement synthétiques : aucune ligne ne vient d’un serveur, "
        "d’un message ou d’une personne.",
        "licenses": [{
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }],
        "contributors": [{"title": "les contributeur·ices du projet", "roles": ["author"]}],
        "veille": dict(origin),
        "resources": [_resource(tables[name], paths) for name, paths in files.items()],
    }


def _resource(table: Table, paths: list[Path]) -> dict:
    form = paths[0].suffix[1:]
    resource = {
        "name": table.name.replace("_", "-"),
        "title": table.title,
        "description": table.description,
        "type": "table",
        "path": paths[0].as_posix(),
        "format": form,
        "mediatype": _TYPES[form],
        "encoding": "utf-8",
        "schema": _schema(table),
    }
    if len(paths) > 1:
        resource["extrapaths"] = [path.as_posix() for path in paths[1:]]
    return resource


def _schema(table: Table) -> dict:
    schema: dict = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.primary_key),
    }
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {
                "fields": list(key.columns),
                "reference": {
                    "resource": key.table.replace("_", "-"),
                    "fields": list(key.references),
                },
            }
            for key in table.foreign_keys
        ]
    return schema


def _field(column: Column) -> dict:
    constraints: dict = {} if column.nullable else {"required": True}
    for name in ("minimum", "maximum"):
        bound = getattr(column, name)
        if bound is not None:
            constraints[name] = bound
    if column.categories:
        constraints["enum"] = list(column.categories)
    if column.pattern:
        constraints["pattern"] = column.pattern
    description = f"{column.description} ({column.unit})" if column.unit else column.description
    return {
        "name": column.name,
        "type": column.dtype,
        "description": description,
        "constraints": constraints,
    }
