"""The one door to DuckDB: connections with the settings that all of them share."""

from __future__ import annotations

from pathlib import Path

import duckdb

from assets.errors import HomeUnusable


def connect(path: Path | None = None, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a database file, or one in memory where none is named.

    Raises:
        HomeUnusable: the file is no database, is damaged, or another program has it open for writing.
    """
    try:
        connection = duckdb.connect(str(path or ":memory:"), read_only=read_only)
    except duckdb.IOException as error:
        raise HomeUnusable(
            f"{path} cannot be opened ({error}). If another program has it open, close it there: "
            "readers use published/termscape.duckdb. If it is damaged: `termscape rebuild`."
        ) from error
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET autoinstall_known_extensions = false")
    # it would write bars between the lines of progress that we show ourselves
    connection.execute("SET enable_progress_bar = false")
    return connection


def attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Let queries find the tables of another database, which stays as it is, under a name."""
    quoted = str(path).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")
