"""Stage 4 in Dagster: published versions cut into provisions that keep their identity."""

from __future__ import annotations

from collections.abc import Mapping

import dagster as dg

from assets.provisions.building import build_provisions
from assets.warehouse import Progress
from orchestration.resources import OpenHome
from orchestration.stages import Metadata, TableAsset, markdown_table, stage_assets

_NEWEST = """
SELECT h.document_id AS document, h.first_seen, h.kind, h.text
FROM provision_history AS h WHERE h.kind <> 'heading' ORDER BY h.first_seen DESC, h.provision_id LIMIT 15
"""
_CARRIED = """
SELECT carried_by, count(*) AS occurrences FROM ledger.provision_occurrences GROUP BY ALL ORDER BY occurrences DESC
"""
_RELATIONS = """
SELECT relation, count(*) AS provisions FROM ledger.provision_relations GROUP BY ALL ORDER BY provisions DESC
"""


def _build(opened: OpenHome, progress: Progress) -> Mapping[str, Metadata]:
    report = build_provisions(opened.warehouse, timelines=opened.timelines(), progress=progress)
    return {
        "provision_states": {
            "provisions": opened.warehouse.value(
                "SELECT count(DISTINCT provision_id) FROM ledger.provision_states"
            ),
            "newly minted": report.minted,
            "new wordings": report.wordings,
            "newest wordings": dg.MetadataValue.md(markdown_table(opened.warehouse.rows(_NEWEST))),
        },
        "provision_occurrences": {
            "versions cut": report.versions,
            "timelines made again": report.rebuilt,
            "how identity was carried": dg.MetadataValue.md(markdown_table(opened.warehouse.rows(_CARRIED))),
        },
        "provision_relations": {
            "by kind": dg.MetadataValue.md(markdown_table(opened.warehouse.rows(_RELATIONS))),
        },
    }


provisions = stage_assets(
    "provisions",
    group="4_provisions",
    tables=[
        TableAsset("provision_states", ["versions"]),
        TableAsset("provision_occurrences", ["provision_states", "versions"]),
        TableAsset("provision_relations", ["provision_occurrences"]),
        TableAsset("id_aliases", ["provision_occurrences"]),
    ],
    kinds={"python", "duckdb"},
    build=_build,
)
