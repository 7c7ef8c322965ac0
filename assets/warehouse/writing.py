"""The warehouse, the working database of a home: made by its schema, and loaded in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from assets.errors import HomeUnusable
from assets.home import Home, writing
from assets.warehouse.connecting import connect
from assets.warehouse.reading import Reader
from assets.warehouse.schema import (
    drop_views_and_macros,
    record_stages_of_tables,
    record_version,
    recorded_version,
    schema_files,
    schema_version,
    views_version,
)

# What one transaction holds at most (DESIGN section 2): a killed run loses no more than this.
BATCH_ROWS = 200


_POLARS_TYPES: Mapping[str, Any] = {
    "VARCHAR": pl.String,
    "INTEGER": pl.Int32,
    "BIGINT": pl.Int64,
    "DOUBLE": pl.Float64,
    "BOOLEAN": pl.Boolean,
    "DATE": pl.Date,
    "TIMESTAMP WITH TIME ZONE": pl.Datetime("us", "UTC"),
    "VARCHAR[]": pl.List(pl.String),
}


class Warehouse(Reader):
    """The working database of a home, opened by the one run that holds the home's lock.

    It is a projection of the archive: when its schema is not the present one it is removed and made
    again, which ``was_reset`` tells.
    """

    def __init__(self, home: Home) -> None:
        self.home = home
        self.was_reset = False
        with writing(home.path):
            home.path.mkdir(parents=True, exist_ok=True)
        super().__init__(self._open())

    def _open(self) -> duckdb.DuckDBPyConnection:
        existed = self.home.warehouse.exists()
        connection = connect(self.home.warehouse)
        if existed and recorded_version(connection, "schema") != schema_version():
            connection.close()
            remove_warehouse(self.home)
            self.was_reset = True
            connection = connect(self.home.warehouse)
        if recorded_version(connection, "views") == views_version():
            return connection
        drop_views_and_macros(connection)
        for file in schema_files():
            connection.execute(file.read_text(encoding="utf-8"))
        record_stages_of_tables(connection)
        record_version(connection, "schema", schema_version())
        record_version(connection, "views", views_version())
        return connection

    def close(self) -> None:
        """Write everything into the database file and let it go."""
        self.connection.execute("CHECKPOINT")
        self.connection.close()

    def stage_version(self, stage: str) -> str | None:
        """Return the recorded version of a stage, ``None`` if it never ran."""
        return recorded_version(self.connection, stage)

    def set_stage_version(self, stage: str, version: str) -> None:
        """Record the version of a stage (inside the caller's transaction, if there is one)."""
        record_version(self.connection, stage, version)

    def renew(self, stage: str, version: str, tables: Sequence[str]) -> bool:
        """Empty ``tables`` if another version of the stage's code made them; return whether it did."""
        present = self.stage_version(stage)
        if present == version:
            return False
        with self.transaction():
            for table in tables:
                self.connection.execute(f"DELETE FROM {table}")
            self.set_stage_version(stage, version)
        return present is not None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what happens inside as one, or none of it."""
        self.connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        with writing(self.home.warehouse):
            try:
                self.connection.execute("COMMIT")
            except duckdb.IOException as error:
                raise HomeUnusable(
                    f"{self.home.warehouse} could not be written ({error}). Is the disk full? "
                    "What was committed before stays; run the same command again."
                ) from error

    def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> int:
        """Insert rows (one mapping a row, keys are column names) in one bulk load; return their number."""
        if not rows:
            return 0
        self.connection.register("new_rows", pl.DataFrame(rows, schema=self.columns(table), orient="row"))
        self.connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM new_rows")
        self.connection.unregister("new_rows")
        return len(rows)

    def columns(self, table: str) -> dict[str, Any]:
        """Return a table's columns with their Polars types, in order."""
        schema, _, name = table.rpartition(".")
        described = self.connection.execute(
            "SELECT column_name, data_type FROM duckdb_columns() "
            "WHERE schema_name = ? AND table_name = ? AND database_name = current_database() "
            "ORDER BY column_index",
            [schema or "main", name],
        ).fetchall()
        return {column: _POLARS_TYPES[data_type] for column, data_type in described}


def in_batches(rows: Iterable[Any], size: int = BATCH_ROWS) -> Iterator[list[Any]]:
    """Yield the rows in lists of at most ``size``."""
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def remove_warehouse(home: Home) -> None:
    """Remove the working database (and its write-ahead log); the archive can make it again."""
    for path in (home.warehouse, home.warehouse.with_name(home.warehouse.name + ".wal")):
        path.unlink(missing_ok=True)


@contextmanager
def open_copy(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a copy of the warehouse that nobody reads yet, to finish it before it is published."""
    connection = connect(path)
    try:
        yield connection
        connection.execute("CHECKPOINT")
    finally:
        connection.close()
