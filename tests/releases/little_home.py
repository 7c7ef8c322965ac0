"""A home so small that releasing it takes no second, with texts and values that formats like to spoil."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assets.home import Home
from assets.releases.keeping import Keeping
from assets.releases.making import Made, make_release
from assets.releases.publication import publish
from assets.warehouse import Warehouse

FORMULA = '=HYPERLINK("https://lumora.example","click")'
LONG = "All of it. " * 4_000
"""Longer than a cell of Excel's may be."""
LINES = 'first line\r\nsecond, with a comma and a "quote"\nthird'

TOPICS = [
    {"topic_id": "formula", "name": FORMULA, "definition": "+1", "opp115_category": "", "languages": []},
    {"topic_id": "lines", "name": "行", "definition": LINES, "opp115_category": None, "languages": ["en"]},
    {"topic_id": "long", "name": "007", "definition": LONG, "parent_id": "lines", "languages": ["en", "de"]},
]
LEDGER_HEAD = (7, "f" * 64)


def make_home(folder: Path) -> Home:
    """Make the home and publish it: one collection, two platforms, three topics, two looks at one document."""
    home = Home(folder)
    home.claim("sample")
    warehouse = Warehouse(home)
    fill(warehouse)
    publish(warehouse)
    warehouse.close()
    return home


def fill(warehouse: Warehouse) -> None:
    """Put the rows of the home into its warehouse."""
    collection = {"collection_id": "invented", "name": "Invented", "kind": "sample", "licence": "CC0 1.0"}
    warehouse.insert("ledger.collections", [{**collection, "attribution": "Nobody", "url": None}])
    names = [{"platform_id": "lumora", "name": "Lumora"}, {"platform_id": "brisk", "name": "Brisk"}]
    warehouse.insert("ledger.platforms", names)
    document = {
        "document_id": "lumora/privacy-policy",
        "platform_id": "lumora",
        "terms_type": "Privacy Policy",
    }
    warehouse.insert("ledger.documents", [{**document, "declared": True, "absent_checked_on": None}])
    warehouse.insert("ledger.topics", [{"parent_id": None, "opp115_category": None, **row} for row in TOPICS])
    timeline = {"timeline_id": "lumora/privacy-policy@invented", "document_id": "lumora/privacy-policy"}
    place = {"collection_id": "invented", "jurisdiction": "", "language": "", "vantage": ""}
    warehouse.insert("ledger.timelines", [{**timeline, **place}])
    look(warehouse, 1, datetime(2026, 3, 1, 8, tzinfo=UTC))
    look(warehouse, 2, datetime(2026, 3, 2, 8, 30, 15, 250_000, tzinfo=UTC))


def look(warehouse: Warehouse, number: int, moment: datetime) -> None:
    """Record a look at the one document."""
    row: Mapping[str, Any] = {
        "observation_id": f"look-{number}",
        "timeline_id": "lumora/privacy-policy@invented",
        "source_id": "main",
        "sequence": number,
        "observed_at": moment,
        "fetch_outcome": "network_error",
        "format": "html",
        "fetcher": "nobody",
        "chain_no": number,
        "recorded_at": moment,
        "run_id": "a run",
    }
    warehouse.insert("ledger.observations", [row])


def changed(home: Home, statement: str | None = None, *, look_at: datetime | None = None) -> None:
    """Change what a home publishes by a statement of SQL or another look."""
    warehouse = Warehouse(home)
    if statement:
        warehouse.connection.execute(statement)
    if look_at:
        look(warehouse, warehouse.value("SELECT count(*) + 1 FROM ledger.observations"), look_at)
    publish(warehouse)
    warehouse.close()


def release(home: Home, keeping: Keeping | None = None) -> Made:
    """Make a release of a home."""
    return make_release(home, {}, LEDGER_HEAD, keeping or Keeping())


def copied(home: Home, folder: Path) -> Home:
    """Copy a home, links as links."""
    shutil.copytree(home.path, folder, symlinks=True)
    return Home(folder)
