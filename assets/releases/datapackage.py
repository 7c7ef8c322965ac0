"""The Frictionless data packages of a release: types, keys, enumerations, missing values, licences (version 2.0).

There are two that say the same, one of the CSV files and one of the Parquet files: the validator most people have
(frictionless-py) cannot read lists or sizes of Parquet, and would find fault with a package that holds both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assets.releases.manifest import ReleasedFile, ReleasedTable
from assets.releases.promises import Promises
from assets.releases.tables import AnalystTable
from assets.warehouse import ColumnDescription

DESCRIPTORS = {"csv": "datapackage.json", "parquet": "parquet/datapackage.json"}
"""Where the descriptor of each kind of file stands; it names files relative to its own folder."""

_MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_PROFILES = "https://datapackage.org/profiles/2.0"
_TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "datetime",
    "VARCHAR[]": "array",
}
_MISSING = (
    "A missing value (nothing between the commas of a CSV file, null in Parquet and DuckDB) means what the column's "
    '`missingMeans` says; without one, that the value does not apply or was not recorded. An empty text ("" in CSV) is '
    "a value: there are no words. Missing never means that a policy is silent: that is the stance `silent`; "
    "`not_captured` means that we could not look."
)
_ROW_LICENCE = {
    "licence": "Each row names its licence and attribution in the columns licence and attribution.",
    "collection_id": "Each row's licence and attribution stand in collections, by collection_id.",
    "version_id": "Each row's licence and attribution stand in collections, by the collection_id of its version_id in "
    "versions (noise_ledger for versions that are not published).",
    "answer_id": "The licence and attribution of the words quoted stand in collections, by the collection_id in versions "
    "of each version_id that answer_evidence has for the answer_id.",
    "provision_id": "Each row's licence and attribution stand in collections, by the collection_id of its provision_id in "
    "provisions.",
}
_NO_ROW_LICENCE = "These rows are figures and ids that Termscape made from all collections; name those that collections lists."


def data_package(
    tables: Sequence[AnalystTable],
    facts: Mapping[str, ReleasedTable],
    held: Mapping[str, Promises],
    files: Sequence[ReleasedFile],
    collections: Sequence[Mapping[str, Any]],
    *,
    kind: str,
    release_id: str,
    look: str | None,
) -> dict[str, Any]:
    """Return the descriptor of one ``kind`` of file (csv or parquet): a resource for each table.

    ``collections``: the rows of that table, whose licences and attributions the package passes on.
    """
    written = {file.path: file for file in files}
    resources = [
        _resource(table, facts[table.name], held[table.name], written[path_of(table.name, kind)], kind)
        for table in tables
    ]
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "termscape",
        "title": "Termscape: what platforms' policies say, and what changed in them",
        "description": f"Release {release_id}; the newest look was at {look or 'no time'}. {_MISSING} Times are UTC; lists are JSON. "
        "Texts of policies are quoted as evidence and stay their authors'. Nothing here is legal advice.",
        "version": release_id,
        "licenses": _licences(collections),
        "sources": [_source(collection) for collection in collections],
        "contributors": [{"title": "Termscape", "roles": ["publisher"]}],
        "resources": resources,
    }


def path_of(table: str, kind: str) -> str:
    """Return where a table stands in a release as a file of one kind."""
    return f"{kind}/{table}.{kind}"


def _resource(
    table: AnalystTable, facts: ReleasedTable, held: Promises, file: ReleasedFile, kind: str
) -> dict[str, Any]:
    resource = {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "path": file.path if kind == "csv" else file.path.rpartition("/")[2],
        "title": table.name,
        "description": table.description,
        "format": kind,
        "mediatype": _MEDIA_TYPES[kind],
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "rows": facts.rows,
        "rowLicence": _row_licence(table),
        "schema": _schema(table, held),
    }
    return {**resource, "encoding": "utf-8"} if kind == "csv" else resource


def _schema(table: AnalystTable, held: Promises) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(table, column, held) for column in table.columns],
        "missingValues": [""],
    }
    if held.key:
        schema["primaryKey"] = list(held.key)
    if held.references:
        schema["foreignKeys"] = [
            {
                "fields": [column],
                # of a table to itself, the reference names no resource
                "reference": {
                    "resource": "" if target == table.name else target,
                    "fields": [target_column],
                },
            }
            for column, (target, target_column) in held.references.items()
        ]
    return schema


def _field(table: AnalystTable, column: ColumnDescription, held: Promises) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES.get(column.data_type, "any"),
        "description": column.description,
    }
    if meaning := table.missing_means(column):
        described["missingMeans"] = meaning
    constraints: dict[str, Any] = {}
    if column.name in held.key:
        constraints["required"] = True
    if column.name in held.values:
        constraints["enum"] = list(held.values[column.name])
    return {**described, "constraints": constraints} if constraints else described


def _row_licence(table: AnalystTable) -> str:
    names = {column.name for column in table.columns}
    return next((said for column, said in _ROW_LICENCE.items() if column in names), _NO_ROW_LICENCE)


def _licences(collections: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return each licence once, by a name as the standard wants it, with the collections it is of."""
    by_licence: dict[str, list[str]] = {}
    for row in collections:
        by_licence.setdefault(row["licence"] or "", []).append(row["name"])
    licences = [
        {
            "name": re.sub(r"[^-a-zA-Z0-9._]+", "-", licence).strip("-") or "not-stated",
            "title": f"{licence or 'no licence is stated'}: what comes from {', '.join(sorted(names))}",
        }
        for licence, names in sorted(by_licence.items())
    ]
    return licences or [{"name": "not-stated", "title": "there is no collection"}]


def _source(collection: Mapping[str, Any]) -> dict[str, str]:
    source = {
        "title": f"{collection['name']} ({collection['attribution'] or 'no attribution is stated'})",
        "collection_id": collection["collection_id"],
    }
    return {**source, "path": collection["url"]} if collection["url"] else source
