"""What timelines' rows tell their state machines: every version's facts, and the texts it may ask for."""

from __future__ import annotations

from collections.abc import Sequence

from assets.versions.timeline import StoredVersion
from assets.warehouse import Warehouse

# Texts are needed of the last version, the last published one, and what is held at the end; the rest is
# remembered by its hashes.
_STORED = """
WITH ordered AS (
    SELECT *, row_number() OVER (PARTITION BY timeline_id ORDER BY sequence, first_seen, version_id) AS place
    FROM ledger.versions
    SEMI JOIN wanted ON timeline_id = wanted.key
),
needed AS (
    SELECT timeline_id,
           coalesce(max(place) FILTER (status <> 'quarantined'), 0) AS last_not_held,
           coalesce(max(place) FILTER (status = 'published'), 0) AS last_published,
           max(place) AS last
    FROM ordered
    GROUP BY timeline_id
)
SELECT o.timeline_id, o.version_id, o.first_seen, o.status, o.noise_class, o.rule, o.markdown_sha256, o.text_sha256, o.masked_sha256, o.language,
       coalesce(m.markdown, '') AS markdown
FROM ordered AS o
JOIN needed AS n ON o.timeline_id = n.timeline_id
LEFT JOIN ledger.markdowns AS m
    ON o.markdown_sha256 = m.markdown_sha256 AND (o.place > n.last_not_held OR o.place IN (n.last_published, n.last))
ORDER BY o.timeline_id, o.place
"""


def stored_versions(warehouse: Warehouse, timelines: Sequence[str]) -> dict[str, list[StoredVersion]]:
    """Return these timelines' recorded versions in order, as :class:`TimelineState` is restored from them."""
    stored: dict[str, list[StoredVersion]] = {}
    for row in warehouse.rows(_STORED, wanted=timelines):
        version = StoredVersion(
            seen_at=row["first_seen"],
            status=row["status"],
            noise_class=row["noise_class"],
            rule=row["rule"],
            raw_sha256=row["markdown_sha256"],
            text_sha256=row["text_sha256"],
            masked_sha256=row["masked_sha256"],
            language=row["language"],
            markdown=row["markdown"],
            key=row["version_id"],
        )
        stored.setdefault(row["timeline_id"], []).append(version)
    return stored
