"""The edition of the site for those who keep a home: the platforms they use, and what they made of the changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence

import duckdb

from assets.home import Home
from assets.site.change_pages import substantive
from assets.site.model import Page, Row, Team
from assets.site.reading import dicts_of
from assets.warehouse import read_frame

SHOWN_OF_A_STATE = 15
"""Events of a platform in one state of review; all of them are in internal.changes_to_review."""
SHOWN_CHANGES = 5
"""Newest substantive changes of a platform."""
STATES = ("new", "seen", "dismissed")

_VENDORS = "FROM internal.vendors ORDER BY nullif(criticality, '') IS NULL, list_position(['high', 'medium', 'low'], criticality), lower(platform), platform_id"
# Of the platforms that are used what matters, of all platforms what somebody reviewed.
_EVENTS = """
SELECT r.* EXCLUDE (before, after)
FROM internal.changes_to_review AS r
WHERE r.who IS NOT NULL
    OR (r.platform_id IN (SELECT platform_id FROM internal.vendors) AND (r.kind <> 'change' OR r.significance <> 'none'))
ORDER BY r.changed_before DESC, r.event_id
"""
_LATEST = """
SELECT subject, state, note, who, reviewed_on FROM internal.reviews
QUALIFY row_number() OVER (PARTITION BY subject ORDER BY review_no DESC) = 1
"""
# A document fails if the last look at it did not show it; those of collections of others are not looked at.
_DOCUMENTS = """
SELECT d.platform_id, d.document_id, d.terms_type, d.coverage, d.last_seen,
       s.failed_looks, s.failing_since, s.last_reason, s.last_outcome
FROM documents AS d
LEFT JOIN (SELECT * FROM schedule WHERE failed_looks > 0
           QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY failed_looks DESC) = 1) AS s
    ON d.document_id = s.document_id
ORDER BY d.platform_id, d.terms_type, d.document_id
"""


def read_team(home: Home) -> Team:
    """Return what a home's people keep for themselves, as the internal tables have it.

    Raises:
        NothingFound: nothing is published.
        InputError: the published database was made by another version.
    """
    vendors = read_frame(home, _VENDORS, with_internal=True).to_dicts()
    events = read_frame(home, _EVENTS, with_internal=True).to_dicts()
    reviews = {one["subject"]: one for one in read_frame(home, _LATEST, with_internal=True).to_dicts()}
    reviews |= {one["version_id"]: one for one in events if one["kind"] == "change"}
    return Team({one["platform_id"]: one for one in vendors}, reviews, events)


def hash_of_team(team: Team) -> str:
    """Return a hash of what an edition shows beside what is published."""
    told = [list(team.vendors.items()), sorted(team.reviews.items()), list(team.events)]
    return hashlib.sha256(json.dumps(told, default=str, sort_keys=True).encode()).hexdigest()


def vendors_page(connection: duckdb.DuckDBPyConnection, team: Team, changes: Sequence[Row]) -> Iterator[Page]:
    """Yield the page of the platforms that are used: who answers for each, its documents, changes and reviews."""
    documents = _by_platform(dicts_of(connection, _DOCUMENTS))
    newest, of_platform = _by_platform(substantive(changes)), _by_platform(team.events)
    names = {one["platform_id"]: one["name"] for one in dicts_of(connection, "FROM platforms")}
    shown = []
    for platform_id, vendor in team.vendors.items():
        mine = of_platform.get(platform_id, [])
        held = documents.get(platform_id, [])
        shown.append(
            {
                **vendor,
                "name": names.get(platform_id, vendor["platform"]),
                "is_published": platform_id in names,
                "captured_ids": [one["document_id"] for one in held if one["coverage"] == "captured"],
                "missing": [one for one in held if one["coverage"] == "not_captured"],
                "failing": [one for one in held if one["failed_looks"]],
                "unseen": sum(one["coverage"] == "not_captured" or bool(one["failed_looks"]) for one in held),
                "changes": newest.get(platform_id, [])[:SHOWN_CHANGES],
                "changes_in_all": len(newest.get(platform_id, [])),
                "states": [_state(name, mine) for name in STATES],
            }
        )
    yield Page("vendors", "", "vendors.html", {"title": "Platforms we use", "vendors": shown})


def _state(name: str, events: Sequence[Row]) -> Row:
    found = [one for one in events if one["state"] == name]
    return {"name": name, "count": len(found), "events": found[:SHOWN_OF_A_STATE]}


def _by_platform(rows: Sequence[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["platform_id"], []).append(row)
    return groups
