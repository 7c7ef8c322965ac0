"""The short way for pages that showed what they showed before: their looks get a result without reading the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assets.versions.decisions import EXACT_RETURN
from assets.versions.pages import Readings
from assets.versions.rounds import Row, rounds
from assets.versions.shared_texts import SharedTexts
from assets.warehouse import Warehouse

RULE = "same_bytes"
"""As the long way calls it (``TimelineState``): a rebuild, which has no look before, gives the same rows."""

_SAME = ("content_sha256", "url", "final_url", "content_type", "format", "declaration_sha256")
"""What decides how a page is read and judged; its terms type and its title hang on these."""

# The last look of each page, whatever came of it, and the last version of its timeline.
_LAST_LOOKS = """
WITH last_versions AS (
    SELECT timeline_id, max_by(version_id, (sequence, version_id)) AS version_id
    FROM ledger.versions AS v SEMI JOIN wanted ON v.timeline_id = wanted.key
    GROUP BY timeline_id
),
looks AS (
    SELECT o.timeline_id, o.source_id, o.content_sha256, o.url, o.final_url, o.content_type, o.format,
           o.declaration_sha256, r.outcome, r.version_id
    FROM ledger.observations AS o
    SEMI JOIN wanted ON o.timeline_id = wanted.key
    JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
    QUALIFY row_number() OVER (PARTITION BY o.timeline_id, o.source_id ORDER BY o.sequence DESC, o.observation_id DESC) = 1
)
SELECT looks.*, v.status, v.noise_class
FROM looks
JOIN last_versions AS l ON looks.timeline_id = l.timeline_id AND looks.version_id = l.version_id
JOIN ledger.versions AS v ON l.version_id = v.version_id
WHERE looks.outcome IN ('changed', 'unchanged', 'not_modified')
"""


def unchanged_results(
    warehouse: Warehouse, readings: Readings, shared: SharedTexts, pending: Mapping[str, Sequence[Row]]
) -> dict[str, list[tuple[Row, str, str]]]:
    """Return, for each timeline of which nothing new was seen, its looks with outcome and version.

    Such a timeline shows, at every pending look, the very bytes of the look before, read in the same
    way, while its last version stands and waits for nothing; of a combined document on every page. All
    others take the long way.
    """
    last: dict[str, dict[str, dict[str, Any]]] = {}
    for row in warehouse.rows(_LAST_LOOKS, wanted=pending):
        if row["status"] in ("published", "noise") and row["noise_class"] != EXACT_RETURN:
            last.setdefault(row["timeline_id"], {})[row["source_id"]] = row
    found = {}
    for timeline_id, rows in pending.items():
        pages = last.get(timeline_id, {})
        if not pages or not _same(rows, pages, readings, shared):
            continue
        version_id = next(iter(pages.values()))["version_id"]
        found[timeline_id] = [
            (row, "not_modified" if confirmed else "unchanged", version_id)
            for one in rounds(list(rows), readings)
            for confirmed in [all(row["fetch_outcome"] == "not_modified" for row in one)]
            for row in one
        ]
    return found


def _same(
    rows: Sequence[Row], pages: Mapping[str, Mapping[str, Any]], readings: Readings, shared: SharedTexts
) -> bool:
    declared = readings.declared_pages(rows[0]["declaration_sha256"])
    if len(declared) > 1 and set(declared) != set(pages):
        return False
    for row in rows:
        before = pages.get(row["source_id"])
        if before is None or row["content_sha256"] is None:
            return False
        if row["fetch_outcome"] not in ("fetched", "not_modified"):
            return False
        if any(row[name] != before[name] for name in _SAME) or shared.judgement(row) is not None:
            return False
    return True
