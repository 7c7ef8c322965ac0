"""The one Definitions object: every stage, in the order data flows, on one home."""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg

from assets.answers.assets import answers, claims
from assets.answers.provision_pages.assets import provision_pages
from assets.captures.assets import captures
from assets.changes.assets import changes
from assets.comparisons.assets import wordings
from assets.errors import InputError
from assets.notices.assets import alerts, feeds
from assets.provisions.assets import provisions
from assets.releases.assets import published_database, release, round_report
from assets.site.assets import site
from assets.sources.assets import sources
from assets.topics.assets import topics
from assets.versions.assets import extractions, versions
from orchestration.resources import HomeResource
from orchestration.schedules import (
    MAIN_JOB,
    daily_observation,
    retry_what_failed,
    weekly,
    weekly_digest,
)
from orchestration.sql_files import SqlCheck, sql_checks
from orchestration.sql_models import comparison_assets

comparisons = comparison_assets()

ASSETS = [
    sources,
    captures,
    extractions,
    versions,
    provisions,
    topics,
    changes,
    answers,
    claims,
    wordings,
    provision_pages,
    comparisons,
    published_database,
    release,
    site,
    feeds,
    alerts,
    round_report,
]


def refuse_idle_checks(checks: Sequence[SqlCheck], assets: Sequence[dg.AssetsDefinition]) -> None:
    """Refuse a check whose asset does not exist: nothing would ever run it, and nobody would notice.

    Raises:
        InputError: there is one; the message names its file and what it could have meant.
    """
    names = {key.to_user_string() for asset in assets for key in asset.keys}
    for check in checks:
        if check.asset not in names:
            raise InputError(
                f"sql/checks/{check.name}.sql: there is no asset {check.asset!r}. "
                f"Expected one of: {', '.join(sorted(names))}."
            )


refuse_idle_checks(sql_checks(), ASSETS)

defs = dg.Definitions(
    assets=ASSETS,
    jobs=[
        dg.define_asset_job(
            MAIN_JOB,
            selection=dg.AssetSelection.all(),
            description="The whole pipeline: what was observed becomes versions, provisions, topics, changes, answers, comparisons, and is published.",
            executor_def=dg.in_process_executor,
        ),
        weekly_digest,
    ],
    schedules=[daily_observation, weekly],
    sensors=[retry_what_failed],
    resources={"home": HomeResource()},
    executor=dg.in_process_executor,
)
