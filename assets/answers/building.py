"""Current provisions to answers: a platform is asked again when what can be read of it has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assets.answers.answering import answer
from assets.answers.model import Answer, Clause, PlatformDocuments
from assets.answers.questions import Question
from assets.warehouse import Progress, Warehouse, in_batches, silent

Row = dict[str, Any]
STAGE = "answers"
GENERAL = "general"

# A version keeps its id when its timeline is made again (older history arrived, a new tracker), its
# provisions may not: what an answer quotes is part of what it was given.
_DOCUMENTS = """
WITH readable AS (
    SELECT
        o.version_id,
        sha256(string_agg(
            concat_ws(chr(31), o.provision_id, o.state_no, s.first_version_id, o.kind, o.heading_path::VARCHAR,
                      o.stem, o.char_start, o.char_end),
            chr(30) ORDER BY o.ordinal
        )) AS provisions_sha256
    FROM ledger.provision_occurrences AS o
    JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
    SEMI JOIN documents AS d ON o.version_id = d.current_version_id
    GROUP BY o.version_id
)
SELECT d.platform_id, d.terms_type, d.document_id, d.coverage, d.current_version_id, v.language, r.provisions_sha256
FROM documents AS d
LEFT JOIN ledger.versions AS v ON d.current_version_id = v.version_id
LEFT JOIN readable AS r ON d.current_version_id = r.version_id
ORDER BY ALL
"""

_CLAUSES = """
SELECT platform_id, version_id, document_id, terms_type, provision_id, text, char_start, char_end, heading_path, stem,
       kind, ordinal
FROM provisions
SEMI JOIN wanted ON platform_id = wanted.key
ORDER BY document_id, ordinal
"""

# An imported history of changes does not record unchanged looks: that an answer still holds is inferred.
_CHANGES_ONLY = """
SELECT version_id FROM current_versions JOIN ledger.collections USING (collection_id) WHERE kind IN ('ota', 'folder')
"""
_BATCH_PLATFORMS = 20
"""Platforms that are read, asked and stored in one go: each go costs some tenths of a second."""


# What is quoted stands in a wording of a provision, which most often is older than the version it is read in.
_WORDING_SINCE = """
SELECT q.answer_id, v.first_seen
FROM quoted AS q
JOIN ledger.provision_occurrences AS o
  ON q.version_id = o.version_id AND q.provision_id = o.provision_id
 AND o.char_start <= q.char_start AND q.char_start < o.char_end
JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
JOIN ledger.versions AS v ON s.first_version_id = v.version_id
"""


@dataclass
class AnswerReport:
    """What a run did: platforms asked again, and those whose documents had not changed."""

    asked: int = 0
    kept: int = 0


def build_answers(
    warehouse: Warehouse, questions: Sequence[Question], progress: Progress = silent
) -> AnswerReport:
    """Answer every question for every platform whose readable documents changed since it was asked."""
    report = AnswerReport()
    platforms: dict[str, list[dict[str, Any]]] = {}
    for row in warehouse.rows(_DOCUMENTS):
        platforms.setdefault(row["platform_id"], []).append(row)
    kept = {
        (row["platform_id"], row["question_id"]): row["inputs_sha256"]
        for row in warehouse.rows(
            "SELECT DISTINCT platform_id, question_id, inputs_sha256 FROM ledger.answers"
        )
    }
    with warehouse.transaction():
        warehouse.connection.execute("DELETE FROM ledger.questions")
        warehouse.insert(
            "ledger.questions",
            [
                {"question_id": q.question_id, "title": q.title, "rules_version": q.rules_version}
                for q in questions
            ],
        )
    stale = {
        platform_id: asked
        for platform_id, documents in platforms.items()
        if (
            asked := [q for q in questions if kept.get((platform_id, q.question_id)) != _inputs(q, documents)]
        )
    }
    report.asked = sum(map(len, stale.values()))
    report.kept = len(platforms) * len(questions) - report.asked
    changes_only = {row["version_id"] for row in warehouse.rows(_CHANGES_ONLY)} if stale else set()
    done = 0
    for batch in in_batches(stale, _BATCH_PLATFORMS):
        clauses: dict[str, list[Clause]] = {platform_id: [] for platform_id in batch}
        for row in warehouse.rows(_CLAUSES, wanted=batch):
            clauses[row.pop("platform_id")].append(
                Clause(**row | {"heading_path": tuple(row["heading_path"])})
            )
        given: list[tuple[Row, list[Row]]] = []
        for platform_id in batch:
            documents = platforms[platform_id]
            readable = _platform_documents(platform_id, documents, clauses.pop(platform_id))
            for question in stale[platform_id]:
                inputs = _inputs(question, documents)
                given.append(_rows(question, answer(question, readable), inputs, changes_only))
            done += 1
            progress("asking platforms", done, len(stale))
        _store(warehouse, given)
    return report


def _inputs(question: Question, documents: Sequence[dict[str, Any]]) -> str:
    parts = [
        question.rules_version,
        [
            [d["document_id"], d["coverage"], d["current_version_id"], d["language"], d["provisions_sha256"]]
            for d in documents
        ],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _platform_documents(
    platform_id: str, documents: Sequence[Row], clauses: Sequence[Clause]
) -> PlatformDocuments:
    return PlatformDocuments(
        platform_id=platform_id,
        clauses=clauses,
        captured={d["terms_type"]: d["current_version_id"] for d in documents if d["coverage"] == "captured"},
        missing=[d["terms_type"] for d in documents if d["coverage"] == "not_captured"],
        absent=[d["terms_type"] for d in documents if d["coverage"] == "absent"],
        languages={d["terms_type"]: d["language"] for d in documents if d["language"]},
    )


def _rows(
    question: Question, given: Answer, inputs_sha256: str, changes_only: Collection[str]
) -> tuple[Row, list[Row]]:
    """Return the row of an answer, whose ``valid_from`` is not known yet, and the rows of its evidence."""
    evidence = [
        {
            "evidence_no": number,
            "role": e.role,
            "version_id": e.version_id,
            "provision_id": e.provision_id,
            "char_start": e.char_start,
            "char_end": e.char_end,
            "quote": e.quote,
        }
        for number, e in enumerate(given.evidence, start=1)
    ]
    identity = [given.platform_id, question.question_id, given.scope, given.stance, evidence]
    answer_id = hashlib.sha256(json.dumps(identity, ensure_ascii=False).encode()).hexdigest()[:24]
    row = {
        "answer_id": answer_id,
        "platform_id": given.platform_id,
        "question_id": question.question_id,
        "scope": given.scope or GENERAL,
        "valid_from": None,
        "stance": given.stance,
        "value": json.dumps(dict(given.value), ensure_ascii=False, sort_keys=True),
        "confidence": given.confidence,
        "currency": "inferred" if any(v in changes_only for v in given.documents_searched) else "observed",
        "headline": given.headline,
        "explanation": given.explanation,
        "documents_searched": list(given.documents_searched),
        "inputs_sha256": inputs_sha256,
        "rules_version": question.rules_version,
    }
    return row, [{"answer_id": answer_id, **e} for e in evidence]


def _store(warehouse: Warehouse, given: Sequence[tuple[Row, list[Row]]]) -> None:
    """Put answers in the place of those the same platforms gave to the same questions before."""
    evidence = [one for _, quotes in given for one in quotes]
    since = _said_since(warehouse, [quotes[0] for _, quotes in given if quotes])
    rows = [row | {"valid_from": since.get(row["answer_id"])} for row, _ in given]
    asked = [{"platform_id": row["platform_id"], "question_id": row["question_id"]} for row in rows]
    with warehouse.given("asked", asked), warehouse.transaction():
        warehouse.connection.execute(
            "DELETE FROM ledger.answer_evidence WHERE answer_id IN "
            "(SELECT answer_id FROM ledger.answers SEMI JOIN asked USING (platform_id, question_id))"
        )
        warehouse.connection.execute(
            "DELETE FROM ledger.answers WHERE (platform_id, question_id) IN "
            "(SELECT (platform_id, question_id) FROM asked)"
        )
        warehouse.insert("ledger.answers", rows)
        warehouse.insert("ledger.answer_evidence", evidence)


def _said_since(warehouse: Warehouse, first_quotes: Sequence[Row]) -> dict[str, datetime]:
    """Return when the wording of each answer's first quote was first seen in its document."""
    if not first_quotes:
        return {}
    with warehouse.given("quoted", first_quotes):
        return {row["answer_id"]: row["first_seen"] for row in warehouse.rows(_WORDING_SINCE)}
