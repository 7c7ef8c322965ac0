"""The warehouse: the only place that opens DuckDB, applies the schema and loads rows in bulk."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from assets.errors import HomeUnusable, InputError, NothingFound
from assets.home import INTERNAL, Home, writing

SQL_FOLDER = Path(__file__).resolve().parent.parent / "sql"

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


class Reader:
    """Runs queries on an open database: the warehouse, or a published copy."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def frame(
        self, query: str, parameters: Sequence[Any] = (), *, wanted: Iterable[str] | None = None
    ) -> pl.DataFrame:
        """Run a query and return its rows as a Polars frame.

        ``wanted`` is a set of keys that the query finds as the table ``wanted`` with the one column ``key``.
        (A list as a parameter costs DuckDB 0.3 ms a member: it looks for pandas each time.)
        """
        if wanted is None:
            return self.connection.sql(query, params=list(parameters) or None).pl()
        self.connection.register("wanted", pl.DataFrame({"key": list(wanted)}, schema={"key": pl.String}))
        try:
            return self.connection.sql(query, params=list(parameters) or None).pl()
        finally:
            self.connection.unregister("wanted")

    @contextmanager
    def given(self, name: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[None]:
        """Let queries inside find these rows (at least one; all with the same keys) as the table ``name``."""
        self.connection.register(name, pl.DataFrame(rows, orient="row"))
        try:
            yield
        finally:
            self.connection.unregister(name)

    def rows(
        self, query: str, parameters: Sequence[Any] = (), *, wanted: Iterable[str] | None = None
    ) -> list[dict[str, Any]]:
        """Run a query and return its rows as dictionaries (times as aware UTC datetimes)."""
        return self.frame(query, parameters, wanted=wanted).to_dicts()

    def value(self, query: str, parameters: Sequence[Any] = ()) -> Any:
        """Run a query of one row and one column and return what it holds."""
        row = self.connection.execute(query, list(parameters)).fetchone()
        return row[0] if row else None


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
        connection = _connect(self.home.warehouse)
        if existed and _recorded(connection, "schema") != schema_version():
            connection.close()
            remove_warehouse(self.home)
            self.was_reset = True
            connection = _connect(self.home.warehouse)
        if _recorded(connection, "views") == views_version():
            return connection
        _drop_views_and_macros(connection)
        for file in schema_files():
            connection.execute(file.read_text(encoding="utf-8"))
        _record_stages_of_tables(connection)
        _set_stage_version(connection, "schema", schema_version())
        _set_stage_version(connection, "views", views_version())
        return connection

    def close(self) -> None:
        """Write everything into the database file and let it go."""
        self.connection.execute("CHECKPOINT")
        self.connection.close()

    def stage_version(self, stage: str) -> str | None:
        """Return the recorded version of a stage, ``None`` if it never ran."""
        return _recorded(self.connection, stage)

    def set_stage_version(self, stage: str, version: str) -> None:
        """Record the version of a stage (inside the caller's transaction, if there is one)."""
        _set_stage_version(self.connection, stage, version)

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


def table_names(query: str) -> frozenset[str]:
    """Return the tables and views a query reads, with their schema where it names one."""
    with duckdb.connect() as connection:
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
    with duckdb.connect() as connection:
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
    with duckdb.connect() as connection:
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


def remove_warehouse(home: Home) -> None:
    """Remove the working database (and its write-ahead log); the archive can make it again."""
    for path in (home.warehouse, home.warehouse.with_name(home.warehouse.name + ".wal")):
        path.unlink(missing_ok=True)


def open_published(home: Home) -> duckdb.DuckDBPyConnection:
    """Open the published copy read-only; runs replace the file without disturbing whoever has it open.

    Raises:
        NothingFound: nothing was published in this home yet.
    """
    if not home.published_database.exists():
        raise NothingFound(
            f"nothing is published in {home.path} yet. Make something first: `make run` (the sample), or "
            "`termscape import ota --versions PATH` (real history). Another home: --home."
        )
    return _connect(home.published_database, read_only=True)


@contextmanager
def open_copy(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a copy of the warehouse that nobody reads yet, to finish it before it is published."""
    connection = _connect(path)
    try:
        yield connection
        connection.execute("CHECKPOINT")
    finally:
        connection.close()


@contextmanager
def open_file(path: Path | None, spill: Path) -> Iterator[Reader]:
    """Open a database file read-only (``None``: none) to read it, and files beside it, the same way every time.

    One thread, so that sums of fractions and files that are written come out alike; what does not fit the memory
    goes into the folder ``spill``.

    Raises:
        HomeUnusable: the file is no database, or is damaged.
    """
    connection = _connect(path, read_only=True) if path else _connect(Path(":memory:"))
    try:
        connection.execute("SET threads = 1")
        connection.execute("SET temp_directory = $1", [str(spill)])
        yield Reader(connection)
    finally:
        connection.close()


def attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Let queries find the tables of another database, which stays as it is, under a name."""
    quoted = str(path).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")


def read_frame(
    home: Home,
    query: str,
    parameters: Sequence[Any] | Mapping[str, Any] = (),
    *,
    with_internal: bool = False,
) -> pl.DataFrame:
    """Run a query on the published copy and return its rows; its parameters by position (?) or name ($name).

    ``with_internal``: it finds the home's internal tables too, as ``internal.reviews`` and so on.

    Raises:
        InputError: DuckDB does not accept the query; its message is passed on.
    """
    connection = open_published(home)
    try:
        if with_internal and home.internal_database.exists():
            attach(connection, home.internal_database, INTERNAL)
        return connection.sql(query, params=parameters or None).pl()
    except (duckdb.CatalogException, duckdb.BinderException) as error:  # a table or a column is not there
        if _recorded(connection, "views") not in (None, views_version()):
            raise InputError(
                f"{home.published_database} was published by another version of Termscape: `termscape run --offline` "
                f"publishes it anew. ({str(error).splitlines()[0]})"
            ) from error
        raise InputError(f"the query was not accepted: {error}") from error
    except duckdb.Error as error:
        raise InputError(f"the query was not accepted: {error}") from error
    finally:
        connection.close()


def _connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path), read_only=read_only)
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


def _drop_views_and_macros(connection: duckdb.DuckDBPyConnection) -> None:
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
    "search": "provisions",
    "answers_turning": "answers",
    "claims": "answers",
    "provision_pages": "answers",
}
_CREATED = re.compile(r"^CREATE (?:TABLE IF NOT EXISTS|OR REPLACE VIEW) (?:(\w+)\.)?(\w+)", re.MULTILINE)


def _record_stages_of_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Record the stage of each table and view: ``30_versions.sql`` and ``91_views_of_versions.sql`` are of versions."""
    rows = []
    for file in schema_files():
        part = re.sub(r"^\d+_(views_of_)?", "", file.stem)
        for schema, table in _CREATED.findall(file.read_text(encoding="utf-8")):
            rows.append((schema or "main", table, _STAGE_OF_PART.get(part, part)))
    connection.execute("DELETE FROM ledger.table_stages")
    connection.executemany("INSERT INTO ledger.table_stages VALUES (?, ?, ?)", rows)


def _recorded(connection: duckdb.DuckDBPyConnection, stage: str) -> str | None:
    try:
        row = connection.execute(
            "SELECT version FROM ledger.stage_versions WHERE stage = ?", [stage]
        ).fetchone()
    except duckdb.CatalogException:
        return None
    return row[0] if row else None


def _set_stage_version(connection: duckdb.DuckDBPyConnection, stage: str, version: str) -> None:
    connection.execute("DELETE FROM ledger.stage_versions WHERE stage = ?", [stage])
    connection.execute("INSERT INTO ledger.stage_versions VALUES (?, ?)", [stage, version])


Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how many are done, and how many there are (``None``: not known)."""


def silent(what: str, done: int, total: int | None) -> None:
    """Report no progress."""
