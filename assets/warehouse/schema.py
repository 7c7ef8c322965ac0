"""What sql/schema and sql/macros define: tables, views and macros with their comments, and the version of it all."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from assets.warehouse.connecting import connect

SQL_FOLDER = Path(__file__).resolve().parents[2] / "sql"


def schema_files() -> list[Path]:
    """Return the files that define tables, views, macros and their comments, in the order they apply."""
    return [*sorted((SQL_FOLDER / "schema").glob("*.sql")), *sorted((SQL_FOLDER / "macros").glob("*.sql"))]


def schema_version() -> str:
    """Return a hash of the tables' definitions: another one means that the warehouse must be made again."""
    return _hash(file for file in schema_files() if b"CREATE TABLE" in file.read_bytes())


def views_version() -> str:
    """Return a hash of the whole schema: another one means that views and macros, which hold nothing, are remade."""
    return _hash(schema_files())


def _hash(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def table_names(query: str) -> frozenset[str]:
    """Return the tables and views a query reads, with their schema where it names one."""
    with connect() as connection:
        # DuckDB answers "table AS alias" for a qualified name with an alias
        names = connection.get_table_names(query, qualified=True)
    return frozenset(name.split(" AS ")[0] for name in names)


@dataclass(frozen=True)
class ColumnDescription:
    """A column as the schema documents it."""

    table: str
    name: str
    data_type: str
    description: str


@cache
def described_tables() -> Mapping[str, str]:
    """Return what sql/schema says of every table and view."""
    with connect() as connection:
        for file in schema_files():
            connection.execute(file.read_text(encoding="utf-8"))
        rows = connection.execute(
            "SELECT if(schema_name = 'main', '', schema_name || '.') || table_name, comment FROM duckdb_tables() "
            "UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
    return {name: comment or "" for name, comment in rows}


@cache
def described_columns() -> Mapping[str, tuple[ColumnDescription, ...]]:
    """Return every table and view of the schema with its columns, as sql/schema documents them."""
    with connect() as connection:
        for file in schema_files():
            connection.execute(file.read_text(encoding="utf-8"))
        rows = connection.execute(
            "SELECT if(schema_name = 'main', '', schema_name || '.') || table_name, column_name, data_type, "
            "coalesce(comment, '') FROM duckdb_columns() WHERE NOT internal "
            "ORDER BY schema_name, table_name, column_index"
        ).fetchall()
    described: dict[str, list[ColumnDescription]] = {}
    for row in rows:
        described.setdefault(row[0], []).append(ColumnDescription(*row))
    return {table: tuple(columns) for table, columns in described.items()}


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


def record_stages_of_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Record the stage of each table and view: ``30_versions.sql`` and ``91_views_of_versions.sql`` are of versions."""
    rows = []
    for file in schema_files():
        part = re.sub(r"^\d+_(views_of_)?", "", file.stem)
        for schema, table in _CREATED.findall(file.read_text(encoding="utf-8")):
            rows.append((schema or "main", table, _STAGE_OF_PART.get(part, part)))
    connection.execute("DELETE FROM ledger.table_stages")
    connection.executemany("INSERT INTO ledger.table_stages VALUES (?, ?, ?)", rows)


def recorded_version(connection: duckdb.DuckDBPyConnection, stage: str) -> str | None:
    """Return the version of a stage that a database was made with, ``None`` where it says nothing of it."""
    try:
        row = connection.execute(
            "SELECT version FROM ledger.stage_versions WHERE stage = ?", [stage]
        ).fetchone()
    except duckdb.CatalogException:
        return None
    return row[0] if row else None


def record_version(connection: duckdb.DuckDBPyConnection, stage: str, version: str) -> None:
    """Record the version of a stage that made what is in the database."""
    connection.execute("DELETE FROM ledger.stage_versions WHERE stage = ?", [stage])
    connection.execute("INSERT INTO ledger.stage_versions VALUES (?, ?)", [stage, version])
