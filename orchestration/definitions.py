"""The one Definitions object: every stage, in the order data flows, on one home."""

from __future__ import annotations

import dagster as dg

from assets.answers.assets import answers
from assets.captures.assets import captures
from assets.provisions.assets import provisions
from assets.releases.assets import published_database
from assets.sources.assets import sources
from assets.topics.assets import topics
from assets.versions.assets import extractions, versions
from orchestration.resources import HomeResource
from orchestration.sql_models import comparison_assets

MAIN_JOB = "observe_and_compare"

comparisons = comparison_assets()

defs = dg.Definitions(
    assets=[
        sources,
        captures,
        extractions,
        versions,
        provisions,
        topics,
        answers,
        comparisons,
        published_database,
    ],
    jobs=[
        dg.define_asset_job(
            MAIN_JOB,
            selection=dg.AssetSelection.all(),
            description="The whole pipeline: what was observed becomes versions, provisions, topics, answers, comparisons, and is published.",
            executor_def=dg.in_process_executor,
        )
    ],
    resources={"home": HomeResource()},
    executor=dg.in_process_executor,
)
