"""Candidates to link changes: every text not read for its links yet is compared with the one before it."""

from __future__ import annotations

from assets.changes.legal_links import link_changes
from assets.warehouse import Progress, Warehouse, in_batches, silent

STAGE, RULES = "link changes", "1"
_BATCH_TEXTS = 200

_TEXT_PAIRS = """
WITH ordered AS (
    SELECT version_id, timeline_id, sequence, markdown_sha256,
           lag(version_id) OVER timeline AS compared_with,
           lag(markdown_sha256) OVER timeline AS markdown_before
    FROM ledger.versions
    WHERE status <> 'quarantined'
    WINDOW timeline AS (PARTITION BY timeline_id ORDER BY sequence, version_id)
)
SELECT o.version_id, o.timeline_id, o.compared_with, o.markdown_sha256, o.markdown_before
FROM ordered AS o
ANTI JOIN ledger.link_readings AS r ON o.version_id = r.version_id AND o.compared_with = r.compared_with
WHERE o.compared_with IS NOT NULL
ORDER BY o.timeline_id, o.sequence
"""


def build_link_changes(warehouse: Warehouse, progress: Progress = silent) -> int:
    """Find the links that lead elsewhere in candidates not read for them yet, noise included; return how many."""
    links = 0
    warehouse.renew(STAGE, RULES, ("ledger.link_changes", "ledger.link_readings"))
    with warehouse.transaction():
        for table in ("link_changes", "link_readings"):
            warehouse.connection.execute(
                f"DELETE FROM ledger.{table} WHERE version_id NOT IN (SELECT version_id FROM ledger.versions)"
            )
    pending = warehouse.rows(_TEXT_PAIRS)
    for done, batch in enumerate(in_batches(pending, _BATCH_TEXTS)):
        wanted = {row["markdown_sha256"] for row in batch} | {row["markdown_before"] for row in batch}
        texts = {
            row["markdown_sha256"]: row["markdown"]
            for row in warehouse.rows(
                "SELECT * FROM ledger.markdowns SEMI JOIN wanted ON markdown_sha256 = wanted.key",
                wanted=wanted,
            )
        }
        found = [
            {
                "version_id": row["version_id"],
                "compared_with": row["compared_with"],
                "timeline_id": row["timeline_id"],
                "link_text": link.link_text,
                "target_before": link.before,
                "target_after": link.after,
                "rules_version": RULES,
            }
            for row in batch
            for link in link_changes(texts[row["markdown_before"]], texts[row["markdown_sha256"]])
        ]
        # registered as a table: DuckDB looks at each parameter of Python for modules that are not there
        read = [{"key": row["version_id"]} for row in batch]
        with warehouse.given("read", read), warehouse.transaction():
            for table in ("link_changes", "link_readings"):
                warehouse.connection.execute(
                    f"DELETE FROM ledger.{table} WHERE version_id IN (SELECT key FROM read)"
                )
            warehouse.insert("ledger.link_changes", found)
            warehouse.insert(
                "ledger.link_readings",
                [{"version_id": row["version_id"], "compared_with": row["compared_with"]} for row in batch],
            )
        links += len(found)
        progress("following links", min(len(pending), (done + 1) * _BATCH_TEXTS), len(pending))
    return links
