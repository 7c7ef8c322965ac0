"""Stage 3 in Dagster: bodies to Markdown, Markdown to versions, noise and quarantine."""

from __future__ import annotations

from collections.abc import Mapping

import dagster as dg

from assets.versions.building import build_versions
from assets.versions.pages import read_pending
from assets.warehouse import Progress
from orchestration.plots import columns_over_time
from orchestration.resources import OpenHome
from orchestration.stages import Metadata, TableAsset, markdown_table, stage_assets

_NEWEST = """
SELECT v.platform_id AS platform, v.terms_type AS terms, strftime(v.first_seen, '%Y-%m-%d') AS seen,
       v.change_class AS class, v.words, v.words - b.words AS difference, v.declared_date AS says_of_itself
FROM versions AS v
LEFT JOIN versions AS b ON v.timeline_id = b.timeline_id AND v.version_no = b.version_no + 1
ORDER BY v.first_seen DESC, v.version_id LIMIT 15
"""
_CLASSES = """
SELECT status, noise_class AS class, count(*) AS candidates, count(DISTINCT document_id) AS documents
FROM ledger.versions GROUP BY ALL ORDER BY candidates DESC
"""
_BY_MONTH = """
WITH months AS (
    SELECT unnest(generate_series(date_trunc('month', min(first_seen)), max(first_seen), INTERVAL 1 MONTH)) AS month
    FROM versions
)
SELECT strftime(month, '%Y-%m') AS month, count(version_id) AS published
FROM months LEFT JOIN versions ON date_trunc('month', first_seen) = month
GROUP BY ALL ORDER BY ALL
"""


def _read(opened: OpenHome, progress: Progress) -> Mapping[str, Metadata]:
    count = read_pending(opened.warehouse, opened.archive, timelines=opened.timelines(), progress=progress)
    extractors = opened.warehouse.rows(
        "SELECT extractor, count(*) AS bodies, round(median(agreement), 3) AS median_agreement, "
        "median(words) AS median_words FROM ledger.extractions GROUP BY ALL ORDER BY bodies DESC"
    )
    return {
        "extractions": {"newly read": count, "extractors": dg.MetadataValue.md(markdown_table(extractors))}
    }


def _build(opened: OpenHome, progress: Progress) -> Mapping[str, Metadata]:
    report = build_versions(opened.warehouse, opened.archive, timelines=opened.timelines(), progress=progress)
    rows = opened.warehouse.rows
    return {
        "versions": {
            "observations read": report.observations,
            "new candidates by class": report.classes,
            "timelines made again": len(report.rebuilt),
            "published": opened.warehouse.value("SELECT count(*) FROM versions"),
            "newest published": dg.MetadataValue.md(markdown_table(rows(_NEWEST))),
            "all candidates": dg.MetadataValue.md(markdown_table(rows(_CLASSES))),
            "published per month": dg.MetadataValue.md(
                columns_over_time([(r["month"], r["published"]) for r in rows(_BY_MONTH)])
            ),
        }
    }


extractions = stage_assets(
    "extractions",
    group="3_versions",
    tables=[TableAsset("extractions", ["observations"])],
    kinds={"python", "duckdb"},
    build=_read,
)
versions = stage_assets(
    "versions",
    group="3_versions",
    tables=[TableAsset("versions", ["extractions", "observations"])],
    kinds={"python", "duckdb"},
    build=_build,
)
