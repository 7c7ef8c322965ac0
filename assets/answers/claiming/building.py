"""Claims to verdicts over time: a claim is checked again when it, its rules or the platform's documents changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assets.answers.claiming.checking import StatementAsker, of_answers, of_statements
from assets.answers.claiming.claim_file import CLAIMS_DIRECTORY, read_claims
from assets.answers.claiming.joining import together
from assets.answers.claiming.model import Claim, Finding, QuestionPart, StatementPart
from assets.answers.claiming.storing import CODE_VERSION, rows_of, store_checks, store_claims
from assets.answers.questions import Question
from assets.answers.readable import ReadablePlatform, histories_of, readable_platforms
from assets.errors import NothingFound
from assets.home import Home
from assets.names import known_platform
from assets.topics.annotated_yaml import CatalogueError
from assets.warehouse import Progress, Warehouse, silent

Row = dict[str, Any]

_LABELLED = """
SELECT t.topic_id, o.version_id, o.provision_id
FROM ledger.provision_topics AS t
JOIN ledger.provision_occurrences AS o ON t.provision_id = o.provision_id AND t.state_no = o.state_no
JOIN ledger.timelines AS l ON t.timeline_id = l.timeline_id
JOIN ledger.documents AS d ON l.document_id = d.document_id
WHERE t.band = 'automatic' AND d.platform_id = $1 AND list_contains($2, t.topic_id)
"""
_ANSWERED = """
SELECT * FROM ledger.answers WHERE platform_id = $1 AND list_contains($2, question_id) AND NOT coalesce(beside, FALSE)
ORDER BY question_id, valid_from NULLS FIRST
"""
_EVIDENCE = """
SELECT e.* FROM ledger.answer_evidence AS e
SEMI JOIN wanted ON e.answer_id = wanted.key
ORDER BY e.answer_id, e.evidence_no
"""
_INPUTS = """
SELECT platform_id, question_id, any_value(inputs_sha256) AS inputs_sha256 FROM ledger.answers GROUP BY ALL
"""


@dataclass
class ClaimReport:
    """What a run did: claims checked again and those kept; ``elsewhere``: about platforms that this home has not.

    ``problems``: what is wrong with files of claims of the home, by file and line; their claims are left out.
    """

    checked: int = 0
    kept: int = 0
    elsewhere: int = 0
    problems: list[str] = field(default_factory=list)


def load_claims(
    folders: Sequence[Path], questions: Sequence[Question], topics: Collection[str]
) -> tuple[list[Claim], list[str]]:
    """Read the claims of folders, and what is wrong with files that cannot be used."""
    claims: list[Claim] = []
    problems: list[str] = []
    sources: dict[str, Path] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.yaml")):
            if file.stem in sources:
                problems.append(
                    f"{file}, line 1: expected another file name, {sources[file.stem]} has the same"
                )
                continue
            sources[file.stem] = file
            try:
                claims += read_claims(file, questions, topics)
            except CatalogueError as error:
                problems.append(str(error))
    return claims, problems


def claim_folders(home: Home) -> list[Path]:
    """Return where the claims of a home lie: those that ship, and its own."""
    return [CLAIMS_DIRECTORY, home.path / "claims"]


def build_claims(
    warehouse: Warehouse, questions: Sequence[Question], folders: Sequence[Path], progress: Progress = silent
) -> ClaimReport:
    """Check every claim of these folders that is about a platform of the home; forget those that are gone."""
    topics = [row["topic_id"] for row in warehouse.rows("SELECT topic_id FROM ledger.topics")]
    claims, problems = load_claims(folders, questions, topics)
    report = ClaimReport(problems=problems)
    names = dict(warehouse.connection.execute("SELECT platform_id, name FROM platforms").fetchall())
    platforms = readable_platforms(warehouse)
    answered = {
        (row["platform_id"], row["question_id"]): row["inputs_sha256"] for row in warehouse.rows(_INPUTS)
    }
    kept = dict(
        warehouse.connection.execute(
            "SELECT DISTINCT claim_id, inputs_sha256 FROM ledger.claim_checks"
        ).fetchall()
    )
    of_here: list[tuple[Claim, str, str]] = []
    for claim in claims:
        try:
            platform_id = known_platform(claim.platform, names)
        except NothingFound as nothing:
            report.elsewhere += 1
            if (
                CLAIMS_DIRECTORY not in folders
                or not (CLAIMS_DIRECTORY / f"{claim.source.source_id}.yaml").exists()
            ):
                report.problems.append(f"{claim.claim_id}: {nothing}")
            continue
        if platform_id in platforms:
            inputs = _inputs(
                claim, platforms[platform_id], answered, _topics_read(warehouse, claim, platform_id)
            )
            of_here.append((claim, platform_id, inputs))
    stale: dict[str, list[tuple[Claim, str]]] = {}
    for claim, platform_id, inputs in of_here:
        if kept.get(claim.claim_id) != inputs:
            stale.setdefault(platform_id, []).append((claim, inputs))
    report.checked = sum(map(len, stale.values()))
    report.kept = len(of_here) - report.checked
    for done, (platform_id, several) in enumerate(stale.items(), start=1):
        found = _checked(warehouse, platforms[platform_id], [claim for claim, _ in several])
        rows = [
            rows_of(claim, finding, inputs, platforms[platform_id])
            for claim, inputs in several
            for finding in found[claim.claim_id]
        ]
        store_checks(warehouse, rows)
        progress("checking claims", done, len(stale))
    store_claims(warehouse, of_here)
    return report


def _inputs(
    claim: Claim,
    platform: ReadablePlatform,
    answered: Mapping[tuple[str, str], str],
    topics_read: str,
) -> str:
    parts: list[object] = [CODE_VERSION, claim.rules_version, platform.now.platform_id]
    for part in claim.parts:
        if isinstance(part, QuestionPart):
            parts.append(answered.get((platform.now.platform_id, part.question_id)))
        else:
            parts += [part.question.rules_version, platform.given, topics_read]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _topics_read(warehouse: Warehouse, claim: Claim, platform_id: str) -> str:
    """Return by what the topics were given that a claim asks for; "" if it asks for none."""
    topics = _topics([claim])
    if not topics:
        return ""
    found = warehouse.value(
        f"SELECT bit_xor(hash(topic_id, version_id, provision_id))::VARCHAR FROM ({_LABELLED})",
        [platform_id, topics],
    )
    return str(found)


def _topics(claims: Sequence[Claim]) -> list[str]:
    return sorted(
        {
            topic
            for claim in claims
            for part in claim.parts
            if isinstance(part, StatementPart)
            for topic in part.topics
        }
    )


def _checked(
    warehouse: Warehouse, platform: ReadablePlatform, claims: Sequence[Claim]
) -> dict[str, list[Finding]]:
    """Return, by claim, what the claims about one platform come to over time."""
    platform_id = platform.now.platform_id
    stating = [part for claim in claims for part in claim.parts if isinstance(part, StatementPart)]
    labelled: dict[str, set[tuple[str, str]]] = {}
    if topics := _topics(claims):
        for row in warehouse.rows(_LABELLED, [platform_id, topics]):
            labelled.setdefault(row["topic_id"], set()).add((row["version_id"], row["provision_id"]))
    intervals = histories_of(warehouse, StatementAsker(stating, labelled), platform) if stating else {}
    rows = _answers(
        warehouse,
        platform_id,
        sorted({p.question_id for claim in claims for p in claim.parts if isinstance(p, QuestionPart)}),
    )
    never = Finding("not_captured", "No document of the platform was ever captured.", (), (), "never_seen")
    result: dict[str, list[Finding]] = {}
    for claim in claims:
        parts = [
            of_answers(part, rows.get(part.question_id, []))
            if isinstance(part, QuestionPart)
            else of_statements(part, intervals[part.question.question_id])
            for part in claim.parts
        ]
        if not parts:
            result[claim.claim_id] = [Finding("not_checkable", claim.not_checkable, (), (), "not_checkable")]
        else:
            result[claim.claim_id] = together([findings or [never] for findings in parts], claim.join)
    return result


def _answers(warehouse: Warehouse, platform_id: str, question_ids: Sequence[str]) -> dict[str, list[Row]]:
    """Return a platform's answers by question, each with its evidence."""
    if not question_ids:
        return {}
    rows = warehouse.rows(_ANSWERED, [platform_id, list(question_ids)])
    by_answer: dict[str, list[Row]] = {}
    for quote in warehouse.rows(_EVIDENCE, wanted=[row["answer_id"] for row in rows]):
        by_answer.setdefault(quote["answer_id"], []).append(quote)
    result: dict[str, list[Row]] = {}
    for row in rows:
        result.setdefault(row["question_id"], []).append(
            row | {"evidence": by_answer.get(row["answer_id"], [])}
        )
    return result
