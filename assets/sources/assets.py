"""Stage 1 in Dagster: the declarations in force, archived and as tables."""

from __future__ import annotations

from collections.abc import Mapping

import dagster as dg

from assets.sources.corrections import record_corrections
from assets.sources.in_force import record_declarations
from assets.sources.projection import project_sources
from assets.warehouse import Progress
from orchestration.resources import OpenHome
from orchestration.stages import Metadata, TableAsset, markdown_table, stage_assets


def _build(opened: OpenHome, progress: Progress) -> Mapping[str, Metadata]:
    recorded = record_declarations(opened.home, opened.archive, looking=opened.observe)
    record_corrections(opened.home, opened.archive)
    project_sources(opened.warehouse, opened.archive)
    coverage = opened.warehouse.rows(
        "SELECT p.name AS platform, count(*) AS documents, count(*) FILTER (d.declared) AS declared, "
        "count(*) FILTER (d.absent_checked_on IS NOT NULL) AS stated_absent "
        "FROM ledger.platforms AS p JOIN ledger.documents AS d USING (platform_id) GROUP BY ALL ORDER BY 1"
    )
    return {
        "platforms": {"coverage": dg.MetadataValue.md(markdown_table(coverage))},
        "declarations": {
            "newly archived": recorded.added,
            "problems": dg.MetadataValue.md("\n".join(f"* {p}" for p in recorded.problems) or "*none*"),
        },
    }


sources = stage_assets(
    "sources",
    group="1_sources",
    tables=[
        TableAsset("platforms"),
        TableAsset("documents", ["platforms"]),
        TableAsset("declarations", ["documents"]),
        TableAsset("corrections"),
    ],
    kinds={"yaml", "duckdb"},
    build=_build,
)
