"""Stage 8 in Dagster: wordings that platforms share, wordings like no other, and the matrix of answers."""

from __future__ import annotations

from collections.abc import Mapping

import dagster as dg

from assets.comparisons.building import build_wordings
from assets.comparisons.building_families import build_families
from assets.comparisons.building_outliers import build_outliers
from assets.comparisons.matrix import make_matrix
from assets.warehouse import Progress
from orchestration.resources import OpenHome
from orchestration.stages import Metadata, TableAsset, markdown_table, stage_assets

_WIDEST = """
SELECT family_id AS family, string_agg(platform, ', ' ORDER BY place) AS platforms, min_by(text, place) AS wording
FROM wording_adoptions GROUP BY family_id ORDER BY count(*) DESC, family_id LIMIT 20
"""


def _build(opened: OpenHome, progress: Progress) -> Mapping[str, Metadata]:
    warehouse = opened.warehouse
    wordings = build_wordings(warehouse, progress)
    families = build_families(warehouse)
    outliers = build_outliers(warehouse, progress)
    make_matrix(warehouse)
    return {
        "wording_families": {
            "wordings newly read": wordings.read,
            "of these new words": wordings.new,
            "pairs measured": wordings.measured,
            "families": families.families,
            "on most platforms": dg.MetadataValue.md(markdown_table(warehouse.rows(_WIDEST))),
        },
        "wording_outliers": {
            "topics measured again": outliers.measured,
            "topics unchanged": outliers.kept,
        },
    }


wordings = stage_assets(
    "wordings",
    group="8_comparisons",
    tables=[
        TableAsset("wording_families", ["provision_states", "provision_topics", "versions", "answers"]),
        TableAsset("wording_outliers", ["provision_occurrences", "provision_topics", "versions"]),
    ],
    kinds={"python", "duckdb"},
    build=_build,
)
