"""Stage 6 in Dagster: questions answered platform by platform, with the words that prove it."""

from __future__ import annotations

from collections.abc import Mapping

import dagster as dg

from assets.answers.building import build_answers
from assets.answers.catalogue import load_questions
from assets.warehouse import Progress
from orchestration.resources import OpenHome
from orchestration.stages import Metadata, TableAsset, markdown_table, stage_assets

_ANSWERS = "SELECT platform, question_id AS question, stance, quote FROM answers ORDER BY question_id, stance, platform"


def _build(opened: OpenHome, progress: Progress) -> Mapping[str, Metadata]:
    questions = load_questions()
    report = build_answers(opened.warehouse, questions, progress)
    return {
        "answers": {
            "asked again": report.asked,
            "unchanged": report.kept,
            "what they say": dg.MetadataValue.md(markdown_table(opened.warehouse.rows(_ANSWERS))),
        }
    }


answers = stage_assets(
    "answers",
    group="g7_answers",
    tables=[
        TableAsset("answers", ["provision_states", "provision_occurrences", "platforms"]),
        TableAsset("answer_evidence", ["answers", "versions"]),
    ],
    kinds={"yaml", "duckdb"},
    build=_build,
)
