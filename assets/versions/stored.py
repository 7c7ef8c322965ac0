"""What a timeline's rows tell its state machine: every version's facts, and the texts it may ask for."""

from __future__ import annotations

from assets.versions.timeline import StoredVersion
from assets.warehouse import Warehouse

# Texts are needed of the last version, the last published one, and what is held at the end; the rest is
# remembered by its hashes.
_STORED = """
WITH ordered AS (
    SELECT *, row_number() OVER (ORDER BY sequence, first_seen, version_id) AS place
    FROM ledger.versions
    WHERE timeline_id = $1
),
needed AS (
    SELECT coalesce(max(place) FILTER (status <> 'quarantined'), 0) AS last_not_held,
           coalesce(max(place) FILTER (status = 'published'), 0) AS last_published,
           max(place) AS last
    FROM ordered
)
SELECT o.version_id, o.first_seen, o.status, o.noise_class, o.rule, o.markdown_sha256, o.text_sha256, o.language,
       if(o.place > n.last_not_held OR o.place IN (n.last_published, n.last), m.markdown, '') AS markdown
FROM ordered AS o
CROSS JOIN needed AS n
JOIN ledger.markdowns AS m ON o.markdown_sha256 = m.markdown_sha256
ORDER BY o.place
"""


def stored_versions(warehouse: Warehouse, timeline_id: str) -> list[StoredVersion]:
    """Return a timeline's recorded versions in order, as :class:`TimelineState` is restored from them."""
    return [
        StoredVersion(
            seen_at=row["first_seen"],
            status=row["status"],
            noise_class=row["noise_class"],
            rule=row["rule"],
            raw_sha256=row["markdown_sha256"],
            text_sha256=row["text_sha256"],
            language=row["language"],
            markdown=row["markdown"],
            key=row["version_id"],
        )
        for row in warehouse.rows(_STORED, [timeline_id])
    ]
