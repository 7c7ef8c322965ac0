"""Reading databases: the published copy, which runs replace without disturbing its readers, and single files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from assets.errors import InputError, NothingFound
from assets.home import DEFAULT_SAMPLE, INTERNAL, Home
from assets.warehouse.accepting import fits_the_present_tables
from assets.warehouse.connecting import attach, connect
from assets.warehouse.schema import recorded_version, views_version


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


def open_published(home: Home) -> duckdb.DuckDBPyConnection:
    """Open the published copy read-only; runs replace the file without disturbing whoever has it open.

    Raises:
        NothingFound: nothing was published in this home yet.
    """
    if not home.published_database.exists():
        sample = Home(DEFAULT_SAMPLE)
        there = (
            f" What is published in the sample: --home {DEFAULT_SAMPLE}."
            if sample.published_database.exists()
            else ""
        )
        raise NothingFound(
            f"nothing is published in {home.path} yet. Make something first: `make run` (the sample), `termscape run`, "
            f"or `termscape import ota --versions PATH` (real history). Another home: --home.{there}"
        )
    return connect(home.published_database, read_only=True)


@contextmanager
def open_file(path: Path | None, spill: Path) -> Iterator[Reader]:
    """Open a database file read-only (``None``: none) to read it, and files beside it, the same way every time.

    One thread, so that sums of fractions and files that are written come out alike; what does not fit the memory
    goes into the folder ``spill``.

    Raises:
        HomeUnusable: the file is no database, or is damaged.
    """
    connection = connect(path, read_only=path is not None)
    try:
        connection.execute("SET threads = 1")
        connection.execute("SET temp_directory = $1", [str(spill)])
        yield Reader(connection)
    finally:
        connection.close()


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
        is_of_another = recorded_version(connection, "views") not in (None, views_version())
        # a slip in writing is one here as well; only what these tables have and those lack is for want of publishing
        if is_of_another and fits_the_present_tables(query, parameters):
            raise InputError(
                f"{home.published_database} was published by another version of Termscape: `termscape run --offline` "
                f"publishes it anew. ({str(error).splitlines()[0]})"
            ) from error
        raise InputError(f"the query was not accepted: {error}") from error
    except duckdb.Error as error:
        raise InputError(f"the query was not accepted: {error}") from error
    finally:
        connection.close()
