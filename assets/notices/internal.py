"""The tables that are for those who keep a home alone, made anew from its files and its ledger: ``internal.duckdb``."""

from __future__ import annotations

from assets.archive.archive import Archive
from assets.errors import InputError
from assets.home import Home
from assets.notices.deliveries import read_deliveries
from assets.notices.reviews import record_reviews, review_rows
from assets.notices.vendors import read_vendors
from assets.warehouse import INTERNAL, write_internal

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
    write_internal(
        home,
        {
            "reviews": review_rows(archive),
            "vendors": vendors,
            "deliveries": [delivery.row for delivery in deliveries],
        },
    )
    return problems
