"""The clauses that differ from one version to the next: which of them a version's page shows, and where on it."""

from __future__ import annotations

from collections.abc import Collection

from assets.site.model import Row
from assets.site.reading import PlatformRows

SHOWN_STEPS = 1000
"""Clauses that differ, on a version's page; more than any reader goes through, and a page of about a megabyte."""


def differing(rows: PlatformRows) -> dict[str, list[Row]]:
    """Return the clauses that differ by version, in the order of the page."""
    return {
        version_id: [one for one in of if one["kind"]]
        for version_id, of in rows.by("provision_changes", "version_id").items()
    }


def shown(rows: PlatformRows) -> frozenset[str]:
    """Return the ids of all changes of clauses that stand on a version's page."""
    return frozenset(one["change_id"] for of in differing(rows).values() for one in of[:SHOWN_STEPS])


def anchor(change: Row) -> str:
    """Return where a changed clause stands on the page of its version."""
    return f"c-{change['change_id']}"


def link(change: Row | None, on_pages: Collection[str]) -> dict[str, str]:
    """Return the version whose page shows a change, and the place on it; empty where there is none."""
    if change is None:
        return {"version_id": "", "anchor": ""}
    return {
        "version_id": change["version_id"],
        "anchor": anchor(change) if change["change_id"] in on_pages else "",
    }
