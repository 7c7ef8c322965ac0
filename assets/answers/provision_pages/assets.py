"""Provision pages in Dagster: what each wording does and leaves open, and the law it may touch."""

from __future__ import annotations

from collections.abc import Mapping

import dagster as dg

from assets.answers.provision_pages.building import build_pages
from assets.topics.taxonomy import load_taxonomy
from assets.warehouse import Progress
from orchestration.resources import OpenHome
from orchestration.stages import Metadata, TableAsset, markdown_table, stage_assets

_LEVELS = "SELECT exposure, act, count(*) AS provisions FROM provision_pages GROUP BY ALL ORDER BY ALL"


def _build(opened: OpenHome, progress: Progress) -> Mapping[str, Metadata]:
    report = build_pages(opened.warehouse, load_taxonomy(), progress)
    return {
        "provision_reading": {
            "read again": report.read,
            "unchanged": report.kept,
            "exposure": dg.MetadataValue.md(markdown_table(opened.warehouse.rows(_LEVELS))),
        }
    }


provision_pages = stage_assets(
    "provision_pages",
    group="7_answers",
    tables=[
        TableAsset("topic_regulations", ["topics"]),
        TableAsset(
            "provision_reading", ["provision_occurrences", "provision_topics", "answers", "topic_regulations"]
        ),
        TableAsset("provision_slots", ["provision_reading"]),
    ],
    kinds={"yaml", "duckdb"},
    build=_build,
)
