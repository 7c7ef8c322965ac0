"""Which pages are due to be looked at, and what to ask them: every page of a document whose time has come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assets.captures.fetching import Validators
from assets.home import Home
from assets.sources.in_force import platforms_in_force
from assets.sources.model import Declaration, Platform, SourceDocument
from assets.sources.recording import Collection
from assets.warehouse import Warehouse

_SCHEDULE = """
SELECT document_id, next_due, failed_looks, declaration_sha256 FROM schedule WHERE collection_id = ?
"""
_LAST_BODIES = """
SELECT t.document_id, o.source_id, o.final_url, o.content_sha256, o.format, o.content_type, o.provenance
FROM ledger.observations AS o
JOIN ledger.timelines AS t ON o.timeline_id = t.timeline_id
WHERE t.collection_id = ? AND o.fetch_outcome = 'fetched' AND o.content_sha256 IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY t.document_id, o.source_id ORDER BY o.sequence DESC) = 1
"""


@dataclass(frozen=True)
class KnownBody:
    """The body a page had at the last good look: how it is read, and how to ask whether it still holds."""

    validators: Validators
    format: str
    content_type: str | None


@dataclass(frozen=True)
class PageToLook:
    """A page to look at: how it is declared, for which collection, and what we have of it.

    ``observed_at`` is the time the look is recorded under instead of the clock's (the sample's dates).
    """

    declaration: Declaration
    source: SourceDocument
    collection: Collection
    known: KnownBody | None = None
    observed_at: datetime | None = None


def due_pages(
    warehouse: Warehouse,
    platforms: Iterable[Platform],
    collection: Collection,
    now: datetime,
    *,
    everything: bool = False,
) -> list[PageToLook]:
    """Return the pages to look at now, document by document.

    A document is due when its time has come (view ``schedule``), when it was never looked at, and when
    it is declared otherwise than at the last look. A page whose last look was good is asked whether it
    changed since; any other is asked for as if for the first time.

    Args:
        warehouse: what was observed so far.
        platforms: the platforms in force.
        collection: the one looks are recorded for.
        now: the time.
        everything: whether documents whose time has not come are looked at too.
    """
    schedule = {row["document_id"]: row for row in warehouse.rows(_SCHEDULE, [collection.collection_id])}
    bodies = {
        (row["document_id"], row["source_id"]): row
        for row in warehouse.rows(_LAST_BODIES, [collection.collection_id])
    }
    pages = []
    for platform in platforms:
        for declaration in platform.declarations:
            if declaration.valid_until is not None:
                continue
            row = schedule.get(declaration.document_id)
            if not (everything or _is_due(row, declaration, now)):
                continue
            good = row is not None and row["failed_looks"] == 0
            for source in declaration.sources:
                body = bodies.get((declaration.document_id, source.source_id)) if good else None
                known = _known(body) if body is not None else None
                pages.append(PageToLook(declaration, source, collection, known))
    return pages


def documents_looked_at(home: Home) -> set[str]:
    """Return the ids of the documents the rounds of a home look at.

    Others may have been looked at before, when they were declared, or the watch list named their platform:
    what failed of them then is not tried again.

    Raises:
        InputError: the home's ``watch.yaml`` cannot be used.
    """
    return {
        declaration.document_id
        for platform in platforms_in_force(home)[0]
        for declaration in platform.declarations
        if declaration.valid_until is None
    }


def _is_due(row: Mapping[str, Any] | None, declaration: Declaration, now: datetime) -> bool:
    if row is None or row["next_due"] is None or row["next_due"] <= now:
        return True
    return bool(row["declaration_sha256"] != declaration.sha256)


def _known(row: Mapping[str, Any]) -> KnownBody | None:
    """What makes the next question conditional; ``None``: the server said nothing to do that by."""
    headers = json.loads(row["provenance"] or "{}").get("response_headers", {})
    etag, last_modified = headers.get("etag", ""), headers.get("last-modified", "")
    if not (etag or last_modified) or not row["final_url"]:
        return None
    validators = Validators(row["final_url"], row["content_sha256"], etag, last_modified)
    return KnownBody(validators, row["format"], row["content_type"])
