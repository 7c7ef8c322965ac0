"""Stage 2 in Dagster: documents that are due are looked at, and every look becomes a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import dagster as dg

from assets.captures.due import due_pages
from assets.captures.fetching import read_settings
from assets.captures.observing import RoundReport, observe
from assets.captures.projection import project_observations
from assets.captures.sample_replay import play_sample
from assets.names import slug
from assets.sources.in_force import LIVE, platforms_in_force
from assets.warehouse import Progress
from orchestration.resources import OpenHome
from orchestration.stages import Metadata, TableAsset, markdown_table, stage_assets


def _build(opened: OpenHome, progress: Progress) -> Mapping[str, Metadata]:
    added = project_observations(opened.warehouse, opened.archive, progress)
    report = RoundReport()
    if opened.observe:
        if opened.home.kind == "sample":
            play_sample(opened.archive, progress)
        else:
            report = _look(opened, progress)
        added += project_observations(opened.warehouse, opened.archive, progress)
    outcomes = opened.warehouse.rows(
        "SELECT fetch_outcome AS outcome, count(*) AS looks, max(observed_at) AS latest "
        "FROM ledger.observations GROUP BY ALL ORDER BY looks DESC"
    )
    chain_no, head = opened.archive.ledger.head
    return {
        "observations": {
            "newly recorded": added,
            "looked at in this run": report.looks,
            "could not be fetched in this run": dg.MetadataValue.md(markdown_table(report.failures)),
            "outcomes of all looks": dg.MetadataValue.md(markdown_table(outcomes)),
            "ledger": f"{chain_no} lines, head {head}",
            "bodies on disk (bytes)": opened.archive.bodies.size(),
        }
    }


def _look(opened: OpenHome, progress: Progress) -> RoundReport:
    platforms, _ = platforms_in_force(opened.home)
    wanted = {slug(name) for name in opened.platforms}
    if wanted:  # one that was only imported is worked on, and not looked at
        platforms = [
            platform for platform in platforms if wanted & {platform.platform_id, slug(platform.name)}
        ]
    pages = due_pages(
        opened.warehouse,
        platforms,
        LIVE,
        datetime.now(UTC),
        everything=opened.everything,
    )
    return observe(opened.archive, pages, read_settings(opened.home), progress=progress)


captures = stage_assets(
    "captures",
    group="2_captures",
    tables=[TableAsset("observations", ["declarations", "documents"])],
    kinds={"python", "duckdb"},
    build=_build,
)
