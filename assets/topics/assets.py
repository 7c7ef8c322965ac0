"""Stage 5 in Dagster: what each wording is about."""

from __future__ import annotations

from collections.abc import Mapping

import dagster as dg

from assets.topics.building import build_topics
from assets.topics.choosing import load_classifier
from assets.topics.correcting import decided_topics, lessons
from assets.topics.taxonomy import load_taxonomy
from assets.warehouse import Progress
from orchestration.resources import OpenHome
from orchestration.stages import Metadata, TableAsset, markdown_table, stage_assets

_BY_TOPIC = """
SELECT topic_id AS topic, count(*) FILTER (band = 'automatic') AS shown, count(*) FILTER (band = 'review') AS review
FROM ledger.provision_topics GROUP BY ALL ORDER BY shown DESC
"""


def _build(opened: OpenHome, progress: Progress) -> Mapping[str, Metadata]:
    taxonomy = load_taxonomy()
    decided = decided_topics(opened.warehouse, [topic.topic_id for topic in taxonomy.topics])
    classifier = load_classifier(taxonomy, corrections=lessons(decided, taxonomy))
    report = build_topics(opened.warehouse, classifier, progress, decided)
    return {
        "topics": {"classifier": classifier.version},
        "provision_topics": {
            "wordings newly read": report.wordings,
            "labels newly given": report.labels,
            "by topic": dg.MetadataValue.md(markdown_table(opened.warehouse.rows(_BY_TOPIC))),
        },
    }


topics = stage_assets(
    "topics",
    group="5_topics",
    tables=[
        TableAsset("topics"),
        TableAsset(
            "provision_topics", ["topics", "provision_states", "provision_occurrences", "corrections"]
        ),
    ],
    kinds={"yaml", "duckdb"},
    build=_build,
)
