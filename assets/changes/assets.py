"""Stage 6 in Dagster: what differs between published versions, provision by provision, and whether it matters."""

from __future__ import annotations

from collections.abc import Mapping

import dagster as dg

from assets.changes.assessing import RULES
from assets.changes.building import build_changes
from assets.provisions.building import TRACKER_VERSION
from assets.topics.building import STAGE as TOPICS_STAGE
from assets.topics.taxonomy import load_taxonomy
from assets.warehouse import Progress, Warehouse
from orchestration.plots import columns_over_time
from orchestration.resources import OpenHome
from orchestration.stages import Metadata, TableAsset, markdown_table, stage_assets

_NEWEST = """
SELECT changed_before AS seen, document_id AS document, significance, summary
FROM changes WHERE change_class = 'substantive' AND recorded_first_as IS NULL ORDER BY changed_before DESC, document_id LIMIT 15
"""
_CLASSES = """
SELECT status, change_class AS class, count(*) AS candidates, count(DISTINCT document_id) AS documents
FROM noise_ledger GROUP BY ALL ORDER BY candidates DESC
"""
_DIRECTIONS = """
SELECT direction, significance, count(*) AS provisions FROM provision_changes
WHERE change_class = 'substantive' GROUP BY ALL ORDER BY provisions DESC LIMIT 20
"""

_BY_MONTH = """
WITH months AS (
    SELECT unnest(generate_series(
        date_trunc('month', min(changed_before)), max(changed_before), INTERVAL 1 MONTH
    )) AS month
    FROM changes
)
SELECT strftime(m.month, '%Y-%m') AS month, count(c.version_id) AS changes
FROM months AS m LEFT JOIN changes AS c
    ON date_trunc('month', c.changed_before) = m.month AND c.change_class = 'substantive' AND c.recorded_first_as IS NULL
GROUP BY ALL ORDER BY ALL
"""


def rules_version(warehouse: Warehouse) -> str:
    """Return the versions of everything that decides what a change is: of these rules, and of what they read."""
    topics = warehouse.stage_version(TOPICS_STAGE) or load_taxonomy().version
    return f"changes {RULES}, identity {TRACKER_VERSION}, topics {topics}"


def _build(opened: OpenHome, progress: Progress) -> Mapping[str, Metadata]:
    report = build_changes(opened.warehouse, rules_version(opened.warehouse), progress)
    rows = opened.warehouse.rows
    return {
        "provision_changes": {
            "provisions compared in this run": report.provisions,
            "which way they point": dg.MetadataValue.md(markdown_table(rows(_DIRECTIONS))),
        },
        "version_changes": {
            "steps read in this run": report.steps,
            "newest substantive changes": dg.MetadataValue.md(markdown_table(rows(_NEWEST))),
            "substantive changes per month": dg.MetadataValue.md(
                columns_over_time([(row["month"], row["changes"]) for row in rows(_BY_MONTH)])
            ),
            "every candidate by class": dg.MetadataValue.md(markdown_table(rows(_CLASSES))),
        },
        "link_changes": {"found in this run": report.links},
    }


changes = stage_assets(
    "changes",
    group="6_changes",
    tables=[
        TableAsset(
            "provision_changes",
            ["versions", "provision_occurrences", "provision_relations", "provision_topics"],
        ),
        TableAsset("version_changes", ["provision_changes", "versions"]),
        TableAsset("link_changes", ["versions"]),
    ],
    kinds={"python", "duckdb"},
    build=_build,
)
