"""Stage 7 in Dagster: questions answered platform by platform, and claims checked, with the words that prove it."""

from __future__ import annotations

from collections.abc import Mapping

import dagster as dg

from assets.answers.building import build_answers
from assets.answers.catalogue import load_questions
from assets.answers.claiming.building import build_claims, claim_folders
from assets.warehouse import Progress
from orchestration.resources import OpenHome
from orchestration.stages import Metadata, TableAsset, markdown_table, stage_assets

_ANSWERS = "SELECT platform, question_id AS question, stance, quote FROM answers ORDER BY question_id, stance, platform"

_CLAIMS = "SELECT platform, claim, verdict, quote FROM claims ORDER BY claim_no"


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
    group="7_answers",
    tables=[
        TableAsset("answers", ["provision_states", "provision_occurrences", "platforms", "corrections"]),
        TableAsset("answer_evidence", ["answers", "versions"]),
    ],
    kinds={"yaml", "duckdb"},
    build=_build,
)


def _check_claims(opened: OpenHome, progress: Progress) -> Mapping[str, Metadata]:
    report = build_claims(opened.warehouse, load_questions(), claim_folders(opened.home), progress)
    return {
        "claim_checks": {
            "checked again": report.checked,
            "unchanged": report.kept,
            "about platforms that are not here": report.elsewhere,
            "files to mend": dg.MetadataValue.md(
                "\n".join(f"- {one}" for one in report.problems) or "*none*"
            ),
            "verdicts": dg.MetadataValue.md(markdown_table(opened.warehouse.rows(_CLAIMS))),
        }
    }


claims = stage_assets(
    "claims",
    group="7_answers",
    tables=[
        TableAsset("claims", ["platforms"]),
        TableAsset("claim_checks", ["claims", "answers", "answer_evidence", "provision_topics"]),
        TableAsset("claim_evidence", ["claim_checks", "versions"]),
    ],
    kinds={"yaml", "duckdb"},
    build=_check_claims,
)
