"""The stages one after another without Dagster, and what a home holds, for comparing two of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from assets.answers.building import build_answers
from assets.answers.catalogue import load_questions
from assets.archive import Archive
from assets.captures.due import due_pages
from assets.captures.fetching import read_settings
from assets.captures.observing import observe
from assets.captures.projection import project_observations
from assets.changes.assets import rules_version
from assets.changes.building import build_changes
from assets.home import Home
from assets.provisions.building import build_provisions
from assets.sources.in_force import LIVE, platforms_in_force, record_declarations
from assets.sources.projection import project_sources
from assets.topics.building import build_topics
from assets.topics.taxonomy import load_taxonomy
from assets.versions.building import build_versions
from assets.versions.pages import read_pending
from assets.warehouse import Warehouse

BOOKKEEPING = ("recorded_at", "run_id")
"""When and by which run a fact was recorded: two homes that hold the same facts differ in these alone."""

ARRIVAL = (*BOOKKEEPING, "chain_no", "sequence")
"""Besides, the order in which facts reached a home: another one where history came in parts."""


def look(home: Home, run_id: str, *, everything: bool = False) -> None:
    """Look at what is due in a live home, as its run does, and record it."""
    archive, warehouse = Archive(home, run_id), Warehouse(home)
    record_declarations(home, archive, looking=True)
    project_sources(warehouse, archive)
    project_observations(warehouse, archive)
    platforms, _ = platforms_in_force(home)
    pages = due_pages(warehouse, platforms, LIVE, datetime.now(UTC), everything=everything)
    observe(archive, pages, read_settings(home))
    warehouse.close()


def work_through(home: Home) -> None:
    """Do what a run does, from the archive to the answers."""
    archive, warehouse = Archive(home), Warehouse(home)
    project_sources(warehouse, archive)
    project_observations(warehouse, archive)
    read_pending(warehouse, archive, workers=1)
    build_versions(warehouse, archive)
    build_provisions(warehouse)
    build_topics(warehouse, load_taxonomy())
    build_changes(warehouse, rules_version(warehouse))
    build_answers(warehouse, load_questions())
    warehouse.close()


def tables(database: Path, *, without: Collection[str] = ()) -> dict[str, list[str]]:
    """Return the rows of every table of a database, sorted; columns named in ``without`` are left out."""
    connection = duckdb.connect(str(database), read_only=True)
    try:
        found = {}
        for schema, table in connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() ORDER BY ALL"
        ).fetchall():
            relation = connection.sql(f'FROM "{schema}"."{table}"')
            shown = [column for column in relation.columns if column not in without]
            rows = connection.sql(f'SELECT {", ".join(shown)} FROM "{schema}"."{table}"').fetchall()
            found[f"{schema}.{table}"] = sorted(map(repr, rows))
        # how far the ledger was read is a line number
        if "chain_no" in without:
            found["ledger.stage_versions"] = [
                row for row in found["ledger.stage_versions"] if "chain_no" not in row
            ]
        return found
    finally:
        connection.close()


def differences(one: Mapping[str, Sequence[Any]], other: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    """Return, table by table, a few rows that only one of two databases has; empty: they are the same."""
    found = {}
    for table in sorted({*one, *other}):
        mine, theirs = list(one.get(table, [])), list(other.get(table, []))
        if mine != theirs:
            only = [("first", row) for row in mine if row not in set(theirs)]
            only += [("second", row) for row in theirs if row not in set(mine)]
            found[table] = only[:4] or [("rows", len(mine), len(theirs))]
    return found
