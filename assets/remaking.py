"""What is done anew to a database when the schema differs: views and macros go, and each table gets its stage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import duckdb

# Files named after a part of a stage.
_STAGE_OF_PART = {
    "ledger": "pipeline",
    "the_dictionary": "pipeline",
    "observing": "captures",
    "events": "notices",
    "search": "provisions",
    "answers_turning": "answers",
    "claims": "answers",
    "provision_pages": "answers",
}
_CREATED = re.compile(r"^CREATE (?:TABLE IF NOT EXISTS|OR REPLACE VIEW) (?:(\w+)\.)?(\w+)", re.MULTILINE)


def drop_views_and_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop them all: one that a new release no longer has must not linger."""
    views = connection.execute(
        "SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal AND database_name = current_database()"
    ).fetchall()
    macros = connection.execute(
        "SELECT DISTINCT schema_name, function_name, function_type FROM duckdb_functions() "
        "WHERE NOT internal AND function_type IN ('macro', 'table_macro') AND database_name = current_database()"
    ).fetchall()
    for schema, name, kind in [*macros, *((*view, "view") for view in views)]:
        dropped = {"macro": "MACRO", "table_macro": "MACRO TABLE", "view": "VIEW"}[kind]
        connection.execute(f'DROP {dropped} IF EXISTS "{schema}"."{name}"')


def record_stages_of_tables(connection: duckdb.DuckDBPyConnection, files: Iterable[Path]) -> None:
    """Record the stage of each table and view: ``30_versions.sql`` and ``91_views_of_versions.sql`` are of versions."""
    rows = []
    for file in files:
        part = re.sub(r"^\d+_(views_of_)?", "", file.stem)
        for schema, table in _CREATED.findall(file.read_text(encoding="utf-8")):
            rows.append((schema or "main", table, _STAGE_OF_PART.get(part, part)))
    connection.execute("DELETE FROM ledger.table_stages")
    connection.executemany("INSERT INTO ledger.table_stages VALUES (?, ?, ?)", rows)
