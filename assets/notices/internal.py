"""The tables that are for those who keep a home alone, made anew from its files and its ledger: ``internal.duckdb``."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from assets.archive.archive import Archive
from assets.errors import InputError
from assets.home import INTERNAL, Home, sync_folder, writing
from assets.leftovers import clear_leftovers, name_of_own
from assets.notices.deliveries import read_deliveries
from assets.notices.reviews import record_reviews, review_rows
from assets.notices.vendors import read_vendors
from assets.warehouse import SQL_FOLDER, attach, open_copy

INTERNAL_TABLES = tuple(
    f"{INTERNAL}.{name}" for name in ("reviews", "vendors", "deliveries", "changes_to_review")
)
"""What a release must never hold. It cannot: they are in a file beside the published database, not in it."""


def update_internal(home: Home, archive: Archive) -> list[str]:
    """Record the reviews, make the internal tables anew, and return what is wrong with the files behind them.

    With a broken ``reviews.csv`` the reviews recorded last stay; a broken ``vendors.yaml`` gives no vendors.

    Raises:
        HomeUnusable: the file cannot be written.
    """
    problems, vendors = [], []
    try:
        record_reviews(home, archive)
    except InputError as error:
        problems.append(str(error))
    try:
        vendors = [vendor.row for vendor in read_vendors(home)]
    except InputError as error:
        problems.append(str(error))
    deliveries = read_deliveries(archive.ledger.read()).by_id.values()
    _write(
        home,
        {
            "reviews": review_rows(archive),
            "vendors": vendors,
            "deliveries": [delivery.row for delivery in deliveries],
        },
    )
    return problems


def _write(home: Home, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Make ``internal.duckdb`` of a home with these rows, in one rename; the views on what is published come with it.

    Raises:
        HomeUnusable: it cannot be written.
    """
    temporary = name_of_own(home.internal_database)
    with writing(home.internal_database):
        try:
            clear_leftovers(home.path, home.internal_database.name)
            with open_copy(temporary) as connection:
                connection.execute((SQL_FOLDER / INTERNAL / "tables.sql").read_text(encoding="utf-8"))
                for table, rows in tables.items():
                    if rows:
                        connection.register(
                            "new_rows", pl.DataFrame(rows, orient="row", infer_schema_length=None)
                        )
                        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM new_rows")
                        connection.unregister("new_rows")
                if home.published_database.exists():
                    attach(connection, home.published_database, "termscape")
                    connection.execute((SQL_FOLDER / INTERNAL / "views.sql").read_text(encoding="utf-8"))
                    connection.execute("DETACH termscape")
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            temporary.replace(home.internal_database)
            sync_folder(home.path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
