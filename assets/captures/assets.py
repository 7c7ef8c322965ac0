"""Stage 2 in Dagster: what was observed; a sample home plays the sample's captures first."""

from __future__ import annotations

from collections.abc import Mapping

import dagster as dg

from assets.captures.projection import project_observations
from assets.captures.sample_replay import replay_sample
from assets.warehouse import Progress
from orchestration.resources import OpenHome
from orchestration.stages import Metadata, TableAsset, markdown_table, stage_assets


def _build(opened: OpenHome, progress: Progress) -> Mapping[str, Metadata]:
    if opened.home.kind == "sample":
        replay_sample(opened.archive, progress)
    added = project_observations(opened.warehouse, opened.archive, progress)
    outcomes = opened.warehouse.rows(
        "SELECT fetch_outcome AS outcome, count(*) AS looks, max(observed_at) AS latest "
        "FROM ledger.observations GROUP BY ALL ORDER BY looks DESC"
    )
    chain_no, head = opened.archive.ledger.head
    return {
        "observations": {
            "newly recorded": added,
            "outcomes": dg.MetadataValue.md(markdown_table(outcomes)),
            "ledger": f"{chain_no} lines, head {head}",
            "bodies on disk (bytes)": opened.archive.bodies.size(),
        }
    }


captures = stage_assets(
    "captures",
    group="g2_captures",
    tables=[TableAsset("observations", ["declarations", "documents"])],
    kinds={"python", "duckdb"},
    build=_build,
)
