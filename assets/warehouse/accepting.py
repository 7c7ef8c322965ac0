"""Whether a query fits the tables that this code makes: one that fits here and not in a database asks for what that lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from assets.warehouse.connecting import connect
from assets.warehouse.schema import SQL_FOLDER, schema_files


def fits_the_present_tables(query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> bool:
    """Whether an empty database of this code's tables, views, models and macros understands a query; it is not run."""
    with connect() as connection:
        for file in schema_files():
            connection.execute(file.read_text(encoding="utf-8"))
        _add_models(connection)
        try:
            connection.execute(f"EXPLAIN {query}", parameters or None)
        except duckdb.Error:
            return False
    return True


def _add_models(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the models as views, those that read others after them."""
    left = {
        file.stem: file.read_text(encoding="utf-8") for file in sorted((SQL_FOLDER / "models").glob("*.sql"))
    }
    while left:
        made = [name for name, query in left.items() if _is_made(connection, name, query)]
        if not made:
            return
        left = {name: query for name, query in left.items() if name not in made}


def _is_made(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> bool:
    try:
        connection.execute(f"CREATE VIEW {name} AS {query}")
    except duckdb.Error:
        return False
    return True
